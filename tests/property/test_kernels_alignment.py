"""Every kernel of the alignment against its slow twin."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.reference import engine_kernels as twins

from needledrop.alignment import _kernels as kernels

quick = settings(deadline=None, max_examples=60)
seeds = st.integers(0, 2**32 - 1)


@st.composite
def lookups(draw):
    """Draw presence, and places in it and around it, also between two frames."""
    chance = np.random.default_rng(draw(seeds))
    rows, columns, peaks = (draw(st.integers(low, 10)) for low in (0, 1, 0))
    presence = chance.integers(-127, 128, (rows, columns)).astype(np.int8)
    frame = chance.choice(np.arange(-6, 2 * rows + 6) / 2, peaks)
    return presence, frame, chance.integers(-2, columns + 2, peaks)


@st.composite
def peak_lists(draw):
    """Draw (frame, height) in order, in steps, so that many are equally far apart."""
    pairs = draw(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), max_size=15))
    pairs.sort()
    return np.array([f / 2 for f, _ in pairs], np.float64), np.array([10 * c for _, c in pairs], np.float64)


@given(lookups(), st.lists(st.integers(-9, 9), max_size=5))
@quick
def test_presence_is_added_up_for_each_shift(lookup, shifts):
    shifts = np.array(shifts, np.int64)
    assert kernels.sum_presence(*lookup, shifts).tolist() == twins.sum_presence(*lookup, shifts).tolist()


@given(lookups())
@quick
def test_presence_is_read_at_each_peak(lookup):
    assert kernels.read_presence(*lookup).tolist() == twins.read_presence(*lookup).tolist()


@given(st.integers(0, 3), st.integers(0, 5), seeds, st.sampled_from(["whole", "any", "shut"]))
@example(2, 5, 0, "shut")
@quick
def test_no_path_scores_better_than_the_best(states, blocks, seed, kind):
    chance = np.random.default_rng(seed)
    gains = chance.integers(-4, 5, (states, blocks)).astype(np.float64)
    if kind == "any":
        gains += chance.random(gains.shape)
    if kind == "shut":
        gains[chance.random(gains.shape) < 0.4] = -np.inf
    costs = chance.integers(0, 6, states).astype(np.float64)
    path = kernels.best_path(gains, costs)
    assert len(path) == blocks
    assert twins.path_score(path, gains, costs) == pytest.approx(twins.best_path(gains, costs))


def test_of_equal_paths_silence_is_best_then_the_lowest_state():
    assert kernels.best_path(np.zeros((2, 3)), np.zeros(2)).tolist() == [-1, -1, -1]
    assert kernels.best_path(np.ones((2, 3)), np.zeros(2)).tolist() == [0, 0, 0]


@given(
    peak_lists(), peak_lists(), st.sampled_from([0.0, 0.5, 2.0, 100.0]), st.sampled_from([0.0, 10.0, 45.0])
)
@quick
def test_peaks_are_shared_where_another_is_near(peaks, others, reach_frames, reach_cents):
    marks = kernels.mark_shared(*peaks, *others, reach_frames, reach_cents)
    assert marks.tolist() == twins.mark_shared(*peaks, *others, reach_frames, reach_cents).tolist()


# Reaches between the steps: no peak stands exactly on both edges at once.
@given(
    peak_lists(),
    peak_lists(),
    st.sampled_from([0.75, 2.25, 8.25, 100.25]),
    st.sampled_from([5.0, 12.0, 25.0]),
)
@quick
def test_the_nearest_peak_of_the_film_is_met(peaks, film, reach_frames, reach_cents):
    met = kernels.nearest_peaks(*peaks, *film, reach_frames, reach_cents)
    expected = twins.nearest_peaks(*peaks, *film, reach_frames, reach_cents)
    np.testing.assert_array_equal(met[0], expected[0])
    np.testing.assert_array_equal(met[1], expected[1])
