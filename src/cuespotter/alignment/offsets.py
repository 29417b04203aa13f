"""Candidate -> line: offset, speed and pitch, as exactly as the film's presence tells them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cuespotter.alignment._kernels import FitRules, fit_rounds, spread_of
from cuespotter.alignment.lookup import Comparison, Line, Span
from cuespotter.clock import cents_of_speed
from cuespotter.settings import AlignmentSettings, FitSettings, SightSettings

F64 = NDArray[np.float64]


LEAST_CHANCE_SHARE = 0.8
"""Of the deviation that independent views would have together (see `sight`)."""


@dataclass(frozen=True)
class Sighting:
    """A line as seen in one stretch of film.

    Attributes
    ----------
    line : Line
    span : Span
    weights : float64[views]
        How much each view tells; the weighted presence of a peak has a deviation of about 1 by chance.
    z : float
        Presence above that beside the line, in standard deviations of the latter.
    """

    line: Line
    span: Span
    # what is seen of a recording along a line in a span: two that share these are one
    weights: F64 = field(compare=False)
    z: float


def quick_z(compared: Comparison, line: Line, span: Span) -> float:
    """Say how well a line fits a stretch of film, held against theory only: cheap, for sorting candidates."""
    settings = compared.settings
    z, peaks = compared.fit_near(line, span, settings.offset_reach_frames)
    return z if peaks >= settings.least_peaks else 0.0


def sight(compared: Comparison, line: Line, span: Span) -> Sighting:
    """See how well a line fits a stretch of film, held against what is seen beside it.

    The line is moved by up to `settings.offset_reach_frames` to where it fits best.
    """
    settings = compared.settings
    stretch = compared.cut(line, span)
    reach = settings.offset_reach_frames
    near = np.arange(-reach, reach + 1)
    sums = compared.sums(stretch, line, np.concatenate([near, _beside(settings)]))
    at, beside = sums[:, : len(near)], sums[:, len(near) :]
    mean = beside.mean(axis=1)
    spread = np.maximum(spread_of(beside), np.sqrt(max(len(stretch), 1)) * settings.least_spread)
    scaled = (at - mean[:, None]) / spread[:, None]
    weights = np.maximum(scaled.max(axis=1), 0.0) / spread
    norm = np.sqrt((weights**2).sum())
    if norm == 0.0:
        return Sighting(line, span, weights=np.ones(len(sums)), z=0.0)
    together = weights @ (at - mean[:, None])
    # views hear partly the same, so that their chances add up to less than if they were strangers; but 64
    # shifts may be quiet by luck, and below 0.8 of what strangers would make is luck
    chance = max(
        float(spread_of((weights @ (beside - mean[:, None]))[None])[0]),
        float(np.sqrt(((weights * spread) ** 2).sum()) * LEAST_CHANCE_SHARE),
    )
    best = int(together.argmax())
    z = float(together[best] / chance)
    per_peak = weights / chance * np.sqrt(max(len(stretch), 1))
    return Sighting(line.moved(float(_vertex(together, best) - reach)), span, weights=per_peak, z=z)


def coarse_line(compared: Comparison, sighting: Sighting) -> Line:
    """Find the speed, pitch and offset that fit a sighting's stretch of film best, in a grid about its own.

    Pitch follows speed where it does already; else both are tried apart.
    """
    settings, start, span = compared.settings, sighting.line, sighting.span
    stretch = compared.cut(start, span)
    reach = settings.offset_reach_frames
    near = np.arange(-reach, reach + 1)
    step = settings.speed_step_frames / max(span.length, settings.least_frames) * 2
    count = int(np.ceil(settings.speed_reach / step))
    # cents: what is left of a pitch that was swept in steps of 20
    pitches = [None] if follows(start, settings) else [-10.0, 0.0, 10.0]
    best_line, best_sum = start, -np.inf
    for k in range(-count, count + 1):
        factor = 1.0 + k * step
        for added in pitches:
            pitch = start.pitch_cents + (cents_of_speed(factor) if added is None else added)
            line = start.turned(speed=start.speed * factor, pitch_cents=pitch, about=span.middle)
            sums = compared.sums(stretch, line, near)
            # peaks wander by a frame, in the film as in the recording: a place is as good as it and its
            # neighbours
            together = np.convolve(sighting.weights @ sums, (0.25, 0.5, 0.25), mode="same")
            best = int(together.argmax())
            if together[best] > best_sum:
                best_sum = float(together[best])
                best_line = line.moved(float(_vertex(together, best) - reach))
    return best_line


def turned_line(compared: Comparison, line: Line, span: Span, about: float) -> tuple[Line, float] | None:
    """Find another tempo at which the film around a short alignment fits a recording clearly better.

    Music whose tempo alone was changed by 2 % still fits for three seconds at its own tempo; laid wider, it
    tells. Pitch is kept.

    Parameters
    ----------
    compared : Comparison
    line : Line
    span : Span
        Film frames in which both are held against each other.
    about : float
        Film frame where the line was met.

    Returns
    -------
    (Line, float) or None
        The line, and how well it fits (as `quick_z`); None where none is clearly better.
    """
    settings = compared.settings
    count = round(settings.turned_reach / settings.turned_step)
    best, best_z = line, settings.turned_gain * max(quick_z(compared, line, span), settings.least_quick_z)
    for k in (*range(-count, -1), *range(2, count + 1)):
        turned = line.turned(
            speed=line.speed * (1.0 + k * settings.turned_step),
            pitch_cents=line.pitch_cents,
            about=about,
        )
        z = quick_z(compared, turned, span)
        if z > best_z:
            best, best_z = turned, z
    return None if best is line else (best, best_z)


@dataclass(frozen=True)
class Fit:
    """A line fitted to the peaks it met, and the standard error of its speed (a factor)."""

    line: Line
    speed_error: float


def fit_line(compared: Comparison, line: Line, span: Span) -> Fit:
    """Fit offset, speed and pitch to the film's peaks nearest to the recording's.

    Least squares over the residuals in time, in rounds that leave out the outliers. Where pitch follows
    speed, the heights of the peaks tell the speed as well, and both estimates are weighted by their errors.
    """
    settings = compared.settings
    stretch = compared.cut(line, span)
    offset, speed, pitch, error = fit_rounds(
        stretch.frame,
        stretch.cents,
        compared.heard.peaks,
        (line.offset, line.speed, line.pitch_cents),
        span.middle,
        np.array(settings.fit_reach_frames),
        fit_rules(settings),
    )
    return Fit(Line(offset, speed, pitch), error)


def fit_rules(settings: AlignmentSettings) -> FitRules:
    """Give what a fit allows itself."""
    return FitRules(
        settings.fit_reach_cents,
        settings.fit_outlier_share,
        settings.least_peaks,
        settings.pitch_bias,
        settings.fit_speed_reach,
        settings.same_line_cents,
    )


def snap(fit: Fit, span: Span, settings: AlignmentSettings) -> Line:
    """Take the first of the named speeds that a fit allows, if any; pitch 0 where it is nearly so."""
    line = fit.line
    followed = follows(line, settings)
    reach = min(max(settings.snap_errors * fit.speed_error, settings.snap_least), settings.snap_most)
    near = [speed for speed in settings.named_speeds if abs(line.speed / speed - 1.0) <= reach]
    speed = near[0] if near else line.speed
    pitch = cents_of_speed(speed) if followed else line.pitch_cents
    if abs(pitch) < settings.snap_cents and not followed:
        pitch = 0.0
    return line.turned(speed=speed, pitch_cents=pitch, about=span.middle)


def is_named(line: Line, settings: FitSettings) -> bool:
    """Say whether a line plays at a speed by which films are converted, and pitch follows."""
    speeds = settings.named_speeds
    near = any(abs(line.speed / speed - 1.0) <= settings.snap_least for speed in speeds)
    return near and abs(line.pitch_cents - cents_of_speed(line.speed)) < 1.0


def follows(line: Line, settings: AlignmentSettings) -> bool:
    """Say whether pitch follows speed, as when a recording is played faster."""
    return abs(line.pitch_cents - cents_of_speed(line.speed)) < settings.same_line_cents


def _beside(settings: SightSettings) -> NDArray[np.int64]:
    """Shifts that belong to no alignment: away from the line on both sides, in uneven steps."""
    steps = settings.beside_first_frames + np.arange(settings.beside_count) * settings.beside_step_frames
    # moved by 0 to 6 frames in a turning order: even steps would meet every bar of a steady beat alike
    uneven = steps + (np.arange(settings.beside_count) * 5) % 7
    return np.concatenate([-uneven, uneven])


def _vertex(values: F64, best: int) -> float:
    """Place of the maximum between samples: vertex of the parabola through three of them."""
    if not 0 < best < len(values) - 1:
        return float(best)
    left, here, right = values[best - 1 : best + 2]
    bend = left - 2 * here + right
    return float(best) if bend >= 0 else best + 0.5 * (left - right) / bend
