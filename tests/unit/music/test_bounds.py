"""music/bounds.py: where exactly music begins and ends."""

import numpy as np
import pytest

from cuespotter.analysis.hearing import Kinds
from cuespotter.music.bounds import find_onset, find_release

LIMITS = {"least_frames": 13, "least_rise": 2.0}


def told(music):
    nothing = np.zeros(len(music), np.float32)
    return Kinds(nothing, nothing, np.asarray(music, np.float32))


def step(count, at, low, high, rng=None):
    values = np.where(np.arange(count) < at, low, high).astype(np.float32)
    return values if rng is None else values + rng.normal(0, 1, count).astype(np.float32)


@pytest.mark.parametrize("at", [213, 250, 287])
def test_a_step_is_found_at_its_frame_from_either_side(at):
    up = step(500, at, -4.0, 5.0)
    assert find_onset([told(up)], 200, 300, **LIMITS) == at
    assert find_release([told(up[::-1])], 200, 300, **LIMITS) == 500 - at


def test_the_view_that_tells_it_most_plainly_has_the_word():
    rng = np.random.default_rng(3)
    faint, plain = step(500, 230, 0.0, 2.5, rng), step(500, 255, -6.0, 6.0, rng)
    assert find_onset([told(faint), told(plain)], 200, 300, **LIMITS) == pytest.approx(255, abs=1)


def test_what_does_not_rise_moves_nothing():
    rng = np.random.default_rng(4)
    level, falling = rng.normal(3, 1, 500), step(500, 250, 5.0, -5.0)
    for values in (level, falling):
        assert find_onset([told(values)], 200, 300, **LIMITS) is None
    assert find_onset([], 200, 300, **LIMITS) is None
    assert find_onset([told(step(500, 250, -5.0, 5.0))], 240, 260, **LIMITS) is None, "too few frames"
