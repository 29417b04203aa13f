"""Say how well other recordings of a work are recognised: ``python -m evaluation.versions --help``.

In: recordings of works in several versions, a library of other music, speech. Works are parted into halves by
a digest of their names: confidence is fitted on one half and judged on the other, so that no work is in both.
Performances that exist as MIDI are rendered with fluidsynth where it is installed.

Two questions of each version: does the whole recording find another of its work first; and does a film, with
60 s of it at -5 dB under speech? Each is asked with the other versions in the library and, to see what is
asked in vain, without them; and so is music of which no version exists.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from cuespotter.analysis.fingerprint import fingerprint_recording, hear_film
from cuespotter.analysis.peaks import Peaks, join_peaks
from cuespotter.media.decode import blocks
from cuespotter.media.timeline import AudioBlock
from cuespotter.settings import Settings, VersionSettings
from cuespotter.versions.chroma import Harmony, harmony_of
from cuespotter.versions.compare import Query
from cuespotter.versions.confidence import chance_length, decoys_of, log_ratio, same_work_probability
from evaluation.stems import ANOTHER_MIX, SOUND_SUFFIXES
from evaluation.tables import half_of_name, read_rows

F32 = NDArray[np.float32]
SETTINGS = Settings()
RATE_HZ = SETTINGS.analysis.rate_hz
EXCERPT_S = 60
MUSIC_DB = -5.0
OUTSIDERS = 40
"""Excerpts of music without another version."""
ALREADY_VERSIONS = ("CanonDMajor", "Contributors - Moonlight", "contributors - Moonlight")
"""Tracks of the first set from which versions were cut."""
ARE_VERSIONS = {"Docking3": "bwv846-prelude"}
"""Tracks of the first set that are of a work of the versions, as this evaluation found: from bar to bar each
runs beside all three performances, in their key."""
FEW = 12
"""A small library shows chance by recordings put out of order; it is judged apart."""
SOUNDFONTS = ("FluidR3_GM.sf2", "TimGM6mb.sf2")
WORKS_OF_MIDI = {"bach-bwv846-prelude": "bwv846-prelude"}
BINS = ((0.5, 0.8), (0.8, 1.01))


@dataclass(frozen=True)
class Piece:
    """A recording: its name, its file, the work it is a version of, and whether a soundfont plays it."""

    name: str
    path: Path
    work: str | None
    is_rendered: bool


@dataclass(frozen=True)
class Answer:
    """What one question brought.

    Attributes
    ----------
    piece : Piece
    kind : str
        whole, stereo, mono; of few: the whole recording, in a library of `FEW` others.
    is_there : bool
        Whether another version is in the library.
    rank : int
        Of the first right answer; 0 where there is none.
    length, chance : float
        Of the first answer.
    is_right : bool
        Whether the first answer is.
    steps : int
    """

    piece: Piece
    kind: str
    is_there: bool
    rank: int
    length: float
    chance: float
    is_right: bool
    steps: int


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="How well are other recordings of a work recognised?")
    parser.add_argument("--versions", type=Path, required=True, help="folder of versions.csv and midi/")
    parser.add_argument("--music", type=Path, nargs="+", required=True, help="folders of other music")
    parser.add_argument("--speech", type=Path, required=True, help="folder of speech")
    parser.add_argument("--work", type=Path, required=True, help="where what was heard is kept")
    parser.add_argument("--as-set", action="store_true", help="judge the settings as they are, fit nothing")
    a = parser.parse_args(arguments)
    a.work.mkdir(parents=True, exist_ok=True)
    library = list_pieces(a.versions, a.music, a.work)
    pieces = [one for one in library if one.work is not None]
    known = {one.name: _known(one, a.work) for one in library}
    speech = _speech(a.speech)
    answers: list[Answer] = []
    spent_s, compared = 0.0, 0
    outsiders = [one for one in library if one.work is None]
    for piece in [*pieces, *outsiders[:: max(1, len(outsiders) // OUTSIDERS)]]:
        asked = {"whole": known[piece.name]} | {
            kind: _excerpt(piece, kind, speech, a.work) for kind in ("stereo", "mono")
        }
        for kind, harmony in asked.items():
            others = {one.name: known[one.name] for one in library if one.name != piece.name}
            compared += len(others)
            begun_s = time.process_time()
            answers += _ask(piece, kind, harmony, others, library)
            if kind == "whole":
                answers += _ask(piece, "of few", harmony, _few(piece, others, library), library)
            spent_s += time.process_time() - begun_s
    per_pair_ms = 1e3 * spent_s / max(1, compared)
    settings = SETTINGS.versions if a.as_set else fit([one for one in answers if _half(one.piece) == 0])
    print(
        f"at_zero={settings.at_zero:.3f} per_log_ratio={settings.per_log_ratio:.3f}; "
        f"{len(library)} recordings, {per_pair_ms:.1f} CPU ms a pair"
    )
    _report(answers, settings)
    return 0


def list_pieces(versions: Path, music: Sequence[Path], work: Path) -> list[Piece]:
    """List the versions, and after them the other music."""
    return [*_versions(versions), *_rendered(versions, work), *_others(music, versions)]


def kept_at(piece: Piece, kind: str, work: Path) -> Path:
    """Say where is kept what was heard of a piece: ``frame``, ``cents``, ``frames``."""
    return work / f"{hashlib.sha256(piece.name.encode()).hexdigest()[:16]}.{kind}.npz"


def fit(answers: Sequence[Answer]) -> VersionSettings:
    """Fit the log odds that the first answer is right."""
    x = np.array([[1.0, log_ratio(one.length, one.chance)] for one in answers])
    y = np.array([one.is_right for one in answers], float)

    def loss(w: NDArray[np.float64]) -> float:
        odds = x @ w
        return float(np.logaddexp(0, odds).sum() - (y * odds).sum())

    at_zero, ratio = optimize.minimize(loss, np.zeros(2)).x
    return replace(SETTINGS.versions, at_zero=at_zero, per_log_ratio=ratio)


def _ask(
    piece: Piece, kind: str, harmony: Harmony, others: dict[str, Harmony], library: Sequence[Piece]
) -> list[Answer]:
    """Ask for other versions, with and without them in the library."""
    settings = SETTINGS.versions
    query = Query(harmony, settings)
    work = {one.name: one.work for one in library}
    lengths = {name: query.likeness(other).length for name, other in others.items()}
    ways = ceil(max(0, settings.least_cohort - len(others)) / len(others))
    decoys = [query.likeness(decoy).length for other in others.values() for decoy in decoys_of(other, ways)]
    right = {name for name in lengths if piece.work is not None and work[name] == piece.work}
    found = []
    for is_there in (True, False) if right else (False,):
        left = {name: length for name, length in lengths.items() if is_there or name not in right}
        order = sorted(left, key=lambda name: (-left[name], name))
        best = order[0]
        rank = 0
        if is_there:
            most = max(left[name] for name in right)
            # an equal wrong one is as likely to be named
            rank = 1 + sum(left[name] >= most for name in left if name not in right)
        chance = chance_length([*(left[name] for name in order[1:]), *decoys], settings)
        found.append(
            Answer(piece, kind, is_there, rank, left[best], chance, best in right and rank == 1, query.steps)
        )
    return found


def _few(piece: Piece, others: dict[str, Harmony], library: Sequence[Piece]) -> dict[str, Harmony]:
    """Keep the other versions of a piece, and `FEW` recordings of other works, others for each piece."""
    strange = [one.name for one in library if one.name in others and one.work != (piece.work or "none")]
    chance = np.random.default_rng(int.from_bytes(hashlib.sha256(piece.name.encode()).digest()[:4]))
    kept = set(chance.choice(strange, FEW, replace=False).tolist())
    kept |= {one.name for one in library if piece.work is not None and one.work == piece.work}
    return {name: harmony for name, harmony in others.items() if name in kept}


def _report(answers: Sequence[Answer], settings: VersionSettings) -> None:
    """Print ranks of all versions, and how right the questions of the half that was not fitted to are."""
    for kind in ("whole", "stereo", "mono"):
        for name, is_rendered in (("all", None), ("microphones, synthesisers", False), ("soundfonts", True)):
            ranks = [
                one.rank
                for one in answers
                if one.kind == kind and one.is_there and is_rendered in (None, one.piece.is_rendered)
            ]
            first, fifth = (np.mean([rank <= most for rank in ranks]) for most in (1, 5))
            print(f"{kind:7} {name:26} {len(ranks):4} first {first:6.1%}  among five {fifth:6.1%}")
    for kinds in (("stereo", "mono"), ("whole",), ("of few",)):
        print(f"{' and '.join(kinds)}:")
        _report_questions([one for one in answers if one.kind in kinds and _half(one.piece) == 1], settings)


def _report_questions(films: Sequence[Answer], settings: VersionSettings) -> None:
    """Print how right the questions are that are asked."""
    sure = [(same_work_probability(one.length, one.chance, settings), one) for one in films]
    for low, high in BINS:
        asked = [one for probability, one in sure if low <= probability < high]
        said = [probability for probability, _ in sure if low <= probability < high]
        right = sum(one.is_right for one in asked)
        print(
            f"questions at {low:.1f} to {min(high, 1.0):.1f}: {len(asked)} asked, {right} right, "
            f"mean confidence {np.mean(said) if said else 0:.2f}"
        )
    there = [probability for probability, one in sure if one.is_there]
    vain = [probability for probability, one in sure if not one.is_there]
    print(
        f"of {len(there)} with a version in the library {np.mean(np.array(there) >= 0.5):.1%} "
        f"are asked about, of {len(vain)} without one {np.mean(np.array(vain) >= 0.5):.1%}"
    )


def _half(piece: Piece) -> int:
    """Give the half of a work, or of a piece without versions."""
    return half_of_name(piece.work or piece.name)


def _versions(folder: Path) -> list[Piece]:
    """List the versions; of the same performance in two mixes only one."""
    rows = [row for row in read_rows(folder / "versions.csv") if ANOTHER_MIX not in row["file"]]
    return [
        Piece(row["file"], folder / row["file"], row["group"], row["kind"] != "recording") for row in rows
    ]


def _rendered(folder: Path, work: Path) -> list[Piece]:
    """Render the performances that are there as MIDI only."""
    if shutil.which("fluidsynth") is None:
        return []
    heard = {path.stem.replace("asap-", "") for path in folder.glob("*/*") if path.suffix in SOUND_SUFFIXES}
    pieces = []
    for number, midi in enumerate(sorted((folder / "midi").glob("*.mid"))):
        stem, _, pianist = midi.stem.partition(".")
        group = WORKS_OF_MIDI.get(stem, f"asap-{stem}")
        if not pianist or f"{stem}.{pianist}" in heard or f"{WORKS_OF_MIDI.get(stem)}.{pianist}" in heard:
            continue
        sound = work / f"{midi.stem}.wav"
        font = Path("/usr/share/sounds/sf2") / SOUNDFONTS[number % 2]
        if not sound.exists():
            subprocess.run(
                ["fluidsynth", "-ni", "-g", "0.7", "-r", "22050", "-F", sound, font, midi],
                check=True,
                capture_output=True,
            )
        pieces.append(Piece(midi.stem, sound, group, is_rendered=True))
    return pieces


def _others(folders: Sequence[Path], versions: Path) -> list[Piece]:
    """List the other music, without the tracks from which versions were cut."""
    cut = {(row["repo"], row["path"]) for row in read_rows(versions / "versions.csv")}
    twins = set()
    for folder in folders:
        if (folder / "library.csv").exists():
            rows = read_rows(folder / "library.csv")
            twins |= {folder / row["file"] for row in rows if (row.get("repo"), row.get("path")) in cut}
            twins |= {folder / row["file"] for row in rows if row["artist"] == "Software-Entwicklungskit"}
    files = [
        path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in SOUND_SUFFIXES
    ]
    named = [
        path for path in files if not any(word in path.stem for word in (*ALREADY_VERSIONS, *ARE_VERSIONS))
    ]
    return [Piece(path.name, path, None, is_rendered=False) for path in named if path not in twins]


def _known(piece: Piece, work: Path) -> Harmony:
    """Give a recording's harmony, from its fingerprint."""

    def hear() -> tuple[Peaks, int]:
        found = fingerprint_recording(blocks(piece.path, rate_hz=RATE_HZ), SETTINGS.analysis)
        return found.peaks, found.frames

    return _kept_harmony(piece, "known", work, hear)


