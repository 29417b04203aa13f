"""A film's unnamed music by its harmony -> which of it may be a theme, or other music of it, played anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuespotter.analysis.fingerprint import Heard
from cuespotter.clock import FilmSeconds
from cuespotter.model.theme import FilmTheme, ThemeVariation
from cuespotter.music.find import MusicStretch
from cuespotter.settings import Settings
from cuespotter.themes.varied import find_varied
from cuespotter.versions.chroma import Harmony, cut_evenly, heard_harmony

LEAST_SHARE = 0.5
"""What is so much of it a theme returns as it is, and one place speaks for all."""


@dataclass(frozen=True)
class Played:
    """A stretch of music without a name, in seconds of the film, and its harmony."""

    start_s: float
    end_s: float
    harmony: Harmony


def played(
    heard: Heard, start_s: float, stretches: Sequence[MusicStretch], settings: Settings
) -> list[Played]:
    """Keep the harmony of a reel's stretches that are long enough, long ones in parts.

    Parameters
    ----------
    heard : Heard
    start_s : float
        Where the reel begins on the film's clock.
    stretches : sequence of MusicStretch
    settings : Settings
    """
    rate, rules = settings.analysis.frames_per_second, settings.varied
    parts = [
        part
        for one in stretches
        if one.last_frame - one.first_frame >= rules.least_s * rate
        for part in cut_evenly(one.first_frame, one.last_frame, rules.longest_s * rate)
    ]
    return [
        Played(
            start_s + first / rate,
            start_s + last / rate,
            heard_harmony(heard, first, last, settings.versions),
        )
        for first, last in parts
    ]


def find_variations(
    stretches: Sequence[Played], themes: Sequence[FilmTheme], settings: Settings
) -> list[ThemeVariation]:
    """Ask which stretches may be one music, played differently.

    Parameters
    ----------
    stretches : sequence of Played
        Of all reels, in film order.
    themes : sequence of FilmTheme
        What returns as it is.
    settings : Settings
    """
    left = _one_for_all(stretches, themes)
    left = sorted(left, key=lambda one: one.start_s - one.end_s)[: settings.varied.most_stretches]
    left.sort(key=lambda one: one.start_s)
    found = find_varied([one.harmony for one in left], settings.varied, settings.versions)
    return [
        ThemeVariation(
            start_s=FilmSeconds(round(left[pair.one].start_s, 2)),
            end_s=FilmSeconds(round(left[pair.one].end_s, 2)),
            of_start_s=FilmSeconds(round(left[pair.other].start_s, 2)),
            of_end_s=FilmSeconds(round(left[pair.other].end_s, 2)),
            confidence=round(pair.probability, 3),
            semitones=pair.semitones,
            tempo=round(pair.tempo, 3),
        )
        for pair in found
    ]


def _one_for_all(stretches: Sequence[Played], themes: Sequence[FilmTheme]) -> list[Played]:
    """Leave of each theme the longest stretch, and all that is no theme."""
    longest: dict[str, Played] = {}
    alone = []
    for one in stretches:
        theme = next((it for it in themes if it.share_of(one.start_s, one.end_s) >= LEAST_SHARE), None)
        if theme is None:
            alone.append(one)
            continue
        before = longest.get(theme.letter)
        if before is None or one.end_s - one.start_s > before.end_s - before.start_s:
            longest[theme.letter] = one
    return [*alone, *longest.values()]
