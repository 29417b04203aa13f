"""The table of contents in a FLAC file (its CUESHEET block) -> where each track begins, and its ISRC.

By RFC 9639, section 8.7. The block has no titles; FFmpeg makes chapters of it that bear the ISRC as title.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

TrackFacts = dict[str, object]
MARK = b"fLaC"
ID3_HEAD_BYTES = 10
STREAMINFO, CUESHEET = 0, 5
"""Types of metadata blocks."""
LAST_BLOCK = 0x80
HEAD = struct.Struct(">128sQB258xB")
"""Media catalogue number, samples of lead-in, flags, number of tracks."""
TRACK = struct.Struct(">QB12sB13xB")
"""Offset in samples, number, ISRC, flags (the highest bit: not audio), number of index points."""
INDEX = struct.Struct(">QB3x")
"""Offset in samples from the track's, number."""
LEAD_OUT = (170, 255)
NOT_AUDIO = 0x80
MOST_BLOCKS = 1000
_ISRC = re.compile(rb"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")


def read_flac_contents(path: Path) -> list[tuple[int, TrackFacts]]:
    """Read where the tracks of a FLAC file begin.

    Returns
    -------
    list of (int, dict)
        Numbers of tracks and fields of `model.Track`, by start; empty for a file that is no FLAC, has no such
        block, or a broken one.
    """
    rate_hz, tracks = 0, []
    try:
        with path.open("rb") as file:
            for kind, block in _blocks(file):
                if kind == STREAMINFO:
                    rate_hz = int.from_bytes(block[10:13], "big") >> 4
                elif kind == CUESHEET and rate_hz > 0:
                    tracks = list(_tracks(block, rate_hz))
    except (OSError, struct.error):
        return []
    return sorted(tracks, key=lambda one: float(str(one[1]["start_s"])))


def _blocks(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Give a FLAC file's metadata blocks that are read here; some taggers put an ID3 tag before them."""
    head = file.read(ID3_HEAD_BYTES)
    begins = 0
    if head.startswith(b"ID3") and len(head) == ID3_HEAD_BYTES:
        begins = ID3_HEAD_BYTES + sum((byte & 127) << 7 * (3 - at) for at, byte in enumerate(head[6:]))
    file.seek(begins)
    if file.read(len(MARK)) != MARK:
        return
    for _ in range(MOST_BLOCKS):
        first = file.read(4)
        if len(first) < 4:
            return
        kind, size = first[0] & ~LAST_BLOCK, int.from_bytes(first[1:], "big")
        if kind in (STREAMINFO, CUESHEET):
            yield kind, file.read(size)
        else:
            file.seek(size, 1)
        if first[0] & LAST_BLOCK:
            return


def _tracks(block: bytes, rate_hz: int) -> Iterator[tuple[int, TrackFacts]]:
    """Read the tracks of a table; each begins at its index 01, or at its first where there is none."""
    *_, count = HEAD.unpack_from(block)
    place = HEAD.size
    for _ in range(count):
        offset, number, isrc, flags, points = TRACK.unpack_from(block, place)
        place += TRACK.size
        indexes = [INDEX.unpack_from(block, place + at * INDEX.size) for at in range(points)]
        starts = {index: begins for begins, index in indexes}
        place += points * INDEX.size
        if number in LEAD_OUT or flags & NOT_AUDIO:
            continue
        samples = offset + starts.get(1, min(starts.values(), default=0))
        facts: TrackFacts = {"start_s": samples / rate_hz}
        if _ISRC.fullmatch(isrc):
            facts["isrc"] = isrc.decode("ascii")
        yield number, facts
