"""Sound at the engine's rate -> heard once, kept, and read again with the truth about its blocks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from cuespotter.analysis.fingerprint import Heard, hear_film
from cuespotter.analysis.hearing import Kinds
from cuespotter.analysis.listener import HeardView
from cuespotter.analysis.peaks import Peaks
from cuespotter.analysis.views import ALL_VIEWS
from cuespotter.media.timeline import AudioBlock
from cuespotter.music.find import MusicStretch
from cuespotter.settings import MusicSettings, Settings

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

CHANNELS = {"stereo": ("FL", "FR"), "mono": ("FC",), "5.1": ("FL", "FR", "FC", "LFE", "SL", "SR")}
LEAST_STRETCH_S = 8.0
NO_MUSIC_DB = -99.0
ALONE_DB = 99.0
"""Of music with nothing against it."""


@dataclass(frozen=True)
class Example:
    """A mix as it was heard, and the truth about its blocks.

    Attributes
    ----------
    half : int
        Of which half of the material it is made.
    level_db : float64[blocks]
        Music against the rest; `NO_MUSIC_DB` where there is none, nan where it begins or ends or is too
        short to judge.
    spoken : bool[blocks]
    music_s : tuple of (start, end)
        When music is heard, apart from each other.
    noise : object[blocks] or None
        The name of the noise that was laid in, '' where none was; None where nobody noted it.
    """

    name: str
    half: int
    layout: str
    heard: Heard
    level_db: F64
    spoken: NDArray[np.bool_]
    music_s: tuple[tuple[float, float], ...] = ()
    noise: NDArray[np.object_] | None = None

    @property
    def runs(self) -> list[tuple[int, int]]:
        """Blocks in which music plays at one level, as (first, last)."""
        edges = np.flatnonzero(np.diff(np.nan_to_num(self.level_db, nan=NO_MUSIC_DB)) != 0) + 1
        spans = pairwise([0, *edges.tolist(), len(self.level_db)])
        return [(first, last) for first, last in spans if last > first and self.level_db[first] > NO_MUSIC_DB]

    @property
    def has_music_alone(self) -> bool:
        """Whether music is heard with nothing against it."""
        return bool((self.level_db == ALONE_DB).any())

    @property
    def told_nothing(self) -> Example:
        """The same as it is heard without the extra `hearing`."""
        views = tuple(replace(view, kinds=None) for view in self.heard.views)
        return replace(self, heard=Heard(views, self.heard.frames))


def lowered(samples: F32) -> F32:
    """Bring sound to the engine's rate."""
    low: F32 = signal.resample_poly(samples, 147, 640, axis=-1).astype(np.float32)
    return low


def hear(samples: F32, layout: str) -> Heard:
    """Hear sound at the engine's rate."""
    settings = Settings()
    return hear_film([AudioBlock(0, CHANNELS[layout], samples)], settings.analysis, settings.hearing)


def example_of(name: str, half: int, layout: str, heard: Heard, truth: dict[str, Any]) -> Example:
    """Say of each block what is true of it."""
    block_s = MusicSettings().block_frames / Settings().analysis.frames_per_second
    blocks = heard.frames // MusicSettings().block_frames
    level_db = np.full(blocks, NO_MUSIC_DB)
    partly = np.zeros(blocks, np.bool_)
    for one in truth["placements"]:
        partly[int(one["film_start_s"] / block_s) : int(one["film_end_s"] / block_s) + 1] = True
        if one["film_end_s"] - one["film_start_s"] >= LEAST_STRETCH_S:
            level = ALONE_DB if one["snr_measured_db"] is None else one["snr_measured_db"]
            inside = slice(int(np.ceil(one["heard_start_s"] / block_s)), int(one["heard_end_s"] / block_s))
            level_db[inside] = np.maximum(level_db[inside], level)
    level_db[partly & (level_db == NO_MUSIC_DB)] = np.nan
    spoken = np.zeros(blocks, np.bool_)
    for start_s, end_s in truth["dialogue"]:
        spoken[int(start_s / block_s) : int(end_s / block_s) + 1] = True
    heard_s = tuple((one["heard_start_s"], one["heard_end_s"]) for one in truth["placements"])
    noise = np.full(blocks, "", object)
    for kind, start_s, end_s in truth.get("noises", ()):
        noise[int(np.ceil(start_s / block_s)) : int(end_s / block_s)] = kind
    return Example(name, half, layout, heard, level_db, spoken, _joined_spans(heard_s), noise)


def _joined_spans(spans: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Join spans that touch or overlap."""
    joined: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def keep(path: Path, heard: Heard, truth: dict[str, Any]) -> None:
    """Write a heard mix and its truth."""
    arrays: dict[str, Any] = {"truth": json.dumps(truth), "frames": heard.frames}
    arrays["names"] = [view.name for view in heard.views]
    arrays["column_cents"] = heard.column_cents
    for view in heard.views:
        arrays |= {
            f"{view.name}_frame": view.peaks.frame,
            f"{view.name}_cents": view.peaks.cents,
            f"{view.name}_presence": view.presence,
            f"{view.name}_level": view.level_db,
        }
        if view.kinds is not None:
            kinds = np.stack([view.kinds.speech, view.kinds.singing, view.kinds.music])
            arrays[f"{view.name}_kinds"] = kinds.astype(np.float16)
    partial = path.with_suffix(".part.npz")
    np.savez(partial, **arrays)
    partial.replace(path)


def recall(path: Path) -> tuple[Heard, dict[str, Any]]:
    """Read what `keep` wrote."""
    kept = np.load(path)
    views = []
    for name in map(str, kept["names"]):
        peaks = Peaks(kept[f"{name}_frame"], kept[f"{name}_cents"])
        views.append(
            HeardView(
                view=ALL_VIEWS[name],
                peaks=peaks,
                loud_peaks=peaks,
                loudest_peaks=peaks,
                presence=kept[f"{name}_presence"],
                column_cents=float(kept["column_cents"]),
                level_db=kept[f"{name}_level"],
                kinds=Kinds(*kept[f"{name}_kinds"].astype(np.float32)) if f"{name}_kinds" in kept else None,
            )
        )
    return Heard(tuple(views), int(kept["frames"])), json.loads(str(kept["truth"]))


def blocks_of(stretch: MusicStretch, settings: MusicSettings) -> slice:
    """Give the blocks of which a stretch has most."""
    return slice(
        round(stretch.first_frame / settings.block_frames), round(stretch.last_frame / settings.block_frames)
    )
