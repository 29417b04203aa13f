"""Compiled loops of the analysis: local maxima, selection, pairing, evidence. Arrays in, arrays out."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

C64: TypeAlias = NDArray[np.complex64]
F32: TypeAlias = NDArray[np.float32]
F64: TypeAlias = NDArray[np.float64]
I32: TypeAlias = NDArray[np.int32]
I64: TypeAlias = NDArray[np.int64]
U32: TypeAlias = NDArray[np.uint32]
Marks: TypeAlias = NDArray[np.bool_]
Cents: TypeAlias = NDArray[np.uint16] | NDArray[np.float32]


class FilmPeaks(NamedTuple):
    """The peaks of all views of a film, one view behind the other, as compiled loops take them.

    Attributes
    ----------
    frame : int32[n]
        Ascending in each view.
    cents : float32[n]
    starts : int64[views + 1]
        Where each view begins; and where the last ends.
    """

    frame: NDArray[np.int32]
    cents: NDArray[np.float32]
    starts: NDArray[np.int64]


@njit(cache=True, nogil=True)
def louder_of(cells: F32, others: F32, out: F32) -> None:
    """Fill `out`, which shares no memory with either, with the louder of each two cells.

    Written so that it becomes vector instructions.
    """
    for k in range(len(out)):
        out[k] = cells[k] if cells[k] > others[k] else others[k]  # noqa: FURB136  max() asks for NaN, cell by cell


@njit(cache=True, nogil=True)
def row_maxima(row: F32, reach: int, out: F32, room: F32) -> None:
    """Fill `out` with the maximum of `row` within `reach` cells of each.

    `room` is float32[2, len(row) + 2 * reach]. Each step doubles how many cells a maximum is of, the last one
    makes it ``2 * reach + 1``; beyond its ends the row goes on as its last cells, which changes no maximum.
    """
    n = len(row)
    widest = 2 * reach + 1
    these, those = room[0], room[1]
    these[:reach] = row[0]
    these[reach : reach + n] = row
    these[reach + n :] = row[n - 1]
    end = n + 2 * reach
    width = 1
    while 2 * width < widest:
        end -= width
        louder_of(these[:end], these[width : width + end], those[:end])
        these, those = those, these
        width *= 2
    louder_of(these[:n], these[widest - width : widest - width + n], out)


@njit(cache=True, nogil=True)
def is_first(power: F32, f: int, k: int, top: int, left: int, right: int) -> bool:
    """Say whether no cell of the box in an earlier frame, or in a lower bin of this one, is as loud."""
    for g in range(top, f + 1):
        for h in range(left, right if g < f else k):
            if power[g, h] == power[f, k]:
                return False
    return True


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

    The maximum of a box is that of its rows' maxima, each found for all bins at once, and held while boxes
    need it.
    """
    begin = max(0, first - reach_frames)
    end = min(power.shape[0], last + reach_frames)
    width = highest + 2 - lowest
    held = 2 * reach_frames + 1
    across = np.empty((held, width), np.float32)
    room = np.empty((2, width + 2 * reach_bins), np.float32)
    box = np.empty(width, np.float32)
    other = np.empty(width, np.float32)
    ready = begin
    count = 0
    # doubled below where a section has more
    frame = np.empty(1024, np.int32)
    height = np.empty(1024, np.float32)
    level = np.empty(1024, np.float32)
    for f in range(first, last):
        top = max(begin, f - reach_frames)
        bottom = min(end, f + reach_frames + 1)
        for g in range(ready, bottom):
            row_maxima(power[g, lowest - 1 : highest + 1], reach_bins, across[g % held], room)
        ready = bottom
        box[:] = across[top % held]
        for g in range(top + 1, bottom):
            louder_of(box, across[g % held], other)
            box, other = other, box
        for k in range(lowest, highest):
            p = power[f, k]
            if p < box[k - lowest + 1] or p <= floor:
                continue
            left = max(lowest - 1, k - reach_bins)
            if not is_first(power, f, k, top, left, min(highest + 1, k + reach_bins + 1)):
                continue
            if count == len(frame):
                frame = np.concatenate((frame, np.empty(count, np.int32)))
                height = np.concatenate((height, np.empty(count, np.float32)))
                level = np.concatenate((level, np.empty(count, np.float32)))
            # 1e-20 is -200 dB: digital silence beside a peak has no logarithm
            below = np.log(max(power[f, k - 1], np.float32(1e-20)))
            here = np.log(p)
            above = np.log(max(power[f, k + 1], np.float32(1e-20)))
            bend = below - 2.0 * here + above
            # of equals there is no vertex
            shift = 0.5 * (below - above) / bend if bend < -1e-9 else 0.0
            frame[count] = f
            height[count] = k + shift
            # 10 / ln 10: from the natural logarithm of a power to dB
            level[count] = 4.342944819 * here
            count += 1
    return frame[:count], height[:count], level[:count]


@njit(cache=True, nogil=True)
def power_of_bins(spectrum: C64, bins: int, out: F32) -> None:
    """Fill ``out[frame, bin]`` with the power of the lowest `bins` of complex64[frames, any]."""
    for f in range(len(spectrum)):
        row = spectrum[f]
        for k in range(bins):
            out[f, k] = row[k].real * row[k].real + row[k].imag * row[k].imag


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


class HashLayout(NamedTuple):
    """How the fields of a landmark are counted and how many bits each has (see `hashes`)."""

    height_step_cents: int
    distance_step_frames: int
    height_bits: int
    rise_bits: int
    distance_bits: int


@njit(cache=True, nogil=True)
def pack_fields(
    anchor_cents: F64, target_cents: F64, distance_frames: F64, layout: HashLayout, hashes: U32, fits: Marks
) -> None:
    """Fill in uint32[n] hashes of landmarks, 0 where a field does not fit its bits, and whether all do.

    A rise may be negative: it is counted from the middle of what its bits hold.
    """
    level = 1 << (layout.rise_bits - 1)
    for i in range(len(hashes)):
        height = np.int64(np.floor(anchor_cents[i] / layout.height_step_cents + 0.5))
        steps = np.int64(np.floor((target_cents[i] - anchor_cents[i]) / layout.height_step_cents + 0.5))
        rise = steps + level
        distance = np.int64(np.floor(distance_frames[i] / layout.distance_step_frames))
        fits[i] = (
            0 <= height < 1 << layout.height_bits
            and 0 <= rise < 1 << layout.rise_bits
            and 0 <= distance < 1 << layout.distance_bits
        )
        packed = (
            (height << (layout.rise_bits + layout.distance_bits)) | (rise << layout.distance_bits) | distance
        )
        hashes[i] = packed if fits[i] else 0


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
            # 10 / ln 10, as above; in float32, since all of a film's cells go through here
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
            # at the edges of the film and of the axis there are fewer cells
            n = height * (min(columns, c + half_columns + 1) - max(0, c - half_columns))
            mean = box_total / n
            # in a flat box rounding makes the difference of the two a little less than 0
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
