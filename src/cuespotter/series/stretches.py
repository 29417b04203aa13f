"""What an episode shares with others -> its stretches of music: what is not one piece is not joined.

An opening and a theme that begins soon after it are shared by all episodes. They are two pieces if the talk
between them lasts longer in one episode than in another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.runs import join_near, runs_of
from cuespotter.series.shared import Shared
from cuespotter.settings import Settings

Bools = NDArray[np.bool_]
Counts = NDArray[np.int64]
Lines = Mapping[int, Sequence[Shared]]
"""What an episode shares with each of those that it was compared with."""
Place = tuple[int, int]


@dataclass(frozen=True)
class CommonStretch:
    """Music that an episode shares: ``[first, last)`` in frames of it, with so many others at most."""

    episode: int
    first: int
    last: int
    others: int

    @property
    def frames(self) -> int:
        """Length."""
        return self.last - self.first


def depth_of(lines: Lines) -> Counts:
    """Count, for each frame of an episode, the others that share it: int64[frames]."""
    depth: Counts = np.zeros(
        max((one.last for each in lines.values() for one in each), default=0) + 1, np.int64
    )
    for each in lines.values():
        covered = np.zeros(len(depth), bool)
        for one in each:
            covered[max(0, one.first) : one.last] = True
        depth += covered
    return depth


def stretches_of(
    shared: Sequence[Lines], least: Sequence[int], settings: Settings
) -> list[list[CommonStretch]]:
    """Give the stretches that each episode shares with enough others.

    Parameters
    ----------
    shared : sequence of Lines
        Of each episode.
    least : sequence of int
        How many others are enough.
    settings : Settings

    Returns
    -------
    list of list of CommonStretch
        Of each episode, ascending.
    """
    gap = round(settings.series.gap_s * settings.analysis.frames_per_second)
    depths = [depth_of(lines) for lines in shared]
    enough = [depth >= count for depth, count in zip(depths, least, strict=True)]
    near = round(settings.series.least_line_s * settings.analysis.frames_per_second / 2)
    parted = [_parted_here(episode, shared, enough, settings) for episode in range(len(shared))]
    found = []
    for episode, depth in enumerate(depths):
        cuts = _each_once([*parted[episode], *_parted_there(shared[episode], parted, near)], near)
        runs = [run for joined in join_near(runs_of(enough[episode]), gap) for run in _parted(joined, cuts)]
        found.append([CommonStretch(episode, *run, int(depth[slice(*run)].max())) for run in runs])
    return found


def _parted(run: Place, cuts: Sequence[Place]) -> Iterator[Place]:
    """Leave out of a run what lies between two pieces."""
    first, last = run
    for end, begin in cuts:
        if first < end and begin < last:
            yield first, end
            first = begin
    yield first, last


def _parted_here(
    episode: int, shared: Sequence[Lines], enough: Sequence[Bools], settings: Settings
) -> list[Place]:
    """Say where one piece of an episode ends and another begins.

    Where there is talk between them, by any of the others; where there is none, unless more of the others
    have both without a break: music that repeats itself is met at several differences of time.
    """
    rules, rate, lines = settings.series, settings.analysis.frames_per_second, shared[episode]
    near = round(rules.least_line_s * rate / 2)
    places = [
        place
        for other, each in lines.items()
        for place in _apart(each, enough[episode], enough[other], settings)
    ]

    def is_sure(end: int, begin: int) -> bool:
        say_so = sum(abs(end - place[0]) < near for place in places)
        over = sum(
            any(one.first <= end - near and begin + near <= one.last for one in each)
            for each in lines.values()
        )
        return begin - end > rules.pause_s * rate or say_so >= over

    return [place for place in places if is_sure(*place)]


def _parted_there(lines: Lines, parted: Sequence[Sequence[Place]], near: int) -> Iterator[Place]:
    """Say where an episode's stretches run over a place at which they are parted in another."""
    for other, each in lines.items():
        for line in each:
            for end, begin in parted[other]:
                if line.first + near <= end - line.shift and begin - line.shift + near <= line.last:
                    yield end - line.shift, begin - line.shift


def _each_once(places: Sequence[Place], near: int) -> list[Place]:
    """Sort the places, and keep one of those that several others tell."""
    kept: list[Place] = []
    for place in sorted(places):
        if not kept or place[0] - kept[-1][0] >= near:
            kept.append(place)
    return kept


def _apart(each: Sequence[Shared], here: Bools, there: Bools, settings: Settings) -> Iterator[Place]:
    """Give the places between two pieces that another episode has further apart, or nearer together.

    Music that was cut is none: what is left out of one episode is music in the other.
    """
    rules, rate = settings.series, settings.analysis.frames_per_second
    least, most = round(rules.least_line_s * rate), round(rules.line_gap_s * rate)
    pause = round(rules.pause_s * rate)
    for one, after in pairwise(sorted(each, key=lambda line: (line.first, line.last))):
        end, begin = one.last, after.first
        if begin < end:
            end = begin = (end + begin) // 2
        end_there, begin_there = end + one.shift, begin + after.shift
        if begin - end > most or abs(after.shift - one.shift) <= pause or begin_there < end_there - pause:
            continue
        if not (here[max(0, end - least) : end].mean() > 0.5 and here[begin : begin + least].mean() > 0.5):
            continue
        between = max(np.count_nonzero(~here[end:begin]), np.count_nonzero(~there[end_there:begin_there]))
        if between > pause:
            yield end, begin
