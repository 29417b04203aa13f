"""A cue from an album in one file bears the name of its track."""

import pytest

from cuespotter.model import Cue, Placement, Recording
from cuespotter.model.track import Track

ALBUM = Recording(
    id="a",
    path="album.flac",
    duration_s=100.0,
    title="Two Sides",
    artist="Various",
    tracks=[Track(start_s=0.0, title="Pink", artist="One"), Track(start_s=40.0, title="Hall")],
)


@pytest.mark.parametrize(
    ("first_s", "last_s", "title", "artist"),
    [
        (10, 30, "Pink", "One"),
        (50, 90, "Hall", "Various"),
        (35, 60, "Hall", "Various"),
        (10, 45, "Pink", "One"),
    ],
)
def test_the_track_in_which_most_lies_names_the_cue(first_s, last_s, title, artist):
    length = last_s - first_s
    part = Placement(
        film_in_s=5, film_out_s=5 + length, recording_in_s=first_s, recording_out_s=last_s, speed=1.0
    )
    cue = Cue(
        id="c", cue_no="1m01", confidence=1, start_s=5, end_s=5 + length, recording=ALBUM, placements=[part]
    )
    assert (cue.title_known, cue.artist_known) == (title, artist)
    assert cue.model_copy(update={"title": "Mine"}).title_known == "Mine"


@pytest.mark.parametrize(
    ("first_s", "isrcs", "isrc"),
    [
        (10, ("DEA123456789", None), "DEA123456789"),
        # the file's own ISRC is of none of its tracks that say theirs
        (50, ("DEA123456789", None), None),
        # chapters of one recording leave it its ISRC
        (50, (None, None), "GBA123456789"),
    ],
)
def test_the_isrc_is_that_of_the_track(first_s, isrcs, isrc):
    tracks = [one.model_copy(update={"isrc": code}) for one, code in zip(ALBUM.tracks, isrcs, strict=True)]
    album = ALBUM.model_copy(update={"tracks": tracks, "isrc": "GBA123456789"})
    part = Placement(
        film_in_s=5, film_out_s=25, recording_in_s=first_s, recording_out_s=first_s + 20, speed=1.0
    )
    cue = Cue(id="c", cue_no="1m01", confidence=1, start_s=5, end_s=25, recording=album, placements=[part])
    assert cue.isrc_known == isrc
