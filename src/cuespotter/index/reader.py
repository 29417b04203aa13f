"""Segments -> one read-only index: which positions of all recordings have a hash, and the fingerprints."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.fingerprint import Fingerprint
from cuespotter.errors import LibraryError, ShapeError, UnknownRecordingError
from cuespotter.index._kernels import (
    DAMAGED,
    PAGE_BITS,
    Int,
    group_query,
    locate_groups,
    repeat_groups,
    unpack_groups,
)
from cuespotter.index.file_format import KEY_BITS, LONGEST_TIME_LINE, damaged
from cuespotter.index.segment import Segment

Hashes = NDArray[np.uint32]


def pages_of(bounds: NDArray[np.int64]) -> NDArray[np.int32]:
    """Say in which part of a time line (`Segment.moves`) each of its pages begins, as kernels ask it."""
    first_pages = -(-bounds >> PAGE_BITS)
    return np.repeat(np.arange(len(bounds) - 1, dtype=np.int32), np.diff(first_pages))


@dataclass(frozen=True)
class _Groups:
    """Where a segment has the postings of some hashes: first bit, how many, how many of them are kept."""

    at: NDArray[np.int64]
    counts: NDArray[np.int64]
    kept: NDArray[np.int64]


class _Part:
    """A segment on the index's time line: where each recording begins there, -1 for one that is not kept."""

    def __init__(self, segment: Segment, places: NDArray[np.int64]) -> None:
        self._segment = segment
        self._bounds, self._moved_to = segment.moves(places)
        self._pages = pages_of(self._bounds)
        self.postings = int(segment.postings[places >= 0].sum())

    def locate(self, hashes: NDArray[np.int64]) -> _Groups:
        """Find the postings of hashes, which ascend without a repetition."""
        segment = self._segment
        at = np.zeros(len(hashes), np.int64)
        counts = np.zeros(len(hashes), np.int64)
        inside = hashes[: np.searchsorted(hashes, 1 << KEY_BITS)]
        frames = segment.header.frames
        self._check(locate_groups(segment.words, segment.directory, frames, inside, at, counts))
        # a writer's groups are disjoint; without this, damage could ask for any amount of memory
        if counts.sum() > segment.header.postings:
            self._check(DAMAGED)
        groups = _Groups(at, counts, counts)
        if (self._moved_to >= 0).all():
            return groups
        kept = np.zeros(len(hashes), np.int64)
        self.unpack(groups, kept, np.empty(0, np.uint32))
        return _Groups(at, counts, kept)

    def unpack(self, groups: _Groups, starts: NDArray[np.int64], out: NDArray[np.uint32]) -> None:
        """Put each group's positions into `out` from `starts` on, and move `starts` behind them."""
        words, frames = self._segment.words, self._segment.header.frames
        moves = (self._bounds, self._moved_to, self._pages)
        self._check(unpack_groups(words, frames, groups.at, groups.counts, *moves, starts, out))

    def _check(self, status: Int) -> None:
        """Raise what a kernel cannot."""
        if status == DAMAGED:
            raise damaged(self._segment.path, "its postings cannot be read")


class _Query:
    """Query hashes in ascending order, each once, with the way back to how they were asked.

    Parameters
    ----------
    hashes : uint32[q]
        In any order, any number of times.

    Attributes
    ----------
    hashes : int64[groups]
        Ascending, no two alike.
    first : int64[groups]
        Where each first stood in the query.
    group : int64[q]
        The number in `hashes` of each query hash.
    """

    def __init__(self, hashes: Hashes) -> None:
        asked = np.asarray(hashes)
        if asked.ndim != 1 or asked.dtype != np.uint32:
            raise ShapeError(f"query hashes must be uint32[q], not {asked.dtype}{list(asked.shape)}")
        keys = asked.astype(np.uint64) << np.uint64(32) | np.arange(len(asked), dtype=np.uint64)
        # ascending, so that a cold segment is read from front to back
        keys.sort()
        found = np.empty((2, len(asked)), np.int64)
        self.group = np.empty(len(asked), np.int64)
        groups = group_query(keys, found[0], found[1], self.group)
        self.hashes = found[0, :groups]
        self.first = found[1, :groups]

    def __len__(self) -> int:
        return len(self.group)

    def spread(self, groups: Sequence[_Groups]) -> NDArray[np.int64]:
        """Say how many postings all segments have for each query hash, in the order asked."""
        counts = np.zeros(len(self.hashes), np.int64)
        for found in groups:
            counts += found.kept
        return counts[self.group]


