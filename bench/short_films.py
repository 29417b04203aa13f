"""Many short films of their own content, cut from a few long ones: sound alone, half a megabyte each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np

Samples = np.ndarray[Any, np.dtype[np.float32]]

SAMPLE = Path(__file__).parent.parent / "sample"
RATE_HZ = 22_050
SHORT_S = (10.0, 12.0)
"""The shortest and the longest of them."""
NOISE = 1e-3
"""Level of the noise laid under each film, so that no two have the same content; full scale is 1."""


def make_films(
    folder: Path,
    count: int,
    sources: Sequence[Path] = (SAMPLE / "film.mkv",),
    *,
    seed: int = 7,
    between_s: tuple[float, float] = SHORT_S,
) -> None:
    """Cut films of some seconds from anywhere in the sources; those that are there stay."""
    folder.mkdir(parents=True, exist_ok=True)
    missing = {
        number: target for number in range(count) if not (target := folder / f"Film {number:04}.mka").exists()
    }
    sounds = [_sound_of(source) for source in sources] if missing else []
    for number, target in missing.items():
        _write(target, _cut(sounds, np.random.default_rng((seed, number)), between_s))


def _cut(sounds: Sequence[Samples], chance: np.random.Generator, between_s: tuple[float, float]) -> Samples:
    """Take one stretch of one source, with noise of its own under it."""
    sound = sounds[int(chance.integers(len(sounds)))]
    length = int(chance.uniform(*between_s) * RATE_HZ)
    first = int(chance.integers(0, len(sound) - length))
    noise = chance.normal(0.0, NOISE, length).astype(np.float32)
    return sound[first : first + length] + noise


def _sound_of(path: Path) -> Samples:
    """Decode a file as one channel."""
    resampler = av.AudioResampler("flt", "mono", RATE_HZ)
    with av.open(str(path)) as container:
        parts = [
            part.to_ndarray()[0] for frame in container.decode(audio=0) for part in resampler.resample(frame)
        ]
    return np.concatenate(parts)


def _write(path: Path, samples: Samples) -> None:
    """Write samples as PCM in Matroska; the file appears whole or not at all."""
    draft = path.with_suffix(".draft")
    with av.open(str(draft), "w", format="matroska") as out:
        stream = out.add_stream("pcm_s16le", rate=RATE_HZ)
        stream.layout = "mono"
        whole = (np.clip(samples, -1, 1) * 32767).astype(np.int16)[np.newaxis]
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(whole), format="s16", layout="mono")
        frame.rate = RATE_HZ
        frame.pts = 0
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    draft.replace(path)