def _kept_harmony(piece: Piece, kind: str, work: Path, hear: Callable[[], tuple[Peaks, int]]) -> Harmony:
    """Give the harmony of what is heard, once: its peaks and how many frames it lasts are kept."""
    kept = kept_at(piece, kind, work)
    if not kept.exists():
        peaks, frames = hear()
        np.savez(kept, frame=peaks.frame, cents=peaks.cents, frames=frames)
    held = np.load(kept)
    return harmony_of(Peaks(held["frame"], held["cents"]), int(held["frames"]), SETTINGS.versions)


def _excerpt(piece: Piece, kind: str, speech: Sequence[F32], work: Path) -> Harmony:
    """Give the harmony of a film in which a minute of a piece plays under speech."""

    def hear() -> tuple[Peaks, int]:
        chance = np.random.default_rng(int.from_bytes(hashlib.sha256(piece.name.encode()).digest()[:4]))
        music = _sound(piece.path)
        room = music.shape[1] - EXCERPT_S * RATE_HZ
        first = int(chance.integers(0, room)) if room > 0 else 0
        mixed = _under_speech(music[:, first : first + EXCERPT_S * RATE_HZ], speech, chance)
        layout = ("FL", "FR") if kind == "stereo" else ("FC",)
        heard_as = mixed if kind == "stereo" else mixed.mean(axis=0, keepdims=True)
        heard = hear_film([AudioBlock(0, layout, heard_as)], SETTINGS.analysis, SETTINGS.hearing)
        return join_peaks([view.peaks for view in heard.views], np.float32), heard.frames

    return _kept_harmony(piece, kind, work, hear)


