"""A sound that was remembered in one film and found in others: undo takes its name out of all of them."""

from dataclasses import replace

import pytest

from cuespotter.catalogue.film_rows import Reel
from cuespotter.catalogue.history import Added
from cuespotter.catalogue.recording_rows import NewRecording
from cuespotter.model import Recording
from cuespotter.model.party import Party
from cuespotter.model.recording import FilmPlace
from cuespotter.model.work import Work
from cuespotter.review.decision import Decision
from cuespotter.review.work_said import WorkSaid

SOUND = Recording(
    id="aaaa1111",
    path="from One, 0:00",
    duration_s=50.0,
    title="Ice",
    heard_in=FilmPlace(film_id="one", film_title="One", start_s=0.0, end_s=50.0),
)
REMEMBER = Decision(cues=["1m01"], fields={"title": "Ice"}, recording=SOUND, is_remembered=True)


@pytest.fixture
def episodes(catalogue, make_segment, make_document):
    """Three films: what was remembered in the first is found once in the second and twice in the third."""
    catalogue.save_found(unnamed(make_document("one", SOUND, title="One")), [Reel("/one.mkv", "one")])
    catalogue.decide(
        "one", REMEMBER, added=Added(make_segment("one.ndx"), NewRecording(SOUND, "digest", None))
    )
    for film, count in (("two", 1), ("three", 2)):
        document = make_document(film, *[SOUND] * count, title=film.title())
        catalogue.save_found(document, [Reel(f"/{film}.mkv", film)])
    return catalogue


def unnamed(document):
    cues = [
        cue.model_copy(update={"recording": None, "kind": "unnamed_music", "placements": []})
        for cue in document.cues
    ]
    return document.model_copy(update={"cues": cues})


def names(catalogue, film):
    return [cue.title_known for cue in catalogue.document(film).cues]


def test_undo_takes_the_name_out_of_all_films_and_redo_puts_it_back(episodes) -> None:
    before = [episodes.document(film) for film in ("one", "two", "three")]
    _, step = episodes.undo("one")
    assert [names(episodes, film) for film in ("one", "two", "three")] == [[None], [None], [None, None]]
    assert episodes.document("two").cues == unnamed(before[1]).cues
    assert (step.reached, step.standing) == (("Three", "Two"), ())
    assert episodes.uses([SOUND.id]) == []
    _, step = episodes.redo("one")
    assert [episodes.document(film) for film in ("one", "two", "three")] == before
    assert step.words == ["the name is put back in 2 other films (Three, Two), too"]


def test_what_was_said_by_hand_stands_and_is_told(episodes) -> None:
    episodes.decide("three", Decision(cues=["1m02"], verdict="confirm"))
    _, step = episodes.undo("one")
    assert names(episodes, "three") == [None, "Ice"]
    assert step.words == [
        "the name is taken back in 2 other films (Three, Two), too",
        "it stays in 1 other film (Three), where it was said by hand",
    ]


def test_no_step_in_another_film_brings_back_the_name_of_what_is_gone(episodes, make_document) -> None:
    episodes.put_search("two", "key", "settings", episodes.library_state())
    episodes.decide("two", Decision(cues=["1m01"], verdict="reject"))
    found = unnamed(make_document("three", SOUND, SOUND, title="Three"))
    episodes.save_found(found, [Reel("/three.mkv", "three")])
    episodes.undo("one")
    assert [episodes.undo(film)[1].action for film in ("two", "three")] == ["reject", "identify"]
    assert names(episodes, "two") == [None]
    assert names(episodes, "three") == [None, None]
    # should it be done again, it is to be found there again
    assert episodes.searched_with("two") is None


def test_redo_leaves_what_was_changed_meanwhile_and_has_that_film_searched_again(episodes) -> None:
    state = episodes.library_state()
    for film in ("two", "three"):
        episodes.put_search(film, "key", "settings", state)
    episodes.undo("one")
    episodes.decide("three", Decision(cues=["1m01"], fields={"title": "Snow"}))
    episodes.redo("one")
    assert names(episodes, "three") == ["Snow", "Ice"]
    assert [episodes.searched_with(film) for film in ("two", "three")] == ["key", None]


def test_a_film_that_names_what_is_gone_is_not_done(episodes) -> None:
    assert not episodes.names_what_is_gone("two")
    episodes.remove_recordings({SOUND.id})
    assert episodes.names_what_is_gone("two")
    episodes.decide("two", Decision(cues=["1m01"], verdict="confirm"))
    assert not episodes.names_what_is_gone("two")


def test_a_work_that_is_said_with_the_sound_is_the_recordings(episodes, make_segment, make_document) -> None:
    episodes.undo("one")
    work = Work(title="Ice", parties=[Party(name="Ann", role="composer")])
    said = replace(REMEMBER, work=WorkSaid(other=work))
    episodes.decide("one", said, added=Added(make_segment("two.ndx"), NewRecording(SOUND, "digest", None)))
    assert episodes.recording(SOUND.id).work == work
    episodes.undo("one")
    assert episodes.recording(SOUND.id).work is None
