"""Slow twins of the kernels that compare performances."""

from itertools import pairwise

import numpy as np


def count_classes(frame, semitone, weight, step_frames, counts):
    """Add each peak to its pitch class, the less the farther it stands from it."""
    for at, height, much in zip(frame.tolist(), semitone.tolist(), weight.tolist(), strict=True):
        step, nearest = int(at / step_frames), int(height + 0.5)
        if step < len(counts):
            counts[step, nearest % 12] += much * (1 - 2 * abs(height - nearest))


def reached(alike, onset, extension):
    """Give how far each pair of moments reaches: the recursion of Serra 2009, word for word."""
    rows, columns = alike.shape
    table = np.zeros((rows, columns))
    for i in range(2, rows):
        for j in range(2, columns):
            before = [(i - 1, j - 1), (i - 2, j - 1), (i - 1, j - 2)]
            if alike[i, j]:
                table[i, j] = 1 + max(table[place] for place in before)
            else:
                costs = [table[place] - (onset if alike[place] else extension) for place in before]
                table[i, j] = max(0.0, *costs)
    return table


def follow_likeness(alike, onset, extension):
    """Give the greatest of them, and the first place where it stands."""
    table = reached(alike, onset, extension)
    if table.max(initial=0) <= 0:
        return 0.0, 0, 0
    row, column = np.unravel_index(int(table.argmax()), table.shape)
    return float(table[row, column]), int(row), int(column)


def fit_moments(one, other, context):
    """Correlate moments as vectors of all their values."""

    def directions(steps):
        rows = np.array([steps[at : at + context].ravel() for at in range(len(steps) - context + 1)], float)
        rows -= rows.mean(axis=1, keepdims=True)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)

    return directions(one) @ directions(other).T


def greatest_of_runs(values, starts):
    """Give the greatest of each run of rows."""
    return np.array([values[first:last].max(axis=0) for first, last in pairwise(starts)])
