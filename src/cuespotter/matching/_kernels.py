"""Compiled loops of the search: tallying votes and picking the best places. Arrays in, arrays out.

A *diagonal* is a place on the time line less the film's frame times the speed: all hits of a recording that
plays at that speed lie on one. Diagonals are counted in cells of ``2**bits`` frames.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

I32: TypeAlias = NDArray[np.int32]
I64: TypeAlias = NDArray[np.int64]
U8: TypeAlias = NDArray[np.uint8]
U32: TypeAlias = NDArray[np.uint32]
Int: TypeAlias = Any
"""Python's int or a NumPy integer: uncompiled, a kernel meets both."""

MOST_VOTES = 255
"""A cell counts no further: half a byte a frame, so that a thousand recordings fit into the cache."""
BLOCK_BITS = 19
"""Half a million cells in a block: the votes of both halves of a window take a megabyte."""
BLOCK_CELLS = 1 << BLOCK_BITS
LENT = 4
"""Cells that a block has of each neighbour. A pick is a pair of cells that is compared with the pairs that
begin up to two cells before and behind: it asks for two cells of the block before, and three of the next.
With these a block judges the pairs that begin in its own cells as if it had the whole time line."""


class Hits(NamedTuple):
    """Where on the time line of all recordings a film's landmarks were found.

    Attributes
    ----------
    frame : int32[n]
        Film frame of each landmark, ascending.
    starts, stops : int64[n]
        Its hits are ``positions[starts[i]:stops[i]]``.
    positions : uint32[any]
    """

    frame: I32
    starts: I64
    stops: I64
    positions: U32


class Diagonals(NamedTuple):
    """How the film is laid along the time line: recording frames in one of the film's, and the cells."""

    speed: float
    bits: int
    lowest: int
    """The cell that votes begin with."""


@njit(cache=True, nogil=True)
def moved_by(frame: Int, speed: float) -> Int:
    """Say how many recording frames a film's frame is from its first."""
    return np.int64(np.rint(speed * frame))


@njit(cache=True, nogil=True)
def cell_of(position: Int, moved: Int, diagonals: Diagonals) -> Int:
    """Say in which cell a hit votes, if the film has `moved` so many recording frames from its first."""
    return ((np.int64(position) - moved) >> diagonals.bits) - diagonals.lowest


@njit(cache=True, nogil=True)
def vote(votes: U8, cell: Int, least: Int, reached: I64, noted: Int) -> Int:
    """Add a vote to a cell, up to `MOST_VOTES`; note the cell behind the `noted` of `reached` at `least`.

    Gives how many are noted now.
    """
    count = np.int64(votes[cell]) + 1
    if count > MOST_VOTES:
        return noted
    votes[cell] = count
    if count == least:
        reached[noted] = cell
        return noted + 1
    return noted


@njit(cache=True, nogil=True)
def tally_votes(
    hits: Hits, first: Int, last: Int, diagonals: Diagonals, votes: U8, least: Int, reached: I64
) -> Int:
    """Add a vote to a cell for every hit of landmarks ``first <= i < last``.

    Cells that come to have `least` votes are noted in `reached`, once each; gives how many. A cell counts up
    to `MOST_VOTES`.
    """
    noted = 0
    for i in range(first, last):
        moved = moved_by(hits.frame[i], diagonals.speed)
        for p in range(hits.starts[i], hits.stops[i]):
            cell = cell_of(hits.positions[p], moved, diagonals)
            noted = vote(votes, cell, least, reached, noted)
    return noted


@njit(cache=True, nogil=True)
def clear_votes(hits: Hits, first: Int, last: Int, diagonals: Diagonals, votes: U8, number: Int) -> None:
    """Undo `tally_votes`: cell by cell where the `number` of hits is small, else all at once."""
    if number > len(votes) >> 3:
        votes[:] = 0
        return
    for i in range(first, last):
        moved = moved_by(hits.frame[i], diagonals.speed)
        for p in range(hits.starts[i], hits.stops[i]):
            votes[cell_of(hits.positions[p], moved, diagonals)] = 0


@njit(cache=True, nogil=True)
def pair_votes(votes: U8, cell: Int) -> Int:
    """Count the votes of a cell and the next in both halves of a window."""
    return np.int64(votes[0, cell]) + votes[1, cell] + votes[0, cell + 1] + votes[1, cell + 1]


@njit(cache=True, nogil=True)
def is_best_nearby(votes: U8, cell: Int, count: Int) -> Any:
    """Say whether no pair of cells within two has more votes, or as many and comes first."""
    for other in range(max(0, cell - 2), min(votes.shape[1] - 1, cell + 3)):
        there = pair_votes(votes, other)
        if there > count or (there == count and other < cell):
            return False
    return True


