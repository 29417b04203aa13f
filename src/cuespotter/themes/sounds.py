"""Stretches of what was heard -> sounds that can be looked for, and the index that holds them for one run.

A library's recording is clean; a stretch of film is what it is. It lends the loudest peaks of the views on
which music is told, and those are looked for in all views of the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.fingerprint import Fingerprint, Heard
from cuespotter.analysis.hashes import HASH_BITS
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


class SoundIndex:
    """Where in some sounds each hash occurs; what `Postings` asks of an index, held in memory.

    Parameters
    ----------
    sounds : sequence of Sound

    Attributes
    ----------
    starts : int64[sounds + 1]
        Where each begins on one time line.
    postings : int
    """

    def __init__(self, sounds: Sequence[Sound]) -> None:
        self.starts = np.cumsum([0, *(sound.fingerprint.frames for sound in sounds)]).astype(np.int64)
        hashes, positions = [np.zeros(0, np.uint32)], [np.zeros(0, np.int64)]
        for sound, start in zip(sounds, self.starts[:-1], strict=True):
            hashes.append(sound.landmarks.hash)
            positions.append(sound.landmarks.frame + start)
        hashed, placed = np.concatenate(hashes), np.concatenate(positions)
        order = np.lexsort((placed, hashed))
        self._positions = placed[order].astype(np.uint32)
        counts = np.bincount(hashed, minlength=1 << HASH_BITS)
        self._places = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
        self.postings = len(placed)

    def count(self, hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """Say how many postings each hash has."""
        places = hashes.astype(np.int64)
        counts: NDArray[np.uint32] = (self._places[places + 1] - self._places[places]).astype(np.uint32)
        return counts

    def fetch(self, hashes: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        """Give the positions of hashes, one after the other, as `Index.fetch` does."""
        if len(hashes) == 1 << HASH_BITS and hashes[-1] == len(hashes) - 1:
            # all of them in order, as `Postings` asks for them
            return self._places, self._positions
        places = np.concatenate([[0], np.cumsum(self.count(hashes), dtype=np.int64)])
        first = self._places[hashes.astype(np.int64)]
        within = np.arange(places[-1]) - np.repeat(places[:-1], np.diff(places))
        return places, self._positions[np.repeat(first, np.diff(places)) + within]


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
