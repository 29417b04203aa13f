"""Samples -> how far each cell of a coarse spectrogram stands out of its surroundings.

All cells of a recording tell where it plays, not its peaks alone: under louder sound most of them are
drowned, but there are a thousand in a second.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.fft import rfft
from scipy.ndimage import uniform_filter

from cuespotter.settings import SecondLookSettings

F32 = NDArray[np.float32]
FRAMES_AT_ONCE = 1024
"""Changes nothing."""


def bands_of(sound: F32, settings: SecondLookSettings, *, speed: float = 1.0, cents: float = 0.0) -> F32:
    """Hear sound in bands.

    Parameters
    ----------
    sound : float32[n]
        At `settings.rate_hz`.
    settings : SecondLookSettings
    speed : float
        Recording seconds in one second of a film: its frames then follow each other as the recording's do.
    cents : float
        By how much a film sounds higher: its bands then are the recording's.

    Returns
    -------
    float32[frames, bands]
    """
    size = settings.frame_samples
    starts = np.rint(np.arange(0, max(0, len(sound) - size), settings.hop_samples / speed)).astype(np.int64)
    if not len(starts):
        return np.zeros((0, settings.bands), np.float32)
    hz = settings.lowest_hz * 2.0 ** (np.arange(settings.bands) / settings.bands_per_octave + cents / 1200.0)
    place = np.minimum(hz / (settings.rate_hz / size), size / 2 - 1e-3)
    lower = place.astype(np.int64)
    share = (place - lower).astype(np.float32)
    window = np.hanning(size).astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(sound, size)
    level = np.empty((len(starts), settings.bands), np.float32)
    for first in range(0, len(starts), FRAMES_AT_ONCE):
        part = slice(first, first + FRAMES_AT_ONCE)
        loud = np.abs(rfft(frames[starts[part]] * window))
        level[part] = np.log(loud[:, lower] * (1.0 - share) + loud[:, lower + 1] * share + 1e-7)
    level -= uniform_filter(level, (1, settings.even_bands))
    level -= uniform_filter(level, (settings.even_frames, 1))
    spread = np.sqrt(uniform_filter(level**2, (settings.even_frames, settings.even_bands)) + 1e-3)
    cells: F32 = np.clip(level / spread, settings.lowest_cell, settings.highest_cell)
    return cells
