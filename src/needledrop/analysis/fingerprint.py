"""Blocks of samples -> peaks: what is remembered of a recording, and what is heard in a film."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Peaks:
    """The peaks of one view, sorted by frame, then by cents.

    Attributes
    ----------
    frame : int32[n]
        Frame of each peak; frame 0 is centred on sample 0.
    cents : uint16[n]
        Height above `AnalysisSettings.lowest_hz` in cents (1200 to the octave), interpolated.
    """

    frame: NDArray[np.int32]
    cents: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.frame)


@dataclass(frozen=True)
class Fingerprint:
    """What the library keeps of a recording: its peaks, and how many frames it is long."""

    peaks: Peaks
    frames: int
