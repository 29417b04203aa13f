"""Chromaprint (AcoustID's fingerprinter), asked about a long file by overlapping windows.

The film's fingerprint is cut into windows of 12 s; each is laid against every place of the library,
and the place with the fewest differing bits wins if it is below chromaprint's own threshold. So nothing
is lost to an index: this is the most that its fingerprints can give. Windows whose places run on are
one detection. Chromaprint knows no speed.

Needs the program ``fpcalc`` (Debian: libchromaprint-tools). Each command is a process of its own:
``python -m evaluation.peers.chromaprint learn|ask ...``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cuespotter.errors import DecodeError
from evaluation.detections import Detection
from evaluation.identifiers import Cost, folder_bytes, run_measured

U32 = NDArray[np.uint32]

ITEM_S = 1365 / 11025
"""One 32-bit item for each hop: a third of 4096 samples at 11,025 Hz."""
WINDOW_ITEMS = round(12 / ITEM_S)
HOP_ITEMS = round(3 / ITEM_S)
MOST_BITS = 10.0
"""Mean differing bits of 32 up to which chromaprint's own matcher calls two stretches the same."""
RUN_ON_S = 0.5
"""How far the next window's place may be off and still be the same detection."""


@dataclass(frozen=True)
class Library:
    """All fingerprints end to end."""

    names: tuple[str, ...]
    starts: NDArray[np.int64]
    items: U32


class Chromaprint:
    """The peer, as the evaluation asks it."""

    name = "chromaprint"

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def learn(self, files: Sequence[Path], folder: Path) -> Cost:
        """Fingerprint a library."""
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
        """Size of the fingerprints."""
        return folder_bytes(folder)


_SELF = [sys.executable, "-m", "evaluation.peers.chromaprint"]


def fingerprint(path: Path) -> U32:
    """Ask ``fpcalc`` for a file's whole fingerprint: one 32-bit item every `ITEM_S`."""
    command = ["fpcalc", "-raw", "-json", "-length", "0", str(path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if not done.stdout:  # status 3 with a fingerprint: some packets were broken
        raise DecodeError(f"fpcalc ended with status {done.returncode} on {path.name}: {done.stderr.strip()}")
    return np.array(json.loads(done.stdout)["fingerprint"], np.uint32)


def best_place(window: U32, library: U32) -> tuple[int, float]:
    """Lay a window against every place of the library.

    Returns
    -------
    int, float
        The place with the fewest differing bits, and how many they are for each item.
    """
    places = len(library) - len(window) + 1
    differing = np.zeros(places, np.uint32)
    for k, item in enumerate(window):
        differing += np.bitwise_count(library[k : k + places] ^ item)
    best = int(np.argmin(differing))
    return best, float(differing[best]) / len(window)


def detect(film: U32, library: Library) -> list[Detection]:
    """Join the windows whose places run on."""
    rows: list[Detection] = []
    tails: list[tuple[float, float]] = []
    for first in range(0, max(1, len(film) - WINDOW_ITEMS + 1), HOP_ITEMS):
        window = film[first : first + WINDOW_ITEMS]
        if len(window) < WINDOW_ITEMS:
            break
        place, bits = best_place(window, library.items)
        which = int(np.searchsorted(library.starts, place, side="right")) - 1
        if bits > MOST_BITS or place + WINDOW_ITEMS > library.starts[which + 1]:
            continue
        film_s, track_s = first * ITEM_S, float(place - library.starts[which]) * ITEM_S
        end_s = film_s + WINDOW_ITEMS * ITEM_S
        name = library.names[which]
        if rows and rows[-1].track == name and film_s <= rows[-1].film_end_s:
            last_film_s, last_track_s = tails[-1]
            if abs(track_s - last_track_s - (film_s - last_film_s)) < RUN_ON_S:
                old = rows[-1]
                rows[-1] = Detection(old.film_start_s, end_s, name, old.track_start_s)
                tails[-1] = (film_s, track_s)
                continue
        rows.append(Detection(film_s, end_s, name, track_s))
        tails.append((film_s, track_s))
    return rows


def write_library(files: Sequence[Path], folder: Path) -> None:
    """Fingerprint files and keep them in one file."""
    folder.mkdir(parents=True, exist_ok=True)
    prints = [fingerprint(path) for path in files]
    starts = np.concatenate([[0], np.cumsum([len(p) for p in prints])])
    np.savez(
        folder / "library.npz",
        names=np.array([path.name for path in files]),
        starts=starts,
        items=np.concatenate(prints),
    )


def read_library(folder: Path) -> Library:
    """Read what `write_library` wrote."""
    with np.load(folder / "library.npz") as kept:
        return Library(tuple(kept["names"].tolist()), kept["starts"], kept["items"])


def main(arguments: list[str] | None = None) -> int:
    """Run one command."""
    parser = argparse.ArgumentParser(description="Chromaprint as a peer.")
    parser.add_argument("what", choices=["learn", "ask"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    a = parser.parse_args(arguments)
    if a.what == "learn":
        write_library(a.files, a.folder)
        return 0
    found = detect(fingerprint(a.files[0]), read_library(a.folder))
    json.dump([vars(row) for row in found], sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
