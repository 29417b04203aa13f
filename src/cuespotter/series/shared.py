"""The peaks of two episodes -> where one of them has the same music as the other.

Landmarks of both vote for differences of time; along each that has votes enough, peaks are counted that meet.
Where the same music plays most do, under other speech a third, and elsewhere no more than at a wrong
difference of time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, log2

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from cuespotter.analysis.landmarks import Landmarks, hash_pairs, pair_peaks
from cuespotter.analysis.peaks import Peaks
from cuespotter.analysis.runs import join_near, runs_of
from cuespotter.settings import Settings

Bools = NDArray[np.bool_]
Counts = NDArray[np.int64]
F64 = NDArray[np.float64]

CHANCE_AT = (-211, -149, -97, -61, 61, 97, 149, 211)
"""Frames beside a difference of time at which peaks meet by chance; no bar is as long."""
LEAST_CHANCE, MOST_CHANCE = 0.03, 0.5
VOTES_REACH = 1
"""Frames by which landmarks of one difference of time lie apart."""
LINES_APART = 4
"""Frames; nearer differences of time are one."""


@dataclass(frozen=True)
class Part:
    """One end of an episode, ready to be compared.

    Attributes
    ----------
    first : int
        Its first frame on the episode's clock; all below count from here.
    frames : int
    peaks : Peaks
    landmarks : Landmarks
        Sorted by hash.
    step_cents : float
        Height of a cell.
    most_rows : int
        Cells up to the highest peak that any episode can have.
    """

    first: int
    frames: int
    peaks: Peaks
    landmarks: Landmarks
    step_cents: float
    most_rows: int

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """Height of each peak, in cells: int64[n]."""
        return np.rint(self.peaks.cents / self.step_cents).astype(np.int64)

    @cached_property
    def cells(self) -> Bools:
        """Where a peak of another episode meets one of these: bool[frames, rows], a cell around each."""
        grid = np.zeros((self.frames + 2, self.most_rows + 2), bool)
        for later in (0, 1, 2):
            for higher in (0, 1, 2):
                grid[self.peaks.frame + later, self.rows + higher] = True
        return grid[1:-1, 1:-1]


@dataclass(frozen=True)
class Shared:
    """The same music in two episodes: ``[first, last)`` in frames of the one, `shift` later in the other."""

    first: int
    last: int
    shift: int


def part_of(peaks: Peaks, settings: Settings) -> Part:
    """Make one end of an episode ready."""
    first = int(peaks.frame[0]) if len(peaks) else 0
    return part_at(first, Peaks(peaks.frame - np.int32(first), peaks.cents), settings)


def part_at(first: int, here: Peaks, settings: Settings) -> Part:
    """Make peaks ready whose frame 0 is `first` of an episode."""
    frames = int(here.frame[-1]) + 1 if len(here) else 0
    pairs = pair_peaks(
        [here], fan_out=settings.series.fan_out, least_frames=settings.analysis.least_distance_frames
    )
    found = hash_pairs(pairs, pitch_cents=0.0, speed=1.0)
    order = np.lexsort((found.frame, found.hash))
    landmarks = Landmarks(found.hash[order], found.frame[order])
    step_cents = settings.series.step_cents
    highest = 1200.0 * log2(settings.analysis.rate_hz / 2 / settings.analysis.lowest_hz)
    return Part(first, frames, here, landmarks, step_cents, ceil(highest / step_cents) + 1)


def find_shared(one: Part, other: Part, settings: Settings) -> list[Shared]:
    """Find what two episodes share.

    Parameters
    ----------
    one, other : Part
        The same end of each.
    settings : Settings

    Returns
    -------
    list of Shared
        On the clocks of the episodes; at several differences of time, where music was cut.
    """
    if not (one.frames and other.frames):
        return []
    found: list[Shared] = []
    taken = np.zeros(one.frames, bool)
    for _ in range(settings.series.most_rounds):
        # a theme in short bars has many differences of time, and outvotes an opening until it is explained
        more = _best(one, other, voted(one, other, settings, taken), taken, settings)
        found += more
        if not more:
            break
    return found


def longest_shared(one: Part, other: Part, settings: Settings) -> int:
    """Give the frames of the longest stretch that two episodes share at the clearest difference of time."""
    if not (one.frames and other.frames):
        return 0
    clearest = voted(one, other, settings)[:1]
    found = _best(one, other, clearest, np.zeros(one.frames, bool), settings)
    return max((each.last - each.first for each in found), default=0)


def _best(one: Part, other: Part, shifts: Sequence[int], taken: Bools, settings: Settings) -> list[Shared]:
    """Give the stretches along these differences of time that are not taken yet, and take them."""
    least, rate = settings.series.least_evidence, settings.analysis.frames_per_second
    lines = [
        (score, first, last, shift)
        for shift in shifts
        for score, first, last in _stretches(one, other, shift, settings)
    ]
    found: list[Shared] = []
    # a loop is met at several differences of time: the best says where it begins and ends
    for score, begin, end, shift in sorted(lines, key=lambda line: (-line[0].sum(), line[3])):
        for left in runs_of(~taken[begin:end]):
            first, last = left if left == (0, end - begin) else _trimmed(score, *left)
            if last - first >= settings.series.least_line_s * rate and score[first:last].sum() >= least:
                at = begin + one.first
                found.append(Shared(first + at, last + at, shift + other.first - one.first))
        taken[begin:end] = True
    return found


def voted(one: Part, other: Part, settings: Settings, taken: Bools | None = None) -> list[int]:
    """Give the differences of time that stand out most, as frames of the other less frames of the one.

    What is taken of the one has no vote.
    """
    rules, mine = settings.series, one.landmarks
    if taken is not None:
        mine = Landmarks(mine.hash[~taken[mine.frame]], mine.frame[~taken[mine.frame]])
    begin = np.searchsorted(other.landmarks.hash, mine.hash, "left")
    count = np.searchsorted(other.landmarks.hash, mine.hash, "right") - begin
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    met = other.landmarks.frame[np.repeat(begin, count) + within].astype(np.int64)
    shifts = met - np.repeat(mine.frame, count)
    votes = np.bincount(shifts + one.frames, minlength=one.frames + other.frames + 1).astype(float)
    near = uniform_filter1d(votes, 2 * VOTES_REACH + 1, mode="constant") * (2 * VOTES_REACH + 1)
    wide = round(10.0 * settings.analysis.frames_per_second)
    around = np.maximum(uniform_filter1d(near, wide, mode="constant"), 0.0)
    # votes by chance are rare events: off by the root of their number, and of one where there are none
    beyond = (near - around) / np.sqrt(around + 1.0)
    lines: list[int] = []
    for place in np.argsort(-beyond, kind="stable")[: rules.most_lines * 4 * LINES_APART]:
        if beyond[place] < rules.least_deviation or len(lines) == rules.most_lines:
            break
        shift = int(place) - one.frames
        if all(abs(shift - line) > LINES_APART for line in lines):
            lines.append(shift)
    return lines


def _stretches(one: Part, other: Part, shift: int, settings: Settings) -> Iterator[tuple[F64, int, int]]:
    """Give the stretches of the one in which its peaks meet the other's along a difference of time.

    With the evidence of each frame.
    """
    rules, rate = settings.series, settings.analysis.frames_per_second
    met, all_peaks = _met(one, other, shift)
    chance = chance_of(lambda beside: _share(*_met(one, other, shift + beside)))
    score = log_likelihood(met, all_peaks, chance, rules.least_match)
    wide = round(rules.blur_s * rate)
    smooth = uniform_filter1d(score, wide, mode="constant")
    # where the other is over there is no evidence, but for a filter's rounding
    dense = rules.least_evidence / (rules.least_line_s * rate)
    islands = runs_of(smooth > dense)
    for first, last in join_near(islands, round(rules.line_gap_s * rate)):
        joined = [one for one in islands if first <= one[0] < last]
        begin, end = _refined(score, *_ends(score, joined, rules.least_evidence), wide)
        if end - begin >= rules.least_line_s * rate and score[begin:end].sum() >= rules.least_evidence:
            yield score[begin:end], begin, end


def chance_of(share: Callable[[int], float]) -> float:
    """Give the share of peaks that meet by chance, of those that do so many frames beside."""
    shares = [share(beside) for beside in CHANCE_AT]
    return min(max(sum(shares) / len(shares), LEAST_CHANCE), MOST_CHANCE)


def log_likelihood(met: F64, all_peaks: F64, chance: float, least_match: float) -> F64:
    """Give the evidence of each frame that the same music plays there: a log likelihood ratio."""
    match = max(least_match, 1.5 * chance)
    ratio: F64 = met * np.log(match / chance) + (all_peaks - met) * np.log((1 - match) / (1 - chance))
    return ratio


def meets_at(one: Part, other: Part, shift: int) -> Bools:
    """Say of each peak of the one whether it meets one of the other, `shift` frames later: bool[n]."""
    frame = one.peaks.frame.astype(np.int64) + shift
    meets = (frame >= 0) & (frame < other.frames)
    meets[meets] = other.cells[frame[meets], one.rows[meets]]
    return meets


def _met(one: Part, other: Part, shift: int) -> tuple[F64, F64]:
    """Count, in each frame of the one, the peaks of both that meet, and all: float64[frames] each."""
    met, whole = np.zeros(one.frames), np.zeros(one.frames)
    for mine, theirs, forth, back in ((one, other, shift, 0), (other, one, -shift, -shift)):
        frame = mine.peaks.frame.astype(np.int64) + forth
        inside = (frame >= 0) & (frame < theirs.frames)
        meets = theirs.cells[frame[inside], mine.rows[inside]]
        here = mine.peaks.frame[inside].astype(np.int64) + back
        met += np.bincount(here, meets, minlength=one.frames)[: one.frames]
        whole += np.bincount(here, minlength=one.frames)[: one.frames]
    return met, whole


def _share(met: F64, all_peaks: F64) -> float:
    """Give the share that meets."""
    return float(met.sum() / max(1.0, all_peaks.sum()))


def _ends(score: F64, islands: Sequence[tuple[int, int]], least: float) -> tuple[int, int]:
    """Say where islands of evidence that are joined begin and end, without what does not belong to them.

    A word that meets one like it a few seconds before the music is evidence, but less than speaks against
    what lies between; more than `least` is music that is talked over.
    """
    first, last = 0, len(islands) - 1
    while first < last:
        reach = islands[first][0], islands[first + 1][0]
        if _belongs(score, islands[first], reach, least):
            break
        first += 1
    while first < last:
        reach = islands[last - 1][1], islands[last][1]
        if _belongs(score, islands[last], reach, least):
            break
        last -= 1
    return islands[first][0], islands[last][1]


def _belongs(score: F64, island: tuple[int, int], with_gap: tuple[int, int], least: float) -> bool:
    """Say whether an island of evidence at an end of others is worth what lies between."""
    own, whole = (float(score[slice(*one)].sum()) for one in (island, with_gap))
    return own >= least or whole > 0.0


def _trimmed(score: F64, first: int, last: int) -> tuple[int, int]:
    """Leave out, where another took a part of a stretch, what has no evidence of its own at its ends."""
    sums = np.concatenate([[0.0], np.cumsum(score[first:last])])
    end = int(np.argmax(sums - np.minimum.accumulate(sums)))
    begin = end - int(np.argmin(sums[end::-1]))
    return first + begin, first + end


def _refined(score: F64, first: int, last: int, reach: int) -> tuple[int, int]:
    """Move the ends of a stretch to where its evidence begins and ends."""
    sums = np.concatenate([[0.0], np.cumsum(score)])
    lowest, highest = max(0, first - reach), min(first + reach, last)
    # the last of equals: before the other begins there is no evidence, neither for nor against
    begin = highest - int(np.argmin(sums[lowest : highest + 1][::-1]))
    lowest = max(begin, last - reach)
    end = lowest + int(np.argmax(sums[lowest : last + reach + 1]))
    return begin, end