@njit(cache=True, nogil=True)
def insert_pick(cells: I64, counts: I64, found: Int, at: Int, cell: Int, count: Int) -> Int:
    """Insert a pick at place `at` of the `found`; without room the last falls out. Gives how many now."""
    found = min(found + 1, len(cells))
    for later in range(found - 1, at, -1):
        counts[later] = counts[later - 1]
        cells[later] = cells[later - 1]
    counts[at] = count
    cells[at] = cell
    return found


@njit(cache=True, nogil=True)
def pick_cells(votes: U8, reached: I64, least: Int, cells: I64, counts: I64, found: Int) -> Int:
    """Pick the pairs of neighbouring cells with most votes together.

    A pick has at least `least` votes and no better pair within two cells; of equals the first.

    Parameters
    ----------
    votes : uint8[2, n]
        Of both halves of a window.
    reached : int64[m]
        Only pairs with one of these cells are looked at.
    least : int
    cells, counts : int64[most]
        The best so far, in falling order of votes, then ascending: `found` of them.
    found : int

    Returns
    -------
    int
        How many of `cells` and `counts` are filled now.
    """
    most = len(cells)
    for r in range(len(reached)):
        for cell in range(max(0, reached[r] - 1), min(votes.shape[1] - 1, reached[r] + 1)):
            count = pair_votes(votes, cell)
            if count < least or (found == most and count < counts[most - 1]):
                continue
            at = 0
            while at < found and (counts[at] > count or (counts[at] == count and cells[at] < cell)):
                at += 1
            if at == most or (at < found and cells[at] == cell) or not is_best_nearby(votes, cell, count):
                continue
            found = insert_pick(cells, counts, found, at, cell, count)
    return found


@njit(cache=True, nogil=True)
def count_before(hits: Hits) -> I64:
    """Count the hits before each landmark; and all of them."""
    before = np.zeros(len(hits.frame) + 1, np.int64)
    for i in range(len(hits.frame)):
        before[i + 1] = before[i] + hits.stops[i] - hits.starts[i]
    return before


class Windows(NamedTuple):
    """How the windows of a film lie over its landmarks, and how many hits they have.

    Attributes
    ----------
    edges : int64[windows, 3]
        First landmark of each window, that of its second half, and the one behind its last.
    before : int64[n + 1]
        Hits before each landmark; and all of them.
    numbers : int64[windows, 2]
        Hits of both halves.
    """

    edges: I64
    before: I64
    numbers: I64


@njit(cache=True, nogil=True)
def lay_windows(hits: Hits, windows: I64) -> Windows:
    """Find the landmarks of windows, int64[windows, 3]: first frame, first of the second half, one behind."""
    edges = np.searchsorted(hits.frame, windows.ravel().astype(np.int32)).reshape(windows.shape)
    before = count_before(hits)
    return Windows(edges, before, before[edges[:, 1:]] - before[edges[:, :2]])


@njit(cache=True, nogil=True)
def votes_needed(number: Int, cells: Int, least_votes: Int, least_excess: float) -> Int:
    """Say how many votes a place needs: so many, and so many times the mean of `number` hits in `cells`."""
    return max(least_votes, np.int64(least_excess * number / cells))


@njit(cache=True, nogil=True)
def votes_to_note(needed: Int) -> Int:
    """Say from how many votes on a cell is worth noting.

    A place is four cells, two neighbours in both halves of a window: of four that together have enough, one
    has a quarter of it.
    """
    return min((needed + 3) >> 2, MOST_VOTES)


