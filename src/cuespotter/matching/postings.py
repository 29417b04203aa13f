"""Index -> postings as the search asks for them, with what is worth keeping from one question to the next."""

from __future__ import annotations

import threading
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.hashes import HASH_BITS

_HASHES = 1 << HASH_BITS


class Posted(Protocol):
    """Whatever holds postings: the library's index, or what is held in memory for one run (`held`)."""

    @property
    def starts(self) -> NDArray[np.int64]:
        """Where each recording begins on the time line, and the end of the last."""

    @property
    def postings(self) -> int:
        """How many it holds."""

    def count(self, hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """Say how many postings each hash has."""

    def fetch(self, hashes: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        """Give the postings of hashes, as `Index.fetch` does."""


class Postings:
    """The postings of an index, while a film is looked up in it; for any number of threads.

    The postings of a small library are unpacked once, since a film asks for most of them many times. Of a
    large one, only how many postings a hash has is remembered.

    Parameters
    ----------
    index : Posted
    most_unpacked : int
        A library with more postings is not unpacked as a whole.
    """

    def __init__(self, index: Posted, most_unpacked: int) -> None:
        self.starts = index.starts
        self.number = index.postings
        self._index = index
        self._local = threading.local()
        self._places: NDArray[np.int64] | None = None
        if index.postings <= most_unpacked:
            self._places, self._positions = index.fetch(np.arange(_HASHES, dtype=np.uint32))
            self._counts = np.diff(self._places)
            self._is_known = np.ones(_HASHES, np.bool_)
        else:
            self._counts = np.zeros(_HASHES, np.int64)
            self._is_known = np.zeros(_HASHES, np.bool_)

    def count(self, hashes: NDArray[np.uint32]) -> NDArray[np.int64]:
        """Say how many postings each hash has."""
        asked = _distinct(hashes[~self._is_known[hashes]])
        if len(asked):
            self._counts[asked] = self._index.count(asked)
            self._is_known[asked] = True
        counts: NDArray[np.int64] = self._counts[hashes]
        return counts

    def fetch(
        self, hashes: NDArray[np.uint32]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint32]]:
        """Look up where some hashes occur; hashes that are alike share their positions.

        Parameters
        ----------
        hashes : uint32[q]
            Below ``2**HASH_BITS``, in any order, any number of times.

        Returns
        -------
        starts, stops : int64[q]
            The postings of query hash i are ``positions[starts[i]:stops[i]]``.
        positions : uint32[any]
            On the time line of all recordings.
        """
        if self._places is not None:
            return self._places[hashes], self._places[1:][hashes], self._positions
        asked = _distinct(hashes)
        places, positions = self._index.fetch(asked)
        number = np.empty(_HASHES, np.int32)
        number[asked] = np.arange(len(asked), dtype=np.int32)
        group = number[hashes]
        return places[group], places[1:][group], positions

    def votes(self, cells: int) -> NDArray[np.uint8]:
        """Give this thread's uint8[2, cells]: zeros, and to be left as zeros."""
        held: NDArray[np.uint8] | None = getattr(self._local, "votes", None)
        if held is None or len(held) < 2 * cells:
            held = np.zeros(2 * cells, np.uint8)
            self._local.votes = held
        return held[: 2 * cells].reshape(2, cells)


def _distinct(hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Give each hash once, ascending."""
    is_asked = np.zeros(_HASHES, np.bool_)
    is_asked[hashes] = True
    return np.flatnonzero(is_asked).astype(np.uint32)
