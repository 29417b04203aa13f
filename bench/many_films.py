"""Many short films in one folder, killed at random: whether each is there once, and memory stays flat.

``python -m bench.many_films FOLDER --films 2000 --kills 20`` cuts films of some seconds from the sample film,
each with content of its own, identifies their folder, kills that process at random moments and starts it
again, lets it end, runs once more (all must be skipped), and prints the figures as JSON. Memory is that of
the last process that had work, a quarter and a half through it and at its end. Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import av
import numpy as np

import cuespotter

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "sample"
RATE_HZ = 22_050
FILM_S = 12
KILL_AFTER_S = (3.0, 25.0)
"""A run is killed at a moment drawn from here."""
GLANCE_S = 0.2


def make_films(folder: Path, count: int) -> None:
    """Cut films from the sample film; those that are there stay."""
    folder.mkdir(parents=True, exist_ok=True)
    sound = _sound_of(SAMPLE / "film.mkv")
    chance = np.random.default_rng(7)
    for number in range(count):
        target = folder / f"Film {number:04}.mka"
        first = int(chance.integers(0, len(sound) - FILM_S * RATE_HZ))
        noise = chance.normal(0.0, 1e-3, FILM_S * RATE_HZ).astype(np.float32)
        if not target.exists():
            _write(target, sound[first : first + FILM_S * RATE_HZ] + noise)


def _sound_of(path: Path) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Decode a file as one channel."""
    resampler = av.AudioResampler("flt", "mono", RATE_HZ)
    with av.open(str(path)) as container:
        parts = [
            part.to_ndarray()[0] for frame in container.decode(audio=0) for part in resampler.resample(frame)
        ]
    return np.concatenate(parts)


def _write(path: Path, samples: np.ndarray[Any, np.dtype[np.float32]]) -> None:
    """Write samples as PCM in Matroska."""
    with av.open(str(path), "w", format="matroska") as out:
        stream = out.add_stream("pcm_s16le", rate=RATE_HZ)
        stream.layout = "mono"
        whole = (np.clip(samples, -1, 1) * 32767).astype(np.int16)[np.newaxis]
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(whole), format="s16", layout="mono")
        frame.rate = RATE_HZ
        frame.pts = 0
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def identify(films: Path, library: Path, *, kill_after_s: float | None) -> dict[str, Any]:
    """Run `identify` over the folder; what it said last, and its memory at the first film and at the end."""
    command = [sys.executable, "-m", "cuespotter", "identify", str(films), "--library", str(library)]
    begun_s = time.monotonic()
    memory: list[int] = []
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as work:
        while work.poll() is None:
            if kill_after_s is not None and time.monotonic() - begun_s > kill_after_s:
                work.kill()
                break
            memory.append(_memory_kib(work.pid))
            time.sleep(GLANCE_S)
        _, said = work.communicate()
    held = [one for one in memory if one]
    return {
        "status": work.returncode,
        "said": said.strip().splitlines()[-1:],
        "wall_s": round(time.monotonic() - begun_s, 1),
        "memory_mib": [round(held[at] / 1024) for at in (len(held) // 4, len(held) // 2, -2)]
        if len(held) > 3
        else [],
    }


def _memory_kib(process: int) -> int:
    """Say how much of a process is in memory."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


def main() -> None:
    """Make, run, kill, run again, and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--films", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    asked = parser.parse_args()
    films, place = asked.folder / "films", asked.folder / "library"
    make_films(films, asked.films)
    chance = random.Random(7)
    with cuespotter.open_library(place, create=True) as library:
        library.add([SAMPLE / "library"], jobs=1)
    killed = 0
    for _ in range(asked.kills):
        run = identify(films, place, kill_after_s=chance.uniform(*KILL_AFTER_S))
        killed += run["status"] < 0
    last = identify(films, place, kill_after_s=None)
    again = identify(films, place, kill_after_s=None)
    with cuespotter.open_library(place, writable=False) as library:
        kept = library.films()
        times = Counter(location for film in kept for location in film.locations)
        twice = sum(len(library.history(film.id)) > 0 for film in kept)
        named = sum(film.named_cues > 0 for film in kept)
    figures = {
        "films": asked.films,
        "killed": killed,
        "kept": len(kept),
        "kept_once": sum(count == 1 for count in times.values()),
        "searched_twice": twice,
        "with_music_of_the_library": named,
        "last": last,
        "again": again,
    }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
