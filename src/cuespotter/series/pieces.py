"""The stretches of all episodes -> pieces of music, and which of them is the opening or the closing.

A season has one opening. It is the piece that stands in the most episodes and comes first in them; music that
returns in an episode is rather a theme. Where these do not agree it is left open.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from cuespotter.series.stretches import CommonStretch, Lines
from cuespotter.settings import SeriesSettings


@dataclass(frozen=True)
class Piece:
    """Music that corresponds in several episodes.

    Attributes
    ----------
    played : mapping of int to list of CommonStretch
        Of each episode that has it, where.
    chosen : mapping of int to CommonStretch
        Of each in which it stands where an opening or a closing may: the first complete one, or the last.
    """

    played: dict[int, list[CommonStretch]]
    chosen: dict[int, CommonStretch]

    def returns(self, among: Collection[int], rules: SeriesSettings) -> bool:
        """Say whether it is heard more than once in some of the episodes."""
        asked = [stretches for episode, stretches in self.played.items() if episode in among]
        return sum(len(stretches) > 1 for stretches in asked) > rules.returns_share * len(asked)


def pieces_of(
    stretches: Sequence[CommonStretch],
    shared: Sequence[Lines],
    may_be: Callable[[CommonStretch], bool],
    rules: SeriesSettings,
    *,
    from_end: bool,
) -> list[Piece]:
    """Put together the stretches that correspond.

    Parameters
    ----------
    stretches : sequence of CommonStretch
        Those of all episodes that are long enough.
    shared : sequence of Lines
        Of each episode.
    may_be : callable
        Whether a stretch is where an opening or a closing may be, and as long as it may be.
    rules : SeriesSettings
    from_end : bool
        Whether the last of an episode counts, and not the first.
    """
    of = list(range(len(stretches)))
    for one, other in combinations(range(len(stretches)), 2):
        if of[one] != of[other] and _correspond(stretches[one], stretches[other], shared, rules):
            old = of[other]
            of = [of[one] if number == old else number for number in of]
    return [
        _piece(
            [stretch for stretch, number in zip(stretches, of, strict=True) if number == piece],
            may_be,
            rules,
            from_end=from_end,
        )
        for piece in sorted(set(of))
    ]


def _correspond(
    one: CommonStretch, other: CommonStretch, shared: Sequence[Lines], rules: SeriesSettings
) -> bool:
    """Say whether most of the shorter of two episodes' stretches is shared with the other."""
    least = rules.same_piece_share * min(one.frames, other.frames)
    return any(
        min(one.last, line.last, other.last - line.shift)
        - max(one.first, line.first, other.first - line.shift)
        >= least
        for line in shared[one.episode].get(other.episode, ())
    )


def _piece(
    stretches: Sequence[CommonStretch],
    may_be: Callable[[CommonStretch], bool],
    rules: SeriesSettings,
    *,
    from_end: bool,
) -> Piece:
    """Choose, of what an episode has of a piece, the first that is complete, or the last."""
    played: dict[int, list[CommonStretch]] = {}
    for one in stretches:
        played.setdefault(one.episode, []).append(one)
    usual = float(np.median([max(one.frames for one in each) for each in played.values()]))
    chosen = {
        episode: best
        for episode, each in played.items()
        if (best := complete_one([one for one in each if may_be(one)], usual, rules, from_end=from_end))
    }
    return Piece(played, chosen)


def complete_one(
    stretches: Sequence[CommonStretch], usual: float, rules: SeriesSettings, *, from_end: bool
) -> CommonStretch | None:
    """Choose the first of an episode's stretches that is complete, or the last; else the longest."""
    complete = [one for one in stretches if one.frames >= rules.complete_share * usual]
    if not complete:
        return max(stretches, key=lambda one: one.frames, default=None)
    return max(complete, key=lambda one: one.last) if from_end else min(complete, key=lambda one: one.first)


def ranked(
    pieces: Sequence[Piece], among: Collection[int], least: int, rules: SeriesSettings, *, from_end: bool
) -> tuple[list[Piece], list[Piece]]:
    """Say which pieces open the episodes, or close them, and which of them are in doubt.

    Parameters
    ----------
    pieces : sequence of Piece
    among : collection of int
        The episodes that count.
    least : int
        In how many of them one must stand.
    rules : SeriesSettings
    from_end : bool

    Returns
    -------
    best, doubtful : list of Piece
        Several where no episode has two of them: the opening changes from season to season.
    """
    asked = [one for one in pieces if sum(episode in among for episode in one.chosen) >= least]
    rather = {
        (a, b): _rather(asked[a], asked[b], among, rules, from_end=from_end)
        for a, b in combinations(range(len(asked)), 2)
    }
    beaten = {b if says > 0 else a for (a, b), says in rather.items() if says}
    left = [number for number in range(len(asked)) if number not in beaten]
    doubtful = {
        number for pair, says in rather.items() for number in pair if says == 0 and set(pair) <= set(left)
    }
    return [asked[n] for n in left if n not in doubtful], [asked[n] for n in sorted(doubtful)]


def _rather(
    one: Piece, other: Piece, among: Collection[int], rules: SeriesSettings, *, from_end: bool
) -> int | None:
    """Say whether one of two pieces is the opening (1) rather than another (-1), or either may be (0).

    None where no episode has both.
    """
    mine, theirs = (sorted(episode for episode in piece.chosen if episode in among) for piece in (one, other))
    both = set(mine) & set(theirs)
    if not both:
        return None
    votes = 0
    if min(len(mine), len(theirs)) < rules.often_share * max(len(mine), len(theirs)):
        votes += 1 if len(mine) > len(theirs) else -1
    before = sum((one.chosen[n].first < other.chosen[n].first) != from_end for n in both) / len(both)
    if max(before, 1 - before) >= rules.order_share:
        votes += 1 if before > 0.5 else -1
    return votes + int(other.returns(among, rules)) - int(one.returns(among, rules))
