"""Every kernel of the analysis against its slow twin."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.reference import engine_kernels as twins

from cuespotter.analysis import _kernels as kernels

quick = settings(deadline=None, max_examples=40)
seeds = st.integers(0, 2**32 - 1)
FLOOR = np.float32(1e-10)


@st.composite
def powers(draw, kinds=("random", "tied", "flat", "silent", "extreme"), least_bins=3):
    """Draw a power spectrogram: any, of few different levels, all the same, silent, of extreme levels."""
    shape = draw(st.integers(0, 12)), draw(st.integers(least_bins, 14))
    chance = np.random.default_rng(draw(seeds))
    power = {
        "random": chance.random(shape),
        "tied": chance.integers(0, 3, shape),
        "flat": np.ones(shape),
        "silent": np.zeros(shape),
        "extreme": 10.0 ** chance.integers(-30, 30, shape),
    }[draw(st.sampled_from(kinds))]
    return power.astype(np.float32)


@st.composite
def peak_lists(draw, kind=np.uint16):
    """Draw (frame, cents) in order, many at one place."""
    most = draw(st.sampled_from([3, 200]))
    pairs = draw(st.lists(st.tuples(st.integers(0, most), st.integers(0, 6600)), max_size=25))
    pairs.sort()
    return np.array([f for f, _ in pairs], np.int32), np.array([c for _, c in pairs], kind)


@given(powers(), st.integers(1, 3), st.integers(1, 3), st.integers(0, 3), st.integers(0, 3))
@quick
def test_local_maxima_are_the_first_of_the_loudest_around(power, reach_frames, reach_bins, first, lowest):
    rows, bins = power.shape
    first, lowest = min(first, rows), 1 + min(lowest, bins - 2)
    where = (power, first, rows, reach_frames, reach_bins, lowest, bins - 1, FLOOR)
    frame, height, level = kernels.local_maxima(*where)
    expected = twins.local_maxima(*where)
    assert frame.tolist() == expected[0].tolist()
    np.testing.assert_allclose(height, expected[1], atol=1e-3)
    np.testing.assert_allclose(level, expected[2], rtol=1e-5, atol=1e-4)


def test_more_peaks_are_found_than_there_was_room_for():
    power = np.zeros((150, 40), np.float32)
    power[::2, 1:39:2] = 1.0 + np.random.default_rng(3).random((75, 19), np.float32)
    where = (power, 0, 150, 1, 1, 1, 39, FLOOR)
    assert len(kernels.local_maxima(*where)[0]) == len(twins.local_maxima(*where)[0]) == 75 * 19


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.one_of(st.integers(0, 4), st.sampled_from([0, 1023]))), max_size=40
    ),
    st.integers(0, 20),
    st.integers(1, 6),
)
@quick
def test_the_loudest_are_those_with_few_louder_ones_near(peaks, half_width, limit):
    peaks.sort(key=lambda peak: peak[0])
    frame, rank = np.array([f for f, _ in peaks], np.int32), np.array([r for _, r in peaks], np.int64)
    kept = kernels.keep_loudest(frame, rank, half_width, limit)
    assert kept.tolist() == twins.keep_loudest(frame, rank, half_width, limit).tolist()


@pytest.mark.parametrize("kind", [np.uint16, np.float32], ids=["recording", "film"])
@given(data=st.data())
@quick
def test_peaks_are_paired_with_the_nearest_in_the_zone(kind, data):
    frame, cents = data.draw(peak_lists(kind))
    zone = data.draw(
        st.tuples(st.integers(0, 3), st.integers(0, 70), st.integers(0, 2000), st.integers(1, 12))
    )
    paired = kernels.pair_nearest(frame, cents, *zone)
    expected = twins.pair_nearest(frame, cents, *zone)
    assert [part.tolist() for part in paired] == [part.tolist() for part in expected]


@given(powers(), seeds, st.integers(0, 20))
@quick
def test_levels_are_interpolated_between_bins(power, seed, columns):
    chance = np.random.default_rng(seed)
    lower = np.sort(chance.integers(0, power.shape[1] - 1, columns)).astype(np.int64)
    weight = chance.choice([0.0, 0.5, 0.999, chance.random()], columns).astype(np.float32)
    levels = kernels.log_levels(power, lower, weight, FLOOR)
    np.testing.assert_allclose(levels, twins.log_levels(power, lower, weight, FLOOR), atol=2e-3)


@given(
    st.integers(0, 12),
    st.integers(1, 12),
    st.integers(0, 15),
    st.integers(0, 15),
    seeds,
    st.sampled_from([0, 3, 100]),
)
@example(9, 9, 2, 2, 0, 0)
@quick
def test_cells_are_measured_by_their_surroundings(rows, columns, half_rows, half_columns, seed, kinds):
    chance = np.random.default_rng(seed)
    cells = (chance.integers(-kinds, kinds + 1, (rows, columns)) - 50).astype(np.float32)
    where = (cells, half_rows, half_columns, 0.14)
    np.testing.assert_allclose(kernels.standardise(*where), twins.standardise(*where), rtol=1e-4, atol=1e-4)


@given(peak_lists(), st.integers(0, 12), st.integers(1, 12), st.integers(0, 2), st.integers(0, 3))
@quick
def test_cells_near_peaks_are_raised_once(peaks, rows, columns, reach_rows, reach_columns):
    frame, column = peaks[0] - 2, (peaks[1] % 14).astype(np.int64) - 1
    raised, expected = (np.full((rows, columns), 0.5, np.float32) for _ in range(2))
    kernels.mark_peaks(raised, frame, column, reach_rows, reach_columns, np.float32(1.0))
    twins.mark_peaks(expected, frame, column, reach_rows, reach_columns, np.float32(1.0))
    np.testing.assert_array_equal(raised, expected)