def _under_speech(music: F32, speech: Sequence[F32], chance: np.random.Generator) -> F32:
    """Lay speech over music, in the middle, at `MUSIC_DB`."""
    voice = np.zeros(music.shape[1], np.float32)
    at = 0
    while at < len(voice):
        line = speech[int(chance.integers(len(speech)))][: len(voice) - at]
        voice[at : at + len(line)] = line
        at += len(line) + int(chance.uniform(0.2, 1.0) * RATE_HZ)
    power = float(np.square(music.mean(axis=0)).mean())
    gain = 10 ** (MUSIC_DB / 20) * np.sqrt(float(np.square(voice).mean()) / max(power, 1e-12))
    mixed: F32 = (0.5 * (gain * music + voice)).astype(np.float32)
    return mixed


def _speech(folder: Path) -> list[F32]:
    """Read all speech, mono."""
    return [
        np.asarray(_sound(path).mean(axis=0), np.float32)
        for path in sorted(folder.rglob("*"))
        if path.suffix in SOUND_SUFFIXES
    ]


def _sound(path: Path) -> F32:
    """Read a file: float32[2, n]."""
    parts = [
        np.broadcast_to(block.samples[:2], (2, block.samples.shape[1])).astype(np.float32)
        for block in blocks(path, rate_hz=RATE_HZ)
    ]
    sound: F32 = np.concatenate(parts, axis=1) if parts else np.zeros((2, 0), np.float32)
    return sound


if __name__ == "__main__":
    raise SystemExit(main())
