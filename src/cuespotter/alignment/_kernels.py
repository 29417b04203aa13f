"""Compiled loops of the alignment: looking a recording's peaks up in a film. Arrays in, arrays out."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

from cuespotter.analysis._kernels import FilmPeaks

F64: TypeAlias = NDArray[np.float64]
I8: TypeAlias = NDArray[np.int8]
I32: TypeAlias = NDArray[np.int32]
I64: TypeAlias = NDArray[np.int64]
Marks: TypeAlias = NDArray[np.bool_]
Int: TypeAlias = Any
"""Python's int or a NumPy integer: uncompiled, a kernel meets both."""


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
def first_from(film_frame: I32, start: Int, stop: Int, frame: float) -> Int:
    """Find the first of the ascending ``film_frame[start:stop]`` that is not before `frame`."""
    while start < stop:
        middle = (start + stop) >> 1
        if film_frame[middle] < frame:
            start = middle + 1
        else:
            stop = middle
    return start


@njit(cache=True, nogil=True)
def skip_before(film_frame: I32, start: Int, stop: Int, frame: float) -> Int:
    """Find what `first_from` does, one after the other: quicker where it is near."""
    while start < stop and film_frame[start] < frame:
        start += 1
    return start


@njit(cache=True, nogil=True)
def nearest_peaks(
    frame: F64, cents: F64, film: FilmPeaks, view: Int, reach_frames: float, reach_cents: float
) -> tuple[F64, F64]:
    """Find for each peak the one of a film's view nearest to it; how far off that is in frames and in cents.

    Both lists ascend in frame. Near is measured in parts of both reaches; NaN where nothing is in reach.
    """
    late = np.full(len(frame), np.nan)
    high = np.full(len(frame), np.nan)
    if len(frame) == 0:
        return late, high
    stop = film.starts[view + 1]
    start = first_from(film.frame, film.starts[view], stop, frame[0] - reach_frames)
    for i in range(len(frame)):
        start = skip_before(film.frame, start, stop, frame[i] - reach_frames)
        j = start
        nearest = np.inf
        while j < stop and film.frame[j] <= frame[i] + reach_frames:
            higher = np.float64(film.cents[j]) - cents[i]
            if abs(higher) <= reach_cents:
                later = film.frame[j] - frame[i]
                apart = (later / reach_frames) ** 2 + (higher / reach_cents) ** 2
                if apart < nearest:
                    nearest = apart
                    late[i] = later
                    high[i] = higher
            j += 1
    return late, high


@njit(cache=True, nogil=True)
def mark_met(frame: F64, cents: F64, film: FilmPeaks, reach_frames: float, reach_cents: float) -> Marks:
    """Mark the peaks that have a peak of any of a film's views in reach; `frame` ascends."""
    met = np.zeros(len(frame), np.bool_)
    if len(frame) == 0:
        return met
    for view in range(len(film.starts) - 1):
        stop = film.starts[view + 1]
        start = first_from(film.frame, film.starts[view], stop, frame[0] - reach_frames)
        for i in range(len(frame)):
            start = skip_before(film.frame, start, stop, frame[i] - reach_frames)
            j = start
            while not met[i] and j < stop and film.frame[j] <= frame[i] + reach_frames:
                met[i] = abs(np.float64(film.cents[j]) - cents[i]) <= reach_cents
                j += 1
    return met


@njit(cache=True, nogil=True)
def spread_of(rows: F64) -> F64:
    """Give half the distance between the 16th and the 84th percentile of each row.

    It is the standard deviation of the bulk, so that a repeated bar beside a line does not count.
    """
    out = np.empty(len(rows))
    last = rows.shape[1] - 1
    for r in range(len(rows)):
        ordered = np.sort(rows[r])
        ends = np.empty(2)
        for e in range(2):
            # of a normal distribution, 68 % lie within one deviation of the mean
            place = (0.16 if e == 0 else 0.84) * last
            lower = min(int(place), last - 1) if last > 0 else 0
            upper = min(lower + 1, last)
            ends[e] = ordered[lower] + (ordered[upper] - ordered[lower]) * (place - lower)
        out[r] = (ends[1] - ends[0]) / 2.0
    return out


@njit(cache=True, nogil=True)
def median_deviation(values: F64) -> float:
    """Give the standard deviation of the bulk of some values, from the median distance to their median."""
    # of a normal distribution, half lie within 1 / 1.4826 deviations of the median
    deviation: float = 1.4826 * np.median(np.abs(values - np.median(values)))
    # a cent: heights are not known better
    return max(1.0, deviation)


