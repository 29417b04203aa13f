"""audfprint (D. Ellis; the package ``audfprint2`` on PyPI), asked about a long file by overlapping excerpts.

audfprint answers for one excerpt at a time, and knows times up to 380 s. So the film is cut into
excerpts of 12 s, 4 s apart, each a query of its own; both sides at 100 hashes a second, as for noisy
queries. Excerpts whose places run on are one detection. audfprint knows no speed.

Needs the programs ``audfprint`` and ``ffmpeg``. Each answer is a process of its own:
``python -m evaluation.peers.audfprint learn|ask ...``.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from scipy.io import wavfile

from cuespotter.errors import DecodeError
from evaluation.detections import Detection
from evaluation.identifiers import Cost, folder_bytes, run_measured

RATE_HZ = 11025
DENSITY = "100"
LEAST_COMMON = "8"
"""Common hashes from which an excerpt counts: of 5 (default), 8, 12 and 18 the one with the best F1."""
WINDOW_S, HOP_S = 12.0, 4.0
RUN_ON_S = 0.5
_MATCHED = re.compile(
    r"Matched\s+(?P<length>[-\d.]+) s starting at\s+(?P<start>[-\d.]+) s in \S*?(?P<excerpt>\d+)\.wav"
    r" to time\s+(?P<place>[-\d.]+) s in (?P<file>.+) with\s+(?P<common>\d+) of"
)


@dataclass(frozen=True)
class Answer:
    """What audfprint said of one excerpt: from where to where in the film, which place of which file."""

    film_start_s: float
    film_end_s: float
    file: str
    place_s: float


class Audfprint:
    """The peer, as the evaluation asks it."""

    name = "audfprint"

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def learn(self, files: Sequence[Path], folder: Path) -> Cost:
        """Index a library."""
        cost, _ = run_measured([*_SELF, "learn", str(folder), *map(str, files)])
        return cost

    def ask(self, film: Path, folder: Path) -> tuple[list[Detection], Cost]:
        """Say what plays in a film."""
        cost, said = run_measured([*_SELF, "ask", str(folder), str(film)])
        rows = [Detection(**row) for row in json.loads(said)]
        return [
            Detection(**(vars(row) | {"track": self.names.get(row.track, row.track)})) for row in rows
        ], cost

    def size_bytes(self, folder: Path) -> int:
        """Size of the hash table."""
        return folder_bytes(folder)


_SELF = [sys.executable, "-m", "evaluation.peers.audfprint"]


def learn(files: Sequence[Path], folder: Path) -> None:
    """Index files."""
    folder.mkdir(parents=True, exist_ok=True)
    _audfprint(["new", *map(str, files), "--dbase", str(folder / "library.pklz"), "--density", DENSITY])


def ask(film: Path, folder: Path) -> list[Detection]:
    """Cut a film into excerpts, ask about each, and join what runs on."""
    with tempfile.TemporaryDirectory() as place:
        excerpts = cut(film, Path(place))
        words = ["--density", DENSITY, "--min-count", LEAST_COMMON, "--find-time-range", "--verbose"]
        base = ["--dbase", str(folder / "library.pklz")]
        said = _audfprint(["match", *map(str, excerpts), *base, *words])
    return join(read_answers(said))


def cut(film: Path, folder: Path) -> list[Path]:
    """Write a film's excerpts, mono, numbered."""
    with av.open(str(film)) as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE_HZ)
        frames = [f for frame in container.decode(audio=0) for f in resampler.resample(frame)]
        frames += resampler.resample(None)
    sound = np.concatenate([frame.to_ndarray()[0] for frame in frames])
    window, hop = round(WINDOW_S * RATE_HZ), round(HOP_S * RATE_HZ)
    paths = []
    for k, first in enumerate(range(0, max(1, len(sound) - window + hop), hop)):
        paths.append(folder / f"{k:05d}.wav")
        wavfile.write(paths[-1], RATE_HZ, sound[first : first + window])
    return paths


def read_answers(said: str) -> list[Answer]:
    """Read audfprint's lines, in film order."""
    found = (_MATCHED.search(line) for line in said.splitlines())
    answers = []
    for match in found:
        if match is not None:
            start_s = int(match["excerpt"]) * HOP_S + float(match["start"])
            end_s = start_s + max(0.1, float(match["length"]))
            answers.append(Answer(start_s, end_s, Path(match["file"]).name, float(match["place"])))
    return sorted(answers, key=lambda a: a.film_start_s)


def join(answers: Iterable[Answer]) -> list[Detection]:
    """Join answers of one file whose places run on."""
    runs: list[list[Answer]] = []
    for answer in answers:
        for run in reversed(runs):
            last = run[-1]
            drift_s = answer.place_s - last.place_s - (answer.film_start_s - last.film_start_s)
            near = answer.film_start_s - last.film_end_s <= HOP_S
            if last.file == answer.file and near and abs(drift_s) < RUN_ON_S:
                run.append(answer)
                break
        else:
            runs.append([answer])
    return [
        Detection(run[0].film_start_s, max(a.film_end_s for a in run), run[0].file, run[0].place_s)
        for run in runs
    ]


def _audfprint(words: Sequence[str]) -> str:
    """Run audfprint and give all it said."""
    done = subprocess.run(["audfprint", *words], check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise DecodeError(f"audfprint ended with status {done.returncode}: {done.stderr.strip()[-500:]}")
    return done.stdout + done.stderr


def main(arguments: list[str] | None = None) -> int:
    """Run one command."""
    parser = argparse.ArgumentParser(description="audfprint as a peer.")
    parser.add_argument("what", choices=["learn", "ask"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    a = parser.parse_args(arguments)
    if a.what == "learn":
        learn(a.files, a.folder)
        return 0
    json.dump([vars(row) for row in ask(a.files[0], a.folder)], sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
