"""Stretches of a film that nobody has named -> which of them may be one music in another key, tempo, dress.

A return is the same sound again (`returns.py`). A theme that is played anew, by other instruments, faster,
higher, shares no peak with itself, but its harmony: it is held against the film's other music as versions of
works are, and judged by what the film's wrong answers reach. What comes of it are questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

from cuespotter.settings import VariedSettings, VersionSettings
from cuespotter.versions.chroma import Harmony
from cuespotter.versions.compare import Query
from cuespotter.versions.confidence import LEAST_LENGTH, log_ratio

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Varied:
    """Two stretches, by their places in the list, that may be one music.

    Attributes
    ----------
    one, other : int
        `one` is the later.
    probability : float
    semitones : int
        How much higher `one` sounds, from -5 to 6.
    tempo : float
        How much faster `one` is played.
    """

    one: int
    other: int
    probability: float
    semitones: int
    tempo: float


@dataclass(frozen=True)
class EachAgainstEach:
    """Each stretch held against each other: row by row, the one that asks.

    Attributes
    ----------
    queries : sequence of Query
    lengths : float64[stretches, stretches]
        How long they run alike.
    semitones : int64[stretches, stretches]
        In which key: how much higher the one that asks sounds.
    chance : float64[stretches, stretches]
        How long chance lets them.
    """

    queries: Sequence[Query]
    lengths: F64
    semitones: NDArray[np.int64]
    chance: F64


def find_varied(
    stretches: Sequence[Harmony], settings: VariedSettings, versions: VersionSettings
) -> list[Varied]:
    """Ask which stretches of a film may be one music, played differently.

    Parameters
    ----------
    stretches : sequence of Harmony
        In film order; of music that returns as it is, one place for all.
    settings : VariedSettings
    versions : VersionSettings
        How two performances are compared.

    Returns
    -------
    list of Varied
        Those likelier than `settings.least_confidence`, the likeliest first; of each stretch at most
        `settings.most_asked` in which it is the later.
    """
    if len(stretches) < settings.least_stretches:
        return []
    compared = hold_all(stretches, settings, versions)
    found = []
    for one in range(len(stretches)):
        ratios = [log_ratio_between(compared, one, other) for other in range(one)]
        sure = [(probability_of(ratio, settings), -other) for other, ratio in enumerate(ratios)]
        for probability, place in sorted(sure, reverse=True)[: settings.most_asked]:
            if probability >= settings.least_confidence:
                semitones = int(compared.semitones[one, -place])
                tempo = _tempo(compared.queries[one], stretches[-place], semitones)
                found.append(Varied(one, -place, probability, semitones, tempo))
    return sorted(found, key=lambda pair: (-pair.probability, pair.one, pair.other))


def log_ratio_between(compared: EachAgainstEach, one: int, other: int) -> float:
    """Measure by how much two stretches run alike longer than chance lets each; the mean of both ways."""
    ways = ((one, other), (other, one))
    ratios = [log_ratio(float(compared.lengths[way]), float(compared.chance[way])) for way in ways]
    return float(np.mean(ratios))


def probability_of(log_ratio: float, settings: VariedSettings) -> float:
    """Say how likely two stretches are one music."""
    return 1.0 / (1.0 + exp(-settings.at_zero - settings.per_log_ratio * log_ratio))


def chance_lengths(lengths: F64, decoys: F64, settings: VariedSettings) -> F64:
    """Say how long each stretch runs alike with music that it is not, by all others but the one in question.

    Parameters
    ----------
    lengths, decoys : float64[stretches, stretches]
        With each other stretch as it is, and backwards: its chords and key, but another music.
    settings : VariedSettings
    """
    count = len(lengths)
    first, last = settings.reference_ranks
    chance = np.full((count, count), LEAST_LENGTH)
    for one in range(count):
        backwards = np.delete(decoys[one], one)
        for other in range(count):
            if other != one:
                wrong = np.sort(np.concatenate([np.delete(lengths[one], [one, other]), backwards]))[::-1]
                chance[one, other] = max(LEAST_LENGTH, float(wrong[first:last].mean()))
    return chance


def hold_all(
    stretches: Sequence[Harmony], settings: VariedSettings, versions: VersionSettings
) -> EachAgainstEach:
    """Hold each stretch of a film against each other."""
    queries = [Query(one, versions) for one in stretches]
    count = len(queries)
    lengths, decoys = np.zeros((count, count)), np.zeros((count, count))
    semitones = np.zeros((count, count), np.int64)
    for one, query in enumerate(queries):
        for other, harmony in enumerate(stretches):
            if other != one:
                likeness = query.likeness(harmony)
                lengths[one, other], semitones[one, other] = likeness.length, likeness.semitones
                decoys[one, other] = query.likeness(harmony.reversed).length
    return EachAgainstEach(queries, lengths, semitones, chance_lengths(lengths, decoys, settings))


def _tempo(query: Query, other: Harmony, semitones: int) -> float:
    """Say how much faster a stretch is played than another, where they run alike."""
    path = query.path(other, semitones)
    if len(path) < 2 or path[-1, 0] <= path[0, 0]:
        return 1.0
    return float((path[-1, 1] - path[0, 1]) / (path[-1, 0] - path[0, 0]))
