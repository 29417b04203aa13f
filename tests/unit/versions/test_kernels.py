import numpy as np
import pytest
from tests.reference import versions_kernels as slow

from cuespotter.versions import _kernels


@pytest.mark.parametrize("seed", range(6))
def test_pitch_classes_are_counted_as_the_slow_twin_counts_them(seed):
    chance = np.random.default_rng(seed)
    frame = np.sort(chance.integers(0, 400, 300)).astype(np.int32)
    semitone = chance.uniform(0, 60, 300).astype(np.float32)
    weight = chance.random(300).astype(np.float32)
    fast, expected = np.zeros((12, 12), np.float32), np.zeros((12, 12))
    _kernels.count_classes(frame, semitone, weight, 21.53, fast)
    slow.count_classes(frame, semitone, weight, 21.53, expected)
    np.testing.assert_allclose(fast, expected, atol=1e-4)


@pytest.mark.parametrize("shape", [(0, 0), (1, 5), (3, 3), (40, 25), (25, 60)])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 1.0])
def test_runs_are_as_long_as_the_slow_twin_says(shape, share):
    alike = np.random.default_rng(int(100 * share) + sum(shape)).random(shape) < share
    found = _kernels.follow_likeness(alike, 5.0, 0.5)
    expected = slow.follow_likeness(alike, 5.0, 0.5)
    assert found[0] == pytest.approx(expected[0], abs=1e-3)
    if expected[0] > 0:
        assert slow.reached(alike, 5.0, 0.5)[found[1], found[2]] == pytest.approx(expected[0], abs=1e-3)


def test_a_path_ends_where_the_run_does_and_bends_by_a_factor_of_two_at_most():
    alike = np.zeros((40, 60), bool)
    for step in range(30):
        alike[5 + step, 4 + step + step // 3] = True
    path = np.empty((100, 2), np.int32)
    count = _kernels.trace_likeness(alike, 5.0, 0.5, path)
    length, row, column = _kernels.follow_likeness(alike, 5.0, 0.5)
    steps = np.diff(path[:count][::-1], axis=0)
    assert path[0].tolist() == [row, column]
    assert length > 25
    assert set(map(tuple, steps.tolist())) <= {(1, 1), (2, 1), (1, 2)}


def test_nothing_alike_makes_no_path():
    path = np.empty((20, 2), np.int32)
    assert _kernels.trace_likeness(np.zeros((8, 8), bool), 5.0, 0.5, path) == 0


@pytest.mark.parametrize(("rows", "columns", "context"), [(9, 9, 9), (30, 50, 9), (12, 4, 1), (5, 40, 3)])
def test_moments_fit_as_the_slow_twin_says(rows, columns, context):
    chance = np.random.default_rng(rows)
    one, other = (chance.random((steps, 12)).astype(np.float32) for steps in (rows, columns))
    one[: context + 1] = 0.0
    fit = np.empty((rows - context + 1, columns - context + 1), np.float32)
    _kernels.fit_moments(one, other, context, fit)
    np.testing.assert_allclose(fit, slow.fit_moments(one, other, context), atol=1e-5)


@pytest.mark.parametrize("lengths", [[1], [3, 1, 5], [2] * 40])
def test_the_greatest_of_each_run_is_what_the_slow_twin_says(lengths):
    starts = np.cumsum([0, *lengths])
    values = np.random.default_rng(len(lengths)).standard_normal((starts[-1], 7)).astype(np.float32)
    greatest = np.empty((len(lengths), 7), np.float32)
    _kernels.greatest_of_runs(values, starts, greatest)
    np.testing.assert_array_equal(greatest, slow.greatest_of_runs(values, starts))
