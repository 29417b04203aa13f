"""Samples at one rate -> samples at another, by a windowed sinc.

It gives what `scipy.signal.resample_poly` gives, bit by bit where that does not fuse products and sums; but
importing `scipy.signal` costs as much as resampling half an hour of film.
"""

from __future__ import annotations

from functools import cache
from math import gcd

import numpy as np
from numpy.typing import NDArray
from scipy.special import i0

from cuespotter.analysis._kernels import filter_phases

F32 = NDArray[np.float32]

HALF_PERIODS = 10
"""Half the filter's length, in periods of the lower rate: flat to 0.9 of what both rates can hold."""
KAISER_BETA = 5.0
"""Shape of the filter's window: aliases lie 54 dB down."""


def resampled(samples: F32, *, rate_hz: int, wanted_hz: int) -> F32:
    """Bring one channel to another rate; sample 0 stays where it is, beyond both ends there is silence.

    Parameters
    ----------
    samples : float32[n]
    rate_hz, wanted_hz : int > 0

    Returns
    -------
    float32[ceil(n * wanted_hz / rate_hz)]
    """
    shared = gcd(rate_hz, wanted_hz)
    up, down = wanted_hz // shared, rate_hz // shared
    if up == down:
        return samples
    phases, half = _filter(up, down)
    out = np.empty(-(-len(samples) * up // down), np.float32)
    filter_phases(samples, phases, down, half, out)
    return out


@cache
def _filter(up: int, down: int) -> tuple[F32, int]:
    """Make the low-pass filter: a row for each phase, its last tap first; and half its length."""
    widest = max(up, down)
    half = HALF_PERIODS * widest
    place = np.arange(-half, half + 1, dtype=np.float64)
    cutoff = 1.0 / widest
    taps = cutoff * np.sinc(cutoff * place)
    taps *= i0(KAISER_BETA * np.sqrt(1.0 - (place / half) ** 2.0)) / i0(KAISER_BETA)
    taps /= taps.sum()
    per_phase = 2 * half // up + 1
    padded = np.zeros(per_phase * up, np.float32)
    padded[: len(taps)] = taps.astype(np.float32) * np.float32(up)
    return np.ascontiguousarray(padded.reshape(per_phase, up)[::-1].T), half
