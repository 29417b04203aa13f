"""Compiled loops by which a recording's lines are found, and compete. Arrays in, arrays out."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

F64: TypeAlias = NDArray[np.float64]
I8: TypeAlias = NDArray[np.int8]
I16: TypeAlias = NDArray[np.int16]
I32: TypeAlias = NDArray[np.int32]
I64: TypeAlias = NDArray[np.int64]
Int: TypeAlias = Any
"""Python's int or a NumPy integer: uncompiled, a kernel meets both."""


@njit(cache=True, nogil=True)
def lay_peaks(presence: I16, row: I32, column: I32, rows: Int, sums: I32) -> None:
    """Add up the presence that a recording's peaks meet in a stretch of film, at every offset.

    Parameters
    ----------
    presence : int16[columns, length]
        Of the stretch, time side by side in memory: a peak meets all of it in one go.
    row, column : int32[n]
        Of the recording's peaks; ``0 <= row < rows``. A peak beyond the columns counts nothing.
    rows : int
        Length of the recording.
    sums : int32[rows + length]
        Added to. At place p the recording's row ``rows - p`` is laid on the stretch's first.
    """
    columns, length = presence.shape
    for i in range(len(row)):
        if column[i] < 0 or column[i] >= columns:
            continue
        met = presence[column[i]]
        there = sums[rows - row[i] : rows - row[i] + length]
        for t in range(length):
            there[t] += met[t]


@njit(cache=True, nogil=True)
def sum_along(
    presence: I8,
    frame: I32,
    cents: Any,
    line: tuple[float, float, float],
    column_cents: float,
    reach: Int,
    sums: I64,
) -> None:
    """Add up the presence that a recording's peaks meet along a line and close beside it: all in one go.

    Parameters
    ----------
    presence : int8[frames, columns]
        Cells outside count nothing.
    frame, cents : int32[n], any number[n]
        Of the recording's peaks.
    line : (float, float, float)
        Offset, speed and pitch in cents (see `lookup.Line`).
    column_cents : float > 0
        Width of a column.
    reach : int
        The line is moved by up to so many frames.
    sums : int64[2 * reach + 1]
        Added to: of the earliest line first.
    """
    rows, columns = presence.shape
    offset, speed, pitch = line
    for i in range(len(frame)):
        c = np.int64(np.rint((cents[i] + pitch) / column_cents))
        if c < 0 or c >= columns:
            continue
        first = np.int64(np.floor(offset + frame[i] / speed + 0.5)) - reach
        for s in range(len(sums)):
            if first + s >= 0 and first + s < rows:
                sums[s] += presence[first + s, c]


@njit(cache=True, nogil=True)
def fit_near(
    presences: tuple[I8, ...],
    frame: I32,
    cents: Any,
    span: tuple[float, float],
    line: tuple[float, float, float],
    column_cents: float,
    reach: Int,
    step: float,
) -> tuple[float, Int]:
    """Say how well a line fits the film on all its views, moved to where it fits best.

    Parameters
    ----------
    presences : tuple of int8[frames, columns]
        Of each view, in units of `step` deviations.
    frame, cents : int32[n], any number[n]
        Of the recording's peaks; `frame` ascends.
    span : (float, float)
        Frames of the recording; only peaks in them are looked up.
    line, column_cents, reach
        As of `sum_along`.
    step : float

    Returns
    -------
    float, int
        Deviations, what is below chance counting nothing; and how many peaks were looked up.
    """
    first = np.searchsorted(frame, span[0])
    last = np.searchsorted(frame, span[1])
    if last <= first:
        return 0.0, 0
    root = np.sqrt(float(last - first))
    together = np.zeros(2 * reach + 1)
    for presence in presences:
        sums = np.zeros(2 * reach + 1, np.int64)
        sum_along(presence, frame[first:last], cents[first:last], line, column_cents, reach, sums)
        for s in range(len(sums)):
            clear = max(sums[s] * step, 0.0) / root
            together[s] += clear * clear
    return np.sqrt(together.max()), last - first


@njit(cache=True, nogil=True)
def best_of_kin(score: F64, kin: I64) -> I64:
    """Find the best state of each family (`kin` says whose each is); of equals the lowest.

    States count from 1 here, 0 is silence; 0 as well for families that nobody belongs to.
    """
    best = np.zeros(len(kin), np.int64)
    for s in range(1, len(score)):
        family = kin[s - 1]
        if best[family] == 0 or score[s] > score[best[family]]:
            best[family] = s
    return best


@njit(cache=True, nogil=True)
def best_path(gains: F64, enter_costs: F64, kin: I64, kin_cost: float) -> I64:
    """Find the states that explain a film best, block by block.

    `gains` is float64[states, blocks], the log likelihood ratio of each state against silence of all of them
    (-inf where a state cannot be). Entering state s costs `enter_costs[s]`, also from another state; from one
    of its own family `kin[s]` (0 <= kin < states) only `kin_cost`, if that is less. Leaving costs nothing.
    Gives for each block the state, or -1. Of equals, silence, then the lowest state.
    """
    states, blocks = gains.shape
    # state 0 is silence; `came[b, s]` is the state before block b on the best path that is in s at b
    came = np.empty((blocks, states + 1), np.int16)
    score = np.full(states + 1, -np.inf)
    score[0] = 0.0
    for b in range(blocks):
        best = 0
        for s in range(1, states + 1):
            if score[s] > score[best]:
                best = s
        nearest = best_of_kin(score, kin)
        fresh = np.empty(states + 1)
        fresh[0] = score[best]
        came[b, 0] = best
        for s in range(1, states + 1):
            before, reached = best, score[best] - enter_costs[s - 1]
            # most families have one member: it comes from itself, and that is the stay below
            akin = nearest[kin[s - 1]]
            if score[akin] - kin_cost > reached:
                before, reached = akin, score[akin] - kin_cost
            if score[s] >= reached:
                before, reached = s, score[s]
            fresh[s] = reached + gains[s - 1, b]
            came[b, s] = before
        score = fresh
    path = np.empty(blocks, np.int64)
    state = 0
    for s in range(1, states + 1):
        if score[s] > score[state]:
            state = s
    for b in range(blocks - 1, -1, -1):
        path[b] = state - 1
        state = came[b, state]
    return path
