"""Peaks -> landmarks: two peaks, anchor and target, as one hash with the anchor's frame.

The pairing of neighbouring peaks is A. Wang's ("An Industrial-Strength Audio Search Algorithm", ISMIR 2003).
A speed needs no new analysis: it moves every peak by the same cents and stretches distances in time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis import hashes
from cuespotter.analysis._kernels import pair_nearest
from cuespotter.analysis.fingerprint import Fingerprint
from cuespotter.analysis.peaks import Peaks
from cuespotter.settings import AnalysisSettings


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


@dataclass(frozen=True)
class Pairs:
    """Neighbouring peaks, not yet hashed.

    Attributes
    ----------
    frame : int32[n]
        Frame of the anchor.
    anchor_cents, target_cents : float64[n]
    distance : float64[n]
        Frames from anchor to target.
    """

    frame: NDArray[np.int32]
    anchor_cents: NDArray[np.float64]
    target_cents: NDArray[np.float64]
    distance: NDArray[np.float64]


def landmarks_of_recording(fingerprint: Fingerprint, settings: AnalysisSettings) -> Landmarks:
    """Pair the peaks of a recording; the same fingerprint always gives the same landmarks."""
    pairs = pair_peaks(
        [fingerprint.peaks], fan_out=settings.recording_fan_out, least_frames=settings.least_distance_frames
    )
    return hash_pairs(pairs, pitch_cents=0.0, speed=1.0)


def pair_peaks(views: Sequence[Peaks], *, fan_out: int, least_frames: int) -> Pairs:
    """Pair the peaks of each view with their next neighbours.

    Parameters
    ----------
    views : sequence of Peaks
    fan_out : int > 0
        Neighbours paired with each anchor.
    least_frames : int > 0
        Nearer neighbours are passed over.
    """
    parts = [
        (
            view,
            *pair_nearest(
                view.frame,
                view.cents,
                least_frames,
                hashes.LARGEST_DISTANCE_FRAMES,
                hashes.LARGEST_RISE_CENTS,
                fan_out,
            ),
        )
        for view in views
    ]
    if not parts:
        nothing = np.zeros(0)
        return Pairs(nothing.astype(np.int32), nothing, nothing, nothing)
    frame = np.concatenate([view.frame[anchor] for view, anchor, _ in parts])
    anchor_cents = np.concatenate([view.cents[anchor] for view, anchor, _ in parts]).astype(np.float64)
    target_cents = np.concatenate([view.cents[target] for view, _, target in parts]).astype(np.float64)
    distance = np.concatenate([view.frame[target] - view.frame[anchor] for view, anchor, target in parts])
    return Pairs(frame, anchor_cents, target_cents, distance.astype(np.float64))


def hash_pairs(pairs: Pairs, *, pitch_cents: float, speed: float) -> Landmarks:
    """Hash pairs as if the sound were played otherwise.

    Parameters
    ----------
    pairs : Pairs
    pitch_cents : float
        How much higher than the recording the view sounds; taken off every peak.
    speed : float > 0
        Recording frames in one frame of the view; stretches the distances. Frames of the anchors stay as
        they are.

    Returns
    -------
    Landmarks
        Sorted by frame, then hash; each (hash, frame) once, however many views have it.
    """
    hashed, fits = hashes.pack_hashes(
        pairs.anchor_cents - pitch_cents, pairs.target_cents - pitch_cents, pairs.distance * speed
    )
    # frame above, hash below: sorted in this order. A sort and a comparison, since numpy's own unique hashes,
    # which takes twenty times as long
    keys = (pairs.frame[fits].astype(np.int64) << 32) | hashed[fits]
    keys.sort()
    keys = keys[np.flatnonzero(np.diff(keys, prepend=-1))]
    return Landmarks((keys & 0xFFFFFFFF).astype(np.uint32), (keys >> 32).astype(np.int32))
