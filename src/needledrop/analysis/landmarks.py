"""Peaks -> landmarks: two peaks, anchor and target, as one hash with the anchor's frame.

The pairing of neighbouring peaks is A. Wang's ("An Industrial-Strength Audio Search Algorithm", ISMIR 2003).
A speed needs no new analysis: it moves every peak by the same cents and stretches distances in time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from needledrop.analysis import hashes
from needledrop.analysis._kernels import pair_nearest
from needledrop.analysis.fingerprint import Fingerprint, Peaks
from needledrop.settings import AnalysisSettings


@dataclass(frozen=True)
class Landmarks:
    """Landmarks of one recording or view.

    Attributes
    ----------
    hash : uint32[n]
        The two peaks' heights and their distance in time, below 2**24.
    frame : int32[n]
        Frame of the anchor.
    """

    hash: NDArray[np.uint32]
    frame: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.hash)


def landmarks_of_recording(fingerprint: Fingerprint, settings: AnalysisSettings) -> Landmarks:
    """Pair the peaks of a recording; the same fingerprint always gives the same landmarks."""
    return pair_landmarks(
        fingerprint.peaks,
        fan_out=settings.recording_fan_out,
        least_frames=settings.least_distance_frames,
        pitch_cents=0.0,
        speed=1.0,
    )


def pair_landmarks(
    peaks: Peaks, *, fan_out: int, least_frames: int, pitch_cents: float, speed: float
) -> Landmarks:
    """Pair peaks with their next neighbours, heard as if the sound were played otherwise.

    Parameters
    ----------
    peaks : Peaks
        Of one view.
    fan_out : int > 0
        Neighbours paired with each anchor.
    least_frames : int > 0
        Nearer neighbours are passed over.
    pitch_cents : float
        How much higher than the recording the view sounds; taken off every peak.
    speed : float > 0
        Recording frames in one frame of the view; stretches the distances. Frames of the anchors stay as they are.

    Returns
    -------
    Landmarks
        Sorted by frame; each (hash, frame) once.
    """
    anchor, target = pair_nearest(
        peaks.frame,
        peaks.cents,
        least_frames,
        hashes.LARGEST_DISTANCE_FRAMES,
        hashes.LARGEST_RISE_CENTS,
        fan_out,
    )
    cents = peaks.cents.astype(np.float64) - pitch_cents
    frame = peaks.frame[anchor]
    distance = (peaks.frame[target] - frame) * speed
    hashed, fits = hashes.pack_hashes(cents[anchor], cents[target], distance)
    return join_landmarks([Landmarks(hashed[fits], frame[fits])])


def join_landmarks(parts: Sequence[Landmarks]) -> Landmarks:
    """Join landmarks, sorted by frame, then hash; each (hash, frame) once."""
    # a sort and a comparison: numpy's own unique hashes, which takes twenty times as long
    keys = np.concatenate(
        [np.zeros(0, np.int64), *((part.frame.astype(np.int64) << 32) | part.hash for part in parts)]
    )
    keys.sort()
    keys = keys[np.flatnonzero(np.diff(keys, prepend=-1))]
    return Landmarks((keys & 0xFFFFFFFF).astype(np.uint32), (keys >> 32).astype(np.int32))
