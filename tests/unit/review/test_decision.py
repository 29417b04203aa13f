from dataclasses import replace

import pytest

from cuespotter.clock import FilmSeconds
from cuespotter.errors import CatalogueError, UsageError
from cuespotter.model import FilmDocument, Recording
from cuespotter.model.recording import FilmPlace
from cuespotter.review import edits
from cuespotter.review.decision import Decision
from cuespotter.services.remembering import each_alone

SONG = Recording(id="aaaa1111", path="song.flac", duration_s=200.0, title="Song", artist="A")
OTHER = Recording(id="bbbb2222", path="other.flac", duration_s=200.0, title="Other")


@pytest.fixture
def film(make_document) -> FilmDocument:
    return make_document("film", *[SONG] * 9)


def numbers(document: FilmDocument, status: str) -> list[str]:
    return [cue.cue_no for cue in document.cues if cue.status == status]


def test_one_decision_judges_any_number_of_cues(film: FilmDocument) -> None:
    wanted = Decision(cues=["1m02", "c0"], verdict="confirm")
    assert numbers(wanted.apply(film), "confirmed") == ["1m01", "1m02"]
    assert (wanted.action, wanted.words(film)) == ("confirm", "confirm 1m02, 1m01")
    all_of_them = Decision(cues=[cue.id for cue in film.cues], verdict="reject")
    assert len(numbers(all_of_them.apply(film), "rejected")) == 9
    assert all_of_them.words(film) == "reject 9 cues"


def test_one_unknown_cue_stops_the_whole_decision(film: FilmDocument) -> None:
    with pytest.raises(CatalogueError, match="no cue '9m99'"):
        Decision(cues=["1m01", "9m99"], verdict="confirm").apply(film)


def test_fields_reach_all_cues_and_are_told_as_people_say_them(film: FilmDocument) -> None:
    wanted = Decision(cues=["1m01", "1m03"], fields={"perception": "seen", "notes": None})
    after = wanted.apply(film)
    assert [cue.perception for cue in after.cues[:3]] == ["seen", None, "seen"]
    assert (wanted.action, wanted.words(film)) == (
        "edit",
        "1m01, 1m03: heard by the characters: seen, notes: nothing",
    )


def test_all_that_is_said_of_a_cue_is_done_in_one_order(film: FilmDocument) -> None:
    wanted = Decision(
        cues=["1m01", "1m02"],
        is_merge=True,
        recording=OTHER,
        start_s=10.0,
        end_s=140.0,
        fields={"title": "Both"},
        split_s=60.0,
        verdict="confirm",
    )
    first, second = wanted.apply(film).cues[:2]
    assert [(cue.start_s, cue.end_s, cue.title, cue.status) for cue in (first, second)] == [
        (10.0, 60.0, "Both", "confirmed"),
        (60.0, 140.0, "Both", "confirmed"),
    ]
    assert first.recording == second.recording == OTHER
    words = "merge 1m01, 1m02: title: Both, start 10.00, end 140.00, split 60.00, recording Other, confirm"
    assert wanted.words(film) == words


def test_a_new_cue_is_added_with_all_that_is_known_of_it(film: FilmDocument) -> None:
    wanted = Decision(is_new=True, start_s=60.0, end_s=70.0, recording=SONG, fields={"vocal": "vocal"})
    (added,) = [cue for cue in wanted.apply(film).cues if cue.start_s == 60.0]
    assert (added.recording, added.vocal, added.end_s) == (SONG, "vocal", 70.0)
    assert (
        wanted.words(film)
        == "new cue: vocal or instrumental: vocal, start 60.00, end 70.00, recording Song - A"
    )


def test_without_a_cue_the_film_is_meant(film: FilmDocument) -> None:
    wanted = Decision(fields={"header.network": "BBC"})
    assert wanted.apply(film).film.header.network == "BBC"
    assert wanted.words(film) == "film: network: BBC"


def test_parts_of_a_decision_are_those_of_the_edits(film: FilmDocument) -> None:
    assert Decision(cues=["1m02"], start_s=105.0).apply(film) == edits.trim(film, "1m02", start_s=105.0)
    assert Decision(cues=["1m02"], split_s=120.0).apply(film) == edits.split(film, "1m02", 120.0)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Decision(), "nothing to change"),
        (Decision(cues=["1m01"]), "nothing to change"),
        (Decision(start_s=5.0), "name the cue"),
        (Decision(verdict="confirm"), "name the cue"),
        (Decision(is_new=True, start_s=5.0), "a start and an end"),
        (Decision(is_new=True, start_s=5.0, end_s=6.0, cues=["1m01"]), "a start and an end"),
        (Decision(is_new=True, start_s=5.0, end_s=6.0, split_s=5.5), "merged or split"),
        (Decision(cues=["1m01", "1m02"], start_s=5.0), "2 cues cannot share bounds"),
        (Decision(cues=["1m01", "1m02"], split_s=5.0), "2 cues cannot share a place"),
        (Decision(cues=["1m01", "1m02"], fields={"end_s": 5.0}), "2 cues cannot share an end"),
    ],
)
def test_a_decision_that_says_too_little_or_too_much_is_refused(film, wanted: Decision, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        wanted.apply(film)


def test_what_was_heard_in_the_cue_lies_in_it_from_its_first_second(film: FilmDocument) -> None:
    cue = film.cues[1]
    place = FilmPlace(film_id=film.film.id, film_title="Film", start_s=cue.start_s, end_s=cue.end_s)
    heard = Recording(id="cccc3333", path="from Film", duration_s=30.0, title="Sea", heard_in=place)
    wanted = Decision(cues=[cue.id], recording=heard, is_remembered=True)
    (placement,) = edits.find_cue(wanted.apply(film), cue.id).placements
    assert (placement.film_in_s, placement.recording_in_s, placement.speed) == (cue.start_s, 0.0, 1.0)
    assert wanted.words(film) == f"{cue.cue_no}: remembered as Sea"
    elsewhere = heard.model_copy(update={"heard_in": place.model_copy(update={"film_id": "other"})})
    moved = Decision(cues=[cue.id], recording=elsewhere).apply(film)
    assert edits.find_cue(moved, cue.id).placements == []


def test_of_several_cues_that_get_a_name_one_is_what_was_remembered(film: FilmDocument) -> None:
    heard = SONG.model_copy(update={"id": "cccc3333", "title": "Sea"})
    several = Decision(cues=["1m01", "1m02"], fields={"title": "Sea"}, is_remembered=True)
    wanted = replace(several, recording=heard, remembered=film.cues[1].id)
    after = wanted.apply(film).cues
    assert [(cue.title, cue.recording.id) for cue in after[:2]] == [("Sea", SONG.id), ("Sea", heard.id)]
    assert wanted.words(film) == "1m01, 1m02: title: Sea, 1m02 remembered as Sea - A"


def test_of_several_cues_the_longest_is_heard_first(film: FilmDocument) -> None:
    longer = edits.trim(film, "1m02", end_s=FilmSeconds(film.cues[1].end_s + 9.0))
    several = Decision(cues=["1m01", "1m02", "c0"], fields={"title": "Sea"}, is_remembered=True)
    assert [one.cues for one in each_alone(longer, several)] == [["c1"], ["c0"]]
    assert each_alone(longer, replace(several, is_merge=True)) == [replace(several, is_merge=True)]
    alone = Decision(cues=["1m01"], is_remembered=True)
    assert each_alone(longer, alone)[0] is alone