@njit(cache=True, nogil=True)
def search_windows(
    hits: Hits,
    windows: I64,
    diagonals: Diagonals,
    votes: U8,
    least_votes: Int,
    least_excess: float,
    most_cells: Int,
) -> tuple[I64, I64, I64]:
    """Find the best places of some windows at one speed.

    A window has two halves; one that it shares with the window before is not tallied again.

    Parameters
    ----------
    hits : Hits
    windows : int64[windows, 3]
        First frame, the one between the halves, and the one behind the last; ascending.
    diagonals : Diagonals
    votes : uint8[2, cells]
        Zeros, before and after.
    least_votes, least_excess
        What a place needs: so many votes, and so many times the mean of all cells.
    most_cells : int > 0
        Places given of each window.

    Returns
    -------
    window, cell, count : int64[found]
        By window, then in falling order of votes, then ascending.
    """
    width = votes.shape[1]
    edges, before, numbers = lay_windows(hits, windows)
    reached = np.empty((2, min(width, numbers.max()) + 1), np.int64)
    noted = np.zeros(2, np.int64)
    held = np.zeros((2, 2), np.int64)
    where = np.empty(len(windows) * most_cells, np.int64)
    cell = np.empty(len(windows) * most_cells, np.int64)
    count = np.empty(len(windows) * most_cells, np.int64)
    total = 0
    for w in range(len(windows)):
        for half in range(2):
            # a window's second half is the next one's first: it keeps its side, and is not tallied again
            side = (w + half) & 1
            first, last = edges[w, half], edges[w, half + 1]
            if held[side, 0] == first and held[side, 1] == last:
                continue
            number = before[held[side, 1]] - before[held[side, 0]]
            clear_votes(hits, held[side, 0], held[side, 1], diagonals, votes[side], number)
            held[side, 0], held[side, 1] = first, last
            # by this half's own hits: the other may be tallied already for the window before
            least = votes_to_note(votes_needed(numbers[w, half], width, least_votes, least_excess))
            noted[side] = tally_votes(hits, first, last, diagonals, votes[side], least, reached[side])
        enough = votes_needed(numbers[w].sum(), width, least_votes, least_excess)
        found = 0
        for side in range(2):
            found = pick_cells(
                votes,
                reached[side, : noted[side]],
                enough,
                cell[total : total + most_cells],
                count[total : total + most_cells],
                found,
            )
        where[total : total + found] = w
        total += found
    for side in range(2):
        number = before[held[side, 1]] - before[held[side, 0]]
        clear_votes(hits, held[side, 0], held[side, 1], diagonals, votes[side], number)
    return where[:total], cell[:total], count[:total]


@njit(cache=True, nogil=True)
def deal_hits(hits: Hits, first: Int, last: Int, diagonals: Diagonals, ends: I64, dealt: I32) -> None:
    """Deal the cells of the hits of landmarks ``first <= i < last`` out to blocks.

    A block is `BLOCK_CELLS` cells, whose votes fit into the cache, and has `LENT` more of each neighbour.

    Parameters
    ----------
    ends : int64[blocks + 1]
        Filled: the cells of block b are ``dealt[ends[b]:ends[b + 1]]``.
    dealt : int32[any]
        Filled with cells, the first that block b has counted as 0. Room for every hit twice.
    """
    blocks = len(ends) - 1
    ends[:] = 0
    # twice over all hits: first `ends` counts each block's, then it says where the next of each belongs
    for is_placing in (False, True):
        for i in range(first, last):
            moved = moved_by(hits.frame[i], diagonals.speed)
            for p in range(hits.starts[i], hits.stops[i]):
                cell = cell_of(hits.positions[p], moved, diagonals)
                block = cell >> BLOCK_BITS
                if is_placing:
                    dealt[ends[block]] = cell - (block << BLOCK_BITS) + LENT
                ends[block] += 1
                # the seams' trick: moved up by LENT, the cells on both sides of a seam are the first 2 * LENT
                # of a block, so that one mask tells those that a neighbour needs as well; few do, and all
                # others end here
                if (cell + LENT) & (BLOCK_CELLS - 1) >= 2 * LENT:
                    continue
                # near a block's first cells, going down by LENT leaves it: the one before needs them;
                # near its last it does not: the one behind
                other = block - 1 if (cell - LENT) >> BLOCK_BITS < block else block + 1
                if 0 <= other < blocks:
                    if is_placing:
                        dealt[ends[other]] = cell - (other << BLOCK_BITS) + LENT
                    ends[other] += 1
        if not is_placing:
            # from counts to where each block begins
            ends[:] = np.cumsum(ends) - ends
    # each place has moved on to where the next block begins: one to the right they are beginnings again
    ends[1:] = ends[:-1].copy()
    ends[0] = 0


@njit(cache=True, nogil=True)
def tally_cells(cells: I32, votes: U8, least: Int, reached: I64) -> Int:
    """Add a vote to each cell, as `tally_votes` does."""
    noted = 0
    for cell in cells:
        noted = vote(votes, cell, least, reached, noted)
    return noted


@njit(cache=True, nogil=True)
def merge_picks(cells: I64, counts: I64, found: Int, best_cells: I64, best_counts: I64, kept: Int) -> Int:
    """Merge the `found` picks of a block into the best so far, of which there are `kept`; give how many now.

    The block lies behind all others: of equals it comes last.
    """
    most = len(best_cells)
    for i in range(found):
        at = kept
        while at > 0 and best_counts[at - 1] < counts[i]:
            at -= 1
        if at == most:
            continue
        kept = insert_pick(best_cells, best_counts, kept, at, cells[i], counts[i])
    return kept


