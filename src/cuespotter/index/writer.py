"""Fingerprints and landmarks -> a segment file, whole or not at all."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import numpy as np

from cuespotter.analysis.fingerprint import Fingerprint
from cuespotter.analysis.landmarks import Landmarks
from cuespotter.errors import UsageError
from cuespotter.index.durable import Disk, written_whole
from cuespotter.index.file_format import (
    HEADER_BYTES,
    LONGEST_TIME_LINE,
    SECTIONS,
    WORD_BYTES,
    FileSection,
    Header,
    checksum,
    pack_header,
)
from cuespotter.index.fingerprints import pack_fingerprint
from cuespotter.index.postings import KeyRuns, Keys, PostingsPacker, make_keys

MOST_KEYS = 1 << 23
"""Postings held in memory at a time: 64 MiB, the landmarks of about 30 hours of music."""


@dataclass(frozen=True)
class SegmentSummary:
    """What was written."""

    path: Path
    recordings: int
    frames: int
    postings: int
    file_bytes: int
    section_bytes: dict[str, int]


class SegmentFile:
    """A segment in the making: sections are appended in their order, the header comes last.

    Parameters
    ----------
    file : BinaryIO
        New and empty.
    disk : Disk
        What to write with.
    """

    def __init__(self, file: BinaryIO, disk: Disk) -> None:
        self._file = file
        self._disk = disk
        self._sections: dict[str, FileSection] = {}
        self._offset = 0
        self._append(bytes(HEADER_BYTES))

    def add_section(self, portions: Iterable[bytes]) -> None:
        """Append the next section and fill it up to whole words."""
        name = SECTIONS[len(self._sections)]
        start = self._offset
        mark = checksum()
        for portion in portions:
            mark.update(portion)
            self._append(portion)
        filler = bytes(-self._offset % WORD_BYTES)
        mark.update(filler)
        self._append(filler)
        self._sections[name] = FileSection(start, self._offset - start, mark.digest())

    def finish(self, *, digest: str, recordings: int, frames: int, postings: int) -> Header:
        """Write the header, which makes the file a segment."""
        header = Header(digest, recordings, frames, postings, self._sections)
        self._disk.seek(self._file, 0)
        self._disk.write(self._file, pack_header(header))
        return header

    def _append(self, data: bytes) -> None:
        """Write at the end."""
        if data:
            self._disk.write(self._file, data)
            self._offset += len(data)


class SegmentRecordings:
    """The recordings of a segment in the making: ids, lengths, and where their fingerprints begin.

    Attributes
    ----------
    frames : int
        Length of the time line so far.
    """

    def __init__(self) -> None:
        self.frames = 0
        self._ids: dict[str, None] = {}
        self._lengths: list[tuple[int, int]] = []
        self._peak_starts = [0]

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, recording_id: str, *, frames: int, postings: int, peak_bytes: int) -> None:
        """Lay a recording at the end of the time line; `UsageError` if it cannot be."""
        if recording_id in self._ids:
            raise UsageError(f"recording {recording_id} comes twice; an id may stand once in a segment")
        if frames < 0 or self.frames + frames > LONGEST_TIME_LINE:
            raise UsageError(f"a segment holds 2**32 frames; {recording_id} of {frames} does not fit in")
        self._ids[recording_id] = None
        self._lengths.append((frames, postings))
        self._peak_starts.append(self._peak_starts[-1] + peak_bytes)
        self.frames += frames

    def sections(self) -> tuple[bytes, bytes, bytes]:
        """Give the sections NAME, FRAM and PKAT."""
        names = b"".join(struct.pack("<I", len(name)) + name for name in map(str.encode, self._ids))
        lengths = np.array(self._lengths, "<u4").tobytes()
        return names, lengths, np.array(self._peak_starts, "<u8").tobytes()


def write_segment(
    path: Path,
    entries: Iterable[tuple[str, Fingerprint, Landmarks]],
    *,
    digest: str,
    disk: Disk | None = None,
) -> SegmentSummary:
    """Write recordings as a new segment.

    Parameters
    ----------
    path : Path
        The segment's file; its folder exists.
    entries : iterable of (recording id, Fingerprint, Landmarks)
        In the order they take on the time line; ids differ. They are taken one at a time, and memory stays
        bounded however many they are.
    digest : str
        `AnalysisSettings.digest` of the settings that made them; 1 to 32 ASCII characters.
    disk : Disk, optional
        What to write with; the operating system's files unless a test puts something else.

    Returns
    -------
    SegmentSummary
        When this returns, the segment is on the disk.

    Raises
    ------
    LibraryUnwritableError
        Full disk, read-only folder, I/O error; no file of that name is left behind.
    UsageError
        An id comes twice, or the time line would be longer than 2**32 frames.
    ShapeError
        Peaks or landmarks are not what their types promise.
    """
    disk = disk or Disk()
    recordings = SegmentRecordings()
    runs = KeyRuns(path, disk, most_keys=MOST_KEYS)

    def pack_fingerprints() -> Iterator[bytes]:
        for recording_id, fingerprint, landmarks in entries:
            start = recordings.frames
            packed = pack_fingerprint(fingerprint).astype("<u8").tobytes()
            recordings.add(
                recording_id, frames=fingerprint.frames, postings=len(landmarks), peak_bytes=len(packed)
            )
            runs.add(make_keys(landmarks, start=start, frames=fingerprint.frames))
            yield packed

    with closing(runs):
        return write_sections(path, recordings, pack_fingerprints(), runs.portions, digest=digest, disk=disk)


def write_sections(
    path: Path,
    recordings: SegmentRecordings,
    fingerprints: Iterable[bytes],
    keys: Callable[[], Iterator[Keys]],
    *,
    digest: str,
    disk: Disk,
) -> SegmentSummary:
    """Write a segment from its parts.

    Parameters
    ----------
    path : Path
        The segment's file.
    recordings : SegmentRecordings
        Complete when `fingerprints` is used up.
    fingerprints : iterable of bytes
        The packed fingerprints.
    keys : callable
        Gives the postings, ascending; called when `fingerprints` is used up.
    digest : str
        Of the settings that made them.
    disk : Disk
        What to write with.
    """
    with written_whole(path, disk) as file:
        segment = SegmentFile(file, disk)
        segment.add_section(chain(fingerprints, [bytes(WORD_BYTES)]))
        packer = PostingsPacker(recordings.frames)
        segment.add_section(packer.pack(keys()))
        segment.add_section([packer.directory()])
        for section in recordings.sections():
            segment.add_section([section])
        header = segment.finish(
            digest=digest,
            recordings=len(recordings),
            frames=recordings.frames,
            postings=packer.postings,
        )
    return summarise(path, header)


def summarise(path: Path, header: Header) -> SegmentSummary:
    """Say what a header says, in short."""
    sizes = {name: section.length for name, section in header.sections.items()}
    return SegmentSummary(path, header.recordings, header.frames, header.postings, header.file_bytes, sizes)
