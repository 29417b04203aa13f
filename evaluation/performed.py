"""Music that the material has little of, synthesised: drums alone, pads, pulses under blows.

As noises.py makes what sounds like music and is none, this makes what is music and sounds like none. Each
part of the material gets pieces of its own, by other numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy import signal

from evaluation.stems import RATE_HZ, Track

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
LASTS_S = 50.0
OF_EACH = 2
STEPS = 16
"""Of a bar of drums."""
CHORDS = ((0, 7, 12, 16), (0, 7, 12, 15), (0, 5, 12, 17), (0, 7, 14, 19))
"""Semitones above the lowest tone."""


def synthesised_music(part: str, folder: Path) -> tuple[Track, ...]:
    """Write the pieces of a part of the material that are not there yet, and list them."""
    folder.mkdir(parents=True, exist_ok=True)
    tracks: list[Track] = []
    for kind, make in MAKERS.items():
        for number in range(OF_EACH):
            # a cache knows files by name and size
            path = folder / f"synthesised-{kind}-{part}-{number}.wav"
            if not path.exists():
                rng = np.random.default_rng((8, len(part), int(part), len(tracks)))
                sound = make(rng)
                sound = 0.3 * sound / max(1e-9, float(np.abs(sound).max()))
                partial = path.with_suffix(".part.wav")
                soundfile.write(partial, sound.T.astype(np.float32), RATE_HZ)
                partial.replace(path)
            tracks.append(Track(path.stem, path))
    return tuple(tracks)


def _laid(sounds: Iterator[tuple[float, F64]]) -> F64:
    """Lay mono sounds on a stereo time line, each at its second, the same on both sides."""
    whole = np.zeros(int(LASTS_S * RATE_HZ))
    for at_s, sound in sounds:
        first = int(at_s * RATE_HZ)
        part = sound[: max(0, len(whole) - first)]
        whole[first : first + len(part)] += part
    return np.stack([whole, whole])


def _room(sound: F64, rng: np.random.Generator, decay_s: float, wet: float) -> F64:
    """Let sound ring on, otherwise on each side."""
    time_s = np.arange(int(3 * decay_s * RATE_HZ)) / RATE_HZ
    tails = rng.standard_normal((2, len(time_s))) * np.exp(-time_s / decay_s)
    rung = signal.oaconvolve(sound, tails / np.sqrt(np.square(tails).sum(axis=1, keepdims=True)), axes=1)
    mixed: F64 = sound + wet * rung[:, : sound.shape[1]]
    return mixed


def _drums(rng: np.random.Generator) -> F64:
    """Let drums play bars of sixteen steps, with a change every four."""
    step_s = 60.0 / rng.uniform(70, 150) / 4
    time_s = np.arange(int(0.5 * RATE_HZ)) / RATE_HZ
    low_hz = rng.uniform(45, 140)
    drop = np.sin(2 * np.pi * (low_hz * time_s + 0.04 * low_hz * (1 - np.exp(-time_s / 0.03))))
    hiss = rng.standard_normal(len(time_s))
    bright = signal.sosfilt(signal.butter(2, rng.uniform(2000, 4500), "high", fs=RATE_HZ, output="sos"), hiss)
    voices = (
        drop * np.exp(-time_s / rng.uniform(0.08, 0.25)),
        (0.4 * hiss + 0.4 * np.sin(2 * np.pi * 2.3 * low_hz * time_s))
        * np.exp(-time_s / rng.uniform(0.05, 0.15)),
        0.3 * bright * np.exp(-time_s / rng.uniform(0.015, 0.06)),
    )
    shares = (0.3, 0.2, 0.55)

    def hits() -> Iterator[tuple[float, F64]]:
        pattern = rng.random((3, STEPS)) < np.array(shares)[:, None]
        pattern[0, 0] = True
        for step in range(int(LASTS_S / step_s)):
            if step % (4 * STEPS) == 0:
                pattern[:, STEPS // 2 :] = rng.random((3, STEPS // 2)) < np.array(shares)[:, None]
            for voice, struck in zip(voices, pattern[:, step % STEPS], strict=True):
                if struck:
                    yield step * step_s, rng.uniform(0.6, 1.0) * voice

    return _room(_laid(hits()), rng, rng.uniform(0.1, 0.6), rng.uniform(0.05, 0.5))


def _pad(rng: np.random.Generator) -> F64:
    """Let chords of slow, slightly mistuned tones swell into each other, one every 5 to 10 s."""
    root_hz, at_s, chords = rng.uniform(60, 130), 0.0, []
    while at_s < LASTS_S:
        lasts_s = float(rng.uniform(5, 10))
        chords.append(
            (at_s, lasts_s, CHORDS[int(rng.integers(len(CHORDS)))], int(rng.choice([0, -4, 3, 5, -2])))
        )
        at_s += lasts_s

    def swells() -> Iterator[tuple[float, F64]]:
        for begin_s, lasts_s, chord, shift in chords:
            time_s = np.arange(int((lasts_s + 3) * RATE_HZ)) / RATE_HZ
            swell = np.minimum(1.0, time_s / 3) * np.minimum(1.0, (time_s[-1] - time_s) / 3)
            for semitones in chord:
                hz = root_hz * 2 ** ((semitones + shift) / 12)
                for _ in range(3):
                    drift = 1 + 0.002 * rng.standard_normal() + 0.001 * np.sin(time_s * rng.uniform(0.3, 2))
                    phase = 2 * np.pi * np.cumsum(hz * drift) / RATE_HZ + rng.uniform(0, 6)
                    yield begin_s, swell * sum(np.sin(k * phase) / k**1.5 for k in (1, 2, 3, 5))

    return _room(_laid(swells()), rng, rng.uniform(1.0, 3.0), rng.uniform(0.5, 1.5))


def _pulses(rng: np.random.Generator) -> F64:
    """Let a low tone pulse under sweeps of noise and single blows, as trailers do."""
    beat_s, low_hz = 60.0 / rng.uniform(50, 110), rng.uniform(35, 70)
    time_s = np.arange(int(4.0 * RATE_HZ)) / RATE_HZ

    def parts() -> Iterator[tuple[float, F64]]:
        for beat in range(int(LASTS_S / beat_s)):
            hz = low_hz * 2 ** (int(rng.choice([0, 0, 0, 3, -2, 7])) / 12)
            yield beat * beat_s, np.sin(2 * np.pi * hz * time_s) * np.exp(-time_s / 0.4)
            if beat % 8 == 7:
                blow = rng.standard_normal(len(time_s)) * np.exp(-time_s / rng.uniform(0.3, 1.0))
                yield (
                    beat * beat_s,
                    0.6 * signal.sosfilt(signal.butter(2, 900, fs=RATE_HZ, output="sos"), blow),
                )
            if beat % 8 == 3:
                swept = signal.chirp(time_s, 200, 4.0, rng.uniform(800, 3000)) * (time_s / 4.0) ** 2
                yield (
                    beat * beat_s,
                    0.15 * (swept + 0.5 * rng.standard_normal(len(time_s)) * (time_s / 4.0) ** 2),
                )

    return _room(_laid(parts()), rng, rng.uniform(1.0, 2.5), rng.uniform(0.3, 1.0))


MAKERS: dict[str, Callable[[np.random.Generator], F64]] = {"drums": _drums, "pad": _pad, "pulses": _pulses}
