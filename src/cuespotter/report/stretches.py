"""Stretches of film time, half open: their union, their sum, and the lanes on which they lie side by side."""

from collections.abc import Iterable, Sequence

Stretch = tuple[float, float]
"""``[in, out)`` in film seconds."""


def unite(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Unite stretches, so that each second is counted once.

    Parameters
    ----------
    stretches : iterable of (in_s, out_s)
        In any order; empty or reversed ones count for nothing.

    Returns
    -------
    list of (in_s, out_s)
        Disjoint, ascending.

    Examples
    --------
    >>> unite([(5, 9), (0, 3), (2, 4), (7, 7)])
    [(0, 4), (5, 9)]
    """
    united: list[Stretch] = []
    for begin, end in sorted(stretch for stretch in stretches if stretch[1] > stretch[0]):
        if united and begin <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((begin, end))
    return united


def seconds_in(stretches: Iterable[Stretch]) -> float:
    """Count the seconds that the stretches cover, each once."""
    return sum(end - begin for begin, end in unite(stretches))


def deal_lanes(stretches: Sequence[Stretch]) -> list[int]:
    """Give each stretch the first lane on which it meets no other.

    Parameters
    ----------
    stretches : sequence of (in_s, out_s)
        In ascending order of `in_s`.

    Returns
    -------
    list of int
        The lane of each, counted from 0; as few lanes as there are layers at the deepest point.

    Examples
    --------
    >>> deal_lanes([(0, 10), (5, 8), (8, 12), (10, 11)])
    [0, 1, 1, 0]
    """
    free_from: list[float] = []
    lanes: list[int] = []
    for begin, end in stretches:
        lane = next((number for number, free_s in enumerate(free_from) if free_s <= begin), len(free_from))
        if lane == len(free_from):
            free_from.append(end)
        free_from[lane] = end
        lanes.append(lane)
    return lanes
