"""In a large library: what a film has of a few recordings is found where all of them together hide it."""

import dataclasses

import pytest
from tests.reference.engine_library import SETTINGS, hear, index_of
from tests.reference.engine_music import mix, play

from cuespotter.alignment.confidence import reported
from cuespotter.identify.search import explain_reel
from cuespotter.identify.short_list import short_list
from cuespotter.index.shards import Shards

CROWD = [(f"copy{number}", 1) for number in range(20)]
"""So many have the landmarks of tune 1 that they are beyond a small budget."""
LIBRARY = index_of(0, 1, 2, *CROWD)
STARVED = dataclasses.replace(SETTINGS.matching, hits_per_frame=2.0, swept_hits_per_frame=0.25)
DEEP = dataclasses.replace(SETTINGS, matching=dataclasses.replace(STARVED, deep_postings=0))
SHALLOW = dataclasses.replace(SETTINGS, matching=STARVED)


@pytest.fixture(scope="module")
def heard():
    """Tune 0, and a faint tune 1."""
    faint = play(1, first_s=8.0, length_s=10.0) * 0.25
    return hear(mix(30, (1.0, play(0, first_s=4.0, length_s=9.0)), (14.0, faint), level=0.1))


def explained(heard, library, settings, kin=lambda _found: ()):
    return explain_reel(heard, library, known_in(library), settings, lambda _stage, _share: None, kin=kin)


def known_in(library):
    return lambda number: library.fingerprint(library.recordings[number])


def names(found, library, settings=DEEP):
    told = reported(found, recordings=len(library.recordings), settings=settings)
    return [library.recordings[one.alignment.recording] for one in told]


def album(found):
    return ["tune1", "not there"] if "tune0" in found else []


def test_another_of_the_album_is_found_that_the_whole_library_hides(heard):
    assert names(explained(heard, LIBRARY, SHALLOW, album), LIBRARY) == ["tune0"]
    assert names(explained(heard, LIBRARY, DEEP), LIBRARY) == ["tune0"]
    assert names(explained(heard, LIBRARY, DEEP, album), LIBRARY) == ["tune0", "tune1"]


def test_it_is_found_across_shards(heard):
    shards = Shards([index_of(0, 2), index_of(1, *CROWD)])
    assert names(explained(heard, shards, DEEP, album), shards) == ["tune0", "tune1"]


def test_the_catalogue_is_asked_about_what_was_found_alone(heard):
    asked = []
    explained(heard, LIBRARY, DEEP, lambda found: asked.append(list(found)) or ())
    assert asked == [["tune0"]]


def test_what_was_found_comes_first_onto_a_list_that_is_too_short(heard):
    found = explained(heard, LIBRARY, SHALLOW)
    only = dataclasses.replace(DEEP, matching=dataclasses.replace(DEEP.matching, most_listed=1))
    listed = short_list(found, LIBRARY, known_in(LIBRARY), album, only, recordings=len(LIBRARY.recordings))
    assert [LIBRARY.recordings[number] for number in listed.numbers] == ["tune0"]


def test_where_nothing_was_found_nothing_is_searched_again():
    nothing = hear(mix(6, level=0.1))
    assert explained(nothing, LIBRARY, DEEP, album) == []
