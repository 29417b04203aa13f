r"""The bytes of an index segment.

A segment is one file, written once and never changed.  It holds some recordings laid end to end on one
*time line* (counted in frames), their fingerprints, and the postings of all their landmarks.  All numbers
are unsigned and little endian; every section begins at a multiple of 8 bytes, directly behind the one
before, and is filled up with zero bytes, which belong to it.

1. Header, 280 bytes

   1. 8 bytes   magic ``89 4E 44 58 0D 0A 1A 0A`` (``\x89NDX\r\n\x1a\n``: transfer as text shows)
   2. u32       format version, 1
   3. u32       length of the header
   4. 32 bytes  digest of the analysis settings, ASCII, filled up with zero bytes
   5. u64       length of the file
   6. u64       number of recordings
   7. u64       length of the time line in frames, at most 2**32
   8. u64       number of postings
   9. six times, in the order of the sections below: 4 bytes name, 4 zero bytes, u64 offset, u64 length,
      8 bytes BLAKE2b checksum of the section
   10. 8 bytes  BLAKE2b checksum of the header up to here

2. Section ``PEAK``: the fingerprints, each a bit stream (see 8) that begins at a multiple of 8 bytes

   1. 32 bits   number of peaks
   2. 5 bits    parameter k of the gaps
   3. 5 bits    width w of the cents, at most 16
   4. for each peak: code (k) of its frame less the frame of the peak before (of the first: its frame);
      w bits of cents
   5. behind the last fingerprint: 8 zero bytes

3. Section ``POST``: the postings, one bit stream of blocks, one directly behind the other, and 8 zero bytes.
   A group is all postings of one hash; a block is whole groups with ascending hashes, 128 postings or more
   (but for the last; and a group of 128 or more begins a block).

   1. 5 bits    parameter g of the hash gaps
   2. 5 bits    parameter c of the counts
   3. for each group: code (g) of its hash less the hash before less 1 (the first group has none: its hash
      stands in the directory); code (c) of the number n of its postings less 1; the positions on the time
      line, ascending, each as code (k) of its distance from the one before (from 0), where k is
      ``rice_parameter(length of the time line, n + 1)``

4. Section ``DIRY``: the directory, u64 for each block: its first hash (24 bits, high) and its first bit in
   ``POST`` (40 bits, low); one more with hash FFFFFF and the bit behind the last block
5. Section ``NAME``: for each recording u32 length and as many bytes of UTF-8: its id
6. Section ``FRAM``: for each recording u32 length in frames, u32 number of its postings
7. Section ``PKAT``: for each recording u64 where its fingerprint begins in ``PEAK``, in bytes; and where
   the last one ends

8. Bit streams and codes.  Bits count from the lowest of the first byte.  A code with parameter k stores a
   number v below 2**32: let q = v >> k; if q < 24: q zeros, a one, the k low bits of v; otherwise 24 zeros
   and 32 bits of v.  ``rice_parameter(s, n)`` is the largest k up to 31 with n * 2**k <= s * 31 >> 5, or 0.

The checksum is BLAKE2b with 8 bytes of digest: sections reach gigabytes, where a CRC-32 no longer promises
to see two flipped bits; it is in the standard library and can be computed while writing.

**To look a hash up**, find the last block whose first hash is not above it (a binary search in ``DIRY``),
and read its groups up to the hash. At most one block's worth of foreign postings is passed over. Several
segments are one index: their recordings are laid end to end on one time line in the order of their ids,
less those that are removed; of a recording that stands in several segments the last counts.

**What a reader refuses.** Another format version or settings digest: the segment has to be rebuilt (its
fingerprints are enough). A wrong checksum of the header, ``NAME``, ``FRAM`` or ``PKAT``, sections that do
not fill the file, tables that contradict each other: the segment is damaged. The checksums of ``PEAK``,
``POST`` and ``DIRY`` are compared by ``cuespotter verify``, and before a segment is merged; a reader that
meets damage there without them stays within the file, the time line and the number of postings.

**How it is written.** Under another name that ends in ``.partial``, in the same folder; then forced to the
disk, renamed, and the folder forced to the disk. A segment counts when the manifest in the catalogue names
it; any other ``.ndx`` or ``.partial`` file is left over from an interrupted run and may be removed. The
same recordings in the same order always give the same bytes, written at once or merged.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from pathlib import Path

from cuespotter.errors import LibraryDamagedError, LibraryVersionError, UsageError

MAGIC = b"\x89NDX\r\n\x1a\n"
VERSION = 1
SECTIONS = ("PEAK", "POST", "DIRY", "NAME", "FRAM", "PKAT")
KEY_BITS = 24
"""Of a hash in an index: what the packing allows. Landmarks have fewer (`analysis.hashes.HASH_BITS`)."""
BLOCK_POSTINGS = 128
"""More make the directory smaller, fewer a look-up cheaper; at 128 it takes half a bit a posting."""
LONGEST_TIME_LINE = 1 << 32
WORD_BYTES = 8

_FRONT = struct.Struct("<8sII32sQQQQ")
_SECTION = struct.Struct("<4s4xQQ8s")
_CHECKSUM_BYTES = 8
HEADER_BYTES = _FRONT.size + len(SECTIONS) * _SECTION.size + _CHECKSUM_BYTES

CURE = 'rebuild it with "cuespotter add --rebuild"'


@dataclass(frozen=True)
class FileSection:
    """Where a section lies in the file, and its checksum."""

    offset: int
    length: int
    checksum: bytes


@dataclass(frozen=True)
class Header:
    """What the first bytes of a segment say."""

    digest: str
    recordings: int
    frames: int
    postings: int
    sections: dict[str, FileSection]

    @property
    def file_bytes(self) -> int:
        """Length of the whole file."""
        last = self.sections[SECTIONS[-1]]
        return last.offset + last.length


def checksum(data: bytes | memoryview = b"") -> hashlib.blake2b:
    """Begin a checksum; ``update`` goes on, ``digest`` gives its 8 bytes."""
    return hashlib.blake2b(data, digest_size=_CHECKSUM_BYTES)


def pack_header(header: Header) -> bytes:
    """Turn a header into its bytes.

    Raises
    ------
    UsageError
        The digest does not fit.
    """
    digest = header.digest.encode("ascii", errors="replace")
    if not 0 < len(digest) <= 32:
        raise UsageError(f"the settings digest {header.digest!r} must have 1 to 32 ASCII characters")
    front = _FRONT.pack(
        MAGIC,
        VERSION,
        HEADER_BYTES,
        digest,
        header.file_bytes,
        header.recordings,
        header.frames,
        header.postings,
    )
    table = b"".join(
        _SECTION.pack(name.encode(), *_section_fields(header.sections[name])) for name in SECTIONS
    )
    return front + table + checksum(front + table).digest()


def _section_fields(section: FileSection) -> tuple[int, int, bytes]:
    """Give a section's fields in their order on disk."""
    return section.offset, section.length, section.checksum


