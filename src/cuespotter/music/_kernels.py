"""Compiled loops of music detection: arrays in, arrays out."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

F32: TypeAlias = NDArray[np.float32]
F64: TypeAlias = NDArray[np.float64]
I64: TypeAlias = NDArray[np.int64]


@njit(cache=True, nogil=True)
def count_intervals(
    frame: NDArray[np.int32], step: I64, block: I64, counts: F64, lags: tuple[int, int], semitones: int
) -> None:
    """Count the pairs of peaks that stand whole semitones apart, and those that stand halfway between.

    `frame` is ascending; `step` >= 0 is a peak's height in eighths of a semitone; `block` says in which row
    of `counts`[blocks, 2] a pair counts: that of its earlier peak. A pair is ``lags[0]`` to ``lags[1]``
    frames long and 1 to `semitones` semitones high (column 0), or half a semitone less (column 1), either
    way. A window slides along with a count for each step.
    """
    n = len(frame)
    reach = 8 * semitones
    size = reach + 1
    for i in range(n):
        size = max(size, step[i] + reach + 1)
    ahead = np.zeros(size + reach, np.int64)
    begin = 0
    end = 0
    for i in range(n):
        while end < n and frame[end] <= frame[i] + lags[1]:
            ahead[step[end] + reach] += 1
            end += 1
        while begin < end and frame[begin] < frame[i] + lags[0]:
            ahead[step[begin] + reach] -= 1
            begin += 1
        here = step[i] + reach
        whole = 0
        between = 0
        for height in range(8, reach + 1, 8):
            whole += ahead[here + height] + ahead[here - height]
            between += ahead[here + height - 4] + ahead[here - height + 4]
        counts[block[i], 0] += whole
        counts[block[i], 1] += between


@njit(cache=True, nogil=True)
def pool_presence(presence: NDArray[np.int8], pooled: F32, pool_frames: int) -> None:
    """Average `pool_frames` rows of int8 presence at a time into float32[pools, columns]."""
    for row in range(pooled.shape[0]):
        for column in range(pooled.shape[1]):
            total = 0
            for k in range(pool_frames):
                total += presence[row * pool_frames + k, column]
            pooled[row, column] = np.float32(total) / np.float32(pool_frames)


@njit(cache=True, nogil=True)
def correlate_presence(pooled: F32, standing: NDArray[np.bool_], sums: F64, lag: int, beside: int) -> None:
    """Correlate presence with itself `lag` rows later, less what it correlates with columns `beside` it.

    `pooled` float32[rows, columns]; bool `standing`[blocks, columns] says which cells to pass over; the sum
    of a block's rows, over all columns, is added to `sums` float64[blocks]. The last `lag` rows have nothing
    later and count as 0.
    """
    columns = pooled.shape[1]
    per_block = pooled.shape[0] // len(sums)
    for row in range(len(sums) * per_block - lag):
        block = row // per_block
        same = np.float32(0.0)
        shifted = np.float32(0.0)
        for column in range(beside, columns - beside):
            if not standing[block, column]:
                now = pooled[row, column]
                same += now * pooled[row + lag, column]
                shifted += now * (pooled[row + lag, column - beside] + pooled[row + lag, column + beside])
        sums[block] += same - np.float32(0.5) * shifted
