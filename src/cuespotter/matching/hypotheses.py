"""The speeds and pitches at which music is looked for, the likely ones first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cuespotter.clock import cents_of_speed
from cuespotter.matching.match import Hypothesis
from cuespotter.settings import MatchingSettings


def named_hypotheses(settings: MatchingSettings) -> list[Hypothesis]:
    """Give the speeds at which films are transferred; pitch follows."""
    return [Hypothesis(cents_of_speed(speed), (speed,)) for speed in settings.named_speeds]


def swept_hypotheses(settings: MatchingSettings) -> list[Hypothesis]:
    """Give all other speeds: with pitch, pitch alone, tempo alone; small changes first.

    Those of one pitch share their landmarks, so that an index is asked once for them.
    """
    tempos = range(1, round(settings.tempo_swept / settings.tempo_step) + 1)
    tempo_alone = tuple(1.0 + k * settings.tempo_step for size in tempos for k in (size, -size))
    hypotheses = [Hypothesis(0.0, (1.0, *tempo_alone))]
    for size in range(settings.swept_step_cents, settings.swept_cents + 1, settings.swept_step_cents):
        for cents in (size, -size):
            speeds: tuple[float, ...] = (2.0 ** (cents / 1200.0),)
            if size <= settings.pitch_swept_cents:
                speeds = (*speeds, 1.0)
            hypotheses.append(Hypothesis(float(cents), speeds))
    return hypotheses


def all_windows(frames: int, length: int) -> list[tuple[int, int]]:
    """Cut a film into windows of so many frames that overlap by half."""
    step = length // 2
    return [(first, min(first + length, frames)) for first in range(0, max(1, frames - step), step)]


def unexplained_windows(
    windows: Sequence[tuple[int, int]],
    spans: Sequence[tuple[float, float]],
    frames: int,
    settings: MatchingSettings,
) -> list[tuple[int, int]]:
    """Leave out windows that are mostly explained.

    Parameters
    ----------
    windows : sequence of (int, int)
    spans : sequence of (float, float)
        Film frames that are explained.
    frames : int
        Length of the film.
    """
    explained: NDArray[np.bool_] = np.zeros(frames, np.bool_)
    for first, last in spans:
        explained[max(0, int(first)) : max(0, int(last))] = True
    return [
        (first, last)
        for first, last in windows
        if last > first and explained[first:last].mean() < settings.explained_share
    ]
