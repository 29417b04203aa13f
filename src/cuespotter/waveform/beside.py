"""A piece of film and what a recording has in its place -> frames of both, along one straight line.

Within a piece of half a minute phases must stay in step up to 4 kHz: a line that drifts by a thousandth of a
second seems to lose its treble.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.fft import irfft, rfft
from scipy.ndimage import uniform_filter

from cuespotter.settings import MixSettings, WaveformSettings
from cuespotter.waveform._kernels import read_between
from cuespotter.waveform.blocks import F32, TINY, Spectra
from cuespotter.waveform.coherence import grid_of
from cuespotter.waveform.course import Course
from cuespotter.waveform.response import place_of
from cuespotter.waveform.samples import SampleSource


@dataclass(frozen=True)
class Beside:
    """Frames of a film and of a recording that belong together.

    Attributes
    ----------
    film, music : dict of str to complex64[frames, bins]
        By view.
    rate_hz : int
    around : dict of str to float32[frames, bins]
        What `power_around` gave of views so far.
    """

    film: dict[str, Spectra]
    music: dict[str, Spectra]
    rate_hz: int
    around: dict[str, F32]

    @property
    def hz(self) -> F32:
        """Give the frequencies of the bins."""
        bins = next(iter(self.film.values())).shape[1]
        return np.linspace(0.0, self.rate_hz / 2, bins, dtype=np.float32)

    def power_around(self, view: str) -> F32:
        """Give the power around each cell of a view of the film."""
        if view not in self.around:
            self.around[view] = _evenly(self.film[view])
        return self.around[view]


def beside(
    film: SampleSource, music: SampleSource, course: Course, settings: WaveformSettings
) -> Beside | None:
    """Lay a recording beside a piece of film.

    Parameters
    ----------
    film, music : SampleSource
        At one rate.
    course : Course
        Where pitch follows speed; its bounds are those of the piece.
    settings : WaveformSettings

    Returns
    -------
    Beside or None
        None where no view follows the recording clearly.

    Raises
    ------
    MediaError
        One of the files cannot be listened to.
    """
    grid = grid_of(film.rate_hz, stretched=False, settings=settings)
    hop = round(grid.block * settings.extent.hop_share)
    starts = np.arange(-(-course.first // hop), (course.last - grid.block) // hop + 1) * hop
    if len(starts) < settings.extent.least_blocks:
        return None
    place = place_of(film, music, course, starts, grid, settings)
    if place is None:
        return None
    rules, line = settings.mix, place.course
    of_film = _film_frames(film, course, rules)
    view, beside_it = place.views
    around = _evenly(of_film[view])
    for _ in range(rules.turns):
        of_music = _music_frames(music, line, rules)
        drift = _drift(of_film[view], of_music[beside_it], around, film.rate_hz, rules)
        if not drift:
            break
        middle, half = (line.first + line.last) / 2, (line.last - line.first) / 2
        line = line.turned(middle, half, drift=drift * film.rate_hz)
    return Beside(of_film, of_music, film.rate_hz, {view: around})


def _evenly(spectra: Spectra) -> F32:
    """Give the power around each cell, over a fifth of a second and 50 Hz."""
    power: F32 = uniform_filter(np.abs(spectra) ** 2, (3, 9), mode="nearest")
    return np.maximum(power, 0.0) + TINY


def _film_frames(film: SampleSource, course: Course, rules: MixSettings) -> dict[str, Spectra]:
    views, origin = film.stretch(course.first / film.rate_hz, course.last / film.rate_hz)
    count = course.last - course.first
    first = course.first - origin
    return {name: _frames(_cut(sound, first, count), rules) for name, sound in views.items()}


def _music_frames(music: SampleSource, course: Course, rules: MixSettings) -> dict[str, Spectra]:
    """Read a recording along a course, each view at the film's own samples."""
    begin, end = course.recording_sample(course.first), course.recording_sample(course.last)
    views, origin = music.stretch(begin / music.rate_hz - 0.1, end / music.rate_hz + 0.1)
    count = course.last - course.first
    return {
        name: _frames(_read(sound, begin - origin, course, count), rules) for name, sound in views.items()
    }


def _read(sound: F32, begin: float, course: Course, count: int) -> F32:
    read = np.empty((1, count), np.float32)
    read_between(np.ascontiguousarray(sound), np.array([begin]), course.speed, read, count)
    row: F32 = read[0]
    return row


def _cut(sound: F32, first: int, count: int) -> F32:
    """Cut samples out; what is missing at the end is silence."""
    cut = np.zeros(count, np.float32)
    part = sound[max(0, first) : max(0, first + count)]
    cut[max(0, -first) :][: len(part)] = part
    return cut


def _frames(sound: F32, rules: MixSettings) -> Spectra:
    window = np.hanning(rules.frame_samples).astype(np.float32)
    parts = np.lib.stride_tricks.sliding_window_view(sound, rules.frame_samples)[:: rules.hop_samples]
    spectra: Spectra = rfft(parts * window)
    return spectra


def _drift(film: Spectra, music: Spectra, around: F32, rate_hz: int, rules: MixSettings) -> float:
    """Find by how much later the film is at the end than in the middle, and earlier at the beginning: s.

    There all frames together have the largest response within a filter's length.
    """
    count = len(film) // rules.drift_frames
    product = (np.conj(music) * film / around)[: count * rules.drift_frames]
    still = product.reshape(count, rules.drift_frames, -1).sum(axis=1)
    hz = np.linspace(0.0, rate_hz / 2, still.shape[1])
    still[:, (hz < rules.lowest_hz) | (hz > rules.highest_hz)] = 0.0
    still /= np.sqrt((np.abs(still) ** 2).sum(axis=1, keepdims=True)) + TINY
    across, half = np.linspace(-1.0, 1.0, count)[:, np.newaxis], round(rules.response_s * rate_hz)
    most = round(rules.drift_s / rules.drift_step_s)
    steps = np.arange(-most, most + 1)
    step = np.exp(2j * np.pi * hz * rules.drift_step_s * across).astype(np.complex64)
    turned = still * np.exp(2j * np.pi * hz * rules.drift_step_s * steps[0] * across).astype(np.complex64)
    clear = np.empty(len(steps))
    for place in range(len(steps)):
        wave = irfft(turned.sum(axis=0))
        clear[place] = (wave[:half] ** 2).sum() + (wave[-half:] ** 2).sum()
        turned *= step
    return float(steps[int(np.argmax(clear))] * rules.drift_step_s)
