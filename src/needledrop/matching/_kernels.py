"""Compiled loops of the search: tallying votes. Arrays in, arrays out."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

I32: TypeAlias = NDArray[np.int32]
I64: TypeAlias = NDArray[np.int64]
U16: TypeAlias = NDArray[np.uint16]
U32: TypeAlias = NDArray[np.uint32]


@njit(cache=True, nogil=True)
def tally_votes(
    frame: I32,
    offsets: I64,
    positions: U32,
    first: int,
    last: int,
    centre: float,
    speed: float,
    cell_frames: int,
    margin: int,
    votes: U16,
) -> int:
    """Add a vote to a cell for every hit of query hashes ``first <= i < last``; give the number of hits.

    A hit says where on the time line of all recordings the film is at frame `centre`, if it plays at `speed`.
    Cells are `cell_frames` wide; `margin` frames lie before the first, so that none is negative.
    """
    hits = 0
    for i in range(first, last):
        moved = speed * (frame[i] - centre) - margin
        for p in range(offsets[i], offsets[i + 1]):
            cell = np.int64(positions[p] - moved) // cell_frames
            votes[cell] += 1
            hits += 1
    return hits


@njit(cache=True, nogil=True)
def pick_cells(votes: U16, least: int, most_cells: int) -> tuple[I64, I64]:
    """Pick the pairs of neighbouring cells with most votes together, and clear all cells.

    A pick has at least `least` votes and no better pair within two cells; of equals the first. The best
    `most_cells` are given, in falling order of votes, then ascending.
    """
    n = len(votes)
    cell = np.empty(most_cells, np.int64)
    count = np.empty(most_cells, np.int64)
    found = 0
    lowest = least
    for i in range(n - 1):
        both = np.int64(votes[i]) + np.int64(votes[i + 1])
        if both < lowest:
            continue
        is_best = True
        for j in range(max(0, i - 2), min(n - 1, i + 3)):
            other = np.int64(votes[j]) + np.int64(votes[j + 1])
            if other > both or (other == both and j < i):
                is_best = False
                break
        if not is_best:
            continue
        place = found if found < most_cells else most_cells - 1
        if found == most_cells and both <= count[place]:
            continue
        while place > 0 and count[place - 1] < both:
            if place < most_cells:
                count[place] = count[place - 1]
                cell[place] = cell[place - 1]
            place -= 1
        count[place] = both
        cell[place] = i
        found = min(found + 1, most_cells)
        if found == most_cells:
            lowest = max(least, count[most_cells - 1])
    votes[:] = 0
    return cell[:found], count[:found]
