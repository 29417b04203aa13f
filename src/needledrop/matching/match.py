"""What was heard x index -> candidates: recordings, speeds and offsets with enough votes.

All recordings lie end to end on one time line. Every hit of a landmark of the film says where on it the film
is; in a window of the film, the true place gathers votes, others get them by chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from needledrop.analysis.fingerprint import Peaks
from needledrop.analysis.hashes import LARGEST_DISTANCE_FRAMES
from needledrop.analysis.landmarks import Landmarks, Pairs, hash_pairs, pair_peaks
from needledrop.index.reader import Index
from needledrop.matching._kernels import pick_cells, tally_votes
from needledrop.settings import MatchingSettings


@dataclass(frozen=True)
class Hypothesis:
    """How the music may be played in the film: one pitch, and the speeds that go with it.

    Attributes
    ----------
    pitch_cents : float
        How much higher the film sounds than the recording.
    speeds : tuple[float, ...]
        Recording frames in one film frame. The first stretches the landmarks; a hash forgives what the
        others differ.
    """

    pitch_cents: float
    speeds: tuple[float, ...]


@dataclass(frozen=True, order=True)
class Candidate:
    """A recording, speed and offset with enough votes; coarse.

    Attributes
    ----------
    recording : int
        Number in `Index.recordings`.
    first, last : int
        Film frames of the window it was found in.
    recording_frame : float
        Where in the recording the film is in the middle of the window.
    """

    recording: int
    first: int
    last: int
    speed: float
    pitch_cents: float
    recording_frame: float
    votes: int


@dataclass(frozen=True)
class Batch:
    """Some neighbouring windows of a film, with the pairs of peaks that begin in them."""

    pairs: Pairs
    windows: list[tuple[int, int]]


def pair_batches(
    views: Sequence[Peaks], windows: Sequence[tuple[int, int]], *, fan_out: int, settings: MatchingSettings
) -> Iterator[Batch]:
    """Pair the peaks of a film a part at a time: the pairs of two hours would fill gigabytes.

    Parameters
    ----------
    views : sequence of Peaks
    windows : sequence of (int, int)
        Film frames ``[first, last)``, ascending by `first`.
    fan_out : int > 0
        Neighbours paired with each peak.
    """
    for batch in _batches(windows, settings.pairing_frames):
        first, last = batch[0][0], max(last for _, last in batch)
        parts = [_cut(view, first, last + LARGEST_DISTANCE_FRAMES + 1) for view in views]
        pairs = pair_peaks(parts, fan_out=fan_out, least_frames=settings.least_distance_frames)
        yield Batch(pairs, batch)


def _cut(peaks: Peaks, first: int, last: int) -> Peaks:
    """Give the peaks of frames ``[first, last)``."""
    part = peaks.between(first, last)
    return Peaks(peaks.frame[part], peaks.cents[part])


def match(
    pairs: Pairs,
    index: Index,
    hypothesis: Hypothesis,
    windows: Sequence[tuple[int, int]],
    settings: MatchingSettings,
) -> list[Candidate]:
    """Find candidates in some windows of a film under one hypothesis.

    Parameters
    ----------
    pairs : Pairs
        Of all views of the film.
    index : Index
    hypothesis : Hypothesis
    windows : sequence of (int, int)
        Film frames ``[first, last)``, ascending by `first`.

    Returns
    -------
    list of Candidate
        By window, then by speed, then by votes.
    """
    if not windows or not len(index.recordings):
        return []
    landmarks = _rarer(
        hash_pairs(pairs, pitch_cents=hypothesis.pitch_cents, speed=hypothesis.speeds[0]),
        index,
        settings.hits_per_frame,
    )
    longest = max(last - first for first, last in windows)
    margin = int(longest * max(hypothesis.speeds)) + 2 * settings.cell_frames
    votes = np.zeros((int(index.starts[-1]) + 2 * margin) // settings.cell_frames + 2, np.uint16)
    found: list[Candidate] = []
    for batch in _batches(windows, settings.batch_frames):
        start = int(np.searchsorted(landmarks.frame, batch[0][0]))
        stop = int(np.searchsorted(landmarks.frame, max(last for _, last in batch)))
        frame = landmarks.frame[start:stop]
        offsets, positions = index.fetch(landmarks.hash[start:stop])
        for window in batch:
            first, last = (int(place) for place in np.searchsorted(frame, window))
            for speed in hypothesis.speeds:
                hits = tally_votes(
                    frame,
                    offsets,
                    positions,
                    first,
                    last,
                    sum(window) / 2,
                    speed,
                    settings.cell_frames,
                    margin,
                    votes,
                )
                least = max(settings.least_votes, int(settings.least_excess * hits / len(votes)))
                cells, counts = pick_cells(votes, least, settings.candidates_per_window)
                places = (cells + 1) * settings.cell_frames - margin
                found += _candidates(index.starts, speed, hypothesis.pitch_cents, window, places, counts)
    return found


def _rarer(landmarks: Landmarks, index: Index, hits_per_frame: float) -> Landmarks:
    """Leave out the landmarks whose hashes the library has most often, as far as the work would be too much.

    They are most of the work and tell least: a low note that goes on is in every recording. The twentieth
    part of the landmarks makes three quarters of the hits.
    """
    counts = index.count(landmarks.hash)
    if not len(counts):
        return landmarks
    budget = hits_per_frame * (int(landmarks.frame[-1]) - int(landmarks.frame[0]) + 1)
    ranked = np.sort(counts)
    affordable = int(np.searchsorted(np.cumsum(ranked, dtype=np.int64), budget, side="right"))
    most = ranked[min(affordable, len(ranked) - 1)]
    keep = (counts > 0) & (counts <= most)
    return Landmarks(landmarks.hash[keep], landmarks.frame[keep])


def _batches(windows: Sequence[tuple[int, int]], batch_frames: int) -> list[list[tuple[int, int]]]:
    """Group neighbouring windows, so that their hits fit into memory."""
    batches: list[list[tuple[int, int]]] = []
    for window in windows:
        if batches and window[1] - batches[-1][0][0] <= batch_frames:
            batches[-1].append(window)
        else:
            batches.append([window])
    return batches


def _candidates(
    starts: NDArray[np.int64],
    speed: float,
    pitch_cents: float,
    window: tuple[int, int],
    places: NDArray[np.int64],
    counts: NDArray[np.int64],
) -> list[Candidate]:
    """Say to which recordings places on the time line belong.

    Near the seam of two recordings a place may belong to either (the film's window reaches beyond both), so
    it is given for both.
    """
    half = (window[1] - window[0]) / 2 * speed
    found = []
    for place, count in zip(places.tolist(), counts.tolist(), strict=True):
        lowest = np.searchsorted(starts, place - half, side="right") - 1
        highest = np.searchsorted(starts, place + half, side="right") - 1
        found += [
            Candidate(recording, *window, speed, pitch_cents, float(place - starts[recording]), count)
            for recording in range(max(0, int(lowest)), min(len(starts) - 2, int(highest)) + 1)
        ]
    return found
