from itertools import permutations

from cuespotter.cues.preference import is_on_soundtrack, prefer_recordings
from cuespotter.model import Recording, Release

ALBUM = Recording(id="album", path="A/1.flac", duration_s=1, date="1977")
SOUNDTRACK = Recording(
    id="ost", path="O/1.flac", duration_s=1, date="2011", release_types=["Album", "Soundtrack"]
)
PINK = Recording(
    id="pink", path="P/1.flac", duration_s=1, releases=[Release(title="R", date="2016", is_soundtrack=True)]
)
UNDATED = Recording(id="x", path="X/1.flac", duration_s=1)


def order(*preferred):
    found = {
        tuple(recording.id for recording in prefer_recordings(given, preferred=preferred))
        for given in permutations([ALBUM, SOUNDTRACK, PINK, UNDATED])
    }
    (only,) = found
    return only


def test_the_soundtrack_goes_before_the_earliest_and_the_undated_comes_last():
    assert order() == ("ost", "pink", "album", "x")


def test_the_users_word_goes_before_all():
    assert order("X/") == ("x", "ost", "pink", "album")
    assert order("album", "P/") == ("album", "pink", "ost", "x")


def test_tags_or_a_release_make_a_soundtrack():
    assert [is_on_soundtrack(recording) for recording in (ALBUM, SOUNDTRACK, PINK)] == [False, True, True]
