"""Recordings that play in no film: the library's own music, backwards and at other speeds.

They have the statistics of real music (chords, timbres, loops) and sound like nothing that plays, so that a
library of a hundred recordings becomes one of three hundred that is as easily confused.
"""

from __future__ import annotations

import wave
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from scipy import signal

from evaluation.stems import HEADROOM, Shelf, Track

FILLER_RATES_HZ = (19_000, 29_200)
"""What holds 24,000 samples of each second is played at these: 4 semitones lower, and 3.4 higher."""


def make_fillers(tracks: Iterable[Track], shelf: Shelf, folder: Path) -> list[Path]:
    """Write two fillers of each track, as 16-bit mono; those that are there are kept.

    Returns
    -------
    list of Path
        Sorted.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for track in tracks:
        paths = [folder / f"{track.id}.{rate_hz}.wav" for rate_hz in FILLER_RATES_HZ]
        if not all(path.exists() for path in paths):
            backwards = shelf.read(track.path).mean(axis=0)[::-1]
            half = signal.resample_poly(backwards, 1, 2)
            samples = np.clip(np.rint(half * (32767.0 / HEADROOM)), -32768, 32767).astype("<i2")
            for path, rate_hz in zip(paths, FILLER_RATES_HZ, strict=True):
                _write(path, samples.tobytes(), rate_hz)
        made += paths
    return sorted(made)


def _write(path: Path, samples: bytes, rate_hz: int) -> None:
    """Write 16-bit mono samples; a file is there whole or not at all."""
    partial = path.with_suffix(".part")
    with wave.open(str(partial), "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(rate_hz)
        stream.writeframes(samples)
    partial.replace(path)
