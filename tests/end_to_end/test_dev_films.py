"""Two film-like mixes of real music, speech and noises, with their truth: run alone with ``pytest tests/end_to_end/test_dev_films.py``.

Their folder is no part of the project: without it (``CUESPOTTER_SHARED`` may point to it) all is skipped.
"""

import csv
import json
import os
from pathlib import Path

import pytest
from tests.reference.engine_library import index_of_files

from cuespotter.identify import identify
from cuespotter.model import Recording
from cuespotter.settings import Settings

SHARED = Path(os.environ.get("CUESPOTTER_SHARED", Path(__file__).parents[3] / "shared"))
DATA = SHARED / "data"
SETTINGS = Settings()
LEAST_SHARE, LEAST_S = 0.8, 8.0
FILMS = ("dev1_stereo", "dev2_51")

pytestmark = pytest.mark.skipif(
    not (DATA / "films").is_dir(), reason="the films are not here; set CUESPOTTER_SHARED"
)


@pytest.fixture(scope="module")
def index():
    """All recordings of the folder, under the names that the truth gives them."""
    with (DATA / "library" / "map.csv").open(newline="", encoding="utf-8") as stream:
        return index_of_files(
            {row["track"]: DATA / "library" / row["name"] for row in csv.DictReader(stream)}
        )


@pytest.fixture(scope="module", params=FILMS)
def film(request, index):
    """What was found in a film, and what is true: (track, placement) and the truth's placements."""

    def recording_of(name):
        return Recording(id=name, path=name, duration_s=1.0)

    document = identify([DATA / "films" / f"{request.param}.mkv"], index, recording_of, SETTINGS)
    truth = json.loads((DATA / "films" / f"{request.param}.truth.json").read_text(encoding="utf-8"))
    found = [(cue.recording.id, one) for cue in document.cues if cue.recording for one in cue.placements]
    return found, truth["placements"]


def overlaps(track, placement, true):
    """Say whether it is the same recording for more than half of the shorter."""
    start_s, end_s = true["film_start_s"], true["film_end_s"]
    both_s = min(placement.film_out_s, end_s) - max(placement.film_in_s, start_s)
    shorter_s = min(placement.film_out_s - placement.film_in_s, end_s - start_s)
    return track == true["track"] and both_s > shorter_s / 2


def is_right(track, placement, true):
    """Say whether it also plays from the right place, less than half a second off; a loop sounds the same from others."""
    middle_s = (
        max(placement.film_in_s, true["film_start_s"]) + min(placement.film_out_s, true["film_end_s"])
    ) / 2
    position_s = placement.recording_in_s + (middle_s - placement.film_in_s) * placement.speed
    ahead_s = (middle_s - true["film_start_s"]) * true["speed"]
    starts_s = [true["track_start_s"], *true["alt_track_starts"]]
    return (
        overlaps(track, placement, true)
        and min(abs(position_s - ahead_s - start) for start in starts_s) < 0.5
    )


def test_four_in_five_placements_are_found_at_their_place(film):
    found, truth = film
    long = [true for true in truth if true["film_end_s"] - true["film_start_s"] >= LEAST_S]
    missed = [
        (true["track"], true["film_start_s"])
        for true in long
        if not any(is_right(*one, true) for one in found)
    ]
    assert len(long) >= 10
    assert len(missed) <= (1 - LEAST_SHARE) * len(long), missed


def test_no_recording_is_named_that_does_not_play(film):
    found, truth = film
    wrong = [
        (track, one.film_in_s)
        for track, one in found
        if not any(overlaps(track, one, true) for true in truth)
    ]
    assert wrong == []
