"""Postings of a few recordings or sounds, made of their landmarks and held in memory for one run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.hashes import HASH_BITS
from cuespotter.analysis.landmarks import Landmarks

_POSITION_BITS = np.uint64(32)
_POSITION = np.uint64(0xFFFFFFFF)


class HeldPostings:
    """Where in some sounds each hash occurs: what `Postings` asks of an index, without a file.

    Parameters
    ----------
    frames : sequence of int
        Length of each; they lie end to end on one time line.
    landmarks : sequence of Landmarks
        Of each.

    Attributes
    ----------
    starts : int64[sounds + 1]
        Where each begins on the time line, and where the last ends.
    postings : int
    """

    def __init__(self, frames: Sequence[int], landmarks: Sequence[Landmarks]) -> None:
        self.starts = np.cumsum([0, *frames]).astype(np.int64)
        keys = [
            one.hash.astype(np.uint64) << _POSITION_BITS | (one.frame + start).astype(np.uint64)
            for one, start in zip(landmarks, self.starts[:-1].tolist(), strict=True)
        ]
        held = np.concatenate([np.zeros(0, np.uint64), *keys])
        held.sort()
        self._positions = (held & _POSITION).astype(np.uint32)
        counts = np.bincount((held >> _POSITION_BITS).astype(np.int64), minlength=1 << HASH_BITS)
        self._places = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
        self.postings = len(held)

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
