"""Kinds of sound, frame by frame -> when there is speech, singing, music in a film, as a few spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.fingerprint import Heard
from cuespotter.analysis.runs import join_near, runs_of
from cuespotter.clock import FilmSeconds
from cuespotter.model.sound import SoundKind, SoundSource, SoundSpans
from cuespotter.music.find import MusicStretch
from cuespotter.music.habits import spread_evenly
from cuespotter.settings import Settings, SpanSettings, VoiceSettings

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]
Span = tuple[float, float]


def is_spoken(log_odds: F32 | F64, *, least: float, reach: int = 0) -> Mask:
    """Say in which frames somebody speaks.

    Parameters
    ----------
    log_odds : float[frames]
        Of speech, where all channels are together: there voices are heard best.
    least : float
        From where it is speech ...
    reach : int, optional
        ... and so many frames around: a voice rings on.
    """
    speech = (log_odds > least).astype(np.float64)
    spoken: Mask = speech > 0.0 if reach == 0 else spread_evenly(speech, reach) > 0.0
    return spoken


def is_sung(log_odds: F32, settings: SpanSettings, voices: VoiceSettings) -> Mask:
    """Say in which frames of music a voice sings: as surely as is asked of a cue without a name."""
    model = voices.under_speech
    least = (np.log(voices.least_in_film / (1.0 - voices.least_in_film)) - model.at_zero) / model.singing
    sung: Mask = spread_evenly(log_odds, settings.singing_frames) > least
    return sung


def sound_spans(
    heard: Heard, stretches: Sequence[MusicStretch], start_s: float, settings: Settings
) -> list[SoundSpans]:
    """Say when there is sound of each kind in a reel.

    Parameters
    ----------
    heard : Heard
    stretches : sequence of MusicStretch
        All music of the reel, named or not.
    start_s : float
        Where the reel begins on the film's clock.
    settings : Settings

    Returns
    -------
    list of SoundSpans
        Music, by whatever told it; speech and singing where the kinds of sound were told.
    """
    rate = settings.analysis.frames_per_second
    rules = settings.spans
    frames = [(one.first_frame, one.last_frame) for one in stretches]
    source: SoundSource = "habits" if heard.views[0].kinds is None else "hearing"
    found: list[tuple[SoundKind, list[tuple[int, int]], float]] = [("music", frames, 0.0)]
    for kind, mask, least_s in _masks(heard, frames, settings):
        found.append((kind, runs_of(mask), least_s))
    return [
        SoundSpans(
            kind=kind,
            source=source,
            spans=[
                (FilmSeconds(begin), FilmSeconds(end))
                for begin, end in bounded(
                    [(start_s + first / rate, start_s + last / rate) for first, last in spans],
                    least_s=least_s,
                    gap_s=rules.gap_s,
                    most=rules.most,
                )
            ],
        )
        for kind, spans, least_s in found
    ]


def bounded(spans: Sequence[Span], *, least_s: float, gap_s: float, most: int) -> list[Span]:
    """Join spans that nearly touch, leave out short ones, and round them to tenths of a second.

    Parameters
    ----------
    spans : sequence of (begin, end)
        Ascending.
    least_s, gap_s : float
    most : int
        Where more are left, wider gaps are closed, too, until they are so few.

    Examples
    --------
    >>> bounded([(0.0, 1.0), (1.2, 3.0), (9.0, 9.1)], least_s=0.3, gap_s=0.5, most=10)
    [(0.0, 3.0)]
    """
    kept = [(round(a, 1), round(b, 1)) for a, b in join_near(spans, gap_s) if b - a >= least_s]
    if len(kept) > most:
        return bounded(kept, least_s=least_s, gap_s=2.0 * gap_s, most=most)
    return [(a, b) for a, b in kept if a < b]


def _masks(
    heard: Heard, music: Sequence[tuple[int, int]], settings: Settings
) -> Iterator[tuple[SoundKind, Mask, float]]:
    """Give the frames with speech, and those with singing, which is heard in music alone."""
    rules = settings.spans
    told = [view.kinds for view in heard.views if view.kinds is not None and view.view.is_middle]
    for kinds in told:
        yield "speech", is_spoken(kinds.speech, least=rules.least_speech), rules.least_speech_s
        inside = np.zeros(len(kinds), np.bool_)
        for first, last in music:
            inside[first:last] = True
        yield "singing", is_sung(kinds.singing, rules, settings.voices) & inside, rules.least_singing_s
