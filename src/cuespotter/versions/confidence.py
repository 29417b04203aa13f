"""How long two performances run alike, and how long wrong ones do -> how likely it is the same work."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

import numpy as np

from cuespotter.settings import VersionSettings
from cuespotter.versions.chroma import Harmony

LEAST_LENGTH = 1.0
"""Shorter runs are as good as none; logarithms want no zero."""
BLOCK_STEPS = 12
"""Six seconds: longer than the moments that are compared, shorter than what is called alike."""


def chance_length(others: Sequence[float], settings: VersionSettings) -> float:
    """Say how long chance lets a stretch run alike with a recording of another work.

    Parameters
    ----------
    others : sequence of float
        Lengths with all recordings but the one in question; three of them may be of the same work.
    """
    first, last = settings.reference_ranks
    highest = sorted(others, reverse=True)[first:last] or [0.0]
    return max(LEAST_LENGTH, float(np.mean(highest)))


def decoys_of(harmony: Harmony, count: int) -> list[Harmony]:
    """Put a performance out of order, in several ways: its chords, its key and its length, but no work.

    The first is the performance backwards; others have its blocks of `BLOCK_STEPS` in another order.
    """
    blocks = np.array_split(harmony.classes, range(BLOCK_STEPS, len(harmony.classes), BLOCK_STEPS))
    decoys = [harmony.reversed]
    for way in range(1, count):
        order = np.random.default_rng(way).permutation(len(blocks))
        decoys.append(Harmony(np.concatenate([blocks[one] for one in order]), harmony.tuning_cents))
    return decoys[:count]


def log_ratio(length: float, chance: float) -> float:
    """Measure what confidence rests on: the logarithm of the length over what chance reaches."""
    return log(max(LEAST_LENGTH, length) / chance)


def same_work_probability(length: float, chance: float, settings: VersionSettings) -> float:
    """Say how likely the two are of one work."""
    odds = settings.at_zero + settings.per_log_ratio * log_ratio(length, chance)
    return 1.0 / (1.0 + exp(-odds))
