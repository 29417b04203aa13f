import numpy as np
import pytest

from cuespotter.cues.regime import speed_regime
from cuespotter.model import Cue, Placement
from cuespotter.settings import AlignmentSettings

NAMED = AlignmentSettings().named_speeds


def cue(seconds, speed, pitch_cents=None):
    follows = 1200 * np.log2(speed) if pitch_cents is None else pitch_cents
    placement = Placement(
        film_in_s=0.0,
        film_out_s=seconds,
        recording_in_s=0.0,
        recording_out_s=seconds * speed,
        speed=round(speed, 7),
        pitch_cents=round(float(follows), 2),
    )
    return Cue(id="c", cue_no="1m01", confidence=1, start_s=0.0, end_s=seconds, placements=[placement])


@pytest.mark.parametrize(
    ("speed", "name"),
    [
        (1.0, "1"),
        (25 / 24, "25/24"),
        (24 / 25, "24/25"),
        (1000 / 1001, "1000/1001"),
        (1001 / 1000, "1001/1000"),
        (25.025 / 24, "1001/960"),
        (24 / 25.025, "960/1001"),
        (25 / 24.024, "3125/3003"),
        (24.024 / 25, "3003/3125"),
    ],
)
def test_a_film_is_named_by_the_speed_of_its_music(speed, name):
    assert speed_regime([cue(30.0, speed), cue(10.0, 0.93)], NAMED) == name


def test_without_music_nothing_is_known():
    assert speed_regime([], NAMED) == "unknown"


def test_without_a_majority_it_is_mixed():
    assert speed_regime([cue(50.0, 1.0), cue(50.0, 25 / 24)], NAMED) == "mixed"
    assert speed_regime([cue(50.0, 0.93)], NAMED) == "mixed"


def test_a_stretched_tempo_says_nothing_of_the_film():
    assert speed_regime([cue(50.0, 25 / 24, pitch_cents=0.0)], NAMED) == "mixed"


def test_a_pitch_changed_at_film_speed_is_still_film_speed():
    assert speed_regime([cue(50.0, 1.0, pitch_cents=60.0)], NAMED) == "1"
