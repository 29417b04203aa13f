import random

import pytest

from cuespotter.model import Cue, Film, FilmDocument, FilmFile, Placement, Recording
from cuespotter.review import edits
from cuespotter.review.rerun import merge_rerun

SONGS = {
    name: Recording(id=name * 4, path=f"{name}.flac", duration_s=300.0, title=name.upper())
    for name in "abcdef"
}


def cue(what: str | None, start: float, end: float, *, name: str | None = None, **more) -> Cue:
    recording = SONGS[what] if what else None
    placement = Placement(
        film_in_s=start, film_out_s=end, recording_in_s=0.0, recording_out_s=end - start, speed=1.0
    )
    return Cue(
        id=name or f"{what}-{start:g}",
        cue_no=more.pop("cue_no", f"1m{int(start):03}"),
        kind="recording" if what else "unnamed_music",
        confidence=more.pop("confidence", 0.9),
        start_s=start,
        end_s=end,
        recording=recording,
        placements=[placement] if recording else [],
        **more,
    )


def film(*cues: Cue, **more) -> FilmDocument:
    file = FilmFile(name="film.mkv", size=1, duration_s=6000.0)
    return FilmDocument(
        film=Film(id="film", title="Film", file=file, duration_s=6000.0, **more), cues=list(cues)
    )


def names(cues: list[Cue]) -> list[str | None]:
    return [one.title_known for one in cues]


def test_the_same_again_changes_nothing() -> None:
    before = film(cue("a", 0, 50), cue(None, 60, 90), cue("a", 100, 150))
    rerun = merge_rerun(before, before)
    assert rerun.document == before
    assert rerun.changes_nothing


def test_ids_stay_where_the_engine_gives_new_ones() -> None:
    before = film(cue("a", 0, 50, name="first"))
    rerun = merge_rerun(before, film(cue("a", 0.2, 50.1, name="other")))
    assert [one.id for one in rerun.document.cues] == ["first"]
    assert rerun.changes_nothing


def test_new_gone_and_moved_are_told() -> None:
    before = film(cue("a", 0, 50), cue("b", 100, 150), cue("c", 200, 250))
    rerun = merge_rerun(before, film(cue("a", 0, 58), cue("c", 400, 450), cue("d", 500, 550)))
    assert names(rerun.new) == ["D"]
    assert names(rerun.gone) == ["B"]
    assert [(old.start_s, now.start_s) for old, now in rerun.moved] == [(0, 0), (200, 400)]
    assert names(rerun.document.cues) == ["A", "C", "D"]


def test_a_confirmed_cue_stays_to_the_letter() -> None:
    before = edits.confirm(film(cue("a", 0, 50, notes="sure")), "1m000")
    rerun = merge_rerun(before, film(cue("a", 3, 44)))
    assert rerun.document.cues == before.cues
    assert merge_rerun(before, film()).document.cues == before.cues


def test_a_rejected_cue_does_not_come_back() -> None:
    before = edits.reject(film(cue("a", 0, 50), cue(None, 100, 150)), "1m000")
    before = edits.reject(before, "1m100")
    for _ in range(2):
        rerun = merge_rerun(before, film(cue("a", 2, 47), cue(None, 99, 160)))
        assert rerun.document.cues_heard == []
        assert rerun.new == []
        before = rerun.document


def test_a_rejected_cue_that_is_found_in_two_pieces_does_not_come_back_either() -> None:
    before = edits.reject(film(cue("a", 0, 50)), "1m000")
    rerun = merge_rerun(before, film(cue("a", 0, 20), cue("a", 25, 50)))
    assert rerun.document.cues_heard == []


def test_the_rejected_recording_may_still_play_elsewhere() -> None:
    before = edits.reject(film(cue("a", 0, 50)), "1m000")
    rerun = merge_rerun(before, film(cue("a", 0, 50), cue("a", 500, 550)))
    assert [one.start_s for one in rerun.document.cues_heard] == [500]


def test_where_the_wrong_was_rejected_the_right_may_be_found() -> None:
    before = edits.reject(film(cue("a", 0, 50)), "1m000")
    rerun = merge_rerun(before, film(cue("b", 0, 50)))
    assert names(rerun.document.cues_heard) == ["B"]


