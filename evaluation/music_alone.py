"""Music alone, with nobody speaking and no place around it; and all else alone: heard as examples.

*Reels* are fitted to: each piece of a part of the material for half a minute, at some level, faded or cut,
then silence; between them noises, places, effects and voices alone, so that nothing is music for standing
alone. *Minutes* are judged: 20 s to 80 s of each recording, as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from evaluation.bed import at_level, faded
from evaluation.layouts import LAYOUTS, MusicDesk, place_music
from evaluation.music_examples import CHANNELS, Example, example_of, hear, keep, lowered, recall
from evaluation.music_mixes import PARTS, part_of, synthesised
from evaluation.performed import synthesised_music
from evaluation.stems import RATE_HZ, Shelf, Stems, Track

F32 = NDArray[np.float32]

LAYOUT_ORDER = ("stereo", "mono", "5.1", "stereo", "mono")
PIECES = 7
"""Of music, on a reel; as many sounds that are none."""
PIECE_S = (20.0, 40.0)
OTHER_S = (8.0, 16.0)
SILENCE_S = (0.3, 6.0)
MUSIC_DBFS = (-48.0, -14.0)
OTHER_DBFS = (-50.0, -18.0)
HISS_DBFS = (-110.0, -65.0)
"""Silence of a film is not quite nothing."""
FADES_S = (0.02, 0.02, 1.0, 3.0, 6.0)
MINUTE_S = (20.0, 80.0)
CENTRE = 2


@dataclass(frozen=True)
class _Sound:
    """Something that sounds alone: at the data's rate, in stereo; music by its piece's name."""

    kind: str
    samples: F32
    piece: str = ""


def reels_of(whole: Stems, part: str, shelf: Shelf, work: Path, *, seed: int) -> Iterator[Example]:
    """Make and hear the reels of a part of the material; those heard before are read.

    Parameters
    ----------
    whole : Stems
    part : str
        One of `PARTS`.
    shelf : Shelf
    work : Path
        Where they are kept, and the synthesised pieces.
    seed : int
    """
    stems, place = part_of(whole, part), PARTS.index(part)
    tracks = [*stems.playing, *synthesised_music(part, work / "performed")]
    noises: list[tuple[str, F32]] = []
    order = np.random.default_rng((9, place, seed)).permutation(len(tracks))
    for number, first in enumerate(range(0, len(tracks), PIECES)):
        layout = LAYOUT_ORDER[number % len(LAYOUT_ORDER)]
        path = work / f"h{place}-reel{seed}-{number:02d}-{layout}.npz"
        if not path.exists():
            rng = np.random.default_rng((9, place, seed, number))
            pieces = [tracks[k] for k in order[first : first + PIECES]]
            noises = noises or list(synthesised((9, place, seed), stems, shelf))
            others = _others(stems, noises, shelf, rng)
            samples, truth = _reel([_piece(track, shelf, rng) for track in pieces], others, rng, layout)
            keep(path, hear(lowered(samples), layout), truth)
        heard, truth = recall(path)
        yield example_of(path.stem, int(part[0]), layout, heard, truth)


def minutes_of(whole: Stems, half: str, shelf: Shelf, work: Path) -> Iterator[Example]:
    """Hear a minute of each recording of a half alone, as it is; those heard before are read."""
    for track in part_of(whole, half).playing:
        path = work / f"minute-{track.id}.npz"
        if not path.exists():
            sound = _minute(track, shelf)
            truth = {"placements": [_placement(track.id, 0.0, sound.shape[1] / RATE_HZ)], "dialogue": []}
            keep(path, hear(lowered(sound), "stereo"), truth)
        heard, truth = recall(path)
        yield example_of(track.id, int(half), "stereo", heard, truth)


def _minute(track: Track, shelf: Shelf) -> F32:
    """Give 20 s to 80 s of a recording; of one that is shorter the last minute, or all of it."""
    begin_s, end_s = MINUTE_S
    long_s = shelf.samples(track.path) / RATE_HZ
    begin_s = max(0.0, min(begin_s, long_s - (end_s - begin_s)))
    return shelf.read(track.path, round(begin_s * RATE_HZ), round((min(end_s, long_s) - begin_s) * RATE_HZ))


def _reel(
    pieces: Sequence[_Sound], others: Iterator[_Sound], rng: np.random.Generator, layout: str
) -> tuple[F32, dict[str, Any]]:
    """Lay pieces and other sounds after each other, in silence, and note when each is heard."""
    sounds = [one for piece in pieces for one in (piece, next(others))]
    truth: dict[str, Any] = {"placements": [], "dialogue": [], "noises": []}
    parts, now = [], 0
    for one in sounds:
        silence = round(float(rng.uniform(*SILENCE_S)) * RATE_HZ)
        start_s, end_s = ((now + silence + n) / RATE_HZ for n in (0, one.samples.shape[1]))
        parts.append(np.pad(_placed(one, layout, rng), ((0, 0), (silence, 0))))
        now += parts[-1].shape[1]
        if one.kind == "music":
            truth["placements"].append(_placement(one.piece, start_s, end_s))
        else:
            truth["noises"].append((one.kind, start_s, end_s))
        if one.kind in ("voice", "crowd", "fairground"):
            truth["dialogue"].append((start_s, end_s))
    samples = np.concatenate(parts, axis=1)
    hiss = 10 ** (rng.uniform(*HISS_DBFS) / 20) * rng.standard_normal(samples.shape)
    return (samples + hiss).clip(-1, 1).astype(np.float32), truth


def _placement(piece: str, start_s: float, end_s: float) -> dict[str, Any]:
    """Write down that a piece is heard alone."""
    span = {
        f"{name}_{end}_s": at
        for name in ("film", "heard")
        for end, at in (("start", start_s), ("end", end_s))
    }
    return {"track": piece, "snr_measured_db": None, **span}


def _piece(track: Track, shelf: Shelf, rng: np.random.Generator) -> _Sound:
    """Cut half a minute out of a piece, and bring it to a level."""
    long = shelf.samples(track.path)
    count = min(long, round(float(rng.uniform(*PIECE_S)) * RATE_HZ))
    sound = shelf.read(track.path, int(rng.integers(long - count + 1)), count)
    fades = [float(rng.choice(FADES_S)) for _ in range(2)]
    return _Sound("music", faded(at_level(sound, rng.uniform(*MUSIC_DBFS)), *fades), track.id)


def _others(
    stems: Stems, noises: Sequence[tuple[str, F32]], shelf: Shelf, rng: np.random.Generator
) -> Iterator[_Sound]:
    """Give places, effects, voices and noises in turn, for ever."""
    files = (
        ("place", stems.ambience),
        ("effects", stems.effects),
        ("voice", tuple(speech.path for speech in stems.speech)),
    )
    while True:
        for k in rng.permutation(len(files) + 1):
            count = round(float(rng.uniform(*OTHER_S)) * RATE_HZ)
            if k < len(files):
                kind, sound = files[k][0], _row_of(files[k][1], count, shelf, rng)
            else:
                kind, noise = noises[int(rng.integers(len(noises)))]
                sound = signal.resample_poly(noise, 640, 147, axis=1)[:, :count].astype(np.float32)
            level = at_level(sound, rng.uniform(*OTHER_DBFS))
            yield _Sound(kind, faded(level, 0.02, float(rng.choice(FADES_S))))


def _row_of(paths: Sequence[Path], count: int, shelf: Shelf, rng: np.random.Generator) -> F32:
    """Lay files one after another, as loud as each other, until it is long enough: float32[2, count]."""
    parts: list[F32] = []
    while sum(part.shape[1] for part in parts) < count:
        path = paths[int(rng.integers(len(paths)))]
        first = int(rng.integers(max(1, shelf.samples(path) - count)))
        parts.append(at_level(shelf.read(path, first, min(count, shelf.samples(path) - first)), -20.0))
    return np.concatenate(parts, axis=1)[:, :count]


def _placed(one: _Sound, layout: str, rng: np.random.Generator) -> F32:
    """Spread a sound over a film's channels: voices in the middle of what there is."""
    if one.kind == "voice" and layout == "5.1":
        out = np.zeros((len(CHANNELS[layout]), one.samples.shape[1]), np.float32)
        out[CENTRE] = one.samples.mean(axis=0)
        return out
    desk = MusicDesk(behind=float(rng.uniform(0.0, 0.5)), centre=float(rng.uniform(0.0, 0.5)))
    return place_music(one.samples, LAYOUTS[layout], desk, from_centre=False)
