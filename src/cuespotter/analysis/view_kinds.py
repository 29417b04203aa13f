"""A film's views as they are mixed -> how surely there is speech, singing, music on each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.hearing import KINDS_PER_SECOND, Kinds, KindsListener

F32 = NDArray[np.float32]


class ViewsKinds:
    """The kinds of sound on all views: what is taken in one thread is told in others, view beside view.

    Parameters
    ----------
    rate_hz : int
        Of all that is taken.
    """

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._listeners: list[KindsListener] = []
        self._taken: list[F32] = []

    def take(self, samples: F32) -> None:
        """Take the next samples of all views, float32[views, n]; nothing is told yet."""
        if not self._listeners:
            self._listeners = [KindsListener(self._rate_hz) for _ in samples]
        self._taken.append(samples)

    def jobs(self) -> list[Callable[[], None]]:
        """Give a job for each view, which tells what was taken; all must end before any more is asked for."""
        if not self._taken:
            return []
        taken = np.concatenate(self._taken, axis=1)
        self._taken = []
        return [partial(one.push, samples) for one, samples in zip(self._listeners, taken, strict=True)]

    def finish(self, frames: int, frames_per_second: float) -> Iterator[Kinds]:
        """Tell what is left, and give all, view by view: a value for each frame of the film."""
        for job in self.jobs():
            job()
        for listener in self._listeners:
            told = listener.finish()
            at = np.rint(np.arange(frames) * (KINDS_PER_SECOND / frames_per_second)).astype(np.int64)
            at = np.minimum(at, len(told) - 1)
            yield Kinds(told.speech[at], told.singing[at], told.music[at])
