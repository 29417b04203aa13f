"""The ends of all episodes of a series -> which of them are one episode, coded more than once.

Two codings of one episode share all of it: its talk, and whatever would be taken for its opening.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from cuespotter.series.ends import Ends
from cuespotter.series.shared import Part, longest_shared, part_of
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
    most = settings.series.copy_s * settings.analysis.frames_per_second
    heads = cache(lambda number: part_of(episodes[number].head, settings))
    copies: dict[int, int] = {}
    for number, one in enumerate(episodes):
        for first in range(number):
            is_as_long = abs(episodes[first].frames - one.frames) <= most
            if first not in copies and is_as_long and _is_one(heads(first), heads(number), settings):
                copies[number] = first
                break
    return copies


def _is_one(one: Part, other: Part, settings: Settings) -> bool:
    """Say whether two share most of their beginnings at one stretch, talk and all."""
    least = settings.series.copy_share * min(one.frames, other.frames)
    return longest_shared(one, other, settings) >= least > 0
