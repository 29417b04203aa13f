"""Compiled loops of the analysis: local maxima, selection, pairing, evidence. Arrays in, arrays out."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

F32: TypeAlias = NDArray[np.float32]
I32: TypeAlias = NDArray[np.int32]
I64: TypeAlias = NDArray[np.int64]
Marks: TypeAlias = NDArray[np.bool_]
Cents: TypeAlias = NDArray[np.uint16] | NDArray[np.float32]


@njit(cache=True, nogil=True)
def local_maxima(
    power: F32,
    first: int,
    last: int,
    reach_frames: int,
    reach_bins: int,
    lowest: int,
    highest: int,
    floor: np.float32,
) -> tuple[I32, F32, F32]:
    """Find the cells louder than all in reach, of equals the earliest, then the lowest.

    `power` is float32[frames, bins] and holds `reach_frames` rows more on both sides of
    ``first <= frame < last`` where there is sound; ``lowest <= bin < highest`` leaves a bin on each side.
    Gives frame, interpolated bin (parabola through the logarithms) and level in dB.
    """
    rows = power.shape[0]
    count = 0
    frame = np.empty(1024, np.int32)
    height = np.empty(1024, np.float32)
    level = np.empty(1024, np.float32)
    for f in range(first, last):
        top = max(0, f - reach_frames)
        bottom = min(rows, f + reach_frames + 1)
        for k in range(lowest, highest):
            p = power[f, k]
            if p <= floor or p <= power[f, k - 1] or p < power[f, k + 1]:
                continue
            left = max(lowest - 1, k - reach_bins)
            right = min(highest + 1, k + reach_bins + 1)
            is_peak = True
            for g in range(top, bottom):
                for h in range(left, right):
                    q = power[g, h]
                    if q > p or (q == p and (g < f or (g == f and h < k))):
                        is_peak = False
                        break
                if not is_peak:
                    break
            if not is_peak:
                continue
            if count == len(frame):
                frame = np.concatenate((frame, np.empty(count, np.int32)))
                height = np.concatenate((height, np.empty(count, np.float32)))
                level = np.concatenate((level, np.empty(count, np.float32)))
            below = np.log(max(power[f, k - 1], np.float32(1e-20)))
            here = np.log(p)
            above = np.log(max(power[f, k + 1], np.float32(1e-20)))
            bend = below - 2.0 * here + above
            shift = 0.5 * (below - above) / bend if bend < -1e-9 else 0.0
            frame[count] = f
            height[count] = k + shift
            level[count] = 10.0 * np.log10(p)
            count += 1
    return frame[:count], height[:count], level[:count]


@njit(cache=True, nogil=True)
def keep_loudest(frame: I32, rank: I64, half_width: int, limit: int) -> Marks:
    """Mark the peaks with fewer than `limit` of higher rank within `half_width` frames of them.

    `frame` is ascending; `rank` is a level in whole steps, 0 to 1023. Equals are all kept, so that shifting
    all frames changes nothing. A window slides along with a count for each rank, and `edge`, the lowest rank
    kept, moves with it as a running median's would.
    """
    n = len(frame)
    keep = np.zeros(n, np.bool_)
    counts = np.zeros(1024, np.int64)
    edge = 0
    above = 0
    start = 0
    stop = 0
    for i in range(n):
        while stop < n and frame[stop] <= frame[i] + half_width:
            counts[rank[stop]] += 1
            above += rank[stop] > edge
            stop += 1
        while frame[start] < frame[i] - half_width:
            counts[rank[start]] -= 1
            above -= rank[start] > edge
            start += 1
        while above >= limit:
            edge += 1
            above -= counts[edge]
        while edge > 0 and above + counts[edge] < limit:
            above += counts[edge]
            edge -= 1
        keep[i] = rank[i] >= edge
    return keep


@njit(cache=True, nogil=True)
def pair_nearest(
    frame: I32, cents: Cents, least_frames: int, most_frames: int, most_cents: int, fan_out: int
) -> tuple[I32, I32]:
    """Pair each peak with its next `fan_out` neighbours in the target zone, nearest in time first.

    Peaks are sorted by frame, then cents. Gives the indices of anchors and targets.
    """
    n = len(frame)
    anchor = np.empty(n * fan_out, np.int32)
    target = np.empty(n * fan_out, np.int32)
    count = 0
    for i in range(n):
        found = 0
        for j in range(i + 1, n):
            distance = frame[j] - frame[i]
            if distance > most_frames or found == fan_out:
                break
            rise = np.int32(cents[j]) - np.int32(cents[i])
            if distance < least_frames or rise > most_cents or rise < -most_cents:
                continue
            anchor[count] = i
            target[count] = j
            count += 1
            found += 1
    return anchor[:count], target[:count]


@njit(cache=True, nogil=True)
def log_levels(power: F32, lower_bin: I64, upper_weight: F32, floor: np.float32) -> F32:
    """Read a power spectrogram on a logarithmic axis, in dB, by linear interpolation of the power.

    Column c lies `upper_weight[c]` of the way from `lower_bin[c]` to the next bin.
    """
    rows = power.shape[0]
    columns = len(lower_bin)
    out = np.empty((rows, columns), np.float32)
    for f in range(rows):
        for c in range(columns):
            k = lower_bin[c]
            p = power[f, k] + (power[f, k + 1] - power[f, k]) * upper_weight[c]
            out[f, c] = np.float32(4.3429448) * np.log(max(p, floor))
    return out


@njit(cache=True, nogil=True)
def standardise(cells: F32, half_rows: int, half_columns: int, least_deviation: float) -> F32:
    """Take off every cell's local mean and divide by its local standard deviation.

    Local is a box of ``2 * half_rows + 1`` by ``2 * half_columns + 1`` cells, cut off at the edges. Sums are
    kept in float64. Deviations below `least_deviation` count as that.
    """
    rows, columns = cells.shape
    out = np.empty((rows, columns), np.float32)
    total = np.zeros(columns)
    squares = np.zeros(columns)
    for f in range(min(half_rows, rows)):
        for c in range(columns):
            v = np.float64(cells[f, c])
            total[c] += v
            squares[c] += v * v
    for f in range(rows):
        entering = f + half_rows
        if entering < rows:
            for c in range(columns):
                v = np.float64(cells[entering, c])
                total[c] += v
                squares[c] += v * v
        leaving = f - half_rows - 1
        if leaving >= 0:
            for c in range(columns):
                v = np.float64(cells[leaving, c])
                total[c] -= v
                squares[c] -= v * v
        height = min(rows, f + half_rows + 1) - max(0, f - half_rows)
        box_total = 0.0
        box_squares = 0.0
        for c in range(min(half_columns, columns)):
            box_total += total[c]
            box_squares += squares[c]
        for c in range(columns):
            if c + half_columns < columns:
                box_total += total[c + half_columns]
                box_squares += squares[c + half_columns]
            if c - half_columns - 1 >= 0:
                box_total -= total[c - half_columns - 1]
                box_squares -= squares[c - half_columns - 1]
            n = height * (min(columns, c + half_columns + 1) - max(0, c - half_columns))
            mean = box_total / n
            deviation = np.sqrt(max(box_squares / n - mean * mean, 0.0))
            out[f, c] = (cells[f, c] - mean) / max(deviation, least_deviation)
    return out


@njit(cache=True, nogil=True)
def mark_peaks(
    cells: F32, frame: I32, column: I64, reach_rows: int, reach_columns: int, weight: np.float32
) -> None:
    """Raise every cell near a peak by `weight`, once, in place."""
    rows, columns = cells.shape
    marked = np.zeros((rows, columns), np.bool_)
    for i in range(len(frame)):
        for f in range(max(0, frame[i] - reach_rows), min(rows, frame[i] + reach_rows + 1)):
            for c in range(max(0, column[i] - reach_columns), min(columns, column[i] + reach_columns + 1)):
                if not marked[f, c]:
                    marked[f, c] = True
                    cells[f, c] += weight
