"""Segments -> one segment: recordings that are kept, copied; or all of them, with new landmarks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.fingerprint import Fingerprint
from cuespotter.analysis.landmarks import Landmarks
from cuespotter.index.durable import Disk
from cuespotter.index.postings import merge_keys
from cuespotter.index.segment import Segment
from cuespotter.index.verify import check_sections
from cuespotter.index.writer import (
    MOST_KEYS,
    SegmentRecordings,
    SegmentSummary,
    write_sections,
    write_segment,
)


def merge_segments(
    path: Path, sources: Sequence[tuple[Path, Collection[str]]], *, digest: str, disk: Disk | None = None
) -> SegmentSummary:
    """Write the recordings of several segments into one.

    The result has the bytes that `write_segment` would have made of the same recordings. Memory does not grow
    with the number of postings.

    Parameters
    ----------
    path : Path
        The new segment's file.
    sources : sequence of (Path, collection of str)
        Each segment, and the ids of those of its recordings that are left out.
    digest : str
        `AnalysisSettings.digest` of all of them.
    disk : Disk, optional
        What to write with.

    Returns
    -------
    SegmentSummary
        When this returns, the new segment is on the disk; the sources are as they were.

    Raises
    ------
    LibraryDamagedError
        A source does not agree with its checksums: damage is never copied under a new checksum.
    LibraryVersionError
        A source was made with other settings.
    LibraryUnwritableError
        Full disk, read-only folder, I/O error.
    UsageError
        A recording is kept from two sources.
    """
    segments = [Segment(source, digest=digest) for source, _removed in sources]
    for segment in segments:
        check_sections(segment)
    keeps = [
        np.array([name not in removed for name in segment.recordings], np.bool_)
        for segment, (_source, removed) in zip(segments, sources, strict=True)
    ]
    recordings = SegmentRecordings()
    portion = max(1, MOST_KEYS // (4 * max(1, len(segments))))
    starts: list[int] = []

    def copy_fingerprints() -> Iterator[bytes]:
        for segment, kept in zip(segments, keeps, strict=True):
            starts.append(recordings.frames)
            yield from _copy_recordings(segment, kept, recordings)

    def copy_postings() -> Iterator[NDArray[np.uint64]]:
        return merge_keys(
            [
                segment.keys(*segment.moves(segment.in_a_row(kept, start)), portion)
                for segment, kept, start in zip(segments, keeps, starts, strict=True)
            ]
        )

    return write_sections(
        path, recordings, copy_fingerprints(), copy_postings, digest=digest, disk=disk or Disk()
    )


def _copy_recordings(
    segment: Segment, kept: NDArray[np.bool_], recordings: SegmentRecordings
) -> Iterator[bytes]:
    """List the recordings that are kept, and give their packed fingerprints."""
    frames = np.diff(segment.starts)
    peak_bytes = segment.peak_bytes()
    for number in map(int, np.flatnonzero(kept)):
        recordings.add(
            segment.recordings[number],
            frames=int(frames[number]),
            postings=int(segment.postings[number]),
            peak_bytes=int(peak_bytes[number]),
        )
        yield segment.peak_words(number).tobytes()


def rebuild_segment(
    source: Path,
    target: Path,
    relandmark: Callable[[Fingerprint], Landmarks],
    digest: str,
    *,
    disk: Disk | None = None,
) -> SegmentSummary:
    """Write a segment anew from its fingerprints alone: the music is not needed.

    Parameters
    ----------
    source : Path
        The old segment; its settings may be any, its postings may be damaged.
    target : Path
        The new segment's file.
    relandmark : callable
        Makes the landmarks of a fingerprint.
    digest : str
        `AnalysisSettings.digest` that the new segment bears.
    disk : Disk, optional
        What to write with.

    Returns
    -------
    SegmentSummary
        When this returns, the new segment is on the disk.

    Raises
    ------
    LibraryDamagedError
        The fingerprints do not agree with their checksum.
    LibraryUnwritableError
        Full disk, read-only folder, I/O error.
    """
    segment = Segment(source, digest=None)
    segment.check_section("PEAK")

    def entries() -> Iterator[tuple[str, Fingerprint, Landmarks]]:
        for number, name in enumerate(segment.recordings):
            fingerprint = segment.fingerprint(number)
            yield name, fingerprint, relandmark(fingerprint)

    return write_segment(target, entries(), digest=digest, disk=disk)