def unpack_header(data: bytes, *, path: Path, file_bytes: int, digest: str | None) -> Header:
    """Turn the first bytes of a file into its header; undoes `pack_header`.

    Parameters
    ----------
    data : bytes
        The first `HEADER_BYTES` of the file, or all of a shorter one.
    path : Path
        The file, for messages.
    file_bytes : int
        Its length.
    digest : str or None
        The digest of the settings in use; with None any is good.

    Raises
    ------
    LibraryVersionError
        Another format version, or another digest.
    LibraryDamagedError
        Anything else that a writer would not have written.
    """
    if len(data) < HEADER_BYTES or data[:8] != MAGIC:
        raise damaged(path, "it does not begin like an index segment")
    _magic, version, header_bytes, found, stated_bytes, recordings, frames, postings = _FRONT.unpack_from(
        data
    )
    if version != VERSION:
        raise LibraryVersionError(
            f"{path.name} has index format {version}, this program reads {VERSION}; {CURE}",
            path=path, found=version, needed=VERSION,
        )  # fmt: skip
    if data[HEADER_BYTES - 8 : HEADER_BYTES] != checksum(data[: HEADER_BYTES - 8]).digest():
        raise damaged(path, "its header does not agree with its checksum")
    if header_bytes != HEADER_BYTES or stated_bytes != file_bytes:
        raise damaged(path, f"it has {file_bytes} bytes where {stated_bytes} were written")
    sections = _unpack_sections(data, path)
    built_with = found.rstrip(b"\0").decode("ascii", errors="replace")
    header = Header(built_with, recordings, frames, postings, sections)
    if header.file_bytes != file_bytes or frames > LONGEST_TIME_LINE:
        raise damaged(path, "its sections do not fill it")
    if digest is not None and built_with != digest:
        raise LibraryVersionError(
            f"{path.name} was built with analysis settings {built_with}, this run asks for {digest}; {CURE}",
            path=path, found=built_with, needed=digest,
        )  # fmt: skip
    return header


def _unpack_sections(data: bytes, path: Path) -> dict[str, FileSection]:
    """Read the section table, which must be without gap or overlap."""
    sections = {}
    expected = HEADER_BYTES
    for i, name in enumerate(SECTIONS):
        kind, offset, length, mark = _SECTION.unpack_from(data, _FRONT.size + i * _SECTION.size)
        if kind != name.encode() or offset != expected or length % WORD_BYTES:
            raise damaged(path, f"its section {name} is not where it should be")
        sections[name] = FileSection(offset, length, mark)
        expected = offset + length
    return sections


def damaged(path: Path, what: str) -> LibraryDamagedError:
    """Say that a segment cannot be what was written."""
    return LibraryDamagedError(f"{path.name} is damaged: {what}; {CURE}", path=path)
