"""A stretch of music -> the recordings that may be of the same work, and how both lie in step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from cuespotter.settings import VersionSettings
from cuespotter.versions.chroma import Harmony
from cuespotter.versions.compare import Query
from cuespotter.versions.confidence import chance_length, decoys_of, same_work_probability
from cuespotter.versions.outline import Outlines, shortlist


@dataclass(frozen=True)
class Bar:
    """A few seconds in which stretch and recording run in step: steps of each, half open."""

    first: float
    last: float
    known_first: float
    known_last: float


@dataclass(frozen=True)
class SameWork:
    """A recording that may be of the same work as a stretch.

    Attributes
    ----------
    recording : int
        Its place in the outlines.
    probability : float
    pitch_cents : float
        How much higher the stretch sounds.
    bars : tuple of Bar
        Where both run in step, ascending; tempo is free from one to the next.
    """

    recording: int
    probability: float
    pitch_cents: float
    bars: tuple[Bar, ...]


def find_versions(
    stretch: Harmony,
    outlines: Outlines,
    harmony_at: Callable[[int], Harmony],
    settings: VersionSettings,
    *,
    besides: int | None = None,
) -> list[SameWork]:
    """Ask which recordings may be of the same work as a stretch of music.

    Parameters
    ----------
    stretch : Harmony
    outlines : Outlines
        The library's.
    harmony_at : callable
        Gives the harmony of a recording by its place in the outlines.
    settings : VersionSettings
    besides : int, optional
        A recording that is passed over: the stretch itself.

    Returns
    -------
    list of SameWork
        Those likelier than `settings.least_confidence`, the likeliest first, `settings.most_asked` at most.
    """
    query = Query(stretch, settings)
    places = shortlist(stretch, outlines, settings)
    known = {place: harmony_at(place) for place in places if place != besides}
    found = {place: query.likeness(harmony) for place, harmony in known.items()}
    lengths = {place: one.length for place, one in found.items()}
    ways = ceil(max(0, settings.least_cohort - len(known)) / max(1, len(known)))
    decoys = [query.likeness(decoy).length for one in known.values() for decoy in decoys_of(one, ways)]
    asked = []
    for place, likeness in found.items():
        others = [length for other, length in lengths.items() if other != place]
        chance = chance_length([*others, *decoys], settings)
        probability = same_work_probability(likeness.length, chance, settings)
        if probability >= settings.least_confidence:
            asked.append((probability, place, likeness))
    asked.sort(key=lambda one: (-one[0], one[1]))
    return [
        SameWork(
            place,
            probability,
            100.0 * likeness.semitones + stretch.tuning_cents - known[place].tuning_cents,
            bars_of(query, known[place], likeness.semitones, settings),
        )
        for probability, place, likeness in asked[: settings.most_asked]
    ]


def bars_of(query: Query, known: Harmony, semitones: int, settings: VersionSettings) -> tuple[Bar, ...]:
    """Cut the path along which both run alike into bars, so that one can be heard in step with the other."""
    path = query.path(known, semitones)
    if len(path) < 2:
        return ()
    cuts = [0]
    for place in range(1, len(path)):
        if path[place, 0] - path[cuts[-1], 0] >= settings.bar_steps:
            cuts.append(place)
    if cuts[-1] != len(path) - 1:
        cuts = [*cuts[:-1], len(path) - 1] if len(cuts) > 1 else [*cuts, len(path) - 1]
    # a moment is the steps that follow it: what is alike about them lies in their middle, and at the ends
    # reaches as far as they do
    middle = settings.context_steps / 2
    own = [float(path[cut, 0]) + middle for cut in cuts]
    other = [_smoothed(path, cut, settings.bar_steps) + middle for cut in cuts]
    if min(np.diff(other)) <= 0:
        return ()
    speeds = np.diff(other) / np.diff(own)
    before = min(middle, own[0], other[0] / speeds[0])
    own[0], other[0] = own[0] - before, other[0] - before * speeds[0]
    after = min(middle, query.steps - own[-1], (len(known.classes) - other[-1]) / speeds[-1])
    own[-1], other[-1] = own[-1] + after, other[-1] + after * speeds[-1]
    return tuple(Bar(*ends) for ends in zip(own, own[1:], other, other[1:], strict=False))


def _smoothed(path: NDArray[np.int32], place: int, reach: int) -> float:
    """Give the recording's step at a place of the path, by a line through its neighbours: it goes zigzag."""
    near = path[np.abs(path[:, 0] - path[place, 0]) <= reach].astype(np.float64)
    x = near[:, 0] - path[place, 0]
    spread = float(np.square(x - x.mean()).sum())
    slope = float(((x - x.mean()) * near[:, 1]).sum()) / spread if spread > 0 else 1.0
    return float(near[:, 1].mean() - slope * x.mean())
