"""The ends of all episodes of a series -> which of them are one episode, coded more than once.

Two codings of one episode share all of it: its talk, and whatever would be taken for its opening.
"""

from __future__ import annotations

from collections.abc import Sequence

from cuespotter.series.ends import Ends
from cuespotter.series.shared import find_shared, part_of
from cuespotter.settings import Settings


def copies_of(episodes: Sequence[Ends], settings: Settings) -> dict[int, int]:
    """Say which episodes are copies of earlier ones.

    Parameters
    ----------
    episodes : sequence of Ends
    settings : Settings

    Returns
    -------
    dict of int to int
        By the number of a copy, that of the first of its like.
    """
    copies: dict[int, int] = {}
    for number, one in enumerate(episodes):
        for first in range(number):
            if first not in copies and _is_one(episodes[first], one, settings):
                copies[number] = first
                break
    return copies


def _is_one(one: Ends, other: Ends, settings: Settings) -> bool:
    """Say whether two are of one length and share most of their beginnings, talk and all."""
    rules, rate = settings.series, settings.analysis.frames_per_second
    if abs(one.frames - other.frames) > rules.copy_s * rate:
        return False
    here, there = part_of(one.head, settings), part_of(other.head, settings)
    longest = max((each.last - each.first for each in find_shared(here, there, settings)), default=0)
    return longest >= rules.copy_share * min(here.frames, there.frames) > 0
