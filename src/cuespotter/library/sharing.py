"""Index files -> which recordings go into which new file, so that none grows beyond a bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from cuespotter.catalogue.segments import SegmentRow
from cuespotter.index.segment import Segment

FILLED = 0.9
"""A file is planned to this share of its bound: how many bytes it takes shows when it is packed."""
SMALL = 1.0 / 3.0
"""Files below this share of the bound are merged after an `add`: two of them always fit into one."""


@dataclass(frozen=True)
class Bound:
    """How large a file of the index may become: `frames` of time line, `bytes` where shards have a bound."""

    frames: int
    bytes: int | None

    @property
    def planned_bytes(self) -> float:
        """So many are planned for."""
        return np.inf if self.bytes is None else FILLED * self.bytes

    def is_small(self, segment: SegmentRow) -> bool:
        """Say whether a file is worth merging with others after an `add`."""
        return self.bytes is None or segment.bytes < SMALL * self.bytes

    def is_kept_by(self, segments: Sequence[SegmentRow]) -> bool:
        """Say whether no file is too large, and none could take in the one behind it."""
        if self.bytes is None:
            return True
        fit = all(one.bytes <= self.bytes or one.recordings == 1 for one in segments)
        return fit and all(one.bytes + other.bytes > self.planned_bytes for one, other in pairwise(segments))


@dataclass
class NewFile:
    """A file of the index in the making.

    Attributes
    ----------
    sources : list of (SegmentRow, set of str)
        From which files which recordings come.
    used_up : list of str
        Names of the files that are not needed any more once this one counts.
    """

    sources: list[tuple[SegmentRow, set[str]]] = field(default_factory=list)
    used_up: list[str] = field(default_factory=list)


def plan_files(sources: Sequence[tuple[SegmentRow, Segment, set[str]]], bound: Bound) -> list[NewFile]:
    """Share recordings out to as few files as are within a bound, in their order.

    Parameters
    ----------
    sources : sequence of (SegmentRow, Segment, set of str)
        Each file, and the recordings in it that count.
    bound : Bound

    Returns
    -------
    list of NewFile
        All files of `sources` are used up by one of them. A recording that is too large stands alone.
    """
    planned = [NewFile()]
    room_bytes, room_frames = bound.planned_bytes, bound.frames
    for row, segment, kept in sources:
        frames = np.diff(segment.starts).tolist()
        sizes = (row.bytes * segment.postings / max(1, segment.header.postings)).tolist()
        inside: set[str] = set()
        planned[-1].sources.append((row, inside))
        for name, length, size in zip(segment.recordings, frames, sizes, strict=True):
            if name not in kept:
                continue
            is_full = size > room_bytes or length > room_frames
            if is_full and any(names for _, names in planned[-1].sources):
                inside = set()
                planned.append(NewFile([(row, inside)]))
                room_bytes, room_frames = bound.planned_bytes, bound.frames
            inside.add(name)
            room_bytes, room_frames = room_bytes - size, room_frames - length
        planned[-1].used_up.append(row.name)
    for one in planned:
        one.sources = [(row, names) for row, names in one.sources if names]
    return planned
