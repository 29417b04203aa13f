"""Compiled loops of the alignment: looking a recording's peaks up in a film. Arrays in, arrays out."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

F64: TypeAlias = NDArray[np.float64]
I8: TypeAlias = NDArray[np.int8]
I64: TypeAlias = NDArray[np.int64]
Marks: TypeAlias = NDArray[np.bool_]


@njit(cache=True, nogil=True)
def sum_presence(presence: I8, frame: F64, column: I64, shifts: I64) -> I64:
    """Add up the presence at all peaks, for each shift of their frames.

    `presence` is int8[frames, columns]; `frame` float64 film frames; cells outside count nothing.
    """
    rows, columns = presence.shape
    sums = np.zeros(len(shifts), np.int64)
    for i in range(len(frame)):
        c = column[i]
        if c < 0 or c >= columns:
            continue
        f = np.int64(np.floor(frame[i] + 0.5))
        for s in range(len(shifts)):
            g = f + shifts[s]
            if g >= 0 and g < rows:
                sums[s] += presence[g, c]
    return sums


@njit(cache=True, nogil=True)
def read_presence(presence: I8, frame: F64, column: I64) -> I64:
    """Read the presence at every peak; 0 outside."""
    rows, columns = presence.shape
    out = np.zeros(len(frame), np.int64)
    for i in range(len(frame)):
        c = column[i]
        f = np.int64(np.floor(frame[i] + 0.5))
        if c >= 0 and c < columns and f >= 0 and f < rows:
            out[i] = presence[f, c]
    return out


@njit(cache=True, nogil=True)
def best_path(gains: F64, enter_costs: F64) -> I64:
    """Find the states that explain a film best, block by block.

    `gains` is float64[states, blocks], the log likelihood ratio of each state against silence of all of them
    (-inf where a state cannot be). Entering state s costs `enter_costs[s]`, also from another state; leaving
    costs nothing. Gives for each block the state, or -1. Of equals, silence, then the lowest state.
    """
    states, blocks = gains.shape
    came = np.empty((blocks, states + 1), np.int64)
    score = np.full(states + 1, -np.inf)
    score[0] = 0.0
    for b in range(blocks):
        best = 0
        for s in range(1, states + 1):
            if score[s] > score[best]:
                best = s
        fresh = np.empty(states + 1)
        fresh[0] = score[best]
        came[b, 0] = best
        for s in range(1, states + 1):
            stay = score[s]
            enter = score[best] - enter_costs[s - 1]
            if stay >= enter:
                fresh[s] = stay + gains[s - 1, b]
                came[b, s] = s
            else:
                fresh[s] = enter + gains[s - 1, b]
                came[b, s] = best
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


@njit(cache=True, nogil=True)
def mark_shared(
    frame: F64, column: F64, other_frame: F64, other_column: F64, reach_frames: float, reach_columns: float
) -> Marks:
    """Mark the peaks that lie near a peak of another recording, both at their places in the film.

    Both lists ascend in frame.
    """
    shared = np.zeros(len(frame), np.bool_)
    start = 0
    for i in range(len(frame)):
        while start < len(other_frame) and other_frame[start] < frame[i] - reach_frames:
            start += 1
        j = start
        while j < len(other_frame) and other_frame[j] <= frame[i] + reach_frames:
            if abs(other_column[j] - column[i]) <= reach_columns:
                shared[i] = True
                break
            j += 1
    return shared


@njit(cache=True, nogil=True)
def nearest_peaks(
    frame: F64, cents: F64, film_frame: F64, film_cents: F64, reach_frames: float, reach_cents: float
) -> tuple[F64, F64]:
    """Find for each peak the film's peak nearest to it, and how far off that is in frames and in cents.

    Both lists ascend in frame. Near is measured in parts of both reaches; NaN where nothing is in reach.
    """
    late = np.full(len(frame), np.nan)
    high = np.full(len(frame), np.nan)
    start = 0
    for i in range(len(frame)):
        while start < len(film_frame) and film_frame[start] < frame[i] - reach_frames:
            start += 1
        j = start
        nearest = np.inf
        while j < len(film_frame) and film_frame[j] <= frame[i] + reach_frames:
            later = film_frame[j] - frame[i]
            higher = film_cents[j] - cents[i]
            if abs(higher) <= reach_cents:
                apart = (later / reach_frames) ** 2 + (higher / reach_cents) ** 2
                if apart < nearest:
                    nearest = apart
                    late[i] = later
                    high[i] = higher
            j += 1
    return late, high
