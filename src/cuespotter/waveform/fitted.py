"""Frames of a film and of a recording -> the one filter and the one fader through which it plays there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.fft import irfft, rfft
from scipy.linalg import solve_toeplitz
from scipy.ndimage import uniform_filter1d

from cuespotter.settings import MixSettings
from cuespotter.waveform.beside import Beside
from cuespotter.waveform.blocks import F32, TINY, Spectra

SILENCE = 1e-9
"""Power against a film's in which nothing can be fitted."""


@dataclass(frozen=True)
class Fitted:
    """What a view of a film makes of a view of a recording.

    Attributes
    ----------
    film : complex64[frames, bins]
    faded : complex64[frames, bins]
        The recording behind the fader, whose middle position is 1.
    filter : complex64[bins]
    around : float32[frames, bins]
        Power around each cell of the film.
    """

    film: Spectra
    faded: Spectra
    filter: Spectra
    around: F32

    @cached_property
    def foretold(self) -> Spectra:
        """Give what the film should hold of the recording."""
        return self.faded * self.filter


def fit(one: Beside, views: tuple[str, str], rules: MixSettings) -> Fitted | None:
    """Fit a filter and a fader to a view of a film and one of a recording, in turn.

    Returns
    -------
    Fitted or None
        None where there are no such views, or one is silent.
    """
    of_film, of_music = views
    if of_film not in one.film or of_music not in one.music:
        return None
    film, music, hz = one.film[of_film], one.music[of_music], one.hz
    around = one.power_around(of_film)
    weight = 1.0 / around
    weight[:, (hz < rules.lowest_hz) | (hz > rules.highest_hz)] = 0.0
    half = round(rules.response_s * one.rate_hz)
    faded, fitted = music, None
    for _ in range(rules.fits):
        response = _filter(film, faded, weight, half)
        if response is None:
            return None
        fader, level = _fader(film, music * response, weight, rules)
        faded = music * fader
        fitted = Fitted(film, faded, response * np.float32(level), around)
    return fitted


def _filter(film: Spectra, faded: Spectra, weight: F32, half: int) -> Spectra | None:
    """Find the filter of so many samples to both sides that foretells a film best, by least squares."""
    own = irfft((np.abs(faded) ** 2 * weight).sum(axis=0, dtype=np.float64))
    cross = irfft((np.conj(faded) * film * weight).sum(axis=0, dtype=np.complex128))
    if own[0] <= SILENCE:
        return None
    column = own[: 2 * half + 1].copy()
    # notes leave gaps between them of which nothing is known
    column[0] *= 1.02
    taps = solve_toeplitz(column, np.concatenate([cross[-half:], cross[: half + 1]]))
    wave = np.zeros(len(own), np.float32)
    wave[-half:], wave[: half + 1] = taps[:half], taps[half:]
    response: Spectra = rfft(wave)
    return response


def _fader(film: Spectra, unfaded: Spectra, weight: F32, rules: MixSettings) -> tuple[F32, float]:
    """Follow a recording's level, all bands together: float32[frames, 1] by its middle, and that."""
    alike = (np.real(np.conj(unfaded) * film) * weight).sum(axis=1)
    told = (np.abs(unfaded) ** 2 * weight).sum(axis=1)
    alike, told = (uniform_filter1d(one, rules.fader_frames) for one in (alike, told))
    fader = np.maximum(alike, 0.0) / (told + np.float32(1e-6) * told.mean() + TINY)
    level = float(np.median(fader[fader > 0])) if (fader > 0).any() else 1.0
    return (fader / np.float32(level))[:, np.newaxis], level
