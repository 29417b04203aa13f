"""The recordings of a library among themselves -> which pairs are likely of one work."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from cuespotter.settings import VersionSettings
from cuespotter.versions.chroma import Harmony
from cuespotter.versions.find import find_versions
from cuespotter.versions.outline import Outlines


@dataclass(frozen=True)
class Pair:
    """Two recordings, by their places in the outlines, and how likely they are of one work."""

    first: int
    second: int
    probability: float


def pair_versions(
    outlines: Outlines,
    harmony_at: Callable[[int], Harmony],
    settings: VersionSettings,
    report: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[Pair]:
    """Hold each recording against those whose chords fit best.

    Parameters
    ----------
    outlines : Outlines
        The library's.
    harmony_at : callable
        Gives the harmony of a recording by its place.
    settings : VersionSettings
    report : callable, optional
        Told how many of how many recordings are done.

    Returns
    -------
    list of Pair
        Those likelier than `settings.least_confidence`, by their places. Each recording asks on its own; of
        two answers for a pair the surer counts, since a short one knows less of a long one.
    """
    rules = replace(settings, shortlist=settings.library_shortlist)
    best: dict[tuple[int, int], float] = {}
    count = len(outlines.recordings)
    for place in range(count):
        report(place, count)
        harmony = harmony_at(place)
        if len(harmony.classes) * rules.step_frames < rules.least_frames:
            continue
        for found in find_versions(harmony, outlines, harmony_at, rules, besides=place):
            key = (min(place, found.recording), max(place, found.recording))
            best[key] = max(best.get(key, 0.0), found.probability)
    report(count, count)
    return [Pair(first, second, best[first, second]) for first, second in sorted(best)]


def join_pairs(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Put places that pairs join into groups of two and more, each ascending, by their first.

    Examples
    --------
    >>> join_pairs(6, [(4, 1), (2, 5), (1, 2)])
    [[1, 2, 4, 5]]
    """
    leader = list(range(count))

    def led_by(place: int) -> int:
        while leader[place] != place:
            place = leader[place]
        return place

    for first, second in pairs:
        a, b = led_by(first), led_by(second)
        leader[max(a, b)] = min(a, b)
    groups: dict[int, list[int]] = {}
    for place in range(count):
        groups.setdefault(led_by(place), []).append(place)
    return [group for group in groups.values() if len(group) > 1]
