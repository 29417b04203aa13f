"""What it costs to ask of which works a film's unnamed music is, against 100,000 recordings.

``python -m bench.version_scale LIBRARY --recordings 100000`` takes the outlines of a library
of real music, and makes as many recordings as are wanted by their statistics: each has a mean of its own and
outlines about it, with the covariances that the real ones have between and within recordings, in any key.
Then twenty minutes of music from the library are asked about, in stretches of 90 s, as `identify` does: first
stage over all outlines, harmonies of the short list from fingerprints, the comparison moment by moment.
"""

from __future__ import annotations

import argparse
import resource
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.fingerprint import Fingerprint
from cuespotter.index.reader import Index
from cuespotter.library import Holdings
from cuespotter.settings import Settings
from cuespotter.versions.chroma import Harmony, fingerprint_harmony
from cuespotter.versions.find import find_versions
from cuespotter.versions.outline import SCALE, UPPER, WIDTH, Outlines, outline_library, shortlist

SETTINGS = Settings()
RULES = SETTINGS.versions
ASKED_S = 1200.0
SECONDS_OF_A_RECORDING = 237.6
MADE_AT_ONCE = 2000
F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Statistics:
    """How outlines are spread: their mean, and the roots of the covariances between and within recordings."""

    mean: F64
    between: F64
    within: F64


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="What do questions of the same work cost?")
    parser.add_argument("library", type=Path, help="a library of real music")
    parser.add_argument("--recordings", type=int, action="append", default=[], help="so many are made")
    a = parser.parse_args(arguments)
    with Holdings.open(a.library, writable=False) as library:
        index = library.index()
        prints = {name: index.fingerprint(name) for name in index.recordings}
        real = outline_library(index.recordings, lambda name: fingerprint_harmony(prints[name], RULES), RULES)
        print("| recordings | outlines, MB | first stage, CPU s | in all, CPU s | peak MiB |")
        print("|---|---|---|---|---|")
        for count in a.recordings or [100_000]:
            print(_row(count, _made(count, statistics(real)), index, prints), flush=True)
    return 0


def statistics(real: Outlines) -> Statistics:
    """Measure how the outlines of real recordings are spread."""
    rows = real.rows.astype(np.float64)
    lengths = np.diff(real.starts)
    means = np.add.reduceat(rows, real.starts[:-1], axis=0) / lengths[:, np.newaxis]
    apart = rows - np.repeat(means, lengths, axis=0)
    return Statistics(means.mean(axis=0), _root(np.cov(means.T)), _root(np.cov(apart.T)))


def turned(rows: F64, key: int) -> F64:
    """Play outlines `key` semitones higher: their entries change places."""
    place = np.zeros((12, 12), np.int64)
    place[UPPER] = np.arange(WIDTH)
    place = np.maximum(place, place.T)
    first, second = (UPPER[0] - key) % 12, (UPPER[1] - key) % 12
    moved: F64 = rows[:, place[first, second]]
    return moved


def _made(count: int, spread: Statistics) -> Outlines:
    """Make the outlines of so many recordings."""
    chance = np.random.default_rng(16)
    each = max(
        1,
        round(
            (
                SECONDS_OF_A_RECORDING * SETTINGS.analysis.frames_per_second / RULES.step_frames
                - RULES.outline_steps / 2
            )
            / RULES.outline_hop_steps
        ),
    )
    rows = np.empty((count * each, WIDTH), np.int8)
    for first in range(0, count, MADE_AT_ONCE):
        some = min(MADE_AT_ONCE, count - first)
        means = spread.mean + chance.standard_normal((some, WIDTH)) @ spread.between
        drawn = np.repeat(means, each, axis=0) + chance.standard_normal((some * each, WIDTH)) @ spread.within
        drawn = turned(drawn, int(chance.integers(12)))
        drawn *= SCALE / np.maximum(np.linalg.norm(drawn, axis=1, keepdims=True), 1e-9)
        rows[first * each : (first + some) * each] = np.clip(np.rint(drawn), -127, 127)
    return Outlines(
        tuple(f"made {n}" for n in range(count)), np.arange(count + 1, dtype=np.int64) * each, rows
    )


def _row(count: int, outlines: Outlines, index: Index, prints: dict[str, Fingerprint]) -> str:
    """Ask about twenty minutes of music, and say what it cost."""
    names = index.recordings
    stretches = _stretches([fingerprint_harmony(prints[name], RULES) for name in names])

    def harmony_at(place: int) -> Harmony:
        # of a made recording the harmony is a real one's: it costs as much to read and to compare
        return fingerprint_harmony(index.fingerprint(names[place % len(names)]), RULES)

    find_versions(stretches[0], outlines, harmony_at, RULES)
    begun_s = time.process_time()
    for stretch in stretches:
        shortlist(stretch, outlines, RULES)
    first_s, begun_s = time.process_time() - begun_s, time.process_time()
    for stretch in stretches:
        find_versions(stretch, outlines, harmony_at, RULES)
    whole_s = time.process_time() - begun_s
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"| {count:,} | {outlines.rows.nbytes / 1e6:.0f} | {first_s:.1f} | {whole_s:.1f} | {peak:.0f} |"


def _stretches(harmonies: list[Harmony]) -> list[Harmony]:
    """Cut stretches of the longest length from recordings, twenty minutes in all."""
    steps = round(RULES.longest_s * SETTINGS.analysis.frames_per_second / RULES.step_frames)
    long = [one for one in harmonies if len(one.classes) >= steps]
    count = int(np.ceil(ASKED_S / RULES.longest_s))
    return [Harmony(one.classes[:steps], one.tuning_cents) for one in long[:count]]


def _root(covariance: F64) -> F64:
    """Give a matrix with which independent draws get a covariance."""
    values, vectors = np.linalg.eigh(covariance)
    root: F64 = (vectors * np.sqrt(np.maximum(values, 0.0))).T
    return root


if __name__ == "__main__":
    raise SystemExit(main())
