"""Compiled loops over samples. Arrays in, arrays out."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

F32: TypeAlias = NDArray[np.float32]
F64: TypeAlias = NDArray[np.float64]
I64: TypeAlias = NDArray[np.int64]
Int: TypeAlias = Any
"""Python's int or a NumPy integer: uncompiled, a kernel meets both."""


@njit(cache=True, nogil=True)
def read_between(sound: F32, starts: F64, ratio: float, out: F32, count: Int) -> None:
    """Read samples at evenly spaced places between them, by the cubic through four; outside is silence.

    Parameters
    ----------
    sound : float32[n]
    starts : float64[blocks]
        Places of each block's first sample.
    ratio : float
        Samples from one place to the next.
    out : float32[blocks, >= count]
        Written to: the first `count` of each row.
    count : int
    """
    for block in range(len(starts)):
        for i in range(count):
            place = starts[block] + ratio * i
            here = int(np.floor(place))
            if here < 1 or here + 2 >= len(sound):
                out[block, i] = 0.0
                continue
            part = place - here
            a, b, c, d = sound[here - 1], sound[here], sound[here + 1], sound[here + 2]
            bend = 2.0 * a - 5.0 * b + 4.0 * c - d + part * (3.0 * (b - c) + d - a)
            out[block, i] = b + 0.5 * part * (c - a + part * bend)


@njit(cache=True, nogil=True)
def clearest_shift(energy: F32, drifts: I64, reach: Int) -> tuple[float, int, int]:
    """Add energies of blocks up along several drifts, and hold the best shift near the middle to the others.

    Parameters
    ----------
    energy : float32[blocks, shifts]
        The middle one of an odd number of shifts is the line's own.
    drifts : int64[n]
        Shifts by which the last block may lie beside the middle one, and the first on the other side.
    reach : int
        Shifts from the middle that are near.

    Returns
    -------
    float, int, int
        Deviations above the mean of those beside, the best shift from the middle, and its drift; of equals
        the first.
    """
    blocks, shifts = energy.shape
    middle = shifts // 2
    edge = np.abs(drifts).max() + 1
    first, width = edge - 1, shifts - 2 * edge + 2
    best, best_shift, best_drift = 0.0, 0, 0
    along = np.zeros(width, np.float32)
    for drift in drifts:
        along[:] = 0.0
        for block in range(blocks):
            across = 2.0 * block / (blocks - 1) - 1.0 if blocks > 1 else 0.0
            begin = first + int(np.rint(across * drift))
            # a row cut out first: the loop over it becomes one of vectors
            row = energy[block, begin : begin + width]
            for place in range(width):
                along[place] += row[place]
        total, squares, count, peak, peak_shift = 0.0, 0.0, 0, 0.0, 0
        for place in range(1, width - 1):
            # a piece of sound is a few samples wide
            value = float(along[place - 1]) + float(along[place]) + float(along[place + 1])
            shift = first + place - middle
            if abs(shift) > reach:
                total += value
                squares += value * value
                count += 1
            elif value > peak:
                peak, peak_shift = value, shift
        mean = total / count
        deviation = np.sqrt(max(squares / count - mean * mean, 1e-12))
        if (peak - mean) / deviation > best:
            best, best_shift, best_drift = (peak - mean) / deviation, peak_shift, drift
    return best, best_shift, best_drift
