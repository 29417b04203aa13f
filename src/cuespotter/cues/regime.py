"""Cues -> the speed at which the film as a whole was transferred."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from typing import get_args

from cuespotter.model import Cue
from cuespotter.model.film import SpeedRegime

LEAST_SHARE = 0.6
"""Of the seconds of music; a film in which less plays at one speed has no regime."""

SAME_SPEED = 1e-5
"""Named speeds are a hundred times further apart, as a factor, and a placement's speed is written to 1e-7."""


def speed_regime(cues: Sequence[Cue], named_speeds: Sequence[float]) -> SpeedRegime:
    """Name the speed at which most of a film's music plays.

    Returns
    -------
    str
        One of the named speeds as a fraction; "mixed" where none holds for most of the music, "unknown"
        where no music was found.
    """
    seconds: dict[float, float] = defaultdict(float)
    total_s = 0.0
    for placement in (placement for cue in cues for placement in cue.placements):
        length_s = placement.film_out_s - placement.film_in_s
        total_s += length_s
        named = [speed for speed in named_speeds if abs(placement.speed / speed - 1.0) < SAME_SPEED]
        if named == [1.0] or (named and abs(placement.pitch_cents) > 1e-9):
            seconds[named[0]] += length_s
    if total_s == 0.0:
        return "unknown"
    best = max(seconds, key=lambda speed: seconds[speed], default=None)
    if best is None or seconds[best] < LEAST_SHARE * total_s:
        return "mixed"
    for name in get_args(SpeedRegime):
        if name not in ("mixed", "unknown") and abs(float(Fraction(name)) / best - 1.0) < SAME_SPEED:
            regime: SpeedRegime = name
            return regime
    return "mixed"
