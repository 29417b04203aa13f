"""Peaks -> landmarks: two peaks, anchor and target, as one hash with the anchor's frame.

The pairing of neighbouring peaks is A. Wang's ("An Industrial-Strength Audio Search Algorithm", ISMIR 2003).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Landmarks:
    """Landmarks of one recording or view.

    Attributes
    ----------
    hash : uint32[n]
        The two peaks' heights and their distance in time, below 2**24.
    frame : int32[n]
        Frame of the anchor.
    """

    hash: NDArray[np.uint32]
    frame: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.hash)
