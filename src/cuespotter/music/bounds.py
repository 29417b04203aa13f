"""Stretches of music by whole blocks, and the kinds of sound -> where exactly they begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.hearing import Kinds

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


@dataclass(frozen=True)
class _Step:
    """Where what is told rises most clearly, by how much, and how much of its unrest that explains."""

    frame: int
    height: float
    gain: float


def find_onset(
    told: Sequence[Kinds], first: int, last: int, *, least_frames: int, least_rise: float
) -> int | None:
    """Find the frame at which music begins.

    Parameters
    ----------
    told : sequence of Kinds
        Of the views, a value for each frame.
    first, last : int
        Frames between which it begins; before is none, after is music.
    least_frames : int
        So many frames lie at least on either side.
    least_rise : float
        Log odds by which music must be surer after than before.

    Returns
    -------
    int or None
        None where no view tells it so clearly.
    """
    frames = _clearest_rise([one.music[first:last] for one in told], least_frames, least_rise)
    return None if frames is None else first + frames


def find_release(
    told: Sequence[Kinds], first: int, last: int, *, least_frames: int, least_rise: float
) -> int | None:
    """Find the frame at which music ends, as `find_onset` does where it begins."""
    frames = _clearest_rise([one.music[first:last][::-1] for one in told], least_frames, least_rise)
    return None if frames is None else last - frames


def _clearest_rise(views: Sequence[F32], least_frames: int, least_rise: float) -> int | None:
    """Give the frame at which the view that tells it most clearly rises; None where none rises enough."""
    steps = [_rise(values, least_frames) for values in views]
    clear = [step for step in steps if step is not None and step.height >= least_rise]
    return max(clear, key=lambda step: step.gain).frame if clear else None


def _rise(values: F32, least_frames: int) -> _Step | None:
    """Fit one step up to values, by least squares; None where they are too few."""
    count = len(values)
    if count < 2 * least_frames + 1:
        return None
    sums = np.cumsum(values, dtype=np.float64)
    before = np.arange(least_frames, count - least_frames + 1)
    low = sums[before - 1] / before
    high = (sums[-1] - sums[before - 1]) / (count - before)
    rise = high - low
    gain: F64 = np.where(rise > 0, np.square(rise) * before * (count - before), -1.0)
    best = int(np.argmax(gain))
    return _Step(int(before[best]), float(rise[best]), float(gain[best]))
