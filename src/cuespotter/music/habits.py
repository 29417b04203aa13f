"""One view of a film -> the habits that music has and voices and places have not, block by block."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.listener import HeardView
from cuespotter.analysis.peaks import Peaks
from cuespotter.analysis.presence import PRESENCE_STEP
from cuespotter.music._kernels import correlate_presence, count_intervals, pool_presence
from cuespotter.settings import MusicSettings

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


def measure_view(view: HeardView, blocks: int, settings: MusicSettings) -> F64:
    """Measure the habits of music on one view.

    Parameters
    ----------
    view : HeardView
    blocks : int
        How many whole blocks there are.

    Returns
    -------
    float64[blocks, 4]
        `MUSIC_FEATURES`: how well the peaks keep to one tuning (0 to 1); log ratio of whole to broken
        semitone steps; how presence correlates with itself a little later (squares of standard deviations);
        share of columns that stand for long.
    """
    pooled = pool_view(view, blocks, settings)
    standing = _standing(pooled, blocks, settings)
    peaks, block = _moving_peaks(view, standing, settings)
    steps = np.zeros((blocks, 2))
    step = np.rint(peaks.cents / (settings.tuning_cents / 8)).astype(np.int64)
    count_intervals(peaks.frame, step, block, steps, settings.interval_lags, settings.interval_semitones)
    held = np.zeros(blocks)
    correlate_presence(pooled, standing, held, settings.sustain_pools, settings.beside_columns)
    cells = settings.pools_per_block * (pooled.shape[1] - 2 * settings.beside_columns)
    return np.stack(
        [
            _tuning(peaks.cents, block, blocks, settings),
            # one more of each: no ratio is made of a single step, nor of none
            np.log((steps[:, 0] + 1.0) / (steps[:, 1] + 1.0)),
            np.minimum(held * (PRESENCE_STEP**2 / cells), settings.most_sustain),
            standing.mean(axis=1),  # a hum or a machine stands; a held note ends
        ],
        axis=1,
    )


def measure_between(view: HeardView, first: int, last: int, settings: MusicSettings) -> tuple[HeardView, F64]:
    """Measure blocks ``[first, last)`` of a view, and some before, by which it is known what stands.

    Returns
    -------
    (HeardView, float64[blocks, 4])
        The part of the view that was measured, and what `measure_view` says of it; the last ``last - first``
        rows are those asked for.
    """
    begin = max(0, first - settings.standing_reach_blocks)
    part = view.between(begin * settings.block_frames, last * settings.block_frames)
    return part, measure_view(part, last - begin, settings)


def pool_view(view: HeardView, blocks: int, settings: MusicSettings) -> F32:
    """Average presence over `settings.pool_frames`: float32[pools, columns], in steps of `PRESENCE_STEP`."""
    pooled = np.empty((blocks * settings.pools_per_block, view.presence.shape[1]), np.float32)
    pool_presence(view.presence, pooled, settings.pool_frames)
    return pooled


def count_peaks(view: HeardView, blocks: int, settings: MusicSettings) -> NDArray[np.int64]:
    """Count a view's peaks in each block: int64[blocks]."""
    block = view.peaks.frame // settings.block_frames
    counts: NDArray[np.int64] = np.bincount(block[block < blocks], minlength=blocks)
    return counts


def _standing(pooled: F32, blocks: int, settings: MusicSettings) -> NDArray[np.bool_]:
    """Say which columns hold the same sound long before and after each block: bool[blocks, columns]."""
    mean = pooled.reshape(blocks, settings.pools_per_block, pooled.shape[1]).mean(axis=1) * PRESENCE_STEP
    stands: NDArray[np.bool_] = spread_evenly(mean, settings.standing_reach_blocks) > settings.least_standing
    wide = stands.copy()
    wide[:, 1:] |= stands[:, :-1]
    wide[:, :-1] |= stands[:, 1:]
    return wide


def _moving_peaks(
    view: HeardView, standing: NDArray[np.bool_], settings: MusicSettings
) -> tuple[Peaks, NDArray[np.int64]]:
    """Leave out peaks of what stands, and after the last whole block; give the others' blocks, too."""
    blocks, columns = standing.shape
    block = (view.peaks.frame // settings.block_frames).astype(np.int64)
    column = np.rint(view.peaks.cents / view.column_cents).astype(np.int64)
    kept = block < blocks
    kept[kept] &= ~standing[block[kept], np.minimum(column[kept], columns - 1)]
    return Peaks(view.peaks.frame[kept], view.peaks.cents[kept]), block[kept]


def _tuning(cents: NDArray[Any], block: NDArray[np.int64], blocks: int, settings: MusicSettings) -> F64:
    """Measure how well peaks keep to a grid, whichever: length of their mean vector, less chance's."""
    angle = cents.astype(np.float64) * (2.0 * np.pi / settings.tuning_cents)
    x = np.bincount(block, np.cos(angle), minlength=blocks)
    y = np.bincount(block, np.sin(angle), minlength=blocks)
    n = np.bincount(block, minlength=blocks)
    # n unit vectors in directions of chance add up to a square of n: this is 1 on average, taken off below
    squared = (np.square(x) + np.square(y)) / np.maximum(n, 1)
    tuning: F64 = np.sqrt(np.maximum(squared - 1.0, 0.0) / np.maximum(n, settings.least_peaks))
    return tuning


def spread_evenly(values: NDArray[Any], reach: int) -> F64:
    """Average over `reach` places on both sides, along the first axis; over fewer at the ends."""
    ones = np.ones((len(values), *[1] * (values.ndim - 1)))
    mean: F64 = sum_around(values, reach) / np.maximum(sum_around(ones, reach), 1.0)
    return mean


def sum_around(values: F64 | F32, reach: int) -> F64:
    """Sum over `reach` places on both sides, along the first axis."""
    sums = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0, dtype=np.float64)])
    place = np.arange(len(values))
    total: F64 = sums[np.minimum(place + reach + 1, len(values))] - sums[np.maximum(place - reach, 0)]
    return total