class Index:
    """All segments of a library on one time line: every recording laid end to end, in frames.

    They lie in the order of their ids, which are made of what they sound like: where a recording lies decides
    which votes share a cell and which of equal places comes first, and none of that may depend on the order
    in which music was added.

    Parameters
    ----------
    segments : sequence of Segment
        Of a recording that is in several the last counts.
    removed : collection of str
        Ids of recordings that are treated as if they had never been there.

    Attributes
    ----------
    recordings : tuple[str, ...]
        Ids, ascending: the order of the time line.
    starts : int64[recordings + 1]
        Where each begins on the time line, in frames; and where the last ends.
    postings : int
        How many postings all recordings have.
    """

    def __init__(self, segments: Sequence[Segment], removed: Collection[str] = ()) -> None:
        latest = {name: (s, i) for s, one in enumerate(segments) for i, name in enumerate(one.recordings)}
        kept = {name: latest[name] for name in sorted(latest.keys() - frozenset(removed))}
        self._places = {name: (segments[s], i) for name, (s, i) in kept.items()}
        self.recordings = tuple(kept)
        lengths = [int(one.starts[i + 1] - one.starts[i]) for one, i in self._places.values()]
        self.starts: NDArray[np.int64] = np.cumsum([0, *lengths], dtype=np.int64)
        if self.starts[-1] > LONGEST_TIME_LINE:
            raise LibraryError(
                f"the library has {self.starts[-1]} frames, an index holds 2**32; split the library"
            )
        places = [np.full(len(one.recordings), -1, np.int64) for one in segments]
        for (s, i), start in zip(kept.values(), self.starts[:-1].tolist(), strict=True):
            places[s][i] = start
        self._parts = [_Part(one, begins) for one, begins in zip(segments, places, strict=True)]
        self.postings = sum(part.postings for part in self._parts)

    @property
    def parts(self) -> tuple[Index, ...]:
        """All of it is one part (see `shards.Searched`)."""
        return (self,)

    def __contains__(self, recording_id: object) -> bool:
        """Say whether a recording is there."""
        return recording_id in self._places

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
            Positions on the time line, for each query hash segment by segment.

        Raises
        ------
        LibraryDamagedError
            A segment holds something no writer wrote.
        """
        query = _Query(hashes)
        groups = [part.locate(query.hashes) for part in self._parts]
        offsets = np.zeros(len(query) + 1, np.int64)
        np.cumsum(query.spread(groups), out=offsets[1:])
        positions = np.empty(offsets[-1], np.uint32)
        ends = offsets[query.first]
        for part, found in zip(self._parts, groups, strict=True):
            part.unpack(found, ends, positions)
        repeat_groups(offsets, query.first, query.group, positions)
        return offsets, positions

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
        query = _Query(hashes)
        groups = [part.locate(query.hashes) for part in self._parts]
        return query.spread(groups).astype(np.uint32)

    def fingerprint(self, recording_id: str) -> Fingerprint:
        """Read the fingerprint of a recording; `UnknownRecordingError` if it is not there."""
        place = self._places.get(recording_id)
        if place is None:
            raise UnknownRecordingError(
                f"recording {recording_id} is not in the index", recording=recording_id
            )
        segment, number = place
        return segment.fingerprint(number)


def open_index(
    folder: Path,
    segments: Sequence[str],
    *,
    digest: str,
    removed: Collection[str] = (),
    only: Collection[str] | None = None,
) -> Index:
    """Open the segments that count.

    Parameters
    ----------
    folder : Path
        Where they lie.
    segments : sequence of str
        Their file names, in reading order; may be empty.
    digest : str
        `AnalysisSettings.digest` of the settings in use.
    removed : collection of str
        Ids of recordings that do not count.
    only : collection of str, optional
        Ids of those that count; segments without any of them are not read.

    Raises
    ------
    LibraryVersionError
        A segment was made by another version or with other settings.
    LibraryDamagedError
        A segment is missing or damaged.
    """
    opened = [Segment(folder / name, digest=digest) for name in segments]
    if only is None:
        return Index(opened, removed)
    wanted = frozenset(only)
    opened = [segment for segment in opened if not wanted.isdisjoint(segment.recordings)]
    others = {one for segment in opened for one in segment.recordings if one not in wanted}
    return Index(opened, others.union(removed))
