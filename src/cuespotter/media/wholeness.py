"""Whether a file is all there: what its own structure states against the bytes it has, and links of a chain.

In: a path. Out: how many bytes are missing at the end, or where the next link of a chained Ogg file begins.
Matroska, MP4, RIFF, Wave64 and ASF state sizes that no decoder compares, and streams of frames end in the
middle of one: a copy that broke off plays without a word.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from cuespotter.media.stream_ends import missing_of_stream

_MATROSKA, _SEGMENT = b"\x1aE\xdf\xa3", b"\x18S\x80g"
_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"moof", b"styp", b"sidx"})
_RF64 = b"RF64\xff\xff\xff\xffWAVE"
_WAVE_64 = b"riff" + bytes.fromhex("2e91cf11a5d628db04c10000")
_ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_ASF_FILE = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
_ASF_HEAD_BYTES = 1 << 16
_PAGE, _FIRST_PAGE = b"OggS\x00", 2
_SCAN_BYTES = 1 << 20


def missing_bytes(path: Path) -> int:
    """Say how many bytes a file lacks of what its structure states; 0 where nothing is missing or stated."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] == _MATROSKA:
            stated = _matroska_end(file)
        elif head[:4] in {b"RIFF", b"FORM"}:
            order = "little" if head[:4] == b"RIFF" else "big"
            length = int.from_bytes(head[4:8], order)  # type: ignore[arg-type]
            stated = 0 if length in {0, 0xFFFFFFFF, 0x7FFFFFFF} else length + 8
        elif head[4:8] in _BOXES:
            stated = _boxes_end(file, size)
        elif head == _RF64:
            stated = _rf64_end(file)
        elif head == _WAVE_64[:12]:
            stated = int.from_bytes(file.read(12)[4:], "little")
        elif head == _ASF[:12]:
            stated = _asf_end(file)
        else:
            return missing_of_stream(path)
    return max(0, stated - size)


def next_link(path: Path, after: int) -> int | None:
    """Find where the next stream of a chained Ogg file begins, after a byte; None where there is none."""
    with path.open("rb") as file:
        file.seek(after)
        start, tail = after, b""
        while chunk := file.read(_SCAN_BYTES):
            data = tail + chunk
            at = data.find(_PAGE)
            while at >= 0 and at + len(_PAGE) < len(data):
                if data[at + len(_PAGE)] & _FIRST_PAGE:
                    return start + at
                at = data.find(_PAGE, at + 1)
            tail = data[-len(_PAGE) :]
            start += len(data) - len(tail)
    return None


def _boxes_end(file: BinaryIO, size: int) -> int:
    """Walk the boxes of an MP4 or QuickTime file; the last may reach beyond the end."""
    at = 0
    while at + 8 <= size:
        file.seek(at)
        head = file.read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        if length < 8:  # 0: as far as the file goes; else no box
            return 0
        at += length
    return at


def _rf64_end(file: BinaryIO) -> int:
    """Read the size of a WAV file of more than 4 GiB from its first chunk (EBU Tech 3306)."""
    chunk = file.read(16)
    length = int.from_bytes(chunk[8:16], "little") if chunk.startswith(b"ds64") else 0
    return length + 8 if length else 0


def _asf_end(file: BinaryIO) -> int:
    """Read the size of a Windows Media file from its file properties; 0 for a broadcast."""
    file.seek(0)
    head = file.read(_ASF_HEAD_BYTES)
    at = head.find(_ASF_FILE)
    if at < 0 or head[at + 88 : at + 89] in {b"", b"\x01", b"\x03"}:
        return 0
    return int.from_bytes(head[at + 40 : at + 48], "little")


def _matroska_end(file: BinaryIO) -> int:
    """Read the size of a Matroska file's segment; 0 where it is not stated."""
    file.seek(4, os.SEEK_SET)
    header = _vint(file)
    if header is None:
        return 0
    file.seek(header, os.SEEK_CUR)
    if file.read(4) != _SEGMENT:
        return 0
    length = _vint(file)
    return 0 if length is None else file.tell() + length


def _vint(file: BinaryIO) -> int | None:
    """Read EBML's number of variable length (RFC 8794, section 4); None where all its bits say 'unknown'."""
    first = file.read(1)
    if not first or not first[0]:
        return None
    count = 9 - first[0].bit_length()
    value = int.from_bytes(first + file.read(count - 1), "big") & ((1 << 7 * count) - 1)
    return None if value == (1 << 7 * count) - 1 else value
