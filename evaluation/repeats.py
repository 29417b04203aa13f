"""Where else a recording sounds as it does here: loops and repeated bars.

A stretch is compared with every other place of its own recording: spectra in third-of-an-octave-like
bands, 20 a second, the recording's mean spectrum taken away, correlated as one picture. A loop made
by copying, with another voice over it, scores 0.85 to 0.95; the same bars played again by hand, and the
slow shoulders of a held chord, stay below 0.8.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import fft, signal

from evaluation.stems import F32, RATE_HZ, Shelf

HOP_SAMPLES = 2400
WINDOW_SAMPLES = 4096
BANDS = 72
LOWEST_HZ, HIGHEST_HZ = 100.0, 8000.0
FLOOR_DB = -60.0
"""Below its loudest cell by this much, a cell says nothing."""
SAME_SOUND = 0.85
"""Correlation from which two places are said to sound the same."""
APART_S = 0.6
"""Nearer places than this are the same place."""


def picture(sound: F32) -> F32:
    """Draw sound as float32[bands, frames]: level in dB, less the mean of each band."""
    mono = sound.mean(axis=0)
    frames = 1 + max(0, len(mono) - WINDOW_SAMPLES) // HOP_SAMPLES
    padded = np.pad(mono, (0, max(0, WINDOW_SAMPLES - len(mono))))
    cut = np.lib.stride_tricks.sliding_window_view(padded, WINDOW_SAMPLES)[::HOP_SAMPLES][:frames]
    window = np.hanning(WINDOW_SAMPLES).astype(np.float32)
    power = np.abs(fft.rfft(cut * window, axis=1)) ** 2
    edges_hz = np.geomspace(LOWEST_HZ, HIGHEST_HZ, BANDS + 1)
    bins = np.unique(np.rint(edges_hz * WINDOW_SAMPLES / RATE_HZ).astype(int))
    level_db = 10 * np.log10(np.add.reduceat(power, bins, axis=1)[:, :-1] + 1e-12)
    level_db = np.maximum(level_db, level_db.max() + FLOOR_DB)
    level_db -= level_db.mean(axis=0)
    return np.ascontiguousarray(level_db.T, dtype=np.float32)


def likeness(whole: F32, first: int, count: int) -> NDArray[np.float64]:
    """Correlate frames ``[first, first + count)`` of a picture with every place of it.

    Returns
    -------
    float64[frames - count + 1]
        1 where the place is the stretch itself.
    """
    piece = whole[:, first : first + count].astype(np.float64)
    size = fft.next_fast_len(whole.shape[1] + count)
    spectra = fft.rfft(whole, size, axis=1) * np.conj(fft.rfft(piece, size, axis=1))
    together = fft.irfft(spectra.sum(axis=0), size)[: whole.shape[1] - count + 1]
    energy = np.concatenate([[0.0], np.cumsum(np.square(whole, dtype=np.float64).sum(axis=0))])
    there = energy[count:] - energy[:-count]
    own = float(np.square(piece).sum())
    return np.asarray(together / np.sqrt(np.maximum(there * own, 1e-9)))


@dataclass
class Repeats:
    """Finds repeats, and keeps each recording's picture."""

    shelf: Shelf

    def elsewhere(self, path: Path, start_s: float, end_s: float) -> list[float]:
        """Other places, in seconds, from which the recording sounds as it does from `start_s` to `end_s`."""
        whole = self._picture(path)
        per_second = RATE_HZ / HOP_SAMPLES
        first = max(0, round(start_s * per_second))
        count = min(whole.shape[1] - first, round((end_s - start_s) * per_second))
        if count < per_second:
            return []
        alike = likeness(whole, first, count)
        apart = round(APART_S * per_second)
        summits, _ = signal.find_peaks(np.pad(alike, 1), height=SAME_SOUND, distance=apart)
        places = summits - 1
        return [
            round(start_s + (place - first) / per_second, 2)
            for place in places.tolist()
            if abs(place - first) > apart
        ]

    def _picture(self, path: Path) -> F32:
        """Give a recording's picture, drawn once and kept beside its sound."""
        kept = self.shelf.cache / f"{path.stem}-{path.stat().st_size}.picture.npy"
        if not kept.exists():
            partial = kept.with_suffix(".part.npy")
            np.save(partial, picture(self.shelf.read(path)))
            partial.replace(kept)
        return np.load(kept)  # type: ignore[no-any-return]
