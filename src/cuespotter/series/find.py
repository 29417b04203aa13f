"""The ends of all episodes of a series -> the opening and the closing of each, or why it has none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.runs import join_near, runs_of
from cuespotter.series.common import common_music, find_faint
from cuespotter.series.ends import Ends, reach_s
from cuespotter.series.shared import Part, Shared, find_shared, part_of
from cuespotter.settings import SeriesSettings, Settings

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Found:
    """An opening or a closing of an episode, in seconds of it.

    Attributes
    ----------
    start_s, end_s : float
    episodes : int
        How many of those compared have it, this one among them.
    """

    start_s: float
    end_s: float
    episodes: int

    @property
    def length_s(self) -> float:
        """Seconds."""
        return self.end_s - self.start_s


@dataclass(frozen=True)
class EpisodeParts:
    """What was found in one episode: where none was, why not."""

    opening: Found | str
    closing: Found | str


def find_parts(
    episodes: Sequence[Ends], settings: Settings, report: Callable[[float], None] = lambda _share: None
) -> list[EpisodeParts]:
    """Hold the episodes of a series against each other.

    Parameters
    ----------
    episodes : sequence of Ends
        In their order.
    settings : Settings
    report : callable, optional
        Is told the share of the work done, between 0 and 1.

    Returns
    -------
    list of EpisodeParts
        One for each.
    """
    rules = settings.series
    openings = _found(
        [part_of(one.head, settings) for one in episodes],
        [
            (0.0, reach_s(_length_s(one, settings), rules.head_s, rules), rules.most_opening_s)
            for one in episodes
        ],
        settings,
        lambda share: report(share / 2),
    )
    closings = _found(
        [part_of(one.tail, settings) for one in episodes],
        [
            (
                _length_s(one, settings) - reach_s(_length_s(one, settings), rules.tail_s, rules),
                _length_s(one, settings),
                rules.most_closing_s,
            )
            for one in episodes
        ],
        settings,
        lambda share: report((1 + share) / 2),
    )
    return [EpisodeParts(*both) for both in zip(openings, closings, strict=True)]


def compared(count: int, rules: SeriesSettings) -> list[tuple[int, int]]:
    """List the pairs of episodes that are held against each other: each with the nearest in order."""
    reach = max(1, rules.neighbours // 2)
    return [(one, other) for one in range(count) for other in range(one + 1, min(count, one + reach + 1))]


def needed(partners: int, rules: SeriesSettings) -> int:
    """Say in how many episodes, of one and those it was compared with, an opening must stand."""
    return max(rules.least_episodes, ceil(rules.least_share * (partners + 1)))


def _found(
    parts: Sequence[Part],
    bounds: Sequence[tuple[float, float, float]],
    settings: Settings,
    report: Callable[[float], None],
) -> list[Found | str]:
    """Find the same end of all episodes; bounds say where it begins, and how long it is at most."""
    pairs = compared(len(parts), settings.series)
    shared: list[dict[int, list[Shared]]] = [{} for _ in parts]
    for number, (one, other) in enumerate(pairs):
        here = find_shared(parts[one], parts[other], settings)
        shared[one][other] = here
        shared[other][one] = [Shared(s.first + s.shift, s.last + s.shift, -s.shift) for s in here]
        report((number + 1) / len(pairs))
    found = [
        _chosen(list(with_each.values()), *bound, settings)
        for with_each, bound in zip(shared, bounds, strict=True)
    ]
    return [_completed(number, found, parts, shared, bound, settings) for number, bound in enumerate(bounds)]


def _completed(
    number: int,
    found: Sequence[Found | str],
    parts: Sequence[Part],
    shared: Sequence[Mapping[int, Sequence[Shared]]],
    bound: tuple[float, float, float],
    settings: Settings,
) -> Found | str:
    """Look once more in an episode for what others agree on: where somebody talks over it, it is faint."""
    rules, rate, before = settings.series, settings.analysis.frames_per_second, found[number]
    known = [(other, one) for other in shared[number] if isinstance(one := found[other], Found)]
    if not known:
        return before
    other, best = max(known, key=lambda one: one[1].episodes * one[1].length_s)
    span = round(best.start_s * rate), round(best.end_s * rate)
    having = [(parts[third], lines) for third, lines in shared[other].items() if third != number]
    lines = find_faint(common_music(parts[other], span, having, settings), parts[number], settings)
    again = _chosen([lines], *bound, settings, least=1)
    if isinstance(again, str):
        return before
    least_s = rules.least_gain_s + (before.length_s if isinstance(before, Found) else 0.0)
    return replace(again, episodes=best.episodes) if again.length_s > least_s else before


def _chosen(
    with_each: Sequence[Sequence[Shared]],
    earliest_s: float,
    latest_s: float,
    most_s: float,
    settings: Settings,
    least: int | None = None,
) -> Found | str:
    """Choose, of what an episode shares with others, what stands in most of them and is longest."""
    rules, rate = settings.series, settings.analysis.frames_per_second
    if least is None and len(with_each) + 1 < rules.least_episodes:
        return f"fewer than {rules.least_episodes} episodes to compare"
    least = least or needed(len(with_each), rules) - 1
    runs = _runs_of(with_each, least, round(rules.gap_s * rate))
    long = [one for one in runs if (one[1] - one[0]) / rate >= rules.least_s]
    sane = [one for one in long if (one[1] - one[0]) / rate <= most_s]
    placed = [one for one in sane if earliest_s <= one[0] / rate < latest_s]
    if not placed:
        return _reason(with_each, runs, long, sane, settings)
    first, last, count = max(placed, key=lambda one: (one[2] * (one[1] - one[0]), -one[0]))
    return Found(round(first / rate, 2), round(last / rate, 2), count + 1)


def _runs_of(with_each: Sequence[Sequence[Shared]], least: int, gap: int) -> list[tuple[int, int, int]]:
    """Give the stretches that are shared with so many, and with how many at most."""
    ends = [one.last for others in with_each for one in others]
    depth: Counts = np.zeros(max(ends, default=0) + 1, np.int64)
    for others in with_each:
        covered = np.zeros(len(depth), bool)
        for one in others:
            covered[max(0, one.first) : one.last] = True
        depth += covered
    runs = join_near(runs_of(depth >= least), gap)
    return [(first, last, int(depth[first:last].max())) for first, last in runs]


def _reason(
    with_each: Sequence[Sequence[Shared]],
    runs: Sequence[tuple[int, int, int]],
    long: Sequence[tuple[int, int, int]],
    sane: Sequence[tuple[int, int, int]],
    settings: Settings,
) -> str:
    """Say why an episode has none."""
    rules, rate = settings.series, settings.analysis.frames_per_second
    if sane:
        return "what it shares begins too far from there"
    if long:
        longest_s = max(last - first for first, last, _ in long) / rate
        return f"what it shares is too long ({longest_s:.0f} s)"
    if runs:
        # 9.97 s is no 10.0 s
        longest_s = floor(10.0 * max(last - first for first, last, _ in runs) / rate) / 10.0
        return f"what it shares is too short ({longest_s:.1f} s, least {rules.least_s:.0f})"
    others = sum(bool(one) for one in with_each)
    if others:
        word = "one other episode" if others == 1 else f"{others} other episodes"
        return f"shares music with only {word}"
    return "shares no music with the others"


def _length_s(one: Ends, settings: Settings) -> float:
    """Give the length of an episode."""
    return one.frames / settings.analysis.frames_per_second
