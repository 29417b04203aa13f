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
