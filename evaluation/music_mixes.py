"""Mixes with music at a known level, and without any, made of a part of the material and heard once.

Used by music_detection.py and music_trees.py. Hums, engines, sirens, bells, crowds, fairgrounds and birds,
which the material lacks, are synthesised (noises.py) and laid in where no music plays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.fingerprint import Heard
from cuespotter.settings import MusicSettings, Settings
from evaluation.layouts import LAYOUTS
from evaluation.mixer import mix_film
from evaluation.music_examples import NO_MUSIC_DB, Example, example_of, hear, keep, lowered, recall
from evaluation.noises import NAMES, Noises
from evaluation.profiles import Profile
from evaluation.repeats import Repeats
from evaluation.scenes import Decks, plan_film
from evaluation.stems import RATE_HZ, Shelf, Stems

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

MINUTES = 5.0
LAYOUT_ORDER = ("stereo", "mono", "5.1", "stereo")
MUSICAL_EFFECTS = {"Sintel_Menu_Drums", "lose", "win", "menubuildup", "new_settlement", "main_square"}
"""Effects of the material that are jingles: neither music of a film's kind nor none."""
NOISES = "noises"
NOISE_S = (6.0, 14.0)
"""A noise is laid in for so long ..."""
NOISE_TO_MIX_DB = (-12.0, 3.0)
"""... as loud against the mix as a whole."""
PARTS = ("0", "1", "00", "01", "10", "11")
"""Halves of the material, and halves of those: what is made of one has no sound of another beside it."""


@dataclass(frozen=True)
class MixKind:
    """What mixes are made of: scenes with their weights, so many noises, and whether each has its own."""

    mark: str
    scenes: tuple[tuple[str, int], ...]
    noises: int
    is_anew: bool


PLAIN = MixKind("", (("cue", 5), ("layered", 1), ("dialogue", 4), ("action", 2)), 4, is_anew=False)
ANEW = MixKind("n", PLAIN.scenes, 8, is_anew=True)
NOISY = MixKind("q", (("dialogue", 4), ("action", 2)), 24, is_anew=True)
"""Nowhere music."""


class _NoRepeats(Repeats):
    """Knows of no repeats: where else a recording sounds the same is nothing to this."""

    def elsewhere(self, *_: object) -> list[float]:
        return []


def mixes_of(
    whole: Stems, part: str, shelf: Shelf, work: Path, *, seed: int, films: int, kind: MixKind = PLAIN
) -> Iterator[Example]:
    """Make and hear the mixes of a seed and a part of the material; those heard before are read.

    Parameters
    ----------
    whole : Stems
    part : str
        One of `PARTS`.
    shelf : Shelf
    work : Path
        Where they are kept.
    seed, films : int
    kind : MixKind
    """
    stems, half = part_of(whole, part), PARTS.index(part)
    for number in range(films):
        layout = LAYOUT_ORDER[number % len(LAYOUT_ORDER)]
        path = work / f"h{half}-{kind.mark}{seed}-{number:02d}-{layout}.npz"
        if not path.exists():
            talkative = (0.03, 0.3) if number % 3 == 1 else (0.6, 0.95)
            noises = list(synthesised((half, seed, number) if kind.is_anew else (half,), stems, shelf))
            keep(path, *_make(stems, shelf, (seed, half, number), layout, talkative, noises, kind))
        heard, truth = recall(path)
        yield example_of(path.stem, int(part[0]), layout, heard, truth)


def part_of(stems: Stems, part: str) -> Stems:
    """Take a half of the material, or half of a half."""
    for half in part:
        stems = half_of(stems, int(half))
    return stems


def half_of(stems: Stems, half: int) -> Stems:
    """Take every other piece of music, speaker, ambience and effect; no effects that are jingles."""
    music = sorted([*stems.playing, *stems.distractors, *stems.outsiders], key=lambda track: track.id)
    speakers = set(sorted({speech.speaker for speech in stems.speech})[half::2])
    effects = tuple(path for path in stems.effects if path.stem not in MUSICAL_EFFECTS)
    return Stems(
        playing=tuple(music[half::2]),
        distractors=(),
        outsiders=(),
        speech=tuple(speech for speech in stems.speech if speech.speaker in speakers),
        ambience=stems.ambience[half::2],
        effects=effects[half::2],
    )


