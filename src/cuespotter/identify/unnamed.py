"""Music that nothing explains, and the library -> of which works it may be another recording."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache

from cuespotter.analysis.fingerprint import Heard
from cuespotter.cues.assemble import UnnamedMusic
from cuespotter.index.shards import Searched
from cuespotter.model import SoundSpans
from cuespotter.music.find import MusicStretch, find_music, uncovered
from cuespotter.music.level import estimate_level
from cuespotter.music.signs import music_signs
from cuespotter.music.spans import sound_spans
from cuespotter.settings import Settings, VersionSettings
from cuespotter.versions.chroma import cut_evenly, fingerprint_harmony, heard_harmony
from cuespotter.versions.find import Bar, SameWork, find_versions
from cuespotter.versions.outline import Outlines, outline_library

Outlined = Callable[[Searched], Outlines]
"""Gives the outlines of an index's recordings, in its order."""


def hear_music(
    heard: Heard,
    start_s: float,
    spans: Sequence[tuple[float, float]],
    index: Searched,
    outlined: Outlined | None,
    settings: Settings,
) -> tuple[list[UnnamedMusic], list[SoundSpans]]:
    """Find the music of a reel that nothing explains, and when there is music at all, speech, singing.

    Parameters
    ----------
    heard : Heard
        The reel.
    start_s : float
        Where it begins on the film's clock.
    spans : sequence of (first, last)
        What is explained, in frames of the reel.
    index : Searched
    outlined : callable, optional
    settings : Settings
    """
    rules = settings.music
    music = [one for one in find_music(heard, rules) if one.probability >= rules.least_probability]
    unnamed = unnamed_music(heard, uncovered(music, spans, rules), index, outlined, settings)
    return unnamed, sound_spans(heard, music, start_s, settings)


def unnamed_music(
    heard: Heard,
    stretches: Sequence[MusicStretch],
    index: Searched,
    outlined: Outlined | None,
    settings: Settings,
) -> list[UnnamedMusic]:
    """Say of music that nothing explains how loud it is and why it is thought music; ask whose work it is.

    Parameters
    ----------
    heard : Heard
        The reel.
    stretches : sequence of MusicStretch
    index : Searched
        Stretches that are long enough are held against its recordings.
    outlined : callable, optional
        By default they are made from the index's fingerprints.
    settings : Settings
    """
    rules = settings.versions
    long = [one for one in stretches if _seconds(one, settings) >= rules.least_s]
    found = [_measured(heard, one, settings) for one in stretches]
    if not long or not index.recordings:
        return found
    harmony_of_id = cache(lambda name: fingerprint_harmony(index.fingerprint(name), rules))
    outlines = outlined(index) if outlined else outline_library(index.recordings, harmony_of_id, rules)

    def ask(part: MusicStretch) -> list[SameWork]:
        harmony = heard_harmony(heard, part.first_frame, part.last_frame, rules)
        return find_versions(harmony, outlines, lambda at: harmony_of_id(index.recordings[at]), rules)

    asked = {one: _joined([(part, ask(part)) for part in _parts(one, settings)], rules) for one in long}
    return [replace(one, asked=asked.get(one.stretch, ())) for one in found]


def _measured(heard: Heard, stretch: MusicStretch, settings: Settings) -> UnnamedMusic:
    """Say how loud music is, and why it is thought music."""
    level_db = estimate_level(heard, stretch, settings.music)
    signs = music_signs(heard, stretch, settings.music, settings.spans)
    return UnnamedMusic(stretch, level_db=level_db, signs=tuple(signs))


def _parts(stretch: MusicStretch, settings: Settings) -> list[MusicStretch]:
    """Cut a stretch in which several works may follow each other into equal parts."""
    longest = settings.versions.longest_s * settings.analysis.frames_per_second
    parts = cut_evenly(stretch.first_frame, stretch.last_frame, longest)
    return [replace(stretch, first_frame=first, last_frame=last) for first, last in parts]


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
