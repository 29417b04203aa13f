"""Segments -> one read-only index: which positions of all recordings have a hash, and the fingerprints."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from needledrop.analysis.fingerprint import Fingerprint
from needledrop.errors import LibraryError, UnknownRecordingError
from needledrop.index._kernels import DAMAGED, locate_groups, unpack_groups, unpack_kept_groups
from needledrop.index.file_format import HASH_BITS, LONGEST_TIME_LINE, damaged
from needledrop.index.segment import Segment

Hashes = NDArray[np.uint32]


@dataclass(frozen=True)
class _Groups:
    """Where a segment has the postings of some hashes: first bit, how many, how many of them are kept."""

    at: NDArray[np.int64]
    counts: NDArray[np.int64]
    kept: NDArray[np.int64]


class _Part:
    """A segment's place on the index's time line, with those of its recordings that are kept."""

    def __init__(self, segment: Segment, kept: NDArray[np.bool_], start: int) -> None:
        lengths = np.diff(segment.starts) * kept
        self._segment = segment
        self._start = start
        self._whole = bool(kept.all())
        self._moved_to = np.where(kept, start + lengths.cumsum() - lengths, -1)
        self.postings = int(segment.postings[kept].sum())

    def locate(self, hashes: NDArray[np.int64]) -> _Groups:
        """Find the postings of hashes, which ascend without a repetition."""
        segment = self._segment
        at = np.zeros(len(hashes), np.int64)
        counts = np.zeros(len(hashes), np.int64)
        inside = hashes[: np.searchsorted(hashes, 1 << HASH_BITS)]
        self._check(locate_groups(segment.words, segment.directory, segment.header.frames, inside, at, counts))
        groups = _Groups(at, counts, counts)
        if self._whole:
            return groups
        kept = np.zeros(len(hashes), np.int64)
        self.unpack(groups, kept, np.empty(0, np.uint32))
        return _Groups(at, counts, kept)

    def unpack(self, groups: _Groups, starts: NDArray[np.int64], out: NDArray[np.uint32]) -> None:
        """Put each group's positions into `out` from `starts` on, and move `starts` behind them."""
        segment = self._segment
        frames = segment.header.frames
        place = (segment.words, frames, groups.at, groups.counts)
        if self._whole:
            self._check(unpack_groups(*place, self._start, starts, out))
        else:
            self._check(unpack_kept_groups(*place, segment.starts, self._moved_to, starts, out))

    def _check(self, status: int) -> None:
        """Raise what a kernel cannot."""
        if status == DAMAGED:
            raise damaged(self._segment.path, "its postings cannot be read")


class Index:
    """All segments of a library on one time line: every recording laid end to end, in frames.

    Parameters
    ----------
    segments : sequence of Segment
        In the order they take on the time line.
    removed : collection of str
        Ids of recordings that are treated as if they had never been there.

    Attributes
    ----------
    recordings : tuple[str, ...]
        Ids, in the order of the time line.
    starts : int64[recordings + 1]
        Where each begins on the time line, in frames; and where the last ends.
    postings : int
        How many postings all recordings have.
    """

    def __init__(self, segments: Sequence[Segment], removed: Collection[str] = ()) -> None:
        ids = [name for segment in segments for name in segment.recordings]
        latest = {name: place for place, name in enumerate(ids)}
        gone = frozenset(removed)
        self._parts: list[_Part] = []
        self._places: dict[str, tuple[Segment, int]] = {}
        lengths = [np.zeros(1, np.int64)]
        first, start = 0, 0
        for segment in segments:
            names = enumerate(segment.recordings)
            kept = np.array([latest[name] == first + i and name not in gone for i, name in names], np.bool_)
            part = _Part(segment, kept, start)
            self._parts.append(part)
            self._places |= {segment.recordings[i]: (segment, int(i)) for i in np.flatnonzero(kept)}
            lengths.append(np.diff(segment.starts)[kept])
            first += len(kept)
            start += int(lengths[-1].sum())
        self.recordings = tuple(self._places)
        self.starts: NDArray[np.int64] = np.concatenate(lengths).cumsum()
        self.postings = sum(part.postings for part in self._parts)
        if start > LONGEST_TIME_LINE:
            raise LibraryError(f"the library has {start} frames, an index holds 2**32; split the library")

    def fetch(self, hashes: Hashes) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        """Look up where some hashes occur.

        Parameters
        ----------
        hashes : uint32[q]
            In any order, any number of times.

        Returns
        -------
        offsets : int64[q + 1]
            The postings of query hash i are ``positions[offsets[i]:offsets[i + 1]]``.
        positions : uint32[m]
            Positions on the time line, for each query hash ascending.

        Raises
        ------
        LibraryDamagedError
            A segment holds something no writer wrote.
        """
        sorted_hashes, inverse = np.unique(hashes, return_inverse=True)
        wanted = sorted_hashes.astype(np.int64)
        groups = [part.locate(wanted) for part in self._parts]
        counts = sum((found.kept for found in groups), np.zeros(len(wanted), np.int64))
        starts = np.zeros(len(wanted) + 1, np.int64)
        np.cumsum(counts, out=starts[1:])
        positions = np.empty(starts[-1], np.uint32)
        ends = starts[:-1].copy()
        for part, found in zip(self._parts, groups, strict=True):
            part.unpack(found, ends, positions)
        return _spread(starts, positions, inverse)

    def count(self, hashes: Hashes) -> NDArray[np.uint32]:
        """Say how many postings each hash has.

        Parameters
        ----------
        hashes : uint32[q]
            In any order, any number of times.

        Returns
        -------
        uint32[q]
            For each query hash.
        """
        sorted_hashes, inverse = np.unique(hashes, return_inverse=True)
        wanted = sorted_hashes.astype(np.int64)
        total = np.zeros(len(wanted), np.int64)
        for part in self._parts:
            total += part.locate(wanted).kept
        return total[inverse].astype(np.uint32)

    def fingerprint(self, recording_id: str) -> Fingerprint:
        """Read the fingerprint of a recording; `UnknownRecordingError` if it is not there."""
        place = self._places.get(recording_id)
        if place is None:
            raise UnknownRecordingError(f"recording {recording_id} is not in the index", recording=recording_id)
        segment, number = place
        return segment.fingerprint(number)


def _spread(
    starts: NDArray[np.int64], positions: NDArray[np.uint32], inverse: NDArray[np.intp]
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Give every query hash its own copy of its positions."""
    counts = np.diff(starts)[inverse]
    offsets = np.zeros(len(inverse) + 1, np.int64)
    np.cumsum(counts, out=offsets[1:])
    source = np.repeat(starts[inverse] - offsets[:-1], counts) + np.arange(offsets[-1])
    return offsets, positions[source]


def open_index(
    folder: Path, segments: Sequence[str], *, digest: str, removed: Collection[str] = ()
) -> Index:
    """Open the segments that count.

    Parameters
    ----------
    folder : Path
        Where they lie.
    segments : sequence of str
        Their file names, in the order they take on the time line; may be empty.
    digest : str
        `AnalysisSettings.digest` of the settings in use.
    removed : collection of str
        Ids of recordings that do not count.

    Raises
    ------
    LibraryVersionError
        A segment was made by another version or with other settings.
    LibraryDamagedError
        A segment is missing or damaged.
    """
    return Index([Segment(folder / name, digest=digest) for name in segments], removed)
