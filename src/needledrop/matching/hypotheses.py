"""The speeds and pitches at which music is looked for, the likely ones first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from needledrop.matching.match import Hypothesis
from needledrop.settings import MatchingSettings


def named_hypotheses(settings: MatchingSettings) -> list[Hypothesis]:
    """Give the speeds at which films are transferred; pitch follows."""
    return [Hypothesis(speed, float(1200.0 * np.log2(speed))) for speed in settings.named_speeds]


def swept_hypotheses(settings: MatchingSettings) -> list[Hypothesis]:
    """Give all other speeds: with pitch, pitch alone, tempo alone; small changes first."""
    step = settings.swept_step_cents
    cents = range(step, settings.swept_cents + 1, step)
    followed = [Hypothesis(2.0 ** (c / 1200.0), float(c)) for size in cents for c in (size, -size)]
    pitches = range(step, settings.pitch_swept_cents + 1, step)
    pitch_alone = [Hypothesis(1.0, float(c)) for size in pitches for c in (size, -size)]
    tempos = range(1, round(settings.tempo_swept / settings.tempo_step) + 1)
    tempo_alone = [Hypothesis(1.0 + k * settings.tempo_step, 0.0) for size in tempos for k in (size, -size)]
    return [*followed, *pitch_alone, *tempo_alone]


def all_windows(frames: int, settings: MatchingSettings) -> list[tuple[int, int]]:
    """Cut a film into windows that overlap by half."""
    step, length = settings.window_step_frames, settings.window_frames
    return [(first, min(first + length, frames)) for first in range(0, max(1, frames - step), step)]


def unexplained_windows(
    windows: Sequence[tuple[int, int]], spans: Sequence[tuple[float, float]], frames: int, settings: MatchingSettings
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
