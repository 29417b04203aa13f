"""music/_kernels.py, held to plain twins."""

import numpy as np
import pytest

from cuespotter.music._kernels import correlate_presence, count_intervals, pool_presence


@pytest.fixture
def rng():
    return np.random.default_rng(11)


@pytest.mark.parametrize("n", [0, 1, 80])
def test_intervals_are_counted_pair_by_pair(rng, n):
    frame = np.sort(rng.integers(0, 200, n)).astype(np.int32)
    step = rng.integers(0, 120, n)
    block = (frame // 44).astype(np.int64)
    counts = np.zeros((5, 2))
    count_intervals(frame, step, block, counts, (22, 110), 7)
    expected = np.zeros((5, 2))
    for i in range(n):
        for j in range(n):
            if 22 <= frame[j] - frame[i] <= 110:
                expected[block[i], 0] += abs(step[j] - step[i]) in {8, 16, 24, 32, 40, 48, 56}
                expected[block[i], 1] += abs(step[j] - step[i]) in {4, 12, 20, 28, 36, 44, 52}
    assert counts.tolist() == expected.tolist()


def test_rows_are_averaged(rng):
    presence = rng.integers(-127, 127, (26, 7)).astype(np.int8)
    pooled = np.zeros((6, 7), np.float32)
    pool_presence(presence, pooled, 4)
    assert np.allclose(pooled, presence[:24].reshape(6, 4, 7).mean(axis=1))


def test_correlation_is_that_of_numpy(rng):
    pooled = rng.standard_normal((12, 20)).astype(np.float32)
    standing = rng.random((3, 20)) < 0.2
    sums = np.zeros(3)
    correlate_presence(pooled, standing, sums, 2, 5)
    moving = ~np.repeat(standing, 4, axis=0)[:10, 5:15]
    later = pooled[2:]
    against = later[:, 5:15] - 0.5 * (later[:, 0:10] + later[:, 10:20])
    rows = np.concatenate([(pooled[:10, 5:15] * against * moving).sum(axis=1), np.zeros(2)])
    assert np.allclose(sums, rows.reshape(3, 4).sum(axis=1), atol=1e-4)
