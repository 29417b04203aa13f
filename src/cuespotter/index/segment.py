"""One index segment -> its postings and fingerprints, memory-mapped and read-only.

Opening reads the header and the sections that grow with the number of recordings, and checks their
checksums; the large sections are checked by `verify_segment`, and read by kernels that no content can lead
out of bounds.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.fingerprint import Fingerprint
from cuespotter.errors import LibraryDamagedError
from cuespotter.index._kernels import DAMAGED, unpack_blocks
from cuespotter.index.file_format import (
    CURE,
    HEADER_BYTES,
    WORD_BYTES,
    Header,
    checksum,
    damaged,
    unpack_header,
)
from cuespotter.index.fingerprints import unpack_fingerprint

_CHECKED_AT_OPENING = ("NAME", "FRAM", "PKAT")


class Segment:
    """A segment that is open for reading.

    Parameters
    ----------
    path : Path
        The file.
    digest : str or None
        The digest of the settings in use; None takes a segment of any settings.

    Attributes
    ----------
    header : Header
        What the file says of itself.
    recordings : tuple[str, ...]
        Ids, in the order of the time line.
    starts : int64[recordings + 1]
        Where each recording begins on the segment's time line, in frames; and where the last ends.
    postings : int64[recordings]
        How many postings each recording has.
    words : uint64[any]
        The packed postings and a word of zeros.
    directory : uint64[blocks + 1]
        Where each block of postings begins.

    Raises
    ------
    LibraryVersionError
        The segment was made by another version or with other settings.
    LibraryDamagedError
        The segment is missing, too short, or contradicts itself.
    """

    def __init__(self, path: Path, *, digest: str | None) -> None:
        self.path = path
        self._map = _map_file(path)
        head = bytes(self._map[:HEADER_BYTES])
        self.header: Header = unpack_header(head, path=path, file_bytes=len(self._map), digest=digest)
        for name in _CHECKED_AT_OPENING:
            self.check_section(name)
        self.recordings = self._read_names()
        self.starts, self.postings = self._read_lengths()
        self.words = self._numbers("POST")
        self.directory = self._numbers("DIRY")
        if len(self.words) < 1 or len(self.directory) < 1:
            raise damaged(path, "its postings are missing")
        self._peak_words = self._numbers("PEAK")
        self._peak_starts = self._read_peak_starts()

    def section(self, name: str) -> memoryview:
        """Give the bytes of a section, without copying."""
        section = self.header.sections[name]
        return memoryview(self._map)[section.offset : section.offset + section.length]

    def check_section(self, name: str) -> None:
        """Compare a section with its checksum; `LibraryDamagedError` if they differ."""
        if checksum(self.section(name)).digest() != self.header.sections[name].checksum:
            raise damaged(self.path, f"its section {name} does not agree with its checksum")

    def fingerprint(self, number: int) -> Fingerprint:
        """Read the fingerprint of recording `number`; `LibraryDamagedError` if it cannot be read."""
        start, stop = int(self._peak_starts[number]), int(self._peak_starts[number + 1])
        frames = int(self.starts[number + 1] - self.starts[number])
        found = unpack_fingerprint(self._peak_words[start : stop + 1], frames)
        if found is None:
            raise damaged(self.path, f"the fingerprint of {self.recordings[number]} cannot be read")
        return found

    def in_a_row(self, kept: NDArray[np.bool_], start: int) -> NDArray[np.int64]:
        """Say where recordings begin on another time line, as `moves` asks it, one behind the other.

        Parameters
        ----------
        kept : bool[recordings]
            Which go there.
        start : int
            Where the first of them begins there.
        """
        lengths = np.diff(self.starts) * kept
        return np.where(kept, start + lengths.cumsum() - lengths, -1)

    def moves(self, places: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Say where the segment's postings go on another time line.

        Parameters
        ----------
        places : int64[recordings]
            Where each recording begins there; -1 for one that does not go there.

        Returns
        -------
        bounds : int64[n + 1]
            Cuts the segment's time line into n > 0 parts: neighbours that stay neighbours are one.
        moved_to : int64[n]
            Where each part begins on the other; -1 for one that does not go there.
        """
        if not len(places):
            return np.array([0, self.header.frames]), np.array([0])
        here, lengths = places[:-1], np.diff(self.starts[:-1])
        goes_on = np.where(here < 0, places[1:] < 0, places[1:] == here + lengths)
        first = np.flatnonzero(np.concatenate([[True], ~goes_on]))
        return np.append(self.starts[first], self.header.frames), places[first]

    def keys(
        self, bounds: NDArray[np.int64], moved_to: NDArray[np.int64], portion: int
    ) -> Iterator[NDArray[np.uint64]]:
        """Unpack all postings as ascending keys, about `portion` at a time, on the time line `moves` gave."""
        block = 0
        while block < len(self.directory) - 1:
            keys = np.empty(portion, np.uint64)
            after, filled = unpack_blocks(
                self.words, self.directory, block, self.header.frames, bounds, moved_to, keys
            )
            if after == DAMAGED:
                raise damaged(self.path, "its postings cannot be read")
            if after == block:
                portion *= 2
            yield keys[:filled]
            block = int(after)

    def peak_words(self, number: int) -> NDArray[np.uint64]:
        """Give the packed fingerprint of recording `number`, without copying."""
        return self._peak_words[self._peak_starts[number] : self._peak_starts[number + 1]]

    def peak_bytes(self) -> NDArray[np.int64]:
        """Give the length of each packed fingerprint in bytes."""
        return np.diff(self._peak_starts) * WORD_BYTES

    def _numbers(self, name: str) -> NDArray[np.uint64]:
        """Give a section as an array of 64-bit words, without copying."""
        return np.frombuffer(self.section(name), np.uint64)

    def _read_names(self) -> tuple[str, ...]:
        """Read the recording ids."""
        data = bytes(self.section("NAME"))
        names = []
        at = 0
        try:
            for _ in range(self.header.recordings):
                (length,) = struct.unpack_from("<I", data, at)
                names.append(data[at + 4 : at + 4 + length].decode())
                at += 4 + length
        except (struct.error, UnicodeDecodeError) as error:
            raise damaged(self.path, "its recording ids cannot be read") from error
        if at > len(data):
            raise damaged(self.path, "its recording ids cannot be read")
        return tuple(names)

    def _read_lengths(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Lay the recordings end to end, and read how many postings each has."""
        table = np.frombuffer(self.section("FRAM"), np.uint32)
        if len(table) != 2 * self.header.recordings:
            raise damaged(self.path, "it does not give every recording's length")
        starts = np.zeros(self.header.recordings + 1, np.int64)
        np.cumsum(table[::2], out=starts[1:])
        postings = table[1::2].astype(np.int64)
        if starts[-1] != self.header.frames:
            raise damaged(self.path, "its recordings do not fill its time line")
        if postings.sum() != self.header.postings:
            raise damaged(self.path, "its recordings do not have its number of postings")
        return starts, postings

    def _read_peak_starts(self) -> NDArray[np.int64]:
        """Read where the fingerprints begin, in words."""
        starts = self._numbers("PKAT")
        room = (len(self._peak_words) - 1) * WORD_BYTES
        if (
            len(starts) != self.header.recordings + 1
            or (starts[1:] < starts[:-1]).any()
            or (starts % WORD_BYTES).any()
            or int(starts[-1]) != room
        ):
            raise damaged(self.path, "its fingerprints are not where they should be")
        return (starts // np.uint64(WORD_BYTES)).astype(np.int64)


def _map_file(path: Path) -> mmap.mmap:
    """Map a file into memory, read-only."""
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError as error:
        raise LibraryDamagedError(
            f"the index segment {path.name} is missing; put it back, or {CURE}", path=path, missing=True
        ) from error
    except (OSError, ValueError) as error:
        raise damaged(path, f"it cannot be opened ({error})") from error
