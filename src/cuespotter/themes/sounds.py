"""Stretches of what was heard -> sounds that can be looked for.

A library's recording is clean; a stretch of film is what it is. It lends the loudest peaks of the views on
which music is told, and those are looked for in all views of the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cuespotter.analysis.fingerprint import Fingerprint, Heard
from cuespotter.analysis.landmarks import Landmarks, hash_pairs, pair_peaks
from cuespotter.analysis.peaks import Peaks, join_peaks
from cuespotter.settings import AnalysisSettings


@dataclass(frozen=True)
class Sound:
    """A stretch of a film by its sound.

    Attributes
    ----------
    source : int
        Number of the reel or the film that it is from.
    first_frame : int
        Where in that it begins.
    fingerprint : Fingerprint
        Frame 0 is its beginning.
    landmarks : Landmarks
        Of each view by itself, as they are looked for.
    """

    source: int
    first_frame: int
    fingerprint: Fingerprint
    landmarks: Landmarks


def sound_of(heard: Heard, first: int, last: int, *, source: int, settings: AnalysisSettings) -> Sound:
    """Take the sound of frames ``[first, last)``: the loudest peaks of all views together."""
    parts = []
    for view in heard.views:
        cut = view.loudest_peaks.cut(first, last)
        parts.append(Peaks(cut.frame, np.rint(cut.cents).astype(np.uint16)))
    pairs = pair_peaks(parts, fan_out=settings.recording_fan_out, least_frames=settings.least_distance_frames)
    landmarks = hash_pairs(pairs, pitch_cents=0.0, speed=1.0)
    joined = join_peaks(parts, np.uint16)
    order = np.lexsort((joined.cents, joined.frame))
    peaks = Peaks(joined.frame[order], joined.cents[order])
    return Sound(source, first, Fingerprint(peaks, last - first), landmarks)
