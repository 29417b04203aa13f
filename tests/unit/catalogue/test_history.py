import pytest

from cuespotter.catalogue.film_rows import Reel
from cuespotter.catalogue.history import reviewer
from cuespotter.errors import CatalogueError, UsageError
from cuespotter.model import Recording
from cuespotter.review import edits, film_edits
from cuespotter.review.decision import Decision

SONG = Recording(id="aaaa1111", path="song.flac", duration_s=200.0, title="Song")
REELS = [Reel("/film.mkv", "content")]


@pytest.fixture
def film(catalogue, make_document):
    document = make_document("film", SONG, SONG, title="Film")
    assert catalogue.save_found(document, REELS) is None
    return document


def confirm(catalogue, cue: str, who: str = "me"):
    return catalogue.change(
        "film",
        lambda document: edits.confirm(document, cue),
        action="confirm",
        summary=f"confirm {cue}",
        who=who,
    )


def test_a_change_is_saved_with_who_and_what(catalogue, film) -> None:
    confirm(catalogue, "1m01", who="Ann")
    assert catalogue.document("film").cues[0].status == "confirmed"
    (change,) = catalogue.history("film")
    assert (change.who, change.action, change.summary, change.undone) == (
        "Ann",
        "confirm",
        "confirm 1m01",
        False,
    )


def test_undo_goes_back_change_by_change(catalogue, film) -> None:
    confirm(catalogue, "1m01")
    catalogue.change("film", lambda one: edits.split(one, "1m02", 120.0), action="edit", summary="split")
    catalogue.change(
        "film", lambda one: film_edits.set_film_fields(one, {"title": "New"}), action="edit", summary="title"
    )
    assert catalogue.document("film").film.title == "New"
    undone = [catalogue.undo("film")[1].summary for _ in range(3)]
    assert undone == ["title", "split", "confirm 1m01"]
    assert catalogue.document("film") == film
    with pytest.raises(CatalogueError, match="no change to undo"):
        catalogue.undo("film")
    assert [change.undone for change in catalogue.history("film")] == [True, True, True]


def test_undo_after_undo_and_a_new_change(catalogue, film) -> None:
    confirm(catalogue, "1m01")
    catalogue.undo("film")
    confirm(catalogue, "1m02")
    assert catalogue.undo("film")[1].summary == "confirm 1m02"
    assert catalogue.document("film") == film


def test_one_decision_of_many_cues_is_one_line_and_one_undo(catalogue, film) -> None:
    wanted = Decision(cues=["1m01", "1m02"], verdict="confirm")
    after, words = catalogue.decide("film", wanted, who="Ann")
    assert [cue.status for cue in after.cues] == ["confirmed", "confirmed"]
    assert [(line.who, line.action, line.summary) for line in catalogue.history("film")] == [
        ("Ann", "confirm", words)
    ]
    assert catalogue.undo("film")[0] == film


def test_a_check_before_a_decision_can_stop_it(catalogue, film) -> None:
    def stop(document) -> None:
        assert document == film
        raise UsageError("somebody was faster")

    with pytest.raises(UsageError, match="faster"):
        catalogue.decide("film", Decision(cues=["1m01"], verdict="confirm"), check=stop)
    assert catalogue.document("film") == film


def test_what_was_undone_is_done_again_in_its_order(catalogue, film) -> None:
    stands = [film]
    for number in ("1m01", "1m02"):
        confirm(catalogue, number)
        stands.append(catalogue.document("film"))
    assert not catalogue.can_redo("film")
    for before in (stands[1], stands[0]):
        assert catalogue.undo("film")[0] == before
    assert catalogue.can_redo("film")
    for after, words in ((stands[1], "confirm 1m01"), (stands[2], "confirm 1m02")):
        document, change = catalogue.redo("film")
        assert (document, change.summary, change.undone) == (after, words, False)
        assert catalogue.document("film") == after
    with pytest.raises(CatalogueError, match="nothing was undone"):
        catalogue.redo("film")
    assert [change.undone for change in catalogue.history("film")] == [False, False]


def test_a_new_change_clears_what_could_be_done_again(catalogue, film) -> None:
    confirm(catalogue, "1m01")
    catalogue.undo("film")
    confirm(catalogue, "1m02")
    with pytest.raises(CatalogueError, match="nothing was undone"):
        catalogue.redo("film")
    stands = catalogue.document("film")
    catalogue.undo("film")
    assert catalogue.redo("film")[0] == stands


def test_an_identification_that_was_undone_can_be_done_again(catalogue, film, make_document) -> None:
    catalogue.save_found(make_document("film", title="Film"), REELS)
    catalogue.undo("film")
    assert catalogue.redo("film")[0].cues == []


def test_a_change_that_fails_changes_nothing(catalogue, film) -> None:
    with pytest.raises(UsageError):
        catalogue.change("film", lambda one: edits.split(one, "1m01", 999.0), action="edit", summary="x")
    assert catalogue.document("film") == film
    assert catalogue.history("film") == []


def test_a_change_that_changes_nothing_is_not_history(catalogue, film) -> None:
    confirm(catalogue, "1m01")
    confirm(catalogue, "1m01")
    assert len(catalogue.history("film")) == 1


def test_identifying_again_keeps_the_reviewers_word(catalogue, film, make_document) -> None:
    confirm(catalogue, "1m01")
    rerun = catalogue.save_found(make_document("film", title="Film"), REELS)
    assert rerun is not None
    assert len(rerun.gone) == 1
    assert [cue.cue_no for cue in catalogue.document("film").cues] == ["1m01"]
    assert catalogue.history("film")[-1].summary == "identified again: 0 new, 1 gone, 0 moved"


def test_identifying_again_can_be_undone(catalogue, film, make_document) -> None:
    catalogue.save_found(make_document("film", title="Film"), REELS)
    assert catalogue.document("film").cues == []
    catalogue.undo("film")
    assert catalogue.document("film") == film


def test_what_the_lists_say_follows_every_change(catalogue, film) -> None:
    catalogue.change("film", lambda one: edits.reject(one, "1m01"), action="reject", summary="reject")
    assert len(catalogue.uses([SONG.id])) == 1
    catalogue.undo("film")
    assert len(catalogue.uses([SONG.id])) == 2


def test_the_reviewer_may_be_named_by_the_environment(monkeypatch) -> None:
    monkeypatch.setenv("CUESPOTTER_REVIEWER", "Ann")
    assert reviewer() == "Ann"
    monkeypatch.delenv("CUESPOTTER_REVIEWER")
    assert reviewer()


def test_a_reviewer_without_a_text_for_a_name_is_refused(catalogue, film, monkeypatch) -> None:
    with pytest.raises(UsageError, match=r"name cannot be '.+udcff'; write a text"):
        confirm(catalogue, "1m01", who="\udcff")
    monkeypatch.setenv("CUESPOTTER_REVIEWER", "\udcff")
    with pytest.raises(UsageError, match="write a text"):
        reviewer()
    assert catalogue.history("film") == []
