"""Compiled loops of the comparison of performances: arrays in, arrays out."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

F32: TypeAlias = NDArray[np.float32]
Bool: TypeAlias = NDArray[np.bool_]

CLASSES = 12


@njit(cache=True, nogil=True)
def count_classes(
    frame: NDArray[np.int32], semitone: F32, weight: F32, step_frames: float, counts: F32
) -> None:
    """Add each peak's weight to its pitch class in float32[steps, 12].

    `semitone` >= 0 is a peak's height on the recording's own tuning; one halfway between two classes says
    nothing of either. Peaks behind the last step are passed over.
    """
    steps = counts.shape[0]
    for i in range(len(frame)):
        step = int(frame[i] / step_frames)
        if step < steps:
            nearest = int(semitone[i] + np.float32(0.5))
            apart = abs(semitone[i] - np.float32(nearest))
            counts[step, nearest % CLASSES] += weight[i] * (np.float32(1.0) - np.float32(2.0) * apart)


@njit(cache=True, nogil=True)
def greatest_of_runs(values: F32, starts: NDArray[np.int64], greatest: F32) -> None:
    """Write the greatest of each run of rows, column by column, into float32[runs, columns].

    Run i is rows ``starts[i]:starts[i + 1]``, at least one. (numpy's `maximum.reduceat` takes
    five times as long.)
    """
    for run in range(len(starts) - 1):
        greatest[run] = values[starts[run]]
        for row in range(starts[run] + 1, starts[run + 1]):
            for column in range(values.shape[1]):
                greatest[run, column] = max(greatest[run, column], values[row, column])


@njit(cache=True, nogil=True)
def fit_moments(one: F32, other: F32, context: int, fit: F32) -> None:
    """Correlate each moment of one performance with each of another, into float32[moments, moments].

    `one` and `other` are float32[steps, 12]; a moment is a step with those that follow it, `context` in all,
    and there are ``steps - context + 1`` of them, in both at least one. Along a diagonal, what a moment has
    in common with another differs from the one before by one step that comes and one that goes. A moment
    without any change in it correlates with nothing.
    """
    means, lengths = np.zeros((2, max(fit.shape))), np.zeros((2, max(fit.shape)))
    values = context * CLASSES
    for side in range(2):
        steps = one if side == 0 else other
        for moment in range(fit.shape[side]):
            total, squares = 0.0, 0.0
            for k in range(context):
                for c in range(CLASSES):
                    value = float(steps[moment + k, c])
                    total += value
                    squares += value * value
            means[side, moment] = total / values
            lengths[side, moment] = np.sqrt(max(0.0, squares - total * total / values))
    rows, columns = one.shape[0], other.shape[0]
    products = np.empty((rows, columns))
    for i in range(rows):
        for j in range(columns):
            product = 0.0
            for c in range(CLASSES):
                product += float(one[i, c]) * float(other[j, c])
            products[i, j] = product
    for diagonal in range(-fit.shape[0] + 1, fit.shape[1]):
        i, j = max(0, -diagonal), max(0, diagonal)
        common = 0.0
        for k in range(context):
            common += products[i + k, j + k]
        while i < fit.shape[0] and j < fit.shape[1]:
            size = lengths[0, i] * lengths[1, j]
            centred = common - values * means[0, i] * means[1, j]
            # where all classes are alike there is no harmony to be like another
            fit[i, j] = np.float32(centred / size) if size > 1e-6 else np.float32(0.0)
            if i + 1 < fit.shape[0] and j + 1 < fit.shape[1]:
                common += products[i + context, j + context] - products[i, j]
            i += 1
            j += 1


@njit(cache=True, nogil=True)
def follow_likeness(alike: Bool, onset: float, extension: float) -> tuple[float, int, int]:
    """Give the length of the longest stretch in which two performances run alike, and where it ends.

    ``alike[i, j]`` says whether moment i of one is like moment j of the other. A stretch runs on by one
    moment in both, or by two in one of them, so that either may be twice as quick; an unlike moment costs
    `onset` after a like one and `extension` after another. Three rows are held at a time.
    """
    rows, columns = alike.shape
    held = np.zeros((3, columns), np.float32)
    best = np.float32(0.0)
    last_row = 0
    last_column = 0
    for i in range(2, rows):
        now, before, earlier = held[i % 3], held[(i - 1) % 3], held[(i - 2) % 3]
        now[:] = 0.0
        for j in range(2, columns):
            if alike[i, j]:
                now[j] = max(before[j - 1], earlier[j - 1], before[j - 2]) + np.float32(1.0)
                if now[j] > best:
                    best, last_row, last_column = now[j], i, j
            else:
                even = before[j - 1] - (onset if alike[i - 1, j - 1] else extension)
                slower = earlier[j - 1] - (onset if alike[i - 2, j - 1] else extension)
                faster = before[j - 2] - (onset if alike[i - 1, j - 2] else extension)
                now[j] = max(0.0, even, slower, faster)
    return float(best), last_row, last_column


@njit(cache=True, nogil=True)
def trace_likeness(alike: Bool, onset: float, extension: float, path: NDArray[np.int32]) -> int:
    """Write the stretch that `follow_likeness` found to int32[rows + columns, 2], its end first.

    Gives how many moments were written; the first of them are the stretch's last.
    """
    rows, columns = alike.shape
    reached = np.zeros((rows, columns), np.float32)
    step = np.zeros((rows, columns), np.int8)
    best = np.float32(0.0)
    row = 0
    column = 0
    for i in range(2, rows):
        for j in range(2, columns):
            top = np.float32(0.0)
            chosen = 0
            for k in range(3):
                a = i - 2 if k == 1 else i - 1
                b = j - 2 if k == 2 else j - 1
                value = reached[a, b]
                if not alike[i, j]:
                    value -= np.float32(onset if alike[a, b] else extension)
                if value > top:
                    top, chosen = value, k + 1
            reached[i, j] = top + np.float32(1.0) if alike[i, j] else top
            step[i, j] = chosen
            if alike[i, j] and reached[i, j] > best:
                best, row, column = reached[i, j], i, j
    count = 0
    while best > 0.0 and count < len(path):
        path[count, 0], path[count, 1] = row, column
        count += 1
        taken = step[row, column]
        if taken == 0:
            break
        row -= 2 if taken == 2 else 1
        column -= 2 if taken == 3 else 1
        if reached[row, column] <= 0.0:
            break
    return count