def test_an_edited_cue_keeps_what_is_locked_and_takes_the_rest() -> None:
    before = edits.set_cue_fields(
        film(cue("a", 0, 50)), "1m000", {"film_part": "main_title", "notes": "loud"}
    )
    rerun = merge_rerun(before, film(cue("a", 0, 58, confidence=0.99)))
    (now,) = rerun.document.cues
    assert (now.film_part, now.notes, now.status) == ("main_title", "loud", "edited")
    assert (now.end_s, now.confidence) == (58, 0.99)
    assert len(rerun.moved) == 1


def test_a_trimmed_cue_keeps_its_bounds() -> None:
    before = edits.trim(film(cue("a", 0, 50)), "1m000", start_s=5.0, end_s=40.0)
    rerun = merge_rerun(before, film(cue("a", 0, 58)))
    (now,) = rerun.document.cues
    assert (now.start_s, now.end_s) == (5.0, 40.0)
    assert now.placements == before.cues[0].placements
    assert rerun.moved == []


def test_split_cues_are_not_found_a_third_time() -> None:
    before = edits.split(film(cue("a", 0, 50)), "1m000", 20.0)
    rerun = merge_rerun(before, film(cue("a", 0, 50)))
    assert [(one.start_s, one.end_s) for one in rerun.document.cues] == [(0, 20), (20, 50)]
    assert rerun.new == []


def test_merged_cues_stay_one() -> None:
    before = edits.merge(film(cue("a", 0, 50), cue("a", 60, 100)), ["1m000", "1m060"])
    rerun = merge_rerun(before, film(cue("a", 0, 50), cue("a", 60, 100)))
    assert [(one.start_s, one.end_s) for one in rerun.document.cues] == [(0, 100)]


def test_a_name_given_by_hand_is_not_overwritten() -> None:
    before = edits.set_cue_fields(film(cue(None, 0, 50)), "1m000", {"title": "My own name"})
    rerun = merge_rerun(before, film(cue("b", 0, 50)))
    (now,) = rerun.document.cues
    assert now.title_known == "My own name"
    assert [rival.recording.title for rival in now.rivals] == ["B"]
    assert [(names([old]), names([heard])) for old, heard in rerun.disputed] == [(["My own name"], ["B"])]


def test_a_recording_given_by_hand_is_not_overwritten() -> None:
    before = edits.set_recording(film(cue("a", 0, 50)), "1m000", SONGS["c"])
    rerun = merge_rerun(before, film(cue("a", 0, 50)))
    (now,) = rerun.document.cues
    assert now.title_known == "C"
    assert [rival.recording.title for rival in now.rivals] == ["A"]
    again = merge_rerun(rerun.document, film(cue("a", 0, 50)))
    assert len(again.document.cues[0].rivals) == 1


def test_answers_given_to_unnamed_music_go_on_when_its_name_is_found() -> None:
    before = edits.set_cue_fields(film(cue(None, 0, 50)), "1m000", {"perception": "seen"})
    rerun = merge_rerun(before, film(cue("b", 0, 52)))
    (now,) = rerun.document.cues
    assert (now.title_known, now.perception, now.kind) == ("B", "seen", "recording")
    assert len(rerun.moved) == 1


def test_what_was_named_is_the_recording_of_that_name_where_it_is_found() -> None:
    named = cue(None, 10, 37, name="theme", status="edited", title="a", locked=["title"])
    found = film(cue("a", 13, 31), cue(None, 31, 37))
    rerun = merge_rerun(film(named), found)
    (one,) = rerun.document.cues
    assert (one.id, one.recording, one.title) == ("theme", SONGS["a"], "a")
    # no music that was named is lost where the recording is shorter
    assert (one.start_s, one.end_s, one.placements[0].film_out_s) == (10, 37, 31)
    assert not rerun.disputed
    assert merge_rerun(rerun.document, found).document == rerun.document


def test_a_name_is_another_recordings_where_title_or_artist_differ() -> None:
    found = film(cue("a", 13, 31))
    played = found.cues[0].model_copy(update={"recording": SONGS["a"].model_copy(update={"artist": "Ann"})})
    for title, artist, heard in (("b", None, found.cues[0]), ("a", "Ben", played)):
        named = cue(None, 10, 37, status="edited", title=title, artist=artist, locked=["title"])
        rerun = merge_rerun(film(named), film(heard))
        assert [one.recording for one in rerun.document.cues] == [None]
        assert rerun.disputed


