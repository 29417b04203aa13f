"""A stretch of a film -> what the library remembers of the music in it.

A film's score is in no library; a cue that was named can be remembered by its sound in the film. There people
talk over it, and speech resembles speech: peaks are taken only where there is music, and where somebody
speaks, if that can be, from what stands beside the middle, where the voices are not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.fingerprint import Fingerprint, Heard, fingerprint_recording, hear_film
from cuespotter.analysis.hearing import KINDS_PER_SECOND, Kinds, hear_kinds, is_installed
from cuespotter.analysis.landmarks import Landmarks, landmarks_of_recording
from cuespotter.analysis.peaks import Peaks, join_peaks
from cuespotter.analysis.views import LEFT, RIGHT, film_views, mix_channels
from cuespotter.media.timeline import AudioBlock
from cuespotter.music.habits import spread_evenly
from cuespotter.music.log_odds import music_log_odds
from cuespotter.music.spans import is_spoken
from cuespotter.settings import Settings

F32 = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Remembered:
    """What a stretch of film lends to the library.

    Attributes
    ----------
    fingerprint : Fingerprint
        Peaks of the music; frame 0 is the stretch's beginning.
    landmarks : Landmarks
    lending_s : float
        Seconds that lend peaks: those with music in them.
    """

    fingerprint: Fingerprint
    landmarks: Landmarks
    lending_s: float


def remember_sound(samples: F32, layout: tuple[str, ...], settings: Settings) -> Remembered:
    """Take the music's peaks from a stretch of a film that somebody has called music.

    Parameters
    ----------
    samples : float32[channels, n]
        At `settings.analysis.rate_hz`.
    layout : tuple of str
        FFmpeg's channel names.
    settings : Settings

    Returns
    -------
    Remembered
        Perhaps with no peak at all, where nothing but speech is heard.
    """
    analysis = settings.analysis
    blocks = [AudioBlock(0, layout, samples)]
    whole = fingerprint_recording(blocks, analysis)
    # its calibration knows the kinds of sound beside what the views tell alone, not within
    heard = hear_film(blocks, analysis, replace(settings.hearing, tells_kinds=False))
    told = _kinds_of_views(samples, layout, settings)
    music = [
        _has_music(Heard((view,), heard.frames), kinds, whole.frames, settings)
        for view, kinds in zip(heard.views, told, strict=True)
    ]
    spoken = _is_spoken(told[0], whole.frames, settings)
    apart = spoken & np.any([np.zeros_like(spoken), *music[1:]], axis=0)
    together = ~apart & (~spoken | music[0])
    peaks = _chosen(whole.peaks, together)
    if apart.any():
        peaks = _joined(peaks, _chosen(_beside_middle(samples, layout, settings).peaks, apart))
    fingerprint = Fingerprint(peaks, whole.frames)
    lending = (together | apart) & _sounds(samples, whole.frames)
    lending_s = float(lending.sum()) / analysis.frames_per_second
    return Remembered(fingerprint, landmarks_of_recording(fingerprint, analysis), lending_s)


def _kinds_of_views(samples: F32, layout: tuple[str, ...], settings: Settings) -> list[Kinds | None]:
    """Tell speech from music on each view, mid first; None where nothing is installed that could."""
    mix = film_views(layout).mix
    if not is_installed():
        return [None] * len(mix)
    return [hear_kinds(view, rate_hz=settings.analysis.rate_hz) for view in mix_channels(mix, samples)]


def _sounds(samples: F32, frames: int) -> Mask:
    """Say in which frames there is any sound: bool[frames]."""
    at = np.flatnonzero(samples.any(axis=0))
    sounds = np.zeros(frames, bool)
    sounds[at * frames // max(1, samples.shape[1])] = True
    return sounds


def _has_music(heard: Heard, kinds: Kinds | None, frames: int, settings: Settings) -> Mask:
    """Say in which frames there is music on a view, by either sign: bool[frames]."""
    log_odds = music_log_odds(heard, settings.music)
    if not len(log_odds):
        return np.zeros(frames, bool)
    block = np.minimum(np.arange(frames) // settings.music.block_frames, len(log_odds) - 1)
    has_music: Mask = spread_evenly(log_odds, 1)[block] > settings.remembering.least_music
    if kinds is not None:
        has_music |= spread_evenly(_framed(kinds.music, frames, settings), settings.music.block_frames) > 0.0
    return has_music


def _is_spoken(kinds: Kinds | None, frames: int, settings: Settings) -> Mask:
    """Say in which frames somebody may speak: in all, where nothing is installed that could tell."""
    if kinds is None:
        return np.ones(frames, bool)
    speech, rules = _framed(kinds.speech, frames, settings), settings.remembering
    return is_spoken(speech, least=rules.least_speech, reach=rules.speech_reach_frames)


def _framed(log_odds: F32, frames: int, settings: Settings) -> NDArray[np.float64]:
    """Bring what was told a hundred times a second to the frames of the spectrogram."""
    at = (np.arange(frames) / settings.analysis.frames_per_second * KINDS_PER_SECOND).astype(int)
    framed: NDArray[np.float64] = log_odds[np.minimum(at, len(log_odds) - 1)].astype(np.float64)
    return framed


def _beside_middle(samples: F32, layout: tuple[str, ...], settings: Settings) -> Fingerprint:
    """Give the peaks of what stands beside the middle: left and right, or their difference."""
    sided = [number for number, name in enumerate(layout) if name in LEFT or name in RIGHT]
    if len(sided) < len(layout):
        block = AudioBlock(0, tuple(layout[number] for number in sided), samples[sided])
    else:
        views = film_views(layout)
        block = AudioBlock(0, ("FC",), mix_channels(views.mix[1:2], samples))
    return fingerprint_recording([block], settings.analysis)


def _chosen(peaks: Peaks, lends: Mask) -> Peaks:
    """Keep the peaks of some frames."""
    kept = lends[peaks.frame]
    return Peaks(peaks.frame[kept], peaks.cents[kept])


def _joined(one: Peaks, other: Peaks) -> Peaks:
    """Put peaks together in their order: by frame, then cents."""
    both = join_peaks([one, other], np.uint16)
    order = np.lexsort((both.cents, both.frame))
    return Peaks(both.frame[order], both.cents[order])
