"""The library has grown: what is unexplained is searched, in what is new, and the reviewer's word stays."""

import shutil
from pathlib import Path

import pytest

import cuespotter
from cuespotter.services import Identified, Skipped

SAMPLE = Path(__file__).parents[2] / "sample"
FILM = SAMPLE / "film.mkv"
SONGS = sorted(path for path in (SAMPLE / "library").glob("*.opus"))


APART_S = 0.5
"""What is found later plays where a whole search places it, within this."""


def named(document):
    return [
        (cue.recording.title, pytest.approx(cue.start_s, abs=APART_S), pytest.approx(cue.end_s, abs=APART_S))
        for cue in document.cues_heard
        if cue.recording is not None
    ]


def titles(document):
    return [cue.recording.title for cue in document.cues_heard if cue.recording is not None]


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """The film after a search in half of the music, a review, and a search in the other half; and the whole."""
    folder = tmp_path_factory.mktemp("growth")
    halves = folder / "first", folder / "second"
    for number, song in enumerate(SONGS):
        halves[number % 2].mkdir(exist_ok=True)
        shutil.copy(song, halves[number % 2])
    told = {}
    with cuespotter.open_library(folder / "library", create=True, who="Ann") as library:
        library.add([halves[0]], jobs=1)
        (told["first"],) = library.identify_all([[FILM]])
        first = next(cue for cue in told["first"].document.cues_heard if cue.recording is not None)
        library.reject(told["first"].document.film.id, [first.id])
        told["rejected"] = first
        library.add([halves[1]], jobs=1)
        (told["grown"],) = library.identify_all([[FILM]])
        (told["again"],) = library.identify_all([[FILM]])
        (told["whole"],) = library.identify_all([[FILM]], again=True)
        told["history"] = library.history(told["first"].document.film.id)
    return told


def test_only_what_is_new_is_searched_and_the_film_is_as_after_a_whole_search(grown):
    assert isinstance(grown["grown"], Identified)
    assert (grown["first"].among, grown["grown"].among) == (None, len(SONGS) // 2)
    assert len(titles(grown["first"].document)) < len(titles(grown["grown"].document))
    assert titles(grown["grown"].document) == titles(grown["whole"].document)
    assert named(grown["whole"].document) == named(grown["grown"].document)


def test_what_is_new_is_told_and_unnamed_music_has_given_way(grown):
    rerun = grown["grown"].rerun
    assert {cue.recording.title for cue in rerun.new if cue.recording is not None} == set(
        titles(grown["grown"].document)
    ) - set(titles(grown["first"].document))
    unnamed = [
        [(cue.start_s, cue.end_s) for cue in one.document.cues_heard if cue.recording is None]
        for one in (grown["grown"], grown["whole"])
    ]
    assert unnamed[0] == unnamed[1]


def test_the_reviewers_word_stays(grown):
    stays = next(cue for cue in grown["grown"].document.cues if cue.id == grown["rejected"].id)
    assert stays.status == "rejected"


def test_then_it_is_done(grown):
    assert isinstance(grown["again"], Skipped)


def test_numbers_go_through_the_film(grown):
    numbers = [cue.cue_no for cue in grown["grown"].document.cues]
    assert len(set(numbers)) == len(numbers)
