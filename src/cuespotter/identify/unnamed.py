"""Music that nothing explains, and the library -> of which works it may be another recording."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np

from cuespotter.analysis.fingerprint import Heard
from cuespotter.analysis.peaks import Peaks, join_peaks
from cuespotter.cues.assemble import UnnamedMusic
from cuespotter.index.reader import Index
from cuespotter.music.find import MusicStretch, find_music, uncovered
from cuespotter.music.level import estimate_level
from cuespotter.settings import Settings, VersionSettings
from cuespotter.versions.chroma import Harmony, fingerprint_harmony, harmony_of
from cuespotter.versions.find import Bar, SameWork, find_versions
from cuespotter.versions.outline import Outlines, outline_library

Outlined = Callable[[Index], Outlines]
"""Gives the outlines of an index's recordings, in its order."""


def unnamed_music(
    heard: Heard,
    spans: Sequence[tuple[float, float]],
    index: Index,
    outlined: Outlined | None,
    settings: Settings,
) -> list[UnnamedMusic]:
    """Find the music of a reel that nothing explains, and ask of which recordings' works it may be.

    Parameters
    ----------
    heard : Heard
        The reel.
    spans : sequence of (first, last)
        What is explained, in frames of the reel.
    index : Index
        Stretches that are long enough are held against its recordings.
    outlined : callable, optional
        By default they are made from the index's fingerprints.
    settings : Settings
    """
    stretches = [
        stretch
        for stretch in uncovered(find_music(heard, settings.music), spans, settings.music)
        if stretch.probability >= settings.music.least_probability
    ]
    rules = settings.versions
    long = [one for one in stretches if _seconds(one, settings) >= rules.least_s]
    level = {one: estimate_level(heard, one, settings.music) for one in stretches}
    if not long or not index.recordings:
        return [UnnamedMusic(stretch, level_db=level[stretch]) for stretch in stretches]
    harmony_of_id = cache(lambda name: fingerprint_harmony(index.fingerprint(name), rules))
    outlines = outlined(index) if outlined else outline_library(index.recordings, harmony_of_id, rules)

    def ask(part: MusicStretch) -> list[SameWork]:
        harmony = stretch_harmony(heard, part, rules)
        return find_versions(harmony, outlines, lambda at: harmony_of_id(index.recordings[at]), rules)

    asked = {one: _joined([(part, ask(part)) for part in _parts(one, settings)], rules) for one in long}
    return [UnnamedMusic(stretch, asked.get(stretch, ()), level[stretch]) for stretch in stretches]


def stretch_harmony(heard: Heard, stretch: MusicStretch, rules: VersionSettings) -> Harmony:
    """Give the harmony of a stretch of film, of all its views together."""
    cut = []
    for view in heard.views:
        inside = view.peaks.between(stretch.first_frame, stretch.last_frame)
        frame = view.peaks.frame[inside] - np.int32(stretch.first_frame)
        cut.append(Peaks(frame, view.peaks.cents[inside]))
    return harmony_of(join_peaks(cut, np.float32), stretch.last_frame - stretch.first_frame, rules)


def _parts(stretch: MusicStretch, settings: Settings) -> list[MusicStretch]:
    """Cut a stretch in which several works may follow each other into equal parts."""
    count = max(1, int(np.ceil(_seconds(stretch, settings) / settings.versions.longest_s)))
    frames = stretch.last_frame - stretch.first_frame
    cuts = [stretch.first_frame + round(frames * number / count) for number in range(count + 1)]
    return [replace(stretch, first_frame=a, last_frame=b) for a, b in pairwise(cuts)]


def _joined(
    parts: Iterable[tuple[MusicStretch, list[SameWork]]], rules: VersionSettings
) -> tuple[SameWork, ...]:
    """Put the answers of a stretch's parts together, on the reel's clock in frames: of each recording one."""
    found: dict[int, SameWork] = {}
    for part, answers in parts:
        for one in answers:
            bars = tuple(_in_frames(bar, part.first_frame, rules) for bar in one.bars)
            before = found.get(one.recording)
            likelier = one if before is None or one.probability > before.probability else before
            both = bars if before is None else (*before.bars, *bars)
            found[one.recording] = replace(likelier, bars=both)
    ordered = sorted(found.values(), key=lambda one: (-one.probability, one.recording))
    return tuple(ordered[: rules.most_asked])


def _in_frames(bar: Bar, first_frame: int, rules: VersionSettings) -> Bar:
    """Put a bar of a part on the reel's clock, in frames."""
    step = rules.step_frames
    return Bar(
        first_frame + bar.first * step,
        first_frame + bar.last * step,
        bar.known_first * step,
        bar.known_last * step,
    )


def _seconds(stretch: MusicStretch, settings: Settings) -> float:
    """Say how long a stretch is."""
    return (stretch.last_frame - stretch.first_frame) / settings.analysis.frames_per_second
