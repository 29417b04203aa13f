"""One view of a film -> how long its sounds stand, and how like a second is to those around it.

Music goes on in the chords and colours that it has; of what else keeps to heights, a bell rings on as it is,
a siren and a voice glide, and none is like itself ten seconds later as a piece is.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.listener import HeardView
from cuespotter.analysis.presence import PRESENCE_STEP
from cuespotter.music.habits import pool_view, sum_around
from cuespotter.settings import MusicSettings

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
OCTAVE_CENTS = 1200.0
LEAST_LENGTH = 1e-6
"""A block of silence has no direction: it is like nothing."""


def measure_steadiness(view: HeardView, blocks: int, settings: MusicSettings) -> F64:
    """Measure how steady the sounds of a view are.

    Parameters
    ----------
    view : HeardView
    blocks : int
        How many whole blocks there are.
    settings : MusicSettings

    Returns
    -------
    float64[blocks, features]
        The level's standard deviation in dB; the share of clear cells that are followed by such, for each of
        `settings.track_pools`; cosines between a block's chroma and that around it, for each of
        `settings.around_blocks`, and the same of its columns.
    """
    level = view.level_db[: blocks * settings.block_frames].reshape(blocks, settings.block_frames)
    pooled = pool_view(view, blocks, settings) * np.float32(PRESENCE_STEP)
    above = np.maximum(pooled, np.float32(0.0)).reshape(blocks, settings.pools_per_block, -1).mean(axis=1)
    columns = [level.std(axis=1, dtype=np.float64), *_tracks(pooled, blocks, settings)]
    for sounding in (_chroma(pooled, view.column_cents, blocks, settings), above):
        apart = sounding - sounding.mean(axis=1, keepdims=True)
        columns += [_likeness(apart, reach) for reach in settings.around_blocks]
    return np.stack(columns, axis=1)


def _tracks(pooled: F32, blocks: int, settings: MusicSettings) -> list[F64]:
    """Say which share of the clear cells go on for so long, at most a column higher or lower."""
    clear = pooled > settings.least_clear
    near = clear.copy()
    near[:, 1:] |= clear[:, :-1]
    near[:, :-1] |= clear[:, 1:]
    # one more: no share is made of no cell
    cells = clear.reshape(blocks, -1).sum(axis=1) + 1.0
    shares, goes_on = [], clear.copy()
    for done, wanted in pairwise([1, *settings.track_pools]):
        for later in range(done, wanted):
            goes_on[:-later] &= near[later:]
            goes_on[-later:] = False
        shares.append(goes_on.reshape(blocks, -1).sum(axis=1) / cells)
    return shares


def _chroma(pooled: F32, column_cents: float, blocks: int, settings: MusicSettings) -> F32:
    """Fold what is clear into one octave: float32[blocks, columns of an octave]."""
    octave = round(OCTAVE_CENTS / column_cents)
    whole = pooled.shape[1] // octave * octave
    clear = np.maximum(pooled[:, :whole] - np.float32(settings.least_sounding), np.float32(0.0))
    folded: F32 = clear.reshape(blocks, -1, whole // octave, octave).sum(axis=2).mean(axis=1)
    return folded


def _likeness(apart: F32, reach: int) -> F64:
    """Give the cosine between each block and the sum of those around it: float64[blocks]."""
    around = sum_around(apart, reach) - apart
    lengths = np.sqrt(np.square(apart).sum(axis=1) * np.square(around).sum(axis=1))
    cosine: F64 = (apart * around).sum(axis=1) / np.maximum(lengths, LEAST_LENGTH)
    return cosine