def _make(
    stems: Stems,
    shelf: Shelf,
    seed: tuple[int, int, int],
    layout: str,
    talkative: tuple[float, float],
    noises: Sequence[tuple[str, F32]],
    kind: MixKind,
) -> tuple[Heard, dict[str, Any]]:
    """Mix a film of which about half is music, and hear it."""
    rng = np.random.default_rng(seed)
    profile = Profile(
        scenes=kind.scenes,
        durations_s=(((8.0, 40.0), 1),),
        levels_db=tuple((level, 1) for level in (10.0, 5.0, 0.0, -5.0, -5.0, -10.0, -15.0)),
        speeds=(("none", 4), ("25/24", 1), ("speed", 1)),
        treatments=(("none", 6), ("radio", 1), ("wall", 1), ("room", 1), ("mono_pan", 1)),
        gap_s=(3.0, 12.0),
        talkative=talkative,
        ducking_db=((0.0, 3), (6.0, 1)),
    )
    plan, _ = plan_film(
        Decks(profile, stems, rng),
        stems,
        duration_s=MINUTES * 60,
        length_s=lambda track: shelf.samples(track.path) / RATE_HZ,
    )
    mix = mix_film(plan, stems, shelf, rng, layout=LAYOUTS[layout], repeats=_NoRepeats(shelf))
    low = lowered(mix.channels)
    _lay_noises(low, mix.truth, noises, kind.noises, rng)
    return hear(low, layout), mix.truth


def _lay_noises(
    samples: F32,
    truth: dict[str, Any],
    noises: Sequence[tuple[str, F32]],
    count: int,
    rng: np.random.Generator,
) -> None:
    """Lay noises where no music plays, and note it: against them nobody would know music's level."""
    rate_hz = Settings().analysis.rate_hz
    music = [(one["film_start_s"] - 0.5, one["film_end_s"] + 0.5) for one in truth["placements"]]
    level = float(np.sqrt(np.square(samples).mean()))
    truth["noises"] = []
    for _ in range(count):
        start_s = float(rng.uniform(0, MINUTES * 60 - NOISE_S[1]))
        end_s = start_s + float(rng.uniform(*NOISE_S))
        name, noise = noises[int(rng.integers(len(noises)))]
        truth["noises"].append((name, start_s, end_s))
        first, last = int(start_s * rate_hz), int(end_s * rate_hz)
        part = noise[:, : last - first] * np.float32(
            level * 10 ** (rng.uniform(*NOISE_TO_MIX_DB) / 20) / np.sqrt(np.square(noise).mean())
        )
        silent = np.ones(last - first, np.bool_)
        for begin_s, stop_s in music:
            silent[max(0, int(begin_s * rate_hz) - first) : max(0, int(stop_s * rate_hz) - first)] = False
        part = part * silent
        for channel, sound in zip(samples, part, strict=False):
            channel[first:last] += sound


def synthesised(seed: tuple[int, ...], stems: Stems, shelf: Shelf) -> Iterator[tuple[str, F32]]:
    """Give noises at the engine's rate."""
    voices = [lowered(shelf.read(speech.path)).mean(axis=0) for speech in stems.speech]
    yield from Noises(seed, Settings().analysis.rate_hz, voices).all()


def noises_alone(half: int, stems: Stems, shelf: Shelf, work: Path) -> Iterator[Example]:
    """Hear the noises of a half alone, each on its own; those heard before are read."""
    sounds = None
    settings = MusicSettings()
    for number, name in enumerate(NAMES):
        path = work / f"h{half}-noise-{name}.npz"
        if not path.exists():
            sounds = sounds or list(synthesised((half,), stems, shelf))
            keep(path, hear(sounds[number][1], "stereo"), {})
        heard, _ = recall(path)
        blocks = heard.frames // settings.block_frames
        yield Example(
            name,
            half,
            NOISES,
            heard,
            np.full(blocks, NO_MUSIC_DB),
            np.full(blocks, name in ("crowd", "fairground")),
        )
