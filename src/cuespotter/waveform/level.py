"""Where a recording surely plays, and how it sounds there -> how loud it is against everything else.

What of a film follows its recording, frequency by frequency, is music; the rest is speech, noise and other
music (coherent output power: Bendat & Piersol, Random Data, chapter 6).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.fft import irfft, rfft
from scipy.ndimage import uniform_filter1d

from cuespotter.settings import ExtentSettings, WaveformSettings
from cuespotter.waveform.blocks import F64, I64, TINY, Grid, Spectra
from cuespotter.waveform.course import read_both
from cuespotter.waveform.response import Response
from cuespotter.waveform.samples import SampleSource

LOUDSPEAKERS = ("mid", "side")
"""Views of a film that hold together what two loudspeakers play, each sample once."""


class Powers(NamedTuple):
    """Of what follows a recording, and of everything else, in one unit."""

    music: float
    rest: float

    @classmethod
    def together(cls, parts: Sequence[Powers]) -> Powers:
        """Add up what was measured in several parts."""
        return cls(sum(part.music for part in parts), sum(part.rest for part in parts))

    @property
    def level_db(self) -> float:
        """The one against the other, in dB."""
        return float(10.0 * np.log10((self.music + float(TINY)) / (self.rest + float(TINY))))


def powers_of(
    film: SampleSource,
    music: SampleSource,
    response: Response,
    starts: I64,
    grid: Grid,
    settings: WaveformSettings,
) -> Powers:
    """Part what follows a recording from everything else, in some blocks of film.

    Parameters
    ----------
    film, music : SampleSource
        At one rate.
    response : Response
        Tells the course, to a part of a sample.
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
    known = [_windowed(both.of_music(view, response.course, starts, grid), grid) for view in both.music]
    heard = [both.of_film(view, starts, grid) for view in LOUDSPEAKERS if view in both.film]
    return Powers.together([_parted(spectra, known, grid, settings.extent) for spectra in heard])


def _windowed(spectra: Spectra, grid: Grid) -> Spectra:
    """See of a recording's blocks what the film's window shows of them."""
    waves = irfft(spectra, n=grid.size, axis=1)
    inside = slice(grid.margin, grid.margin + grid.block)
    seen = np.zeros_like(waves)
    seen[:, inside] = waves[:, inside] * grid.window
    windowed: Spectra = rfft(seen)
    return windowed


def _parted(heard: Spectra, known: list[Spectra], grid: Grid, rules: ExtentSettings) -> Powers:
    """Part a view of the film: the view of the recording counts that more of it follows."""
    whole = float((np.abs(heard) ** 2).sum(dtype=np.float64))
    music = max(0.0, *(_following(heard, spectra, grid, rules) for spectra in known))
    return Powers(music, max(0.0, whole - music))


def _following(heard: Spectra, known: Spectra, grid: Grid, rules: ExtentSettings) -> float:
    """Give the power of what follows one view of a recording: a fader moves, so part by part."""
    width = max(3, round(rules.level_hz * grid.size / grid.rate_hz))
    step = max(1, round(rules.level_s * grid.rate_hz / (grid.block * rules.hop_share)))
    power = 0.0
    for first in range(0, len(heard), step):
        film, music = heard[first : first + step], known[first : first + step]
        # what is averaged of spectra that have nothing in common is not nothing
        chance = 1.0 / max(2.0, len(film) * rules.hop_share * rules.level_hz * grid.block / grid.rate_hz)
        whole = _near((np.abs(film) ** 2).sum(axis=0), width)
        told = _near((np.abs(music) ** 2).sum(axis=0), width)
        product = (np.conj(music) * film).sum(axis=0)
        alike = (_near(product.real, width) ** 2 + _near(product.imag, width) ** 2) / (told + float(TINY))
        power += float((alike - chance * whole).sum()) / (1.0 - chance)
    return power


def _near(spectrum: F64, width: int) -> F64:
    """Average over neighbouring frequencies."""
    near: F64 = uniform_filter1d(np.asarray(spectrum, np.float64), width, mode="nearest")
    return near