@njit(cache=True, nogil=True)
def clear_cells(cells: I32, votes: U8) -> None:
    """Undo `tally_cells`: cell by cell where they are few, else all at once."""
    if len(cells) > len(votes) >> 3:
        votes[:] = 0
        return
    for cell in cells:
        votes[cell] = 0


@njit(cache=True, nogil=True)
def keep_own(cells: I64, counts: I64, found: Int, block: Int) -> Int:
    """Keep a block's picks but its neighbours', their cells counted on the time line; give how many."""
    own = 0
    for i in range(found):
        if LENT <= cells[i] < LENT + BLOCK_CELLS:
            cells[own] = cells[i] + (block << BLOCK_BITS) - LENT
            counts[own] = counts[i]
            own += 1
    return own


@njit(cache=True, nogil=True)
def search_block(
    sides: tuple[I32, I32], votes: U8, reached: I64, enough: Int, cells: I64, counts: I64
) -> Int:
    """Pick the best places of one block of the time line.

    Parameters
    ----------
    sides : (int32[any], int32[any])
        The cells of its hits in both halves of a window, from `deal_hits`.
    votes : uint8[2, BLOCK_CELLS + 2 * LENT]
        Zeros, before and after.
    reached : int64[2, any]
        Room for as many cells.
    enough : int
        Votes that a place needs.
    cells, counts : int64[most]
        Filled with the picks, as `pick_cells` does.

    Returns
    -------
    int
        How many picks.
    """
    least = votes_to_note(enough)
    noted = np.zeros(2, np.int64)
    for side in range(2):
        noted[side] = tally_cells(sides[side], votes[side], least, reached[side])
    found = 0
    for side in range(2):
        found = pick_cells(votes, reached[side, : noted[side]], enough, cells, counts, found)
    for side in range(2):
        clear_cells(sides[side], votes[side])
    return found


@njit(cache=True, nogil=True)
def search_blocks(
    hits: Hits,
    windows: I64,
    diagonals: Diagonals,
    cells: Int,
    least_votes: Int,
    least_excess: float,
    most_cells: int,
) -> tuple[I64, I64, I64]:
    """Do what `search_windows` does on a time line of so many `cells` that votes do not fit into the cache.

    The hits of a half window are dealt out to blocks of the time line, and counted a block at a time: a
    third of the time for a hundred thousand recordings, and memory that does not grow with the library.
    """
    edges, _before, numbers = lay_windows(hits, windows)
    blocks = ((cells - 1) >> BLOCK_BITS) + 1
    votes = np.zeros((2, BLOCK_CELLS + 2 * LENT), np.uint8)
    reached = np.empty((2, votes.shape[1]), np.int64)
    dealt = np.empty((2, 2 * numbers.max()), np.int32)
    ends = np.zeros((2, blocks + 1), np.int64)
    held = np.zeros((2, 2), np.int64)
    # near the seams a block picks what belongs to its neighbours, too: room lest these crowd out its own
    block_cell = np.empty(most_cells + 2 * LENT, np.int64)
    block_count = np.empty(most_cells + 2 * LENT, np.int64)
    where = np.empty(len(windows) * most_cells, np.int64)
    cell = np.empty(len(windows) * most_cells, np.int64)
    count = np.empty(len(windows) * most_cells, np.int64)
    total = 0
    for w in range(len(windows)):
        for half in range(2):
            side = (w + half) & 1
            first, last = edges[w, half], edges[w, half + 1]
            if held[side, 0] != first or held[side, 1] != last:
                deal_hits(hits, first, last, diagonals, ends[side], dealt[side])
                held[side, 0], held[side, 1] = first, last
        enough = votes_needed(numbers[w].sum(), cells, least_votes, least_excess)
        best_cells, best_counts = cell[total : total + most_cells], count[total : total + most_cells]
        kept = 0
        for block in range(blocks):
            sides = (
                dealt[0, ends[0, block] : ends[0, block + 1]],
                dealt[1, ends[1, block] : ends[1, block + 1]],
            )
            found = search_block(sides, votes, reached, enough, block_cell, block_count)
            own = keep_own(block_cell, block_count, found, block)
            kept = merge_picks(block_cell, block_count, own, best_cells, best_counts, kept)
        where[total : total + kept] = w
        total += kept
    return where[:total], cell[:total], count[:total]
