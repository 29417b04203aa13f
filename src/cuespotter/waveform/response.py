"""Where a recording surely plays -> how it sounds in the film, and how surely each block says so.

What a film makes of a recording (its level, a wall, a room, a radio, a channel turned round) is a filter.
Where the recording plays it can be measured, on the view that holds it most clearly; then it is known what
the recording should be like anywhere along its line, and how loud against everything else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, rfft

from cuespotter.settings import ExtentSettings, WaveformSettings
from cuespotter.waveform._kernels import read_between
from cuespotter.waveform.blocks import (
    F32,
    F64,
    I64,
    TINY,
    Grid,
    Spectra,
    near_shifts,
    power_around,
)
from cuespotter.waveform.coherence import Reach, clearest
from cuespotter.waveform.course import Both, Course, read_both
from cuespotter.waveform.samples import SampleSource


@dataclass(frozen=True)
class Response:
    """How a recording sounds in a film.

    Attributes
    ----------
    course : Course
        Along which it plays, to a part of a sample.
    views : tuple[str, str]
        Of the film and of the recording.
    filter : complex64[bins]
        What the film makes of the recording there.
    """

    course: Course
    views: tuple[str, str]
    filter: Spectra


@dataclass(frozen=True)
class FilmBlocks:
    """Blocks of a view of a film, and the power around each of their frequencies."""

    spectra: Spectra
    power: F32


@dataclass(frozen=True)
class Whereabouts:
    """Where a recording plays in some blocks of film.

    Attributes
    ----------
    course : Course
        To a part of a sample.
    views : tuple[str, str]
        Of the film and of the recording, which follow each other most clearly.
    heard : FilmBlocks
        The blocks of that view of the film.
    """

    course: Course
    views: tuple[str, str]
    heard: FilmBlocks


@dataclass(frozen=True)
class Resemblance:
    """What blocks of film say of a recording that should be in them.

    Attributes
    ----------
    alike : float64[blocks]
        Of the film and what it should hold, weighted by how quiet all else is.
    expected : float64[blocks]
        What that is in the mean where the recording plays as in the core; its variance by chance ...
    variance : float64[blocks]
        ... and as it is seen at other shifts: larger where notes last.
    """

    alike: F64
    expected: F64
    variance: F64


@dataclass(frozen=True)
class _Laid:
    """Blocks of a view of film and of one of a recording, at one course: a product and two powers, by bin."""

    product: NDArray[np.complexfloating[Any, Any]]
    told: NDArray[np.floating[Any]]


def response_of(
    film: SampleSource,
    music: SampleSource,
    course: Course,
    starts: I64,
    grid: Grid,
    settings: WaveformSettings,
) -> Response | None:
    """Measure how a recording sounds in some blocks of film.

    Parameters
    ----------
    film, music : SampleSource
        At one rate.
    course : Course
    starts : int64[blocks]
        Samples of film at which they begin, evenly spaced.
    grid : Grid
    settings : WaveformSettings

    Returns
    -------
    Response or None
        None where no view follows the recording clearly.

    Raises
    ------
    MediaError
        One of the files cannot be listened to.
    """
    rules = settings.extent
    place = place_of(film, music, course, starts, grid, settings)
    if place is None:
        return None
    both = read_both(film, music, place.course, starts, grid)
    laid = _laid(place.heard, both, place.views[1], place.course, starts, grid)
    unscaled = Response(place.course, place.views, _filter(laid, grid, rules))
    gain = _gain(_weighed(laid, unscaled.filter, grid, rules))
    return None if gain <= 0.0 else replace(unscaled, filter=unscaled.filter * np.float32(gain))


def place_of(
    film: SampleSource,
    music: SampleSource,
    course: Course,
    starts: I64,
    grid: Grid,
    settings: WaveformSettings,
) -> Whereabouts | None:
    """Find where a recording plays in some blocks of film, to a part of a sample; as `response_of`."""
    rules = settings.extent
    reach = Reach(rules.shift_s, rules.drift_s, rules.drift_step_s)
    both = read_both(film, music, course, starts, grid)
    heard: dict[str, FilmBlocks] = {}
    best, place = rules.clear, None
    for views in both.pairs:
        if views[0] not in heard:
            heard[views[0]] = _heard(both, views[0], starts, grid, settings)
        waves = _waves(_laid(heard[views[0]], both, views[1], course, starts, grid), grid)
        z, shift, drift = clearest(waves**2, reach, grid)
        if z > best:
            finely = _finely(waves, shift, drift, grid, rules)
            best, place = (
                z,
                Whereabouts(_turned(course, starts + grid.block / 2, shift, finely), views, heard[views[0]]),
            )
        if z >= settings.enough:
            break
    return place


def resemblance_of(
    film: SampleSource,
    music: SampleSource,
    response: Response,
    starts: I64,
    grid: Grid,
    settings: WaveformSettings,
) -> Resemblance:
    """Hold blocks of film against what they should be like.

    Parameters
    ----------
    film, music : SampleSource
    response : Response
    starts : int64[blocks]
        Samples of film at which they begin.
    grid : Grid
    settings : WaveformSettings

    Raises
    ------
    MediaError
        One of the files cannot be listened to.
    """
    both = read_both(film, music, response.course, starts, grid)
    heard = _heard(both, response.views[0], starts, grid, settings)
    laid = _laid(heard, both, response.views[1], response.course, starts, grid)
    return _weighed(laid, response.filter, grid, settings.extent)


def _heard(both: Both, view: str, starts: I64, grid: Grid, settings: WaveformSettings) -> FilmBlocks:
    """Transform blocks of a view of the film; each frequency counts by how quiet it is around it."""
    spectra = both.of_film(view, starts, grid)
    power = power_around(spectra, settings.levelled_hz, grid)
    hz = np.fft.rfftfreq(grid.size, 1.0 / grid.rate_hz)
    power[:, (hz < settings.extent.lowest_hz) | (hz > settings.extent.highest_hz)] = np.inf
    return FilmBlocks(spectra, power)


def _laid(heard: FilmBlocks, both: Both, view: str, course: Course, starts: I64, grid: Grid) -> _Laid:
    """Lay a view of a recording along a course, beside blocks of the film."""
    of_music = both.of_music(view, course, starts, grid)
    told = np.abs(of_music) ** 2 / heard.power * _share_inside(of_music, grid)[:, np.newaxis]
    return _Laid(np.conj(of_music) * heard.spectra / heard.power, told)


def _share_inside(of_music: Spectra, grid: Grid) -> F32:
    """Say which share of each block of a recording the film's window holds: the margins may be loud alone."""
    power = irfft(of_music, n=grid.size, axis=1) ** 2
    window = np.hanning(grid.block).astype(np.float32)
    share: F32 = power[:, grid.margin : grid.margin + grid.block] @ window / (power.sum(axis=1) + TINY)
    return share


