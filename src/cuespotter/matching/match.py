"""What was heard x index -> candidates: recordings, speeds and offsets with enough votes.

All recordings lie end to end on one time line. Every hit of a landmark of the film says where on it the film
is; in a window of the film, the true place gathers votes, others get them by chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.hashes import LARGEST_DISTANCE_FRAMES
from cuespotter.analysis.landmarks import Landmarks, Pairs, hash_pairs, pair_peaks
from cuespotter.analysis.peaks import Peaks
from cuespotter.matching._kernels import Diagonals, Hits, moved_by, search_blocks, search_windows
from cuespotter.matching.postings import Postings
from cuespotter.settings import MatchingSettings


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
    postings: Postings,
    hypothesis: Hypothesis,
    windows: Sequence[tuple[int, int]],
    settings: MatchingSettings,
    *,
    hits_per_frame: float,
) -> list[Candidate]:
    """Find candidates in some windows of a film under one hypothesis.

    Parameters
    ----------
    pairs : Pairs
        Of all views of the film.
    postings : Postings
        The library's.
    hypothesis : Hypothesis
    windows : sequence of (int, int)
        Film frames ``[first, last)``, ascending by `first`, of one length (those at the film's end may be
        shorter).
    settings : MatchingSettings
    hits_per_frame : float
        What a frame of film may cost on average (`MatchingSettings.affordable`).

    Returns
    -------
    list of Candidate
        By speed, then by window, then by votes.
    """
    if not windows or len(postings.starts) == 1:
        return []
    landmarks = hash_pairs(pairs, pitch_cents=hypothesis.pitch_cents, speed=hypothesis.speeds[0])
    landmarks = _rarer(landmarks, postings, hits_per_frame)
    hits = Hits(landmarks.frame, *postings.fetch(landmarks.hash))
    half = max(last - first for first, last in windows) // 2
    halves = np.array([(first, min(first + half, last), last) for first, last in windows], np.int64)
    found: list[Candidate] = []
    for speed in hypothesis.speeds:
        diagonals, cells = _diagonals(postings, halves, speed, settings.cell_bits)
        limits = (settings.least_votes, settings.least_excess, settings.candidates_per_window)
        if cells <= settings.most_cells_at_once:
            room = postings.votes(cells)
            window, cell, votes = search_windows(hits, halves, diagonals, room, *limits)
        else:
            window, cell, votes = search_blocks(hits, halves, diagonals, cells, *limits)
        seam = (cell + diagonals.lowest + 1) << diagonals.bits
        found += _candidates(postings.starts, speed, hypothesis.pitch_cents, halves[window], seam, votes)
    return found


def _rarer(landmarks: Landmarks, postings: Postings, hits_per_frame: float) -> Landmarks:
    """Leave out the landmarks whose hashes the library has most often, as far as the work would be too much.

    They are most of the work and tell least: a low note that goes on is in every recording. The twentieth
    part of the landmarks makes three quarters of the hits.
    """
    if not len(landmarks):
        return landmarks
    counts = postings.count(landmarks.hash)
    budget = hits_per_frame * (int(landmarks.frame[-1]) - int(landmarks.frame[0]) + 1)
    hits = np.cumsum(np.bincount(counts) * np.arange(counts.max() + 1))
    most = int(np.searchsorted(hits, budget, side="right"))
    keep = (counts > 0) & (counts <= max(1, most - 1))
    return Landmarks(landmarks.hash[keep], landmarks.frame[keep])


def _diagonals(
    postings: Postings, halves: NDArray[np.int64], speed: float, bits: int
) -> tuple[Diagonals, int]:
    """Say which cells the hits of some windows can fall into, and how many they are."""
    lowest = -moved_by(int(halves[:, 2].max()), speed) >> bits
    highest = (int(postings.starts[-1]) - moved_by(int(halves[:, 0].min()), speed)) >> bits
    # one more on both sides: cells are compared with their neighbours
    return Diagonals(speed, bits, lowest - 1), highest - lowest + 3


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
    halves: NDArray[np.int64],
    seam: NDArray[np.int64],
    votes: NDArray[np.int64],
) -> list[Candidate]:
    """Say to which recordings places on the time line belong.

    Near the seam of two recordings a place may belong to either (the film's window reaches beyond both), so
    it is given for both.

    Parameters
    ----------
    starts : int64[recordings + 1]
    halves : int64[n, 3]
        First and middle frame of the window of each place, and the frame behind its last.
    seam : int64[n]
        The diagonal of each place.
    votes : int64[n]
    """
    first, last = halves[:, 0], halves[:, 2]
    place = seam + speed * (first + last) / 2
    half = (last - first) / 2 * speed
    lowest = np.maximum(np.searchsorted(starts, place - half, side="right") - 1, 0)
    highest = np.minimum(np.searchsorted(starts, place + half, side="right") - 1, len(starts) - 2)
    columns = (first, last, place, votes, lowest, highest + 1)
    return [
        Candidate(recording, a, b, speed, pitch_cents, at - int(starts[recording]), count)
        for a, b, at, count, low, high in zip(*(column.tolist() for column in columns), strict=True)
        for recording in range(low, high)
    ]
