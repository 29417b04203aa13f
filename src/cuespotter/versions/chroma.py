"""Peaks -> harmony: how strongly each of the twelve pitch classes sounds, half second by half second.

The peaks are those that the library keeps and that a film is heard by; nothing is decoded.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.fingerprint import Fingerprint, Heard
from cuespotter.analysis.peaks import Peaks, join_peaks
from cuespotter.errors import ShapeError
from cuespotter.settings import VersionSettings
from cuespotter.versions._kernels import CLASSES, count_classes

F32 = NDArray[np.float32]


@dataclass(frozen=True)
class Harmony:
    """The pitch classes of a performance.

    Attributes
    ----------
    classes : float32[steps, 12]
        Class 0 is A on the performance's own tuning; of each step the strongest is 1, or all are 0.
    tuning_cents : float
        How much higher than 440 Hz it is tuned, between -50 and 50.
    """

    classes: F32
    tuning_cents: float

    @property
    def reversed(self) -> Harmony:
        """The same backwards: its chords and key, but no work."""
        return Harmony(self.classes[::-1], self.tuning_cents)


def harmony_of(peaks: Peaks, frames: int, settings: VersionSettings) -> Harmony:
    """Count the pitch classes of a performance.

    Parameters
    ----------
    peaks : Peaks
        In any order.
    frames : int
        How long it is; later peaks are passed over.
    settings : VersionSettings

    Returns
    -------
    Harmony

    Raises
    ------
    ShapeError
        A peak stands before frame 0.
    """
    earliest = int(peaks.frame.min(initial=0))
    if earliest < 0:
        # the compiled loop would write before its table
        raise ShapeError(f"a peak stands at frame {earliest}; frames count from 0: subtract the first one's")
    steps = max(1, int(np.ceil(frames / settings.step_frames)))
    cents = peaks.cents.astype(np.float32)
    weight = np.exp(-0.5 * ((cents - settings.middle_cents) / settings.spread_cents) ** 2).astype(np.float32)
    tuning_cents = _tuning(cents, weight, settings.tuning_cents)
    counts = np.zeros((steps, CLASSES), np.float32)
    # an octave higher, so that none is negative
    semitone = ((cents - np.float32(tuning_cents)) / np.float32(100.0) + np.float32(CLASSES)).astype(
        np.float32
    )
    count_classes(peaks.frame.astype(np.int32), semitone, weight, settings.step_frames, counts)
    smooth = counts.copy()
    smooth[1:] += np.float32(0.5) * counts[:-1]
    smooth[:-1] += np.float32(0.5) * counts[1:]
    # the root: four partials of a note are not four notes
    strength = np.sqrt(smooth)
    loudest = strength.max(axis=1, keepdims=True)
    classes = (strength / np.where(loudest > 0, loudest, 1.0)).astype(np.float32)
    return Harmony(classes, tuning_cents)


def fingerprint_harmony(known: Fingerprint, settings: VersionSettings) -> Harmony:
    """Count the pitch classes of a recording, from what the library keeps of it."""
    return harmony_of(known.peaks, known.frames, settings)


def heard_harmony(heard: Heard, first: int, last: int, settings: VersionSettings) -> Harmony:
    """Count the pitch classes in frames ``[first, last)`` of a film, of all its views together."""
    cut = [view.peaks.cut(first, last) for view in heard.views]
    return harmony_of(join_peaks(cut, np.float32), last - first, settings)


def cut_evenly(first: int, last: int, longest: float) -> list[tuple[int, int]]:
    """Cut frames in which several works may follow each other into equal parts, none longer than `longest`.

    Examples
    --------
    >>> cut_evenly(100, 400, 120.0)
    [(100, 200), (200, 300), (300, 400)]
    """
    count = max(1, int(np.ceil((last - first) / longest)))
    cuts = [first + round((last - first) * number / count) for number in range(count + 1)]
    return list(pairwise(cuts))


def _tuning(cents: F32, weight: F32, grid_cents: float) -> float:
    """Say how far above the grid the peaks stand: the direction of their mean on a circle."""
    if not len(cents):
        return 0.0
    turned = (weight * np.exp(2j * np.pi * cents / grid_cents)).sum()
    return float(np.angle(turned) / (2.0 * np.pi) * grid_cents)
