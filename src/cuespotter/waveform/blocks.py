"""Stretches of film and recording -> blocks of both, as spectra."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.fft import rfft
from scipy.ndimage import uniform_filter1d

from cuespotter.waveform._kernels import read_between

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
I64 = NDArray[np.int64]
Spectra = NDArray[np.complex64]
TINY = np.float32(1e-12)
"""Power of silence, so that nothing is divided by nothing."""


@dataclass(frozen=True)
class Grid:
    """The sizes of a comparison, in samples.

    Attributes
    ----------
    block, margin : int
        A block of film; what the recording has more on each side.
    size : int
        Length of the transforms.
    rate_hz : int
    """

    block: int
    margin: int
    size: int
    rate_hz: int

    @property
    def window(self) -> F32:
        """What is seen of a block: float32[block]."""
        window: F32 = np.sqrt(np.hanning(self.block)).astype(np.float32)
        return window


def film_blocks(sound: F32, starts: I64, grid: Grid) -> Spectra:
    """Transform blocks of film.

    Parameters
    ----------
    sound : float32[n]
    starts : int64[blocks]
        Samples at which blocks begin; what lies outside is silence.
    grid : Grid

    Returns
    -------
    complex64[blocks, bins]
    """
    padded = np.zeros((len(starts), grid.size), np.float32)
    for start, block in zip(starts.tolist(), padded, strict=True):
        part = sound[max(0, start) : max(0, start + grid.block)]
        late = grid.margin + max(0, -start)
        block[late : late + len(part)] = part
    padded[:, grid.margin : grid.margin + grid.block] *= grid.window
    spectra: Spectra = rfft(padded)
    return spectra


def music_blocks(sound: F32, starts: F64, ratio: float, grid: Grid) -> Spectra:
    """Transform what the recording has at the blocks' places, with a margin on both sides.

    Parameters
    ----------
    sound : float32[n]
    starts : float64[blocks]
        Samples of the recording that belong to the blocks' first.
    ratio : float
        Samples of the recording in one of the film, as its pitch tells: within a block that is its speed.
    grid : Grid

    Returns
    -------
    complex64[blocks, bins]
    """
    padded = np.zeros((len(starts), grid.size), np.float32)
    read_between(sound, starts - ratio * grid.margin, ratio, padded, grid.block + 2 * grid.margin)
    spectra: Spectra = rfft(padded)
    return spectra


def power_around(spectra: Spectra, width_hz: float, grid: Grid) -> F32:
    """Give the power around each frequency: float32[blocks, bins]."""
    width = max(3, round(width_hz * grid.size / grid.rate_hz))
    power: F32 = uniform_filter1d(np.abs(spectra) ** 2, width, axis=-1, mode="nearest")
    return np.maximum(power, 0.0) + TINY


def near_shifts(waves: F32, grid: Grid) -> F32:
    """Put the shifts of a correlation within the margin in a row, the line's own in the middle.

    Parameters
    ----------
    waves : float32[blocks, size]
        As the inverse transform gives them.
    grid : Grid

    Returns
    -------
    float32[blocks, 2 * margin + 1]
    """
    near: F32 = np.concatenate([waves[:, -grid.margin :], waves[:, : grid.margin + 1]], axis=1)
    return near
