"""What kinds of sound were told on a view -> evidence of music, block by block."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.hearing import Kinds

F64 = NDArray[np.float64]


def measure_kinds(kinds: Kinds, blocks: int, block_frames: int) -> F64:
    """Average what was told over each block.

    Parameters
    ----------
    kinds : Kinds
        Of a view, a value for each frame.
    blocks : int
        How many whole blocks there are.
    block_frames : int

    Returns
    -------
    float64[blocks, 3]
        `KIND_FEATURES`: log odds of music, singing, speech.
    """
    told = np.stack([kinds.music, kinds.singing, kinds.speech], axis=1)[: blocks * block_frames]
    mean: F64 = told.reshape(blocks, block_frames, 3).mean(axis=1, dtype=np.float64)
    return mean


def measure_shares(kinds: Kinds, blocks: int, block_frames: int) -> F64:
    """Measure how each kind is told within a block, beside its mean.

    Returns
    -------
    float64[blocks, 9]
        Of music, singing and speech each the share of frames in which they are likelier than not, and the log
        odds that a tenth of the frames stay below, and above.
    """
    columns = []
    for told in (kinds.music, kinds.singing, kinds.speech):
        ordered = np.sort(told[: blocks * block_frames].reshape(blocks, block_frames), axis=1)
        tenth = block_frames // 10
        columns += [(ordered > 0.0).mean(axis=1), ordered[:, tenth], ordered[:, -1 - tenth]]
    return np.stack(columns, axis=1).astype(np.float64)
