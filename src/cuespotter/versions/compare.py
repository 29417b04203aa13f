"""Two performances -> how long they run alike, in which keys, and moment by moment where.

Moments, each with the seconds that follow it, are marked as alike where each is among the other performance's
most alike; the longest run of them, which may bend in tempo and bridge gaps, is the measure (Qmax).

References
----------
J. Serra, X. Serra, R. G. Andrzejak, "Cross recurrence quantification for cover song identification", New
Journal of Physics 11 (2009) 093017.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cuespotter.settings import VersionSettings
from cuespotter.versions._kernels import CLASSES, fit_moments, follow_likeness, trace_likeness
from cuespotter.versions.chroma import Harmony

LEAST_MOMENTS = 3
"""With fewer nothing can run alike."""


@dataclass(frozen=True)
class Likeness:
    """How long a stretch runs alike with a recording.

    Attributes
    ----------
    length : float
        Moments that run alike, less what gaps cost.
    semitones : int
        How much higher the stretch sounds, from -5 to 6.
    """

    length: float
    semitones: int


class Query:
    """A stretch of music, ready to be compared with many recordings.

    Parameters
    ----------
    harmony : Harmony
    settings : VersionSettings
    """

    def __init__(self, harmony: Harmony, settings: VersionSettings) -> None:
        self.harmony = harmony
        self._settings = settings

    @property
    def steps(self) -> int:
        """How long it is."""
        return len(self.harmony.classes)

    def likeness(self, known: Harmony) -> Likeness:
        """Say how long it runs alike with a recording, in the best of the likeliest keys."""
        best = Likeness(0.0, 0)
        for key in self._likely_keys(known):
            alike = self._alike(known, key)
            if alike is None:
                return best
            length = follow_likeness(alike, self._settings.onset_cost, self._settings.extension_cost)[0]
            if length > best.length:
                # keys go round: 5 semitones down to 6 up, the shorter way
                best = Likeness(float(length), (key + 5) % CLASSES - 5)
        return best

    def path(self, known: Harmony, semitones: int) -> NDArray[np.int32]:
        """Say where they run alike.

        Returns
        -------
        int32[n, 2]
            Steps of the stretch and of the recording, both ascending; empty where they do not.
        """
        alike = self._alike(known, semitones)
        if alike is None:
            return np.zeros((0, 2), np.int32)
        path = np.empty((sum(alike.shape), 2), np.int32)
        count = trace_likeness(alike, self._settings.onset_cost, self._settings.extension_cost, path)
        return path[:count][::-1].copy()

    def _likely_keys(self, known: Harmony) -> list[int]:
        """Give the shifts in which both have most in common as wholes."""
        own, other = self.harmony.classes.sum(axis=0), known.classes.sum(axis=0)
        fits = [float(own @ np.roll(other, key)) for key in range(CLASSES)]
        return sorted(range(CLASSES), key=lambda key: (-fits[key], key))[: self._settings.keys_tried]

    def _alike(self, known: Harmony, key: int) -> NDArray[np.bool_] | None:
        """Mark the moments that are alike: bool[moments, moments of the recording]; None for too few."""
        context = self._settings.context_steps
        counts = [len(one.classes) - context + 1 for one in (self.harmony, known)]
        if min(counts) < LEAST_MOMENTS:
            return None
        fit = np.empty(counts, np.float32)
        fit_moments(self.harmony.classes, np.roll(known.classes, key, axis=1), context, fit)
        share = self._settings.alike_share
        by_row, by_column = (max(1, int(share * count)) for count in fit.shape[::-1])
        rows = np.partition(fit, fit.shape[1] - by_row, axis=1)[:, fit.shape[1] - by_row]
        columns = np.partition(fit, fit.shape[0] - by_column, axis=0)[fit.shape[0] - by_column]
        alike: NDArray[np.bool_] = (fit >= rows[:, np.newaxis]) & (fit >= columns) & (fit > 0)
        return alike
