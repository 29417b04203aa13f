"""Say how well themes that are played anew are asked about: ``python -m evaluation.varied --help``.

Films are put together of what evaluation/versions.py has heard and kept: a minute each of music under
speech at -5 dB. Of each film's twelve cues, 15 to 50 s cut anywhere, two and two are versions of one work,
the second of them moved to any key and to a tempo up to 18 % off; the other eight are other music. Works are
parted into halves by their names: the calibration is fitted on one half and judged on the other.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.peaks import Peaks
from cuespotter.settings import Settings, VariedSettings
from cuespotter.themes.varied import hold_all, log_ratio_between, probability_of
from cuespotter.versions.chroma import Harmony, harmony_of
from evaluation.music_fit import logistic_fit
from evaluation.tables import half_of_name
from evaluation.versions import Piece, kept_at, list_pieces

F64 = NDArray[np.float64]
Rng = np.random.Generator

KINDS = ("stereo", "mono")
WORKS, OTHERS = 2, 8
"""In a film: works in two versions each, and music that is heard once."""
LENGTH_S = (15.0, 50.0)
TEMPO = (0.85, 1.18)
KEYS = (-5, 7)
LEAST = (0.3, 0.4, 0.5, 0.7)


@dataclass(frozen=True)
class Pair:
    """Two cues of a film: how much longer they run alike than chance lets them, and whether rightly."""

    log_ratio: float
    is_right: bool


@dataclass(frozen=True)
class Excerpt:
    """A minute of a piece under speech, as it was heard."""

    piece: Piece
    peaks: Peaks
    frames: int

    @property
    def work(self) -> str:
        """What it is a version of, or is alone."""
        return self.piece.work or self.piece.name


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="How well are themes that are played anew asked about?")
    parser.add_argument("--versions", type=Path, required=True, help="folder of versions.csv and midi/")
    parser.add_argument("--music", type=Path, nargs="+", required=True, help="folders of other music")
    parser.add_argument("--work", type=Path, required=True, help="what evaluation.versions has kept")
    parser.add_argument("--films", type=int, default=24, help="of each half")
    a = parser.parse_args(arguments)
    pieces = list_pieces(a.versions, a.music, a.work)
    begun_s = time.process_time()
    halves = []
    for half in (0, 1):
        films = [_film(pieces, half, number, a.work) for number in range(a.films)]
        halves.append([pair for film in films for pair in film])
    spent_s = time.process_time() - begun_s
    fitted = logistic_fit(*_rows(halves[0]), np.ones(len(halves[0])))
    print(
        f"at_zero = {fitted[0]:.2f}, per_log_ratio = {fitted[1]:.2f}, fitted on half 0; {spent_s:.0f} CPU s"
    )
    _report(halves, Settings().varied)
    return 0


def _rows(pairs: Sequence[Pair]) -> tuple[F64, NDArray[np.bool_]]:
    """Give what is fitted to."""
    return np.array([[one.log_ratio] for one in pairs]), np.array([one.is_right for one in pairs])


def _film(pieces: Sequence[Piece], half: int, number: int, work: Path) -> list[Pair]:
    """Put a film together, and hold its cues against each other."""
    settings = Settings()
    cues = list(_cues(pieces, half, number, work))
    compared = hold_all([harmony for _, harmony in cues], settings.varied, settings.versions)
    return [
        Pair(log_ratio_between(compared, one, other), cues[one][0] == cues[other][0])
        for one in range(len(cues))
        for other in range(one)
    ]


def _cues(pieces: Sequence[Piece], half: int, number: int, work: Path) -> Iterator[tuple[str, Harmony]]:
    """Choose the cues of a film, each with its work."""
    rng = np.random.default_rng((16, half, number))
    kind = KINDS[number % len(KINDS)]
    versions: dict[str, list[Piece]] = {}
    alone = []
    for piece in pieces:
        if half_of_name(piece.work or piece.name) != half or not kept_at(piece, kind, work).exists():
            continue
        if piece.work is None:
            alone.append(piece)
        else:
            versions.setdefault(piece.work, []).append(piece)
    names = sorted(name for name, of_it in versions.items() if len(of_it) > 1)
    names = [names[place] for place in rng.permutation(len(names))]
    for name in names[:WORKS]:
        first, second = (versions[name][place] for place in rng.permutation(len(versions[name]))[:2])
        yield name, _cut(_excerpt(first, kind, work), rng, is_varied=False)
        yield name, _cut(_excerpt(second, kind, work), rng, is_varied=True)
    others = [*alone, *(versions[name][0] for name in names[WORKS:])]
    for place in rng.permutation(len(others))[:OTHERS]:
        excerpt = _excerpt(others[place], kind, work)
        yield excerpt.work, _cut(excerpt, rng, is_varied=False)


def _excerpt(piece: Piece, kind: str, work: Path) -> Excerpt:
    """Read what was heard of a piece."""
    held = np.load(kept_at(piece, kind, work))
    return Excerpt(piece, Peaks(held["frame"], held["cents"].astype(np.float32)), int(held["frames"]))


def _cut(excerpt: Excerpt, rng: Rng, *, is_varied: bool) -> Harmony:
    """Cut a cue out of an excerpt, and play it in another key and tempo."""
    settings = Settings()
    length = min(int(rng.uniform(*LENGTH_S) * settings.analysis.frames_per_second), excerpt.frames)
    first = int(rng.integers(0, excerpt.frames - length + 1))
    # the peaks of all views, one after the other: not by their frames
    inside = (excerpt.peaks.frame >= first) & (excerpt.peaks.frame < first + length)
    frame, cents = excerpt.peaks.frame[inside] - np.int32(first), excerpt.peaks.cents[inside]
    if is_varied:
        tempo = float(rng.uniform(*TEMPO))
        frame, length = (frame / tempo).astype(np.int32), int(length / tempo)
        cents = cents + np.float32(100 * int(rng.integers(*KEYS)))
    heard = cents >= 0
    return harmony_of(Peaks(frame[heard], cents[heard]), length, settings.versions)


def _report(halves: Sequence[Sequence[Pair]], rules: VariedSettings) -> None:
    """Print what is asked and how much of it is right, from which confidence on."""
    heads = " | ".join(f"{least:.0%} and more" for least in LEAST)
    print(f"| half | varied themes | {heads} |")
    print("|---" * (2 + len(LEAST)) + "|")
    for half, pairs in enumerate(halves):
        cells = []
        for least in LEAST:
            asked = [one for one in pairs if probability_of(one.log_ratio, rules) >= least]
            cells.append(f"{sum(one.is_right for one in asked)} of {len(asked)} right")
        print(f"| {half} | {sum(one.is_right for one in pairs)} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    raise SystemExit(main())
