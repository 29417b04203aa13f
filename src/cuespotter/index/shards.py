"""A library larger than memory -> shards: parts that are searched one at a time, each an index of its own.

A shard is some files of the index that follow each other in reading order. What is found in one does not
depend on the others, so shards may be searched one after the other, or on machines that know nothing of each
other; what explains a film is chosen once, of what all have found.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from cuespotter.analysis.fingerprint import Fingerprint
from cuespotter.errors import UnknownRecordingError
from cuespotter.index.reader import Index
from cuespotter.index.segment import Segment


class Searched(Protocol):
    """What a film is searched in: recordings with their fingerprints, and parts with the postings."""

    @property
    def recordings(self) -> tuple[str, ...]:
        """Ids of all recordings, those of the first part first."""

    @property
    def parts(self) -> tuple[Index, ...]:
        """Indexes of a part of the recordings each."""

    def fingerprint(self, recording_id: str) -> Fingerprint:
        """Read the fingerprint of a recording; `UnknownRecordingError` if it is not there."""


class Shards:
    """The shards of a library.

    Parameters
    ----------
    parts : sequence of Index
        No two hold the same recording.

    Attributes
    ----------
    recordings : tuple[str, ...]
        Ids, those of the first shard first.
    parts : tuple of Index
    """

    def __init__(self, parts: Sequence[Index]) -> None:
        self.parts = tuple(parts)
        self.recordings = tuple(name for part in self.parts for name in part.recordings)

    def fingerprint(self, recording_id: str) -> Fingerprint:
        """Read the fingerprint of a recording; `UnknownRecordingError` if it is not there."""
        for part in self.parts:
            if recording_id in part:
                return part.fingerprint(recording_id)
        raise UnknownRecordingError(f"recording {recording_id} is not in the index", recording=recording_id)


def share_out(sizes: Sequence[int], most_bytes: int) -> list[tuple[int, int]]:
    """Say which files of the index are a shard together: as many neighbours as are within a bound.

    Parameters
    ----------
    sizes : sequence of int
        Bytes of each file, in reading order.
    most_bytes : int
        A file that is larger is a shard alone.

    Returns
    -------
    list of (int, int)
        Of each shard its first file, and the one behind its last.

    Examples
    --------
    >>> share_out([3, 4, 9, 1, 2], most_bytes=8)
    [(0, 2), (2, 3), (3, 5)]
    """
    cuts, room = [0], most_bytes
    for place, size in enumerate(sizes):
        if place > cuts[-1] and size > room:
            cuts.append(place)
            room = most_bytes
        room -= size
    return list(pairwise([*cuts, len(sizes)])) if sizes else []


def superseded(names: Sequence[Sequence[str]]) -> list[frozenset[str]]:
    """Say which recordings of each shard do not count, since a later one has them anew."""
    later: set[str] = set()
    found: list[frozenset[str]] = []
    for inside in reversed(names):
        found.append(frozenset(later.intersection(inside)))
        later.update(inside)
    return found[::-1]


def open_shards(
    folder: Path,
    shards: Sequence[Sequence[str]],
    *,
    digest: str,
    removed: Collection[str] = (),
    only: Collection[str] | None = None,
) -> Shards:
    """Open all shards of a library; of their postings nothing is read yet.

    Parameters
    ----------
    folder : Path
        Where the files lie.
    shards : sequence of sequence of str
        The names of each one's files, in reading order.
    digest : str
        `AnalysisSettings.digest` of the settings in use.
    removed : collection of str
        Ids of recordings that do not count.
    only : collection of str, optional
        Ids of those that count.

    Raises
    ------
    LibraryVersionError, LibraryDamagedError
        As for `open_index`.
    """
    opened = [[Segment(folder / name, digest=digest) for name in files] for files in shards]
    names = [[name for segment in segments for name in segment.recordings] for segments in opened]
    parts = []
    for segments, inside, old in zip(opened, names, superseded(names), strict=True):
        others = () if only is None else set(inside).difference(only)
        part = Index(segments, old.union(removed, others))
        if part.recordings:
            parts.append(part)
    return Shards(parts)
