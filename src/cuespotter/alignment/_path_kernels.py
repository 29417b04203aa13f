"""The compiled loop by which a recording's lines compete. Arrays in, arrays out."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

F64: TypeAlias = NDArray[np.float64]
I64: TypeAlias = NDArray[np.int64]


@njit(cache=True, nogil=True)
def best_path(gains: F64, enter_costs: F64) -> I64:
    """Find the states that explain a film best, block by block.

    `gains` is float64[states, blocks], the log likelihood ratio of each state against silence of all of them
    (-inf where a state cannot be). Entering state s costs `enter_costs[s]`, also from another state; leaving
    costs nothing. Gives for each block the state, or -1. Of equals, silence, then the lowest state.
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
