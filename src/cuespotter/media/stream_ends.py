"""Whether a stream of frames, pages or packets is all there: MP3, ADTS, Ogg and MPEG-TS state no size.

In: a path. Out: how many bytes the last frame, page or packet lacks, or a table of contents states beyond
the file's end. A transport stream that is cut between two packets looks like any recording of a broadcast.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_TAIL_BYTES = 1 << 17
"""Room for the longest Ogg page (65,307 bytes), and for a chain of frames that is no chance."""
_CHAIN_FRAMES = 4
"""So many frames, each where the one before it says, are no chance."""
_ADTS_HEAD, _MPEG_HEAD = 7, 4
_PAGE, _PAGE_HEAD, _LAST_PAGE = b"OggS\x00", 27, 4
_PACKET_BYTES = ((188, 0), (192, 4), (204, 0))
"""Sizes of a transport stream's packets, and where the mark stands: plain, M2TS, with error correction."""
_KBITS = {
    (1, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (1, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (2, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_KBITS[2, 2] = _KBITS[2, 3]
"""By version of MPEG (2 stands for 2.5, too) and layer, ISO/IEC 11172-3 and 13818-3."""
_RATES_HZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
"""By the two bits of the version."""


@dataclass(frozen=True)
class Mp3Contents:
    """What the table of contents in an MP3's first frame (Xing, Info, VBRI) states.

    Attributes
    ----------
    end : int
        The byte after its last frame; 0 where it is not stated.
    length_s : float
        How long it plays; 0 where it is not stated.
    """

    end: int = 0
    length_s: float = 0.0


def missing_of_stream(path: Path) -> int:
    """Say how many bytes a file lacks of its last frame, page or packet, or of its table of contents.

    Parameters
    ----------
    path : Path
        Any file.

    Returns
    -------
    int
        0 where nothing is missing, or the file is no such stream.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        begin = _after_id3(file)
        file.seek(begin)
        head = file.read(max(_PACKET_BYTES)[0] * (_CHAIN_FRAMES + 1))
        if head.startswith(_PAGE):
            return _missing_of_page(_tail(file, begin, size))
        for length, mark in _PACKET_BYTES:
            if all(head[mark + length * place : mark + length * place + 1] == b"G" for place in range(4)):
                return -(size - begin) % length
        if _adts_bytes(head) or _mpeg_bytes(head):
            stated = mp3_contents(path).end
            return max(0, stated - size) or _missing_of_frame(_tail(file, begin, size))
    return 0


def ends_without_mark(path: Path) -> bool:
    """Say whether a file is Ogg and its last page is not marked as a stream's last (RFC 3533, section 6)."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if file.read(len(_PAGE)) != _PAGE:
            return False
        tail = _tail(file, 0, size)
    at = tail.rfind(_PAGE)
    return 0 <= at < len(tail) - len(_PAGE) and not tail[at + len(_PAGE)] & _LAST_PAGE


def mp3_contents(path: Path) -> Mp3Contents:
    """Read what an MP3's table of contents states; nothing for a file that is none, or has none."""
    with path.open("rb") as file:
        begin = _after_id3(file)
        file.seek(begin)
        frame = file.read(256)
    if not _mpeg_bytes(frame):
        return Mp3Contents()
    version, rate_hz = frame[1] >> 3 & 3, _RATES_HZ[frame[1] >> 3 & 3][frame[2] >> 2 & 3]
    is_mono, is_first_version = frame[3] >> 6 == 3, version == 3  # the bits of the header
    at = _MPEG_HEAD + ((17 if is_mono else 32) if is_first_version else (9 if is_mono else 17))
    frames = count = 0
    if frame[at : at + 4] in {b"Xing", b"Info"}:
        flags, *numbers = struct.unpack_from(">3I", frame, at + 4)
        frames = numbers.pop(0) if flags & 1 else 0
        count = numbers.pop(0) if flags & 2 else 0
    elif frame[36:40] == b"VBRI":
        count, frames = struct.unpack_from(">2I", frame, 46)
    samples = 1152 if is_first_version else 576
    return Mp3Contents(begin + count if count else 0, frames * samples / rate_hz)


def _after_id3(file: BinaryIO) -> int:
    """Say where a file begins behind its ID3v2 tags."""
    begin = 0
    while True:
        file.seek(begin)
        head = file.read(10)
        if not (head.startswith(b"ID3") and len(head) == 10):
            return begin
        begin += 10 + sum((byte & 127) << 7 * (3 - at) for at, byte in enumerate(head[6:]))
        begin += 10 if head[5] & 0x10 else 0  # a footer


def _tail(file: BinaryIO, begin: int, size: int) -> bytes:
    """Read the end of a file, not from before a byte."""
    file.seek(max(begin, size - _TAIL_BYTES), os.SEEK_SET)
    return file.read(_TAIL_BYTES)


def _missing_of_page(tail: bytes) -> int:
    """Say how many bytes the last Ogg page lacks; what follows it may be a tag."""
    at = tail.rfind(_PAGE)
    if at < 0:
        return 0
    page = tail[at:]
    if len(page) < _PAGE_HEAD:
        return _PAGE_HEAD - len(page)
    table = page[_PAGE_HEAD : _PAGE_HEAD + page[_PAGE_HEAD - 1]]
    return max(0, _PAGE_HEAD + page[_PAGE_HEAD - 1] + sum(table) - len(page))


def _missing_of_frame(tail: bytes) -> int:
    """Say how many bytes the last frame lacks, where a chain of frames leads to it."""
    for measure in (_adts_bytes, _mpeg_bytes):
        at = -1
        while (at := tail.find(b"\xff", at + 1)) >= 0:
            length, place, count = measure(tail[at : at + _ADTS_HEAD]), at, 0
            while length and place + length <= len(tail):
                place, count = place + length, count + 1
                length = measure(tail[place : place + _ADTS_HEAD])
            if count >= _CHAIN_FRAMES:
                return place + length - len(tail) if length else 0
    return 0


def _adts_bytes(head: bytes) -> int:
    """Read the length of an ADTS frame (ISO/IEC 13818-7, 6.2); 0 where there is none."""
    if len(head) < _ADTS_HEAD or head[0] != 0xFF or head[1] & 0xF6 != 0xF0 or (head[2] >> 2 & 15) > 12:
        return 0
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return length if length > _ADTS_HEAD else 0


def _mpeg_bytes(head: bytes) -> int:
    """Read the length of a frame of MPEG audio, layers 2 and 3; 0 where there is none."""
    if len(head) < _MPEG_HEAD or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    kbits, rate = head[2] >> 4, head[2] >> 2 & 3
    if version not in _RATES_HZ or layer not in {2, 3} or kbits in {0, 15} or rate > 2:
        return 0
    is_first = version == 3
    bits = 1000 * _KBITS[1 if is_first else 2, layer][kbits - 1]
    eighths = 144 if is_first or layer == 2 else 72
    return eighths * bits // _RATES_HZ[version][rate] + (head[2] >> 1 & 1)
