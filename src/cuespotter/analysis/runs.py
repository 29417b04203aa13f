"""A mask -> its runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Place = TypeVar("Place", int, float)


def runs_of(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Give the runs in which a mask holds, each as ``[first, last)``.

    Examples
    --------
    >>> runs_of(np.array([True, False, True, True]))
    [(0, 1), (2, 4)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]


def join_near(runs: Iterable[tuple[Place, Place]], gap: Place) -> list[tuple[Place, Place]]:
    """Make one of all runs, ascending, that overlap or lie nearer to each other than `gap`.

    Examples
    --------
    >>> join_near([(0, 2), (3, 5), (9, 11)], gap=2)
    [(0, 5), (9, 11)]
    """
    joined: list[tuple[Place, Place]] = []
    for first, last in runs:
        if joined and first - joined[-1][1] < gap:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined
