"""Blocks of a film and of a recording -> how far the film's samples follow the recording's.

A fingerprint keeps some peaks of a recording; its file holds every sample. Under a voice 15 dB louder a block
of half a second still correlates with the recording that sounds in it, at one shift and at no other, since
the voice has nothing in common with it. Blocks are levelled in frequency, correlated, squared and added up,
whatever their sign: music may be turned round, and played by a tape that wanders.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.fft import irfft, next_fast_len

from cuespotter.settings import WaveformSettings
from cuespotter.waveform._kernels import clearest_shift
from cuespotter.waveform.blocks import F32, TINY, Grid, Spectra, near_shifts, power_around


def grid_of(rate_hz: int, *, stretched: bool, settings: WaveformSettings) -> Grid:
    """Choose the sizes: shorter blocks where tempo or pitch were changed alone."""
    block = round((settings.stretched_block_s if stretched else settings.block_s) * rate_hz)
    margin = round(settings.margin_s * rate_hz)
    return Grid(block, margin, int(next_fast_len(block + 2 * margin, real=True)), rate_hz)


def levelled(spectra: Spectra, grid: Grid, settings: WaveformSettings) -> Spectra:
    """Divide blocks by the root of the power around each frequency: complex64[blocks, bins]."""
    power = power_around(spectra, settings.levelled_hz, grid)
    flat: Spectra = (spectra / np.sqrt(power)).astype(np.complex64)
    return flat


@dataclass(frozen=True)
class Reach:
    """How far beside a line film and recording are compared, in seconds.

    Attributes
    ----------
    shift_s : float
        The whole line may lie so much earlier or later.
    drift_s, step_s : float
        Its end may lie so much later than its middle, and its beginning earlier, or the other way round, in
        steps: the speed is wrong.
    """

    shift_s: float
    drift_s: float
    step_s: float

    @classmethod
    def fine(cls, settings: WaveformSettings) -> Reach:
        """Give the reach around a line that samples have told."""
        return cls(settings.fine_shift_s, settings.fine_drift_s, settings.fine_step_s)


class Clear(NamedTuple):
    """How clearly one shift stands out.

    Attributes
    ----------
    deviations : float
        Standard deviations above the shifts beside it.
    shift_s, drift_s : float
        Where it lies beside the line, in the middle and, further, at the end.
    """

    deviations: float
    shift_s: float
    drift_s: float


def coherence(
    film: Spectra, music: Spectra, grid: Grid, reach: Reach, most: float, settings: WaveformSettings
) -> Clear:
    """Say how far above chance film and recording correlate at one shift near the line.

    Parameters
    ----------
    film, music : complex64[blocks, bins]
        Views that may hold the same.
    grid : Grid
    reach : Reach
    most : float
        What one block counts at most, where chance gives 1.
    settings : WaveformSettings

    Returns
    -------
    Clear
        The best of the bands, which are tried until one of them is beyond doubt.
    """
    hz = np.fft.rfftfreq(grid.size, 1.0 / grid.rate_hz)
    product = np.conj(film) * music
    best = Clear(0.0, 0.0, 0.0)
    for low, high in settings.bands_hz:
        inside = slice(int(np.searchsorted(hz, low)), int(np.searchsorted(hz, high)))
        best = max(best, _clearest(product, inside, grid, reach, most))
        if best.deviations >= settings.enough:
            break
    return best


def _clearest(product: Spectra, inside: slice, grid: Grid, reach: Reach, most: float) -> Clear:
    """Say how far one shift stands out in one band."""
    kept = np.zeros_like(product)
    kept[:, inside] = product[:, inside]
    deviation = np.sqrt(2.0 * (np.abs(kept[:, inside]) ** 2).sum(axis=1, keepdims=True)) / grid.size
    near = near_shifts(irfft(kept, n=grid.size, axis=1), grid)
    near /= deviation + TINY
    # two strokes in one block agree as two recordings do: no block may say so alone
    energy = np.minimum(near * near, np.float32(most))
    z, shift, drift = clearest(energy, reach, grid)
    return Clear(z, shift / grid.rate_hz, drift / grid.rate_hz)


def clearest(energy: F32, reach: Reach, grid: Grid) -> tuple[float, int, int]:
    """Find the shift that stands out most: its deviations, itself and its drift up to the last block.

    Parameters
    ----------
    energy : float32[blocks, shifts]
        From `near_shifts`, squared.
    reach : Reach
    grid : Grid
    """
    steps = round(reach.drift_s / reach.step_s)
    drifts = np.rint(np.arange(-steps, steps + 1) * reach.step_s * grid.rate_hz).astype(np.int64)
    z, shift, drift = clearest_shift(energy, drifts, round(reach.shift_s * grid.rate_hz))
    return float(z), int(shift), int(drift)