def _waves(laid: _Laid, grid: Grid) -> F32:
    """Correlate at all shifts within the margin; each block by what is usual beside."""
    waves = near_shifts(irfft(laid.product, n=grid.size, axis=1), grid)
    levelled: F32 = waves / np.sqrt((waves**2).mean(axis=1, keepdims=True) + TINY)
    return levelled


def _finely(waves: F32, shift: int, drift: int, grid: Grid, rules: ExtentSettings) -> float:
    """Find the drift at which blocks add up sample by sample: their response is then largest."""
    half = round(rules.response_s * grid.rate_hz)
    flat = np.ascontiguousarray(waves).ravel()
    blocks, width = waves.shape
    across = np.linspace(-1.0, 1.0, blocks) if blocks > 1 else np.zeros(1)
    begins = np.arange(blocks) * width + grid.margin + shift - half
    read = np.empty((blocks, 2 * half + 1), np.float32)
    best, found = -1.0, float(drift)
    for step in range(-rules.fine_steps, rules.fine_steps + 1):
        tried = drift + step * rules.fine_drift_s * grid.rate_hz / rules.fine_steps
        read_between(flat, begins + tried * across, 1.0, read, 2 * half + 1)
        energy = float((read.sum(axis=0, dtype=np.float64) ** 2).sum())
        if energy > best:
            best, found = energy, tried
    return found


def _turned(course: Course, middles: NDArray[np.floating[Any]], shift: float, drift: float) -> Course:
    """Move a course by a shift in its middle and by a drift more at its end, in samples of film."""
    middle, half = float(middles[0] + middles[-1]) / 2, max(1.0, float(middles[-1] - middles[0]) / 2)
    return course.turned(middle, half, drift=drift, shift=shift)


def _filter(laid: _Laid, grid: Grid, rules: ExtentSettings) -> Spectra:
    """Average what the film makes of a recording, beyond chance; its level is not known yet."""
    half = round(rules.response_s * grid.rate_hz)
    far = round(rules.shift_s * grid.rate_hz)
    waves = irfft(laid.product.sum(axis=0), n=grid.size)
    beside = np.concatenate([waves[far : grid.margin], waves[-grid.margin : -far]])
    least = rules.response_deviations * float(np.sqrt((beside**2).mean()))
    kept = np.where(np.abs(waves) >= least, waves, 0.0)
    kept[half + 1 : -half] = 0.0
    scale = float(laid.told.sum()) / grid.size + float(TINY)
    spectrum: Spectra = rfft((kept / scale).astype(np.float32))
    return spectrum


def _weighed(laid: _Laid, response: Spectra, grid: Grid, rules: ExtentSettings) -> Resemblance:
    """Hold film and recording together through the filter."""
    waves = near_shifts(irfft(np.conj(response) * laid.product, n=grid.size, axis=1), grid) * np.float32(
        grid.size
    )
    far = round(rules.shift_s * grid.rate_hz)
    beside = np.concatenate([waves[:, : grid.margin - far], waves[:, grid.margin + far + 1 :]], axis=1)
    expected = 2.0 * (laid.told * np.abs(response) ** 2).sum(axis=1, dtype=np.float64)
    return Resemblance(
        waves[:, grid.margin].astype(np.float64),
        expected,
        np.maximum((beside.astype(np.float64) ** 2).mean(axis=1), expected),
    )


def _gain(resemblance: Resemblance) -> float:
    """Say by which factor the recording is louder than was expected: by least squares."""
    weight = 1.0 / (resemblance.variance + float(TINY))
    have = float((weight * resemblance.alike * resemblance.expected).sum())
    return have / (float((weight * resemblance.expected**2).sum()) + float(TINY))