def test_numbers_and_ids_are_never_given_twice() -> None:
    before = edits.confirm(film(cue("a", 0, 50, name="x", cue_no="1m01")), "1m01")
    rerun = merge_rerun(before, film(cue("b", 200, 250, name="x", cue_no="1m01")))
    assert sorted(one.cue_no for one in rerun.document.cues) == ["1m01", "1m01b"]
    assert len({one.id for one in rerun.document.cues}) == 2


def test_what_was_said_of_the_film_stays_and_its_facts_are_new() -> None:
    before = film(year=2011, notes="seen twice")
    found = film().model_copy(
        update={"film": film().film.model_copy(update={"title": "x", "duration_s": 7000.0})}
    )
    now = merge_rerun(before, found).document.film
    assert (now.title, now.year, now.notes, now.duration_s) == ("Film", 2011, "seen twice", 7000.0)


def test_new_tags_reach_a_confirmed_cue() -> None:
    before = edits.confirm(film(cue("a", 0, 50)), "1m000")
    found = cue("a", 0, 50)
    found = found.model_copy(update={"recording": SONGS["a"].model_copy(update={"isrc": "GBAYE7700000"})})
    (now,) = merge_rerun(before, film(found)).document.cues
    assert now.recording is not None
    assert now.recording.isrc == "GBAYE7700000"


@pytest.mark.parametrize("seed", range(30))
def test_whatever_is_found_every_reviewed_cue_is_there_and_a_second_run_changes_nothing(seed: int) -> None:
    chance = random.Random(seed)

    def some_cues(count: int) -> list[Cue]:
        cues = []
        for number in range(count):
            start = chance.uniform(0, 500)
            what = chance.choice([*"abc", None])
            cues.append(
                cue(
                    what,
                    start,
                    start + chance.uniform(3, 90),
                    name=f"{chance.random()}",
                    cue_no=f"1m{number}",
                )
            )
        return cues

    before = film(*some_cues(12))
    for one in list(before.cues):
        verdict = chance.choice(["confirm", "reject", "edit", "trim", "leave"])
        if verdict == "confirm":
            before = edits.confirm(before, one.id)
        elif verdict == "reject":
            before = edits.reject(before, one.id)
        elif verdict == "edit":
            before = edits.set_cue_fields(before, one.id, {"notes": "x"})
        elif verdict == "trim":
            before = edits.trim(before, one.id, end_s=one.start_s + 2.0)
    found = film(*some_cues(12))
    rerun = merge_rerun(before, found)
    now = {one.id: one for one in rerun.document.cues}
    assert len(now) == len(rerun.document.cues)
    for old in before.cues:
        if old.status != "found":
            assert now[old.id].status == old.status
            assert all(getattr(now[old.id], name) == getattr(old, name) for name in old.locked)
    again = merge_rerun(rerun.document, found)
    assert again.gone == []
    assert {one.id for one in again.document.cues} >= {one.id for one in before.cues if one.status != "found"}


def test_a_recording_that_is_called_otherwise_now_is_told() -> None:
    before = film(cue("a", 0, 50), cue("b", 100, 150, status="confirmed"), cue("c", 200, 250))
    other = SONGS["a"].model_copy(update={"title": "Other"})
    found = film(cue("a", 0, 50).model_copy(update={"recording": other}), *before.cues[1:])
    rerun = merge_rerun(before, found)
    assert [(old.title_known, now.title_known) for old, now in rerun.renamed] == [("A", "Other")]
    assert not rerun.changes_nothing
    assert rerun.document.cues[0].title_known == "Other"
    assert merge_rerun(rerun.document, found).changes_nothing


def test_what_is_heard_under_the_title_that_was_given_is_no_contradiction() -> None:
    named = cue(None, 0, 50, status="edited", locked=["title"], title="a", artist=None)
    rerun = merge_rerun(film(named), film(cue("a", 0, 50)))
    assert (rerun.disputed, rerun.document.cues[0].recording) == ([], SONGS["a"])
    ((kept, heard),) = merge_rerun(film(named), film(cue("b", 0, 50))).disputed
    assert (kept.title_known, heard.title_known) == ("a", "B")
    sung = named.model_copy(update={"artist": "Ann"})
    band = SONGS["a"].model_copy(update={"artist": "Ben"})
    by_other = cue("a", 0, 50).model_copy(update={"recording": band})
    assert len(merge_rerun(film(sung), film(by_other)).disputed) == 1