@njit(cache=True, nogil=True)
def residuals(
    frame: F64, cents: F64, film: FilmPeaks, reach_frames: float, reach_cents: float
) -> tuple[F64, F64, I64]:
    """Meet a film's nearest peaks on all views; lateness in frames, height in cents, and whose they are."""
    views = len(film.starts) - 1
    late = np.empty(views * len(frame))
    high = np.empty(views * len(frame))
    peak = np.empty(views * len(frame), np.int64)
    count = 0
    for view in range(views):
        found = nearest_peaks(frame, cents, film, view, reach_frames, reach_cents)
        for i in range(len(frame)):
            if not np.isnan(found[0][i]):
                late[count] = found[0][i]
                high[count] = found[1][i]
                peak[count] = i
                count += 1
    return late[:count], high[:count], peak[:count]


@njit(cache=True, nogil=True)
def count_times(frame: F64, peak: I64) -> Int:
    """Count the different frames of some peaks; `frame` ascends."""
    is_there = np.zeros(len(frame), np.bool_)
    for i in peak:
        is_there[i] = True
    count = 0
    last = -np.inf
    for i in range(len(frame)):
        if is_there[i] and frame[i] > last:
            last = frame[i]
            count += 1
    return count


class FitRules(NamedTuple):
    """What a fit allows itself (`AlignmentSettings` has the reasons)."""

    reach_cents: float
    """A film's peak this near in height is the recording's."""
    outlier_share: float
    """Residuals further than this share of the reach from their median are other sounds' peaks."""
    least_peaks: int
    """Fewer end the fit."""
    pitch_bias: float
    """What heights may all be wrong by, as a factor of speed."""
    speed_reach: float
    """A fit that changes the speed by more than this factor is given up."""
    follow_cents: float
    """Pitch follows speed if it is this near."""


@njit(cache=True, nogil=True)
def fit_rounds(
    frame: F64,
    cents: F64,
    film: FilmPeaks,
    line: tuple[float, float, float],
    about: float,
    reaches: F64,
    rules: FitRules,
) -> tuple[float, float, float, float]:
    """Fit a line to the film's peaks nearest to a recording's, in rounds that leave out the outliers.

    Parameters
    ----------
    frame, cents : float64[n]
        The recording's peaks, in its own frames.
    film : FilmPeaks
    line : (float, float, float)
        Offset, speed and pitch in cents to begin with (see `lookup.Line`).
    about : float
        Film frame in the middle of what is fitted.
    reaches : float64[rounds]
        In each round, a film's peak this near in time is the recording's.
    rules : FitRules

    Returns
    -------
    offset, speed, pitch_cents, speed_error : float
        The error is a factor; infinite where nothing was fitted.
    """
    offset, speed, pitch = line
    error = np.inf
    for reach in reaches:
        expected = offset + frame / speed
        late, high, peak = residuals(expected, cents + pitch, film, reach, rules.reach_cents)
        if len(late) < rules.least_peaks:
            break
        keep = np.abs(late - np.median(late)) <= reach * rules.outlier_share
        late, high, peak = late[keep], high[keep], peak[keep]
        x = expected[peak] - about
        spread = ((x - x.mean()) ** 2).sum() if len(x) > 0 else 0.0
        if len(late) < rules.least_peaks or spread == 0.0:
            break
        slope = ((x - x.mean()) * late).sum() / spread
        shift = late.mean() - slope * x.mean()
        # one peak met in several views tells its time but once
        repeated = len(late) / count_times(expected, peak)
        # frames squared: peaks stand on whole frames, which alone makes 1/12; a smaller variance is luck
        time_error = np.sqrt(repeated * max(late.var(), 0.05) / spread)
        # a median is 1.25 times as unsure as a mean; from cents to a factor
        pitch_error = 1.25 * median_deviation(high) * np.sqrt(repeated / len(high)) * np.log(2.0) / 1200.0
        fitted_speed = speed / (1.0 + slope)
        fitted_pitch = pitch + np.median(high)
        error = time_error
        if abs(pitch - 1200.0 * np.log2(speed)) < rules.follow_cents:
            # the idea of the fit: time and pitch tell one speed, each weighted by the inverse of its variance
            by_time = 1.0 / time_error**2
            by_pitch = 1.0 / (pitch_error**2 + rules.pitch_bias**2)
            fitted_speed = (fitted_speed * by_time + 2.0 ** (fitted_pitch / 1200.0) * by_pitch) / (
                by_time + by_pitch
            )
            error = 1.0 / np.sqrt(by_time + by_pitch)
            fitted_pitch = 1200.0 * np.log2(fitted_speed)
        if abs(fitted_speed / line[1] - 1.0) > rules.speed_reach:
            return line[0], line[1], line[2], np.inf
        offset = about - speed * (about - offset) / fitted_speed + shift
        speed, pitch = fitted_speed, fitted_pitch
    return offset, speed, pitch, error
