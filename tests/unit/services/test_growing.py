"""What was found in a smaller library and is in doubt gives way to what is likelier, as in a whole search."""

import pytest

from cuespotter.model import Cue, Recording
from cuespotter.services.growing import _numbered, likelier


def cue(title, start_s, end_s, confidence):
    recording = title and Recording(id=title, path=f"{title}.flac", duration_s=200.0, title=title)
    return Cue(
        id=f"{title}-{start_s}",
        cue_no="1m01",
        kind="unnamed_music" if title is None else "recording",
        confidence=confidence,
        start_s=start_s,
        end_s=end_s,
        recording=recording,
    )


@pytest.mark.parametrize(
    ("then", "now", "stands"),
    [
        (0.72, 0.99, ["Theme"]),
        (0.72, 0.71, ["Piano"]),
        # what was sure is not searched again: what is found beside it stands beside it
        (0.95, 0.99, ["Piano", "Theme"]),
    ],
)
def test_in_the_place_of_a_cue_in_doubt_the_surer_of_two_stands(then, now, stands):
    before, found = likelier([cue("Piano", 55.0, 70.0, then)], [cue("Theme", 48.0, 74.0, now)])
    assert [one.recording.title for one in (*before, *found)] == stands


def test_a_cue_in_doubt_stands_where_nothing_or_no_name_is_found_in_its_place():
    doubtful = cue("Piano", 55.0, 70.0, 0.72)
    others = [cue("Theme", 69.0, 90.0, 0.99), cue(None, 50.0, 75.0, 0.99)]
    assert likelier([doubtful], others) == ([doubtful], others)


def test_what_a_reviewer_named_and_was_not_found_again_is_counted():
    named = cue(None, 48.0, 75.0, 0.99).model_copy(update={"title": "Theme of the sea", "status": "edited"})
    found = [cue(None, 15.0, 36.0, 0.99), cue(None, 86.0, 111.0, 0.99)]
    assert [one.cue_no for one in _numbered(found, [named], [0.0])] == ["1m01", "1m03"]
    # of what is found in its place there is one number
    again = cue("Theme", 48.0, 74.0, 0.99)
    assert [one.cue_no for one in _numbered([*found[:1], again], [named], [0.0])] == ["1m01", "1m02"]
