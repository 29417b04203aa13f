"""Two recordings -> the share of their landmarks that agree at one offset, and whether it is one performance.

Another mix, a remaster, an edit of a recording keep the moments at which its notes sound, to the frame;
another performance of the work keeps its harmony, and hardly a landmark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.fingerprint import Fingerprint
from cuespotter.analysis.landmarks import Landmarks, landmarks_of_recording
from cuespotter.settings import AnalysisSettings, VersionSettings

I64 = NDArray[np.int64]


@dataclass(frozen=True)
class SharedLandmarks:
    """What two recordings have in common at their best offset.

    Attributes
    ----------
    share : float
        Of the landmarks where both sound, of the one that has fewer there: how many the other has at the same
        moment.
    offset_frames : int
        Where the second begins on the first one's clock.
    overlap_frames : int
        How long both sound at that offset.
    """

    share: float
    offset_frames: int
    overlap_frames: int


NOTHING = SharedLandmarks(0.0, 0, 0)


def share_landmarks(
    one: Fingerprint, other: Fingerprint, analysis: AnalysisSettings, settings: VersionSettings
) -> SharedLandmarks:
    """Lay one recording over another where most of their landmarks agree.

    Parameters
    ----------
    one, other : Fingerprint
    analysis : AnalysisSettings
        With which both were made.
    settings : VersionSettings

    Returns
    -------
    SharedLandmarks
        Nothing where the two meet nowhere for `settings.least_overlap_frames`.
    """
    first, second = (landmarks_of_recording(known, analysis) for known in (one, other))
    own, met, offset = _hits(first, second)
    if not len(offset):
        return NOTHING
    reach = settings.same_moment_frames
    lowest = int(offset.min()) - reach
    votes = np.bincount(offset - lowest, minlength=int(offset.max()) - lowest + reach + 1)
    # a landmark wanders by a frame or two, and a tape by as many in a minute
    summed = np.convolve(votes, np.ones(2 * reach + 1, np.int64), "same")
    starts = np.arange(len(summed)) + lowest
    overlap = np.minimum(one.frames, other.frames + starts) - np.maximum(0, starts)
    summed[overlap < settings.least_overlap_frames] = 0
    best = int(summed.argmax())
    if not summed[best]:
        return NOTHING
    at = int(starts[best])
    near = np.abs(offset - at) <= reach
    agreeing = min(len(np.unique(own[near])), len(np.unique(met[near])))
    there = min(
        _between(first, max(0, at), min(one.frames, other.frames + at)),
        _between(second, max(0, -at), min(other.frames, one.frames - at)),
    )
    # at the ends, those within reach may stand just outside
    return SharedLandmarks(min(1.0, agreeing / max(1, there)), at, int(overlap[best]))


def number_performances(
    prints: Sequence[Fingerprint], analysis: AnalysisSettings, settings: VersionSettings
) -> list[int]:
    """Say of which performance each recording of a work is.

    Parameters
    ----------
    prints : sequence of Fingerprint
    analysis : AnalysisSettings
    settings : VersionSettings

    Returns
    -------
    list of int
        From 0, in the order in which they are met; recordings of one performance, directly or by others, have
        one number.
    """
    numbers = list(range(len(prints)))
    for place, one in enumerate(prints):
        for before in range(place):
            joined = numbers[before]
            if joined != numbers[place] and is_same_recording(
                share_landmarks(prints[before], one, analysis, settings), settings
            ):
                old, new = max(joined, numbers[place]), min(joined, numbers[place])
                numbers = [new if number == old else number for number in numbers]
    ranks = {number: rank for rank, number in enumerate(dict.fromkeys(numbers))}
    return [ranks[number] for number in numbers]


def is_same_recording(shared: SharedLandmarks, settings: VersionSettings) -> bool:
    """Say whether two recordings are of one performance: mixes, masters or edits of it."""
    return shared.share >= settings.least_shared


def _hits(one: Landmarks, other: Landmarks) -> tuple[I64, I64, I64]:
    """Give each pair of landmarks with one hash: their numbers, and how much later the first one's stands."""
    order = np.argsort(other.hash, kind="stable")
    sorted_hash = other.hash[order]
    first, last = (np.searchsorted(sorted_hash, one.hash, side) for side in ("left", "right"))
    count = last - first
    own = np.repeat(np.arange(len(one)), count)
    ends = np.cumsum(count)
    met = order[np.arange(len(own)) - np.repeat(ends - count - first, count)]
    return own, met, one.frame[own].astype(np.int64) - other.frame[met]


def _between(landmarks: Landmarks, first: int, last: int) -> int:
    """Count the landmarks with an anchor in ``[first, last)``."""
    begin, end = np.searchsorted(landmarks.frame, [first, last])
    return int(end - begin)
