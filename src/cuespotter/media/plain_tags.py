"""Tags at the end of a file and in the chunks of a WAV file -> what they state: ID3v1, APEv2, RIFF INFO.

::

    ID3v1   'TAG', title (30), artist (30), album (30), ...                           the last 128 bytes
    APEv2   items, footer: 'APETAGEX', version (4), size of items and footer (4), number of items (4), ...
            item: size of the value (4), flags (4), key, zero, value; zeros part several values
    INFO    'LIST', size (4), 'INFO', then chunks: name (4), size (4), text, a zero

tinytag and FFmpeg leave out the second value of an APEv2 item, and take old texts for UTF-8 or Latin-1.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cuespotter.old_text import decode_old, likely_encoding

_V1_BYTES, _V1_FIELDS = 128, (("title", 3), ("artist", 33), ("album", 63))
_V1_LENGTH = 30
_APE_FOOTER = struct.Struct("<8sIIII8x")
_APE_MARK = b"APETAGEX"
_APE_NO_TEXT = 0b110
"""Bits of an item's flags that are zero where its value is a text."""
_MOST_BYTES = 1 << 24
_MOST_PARTS = 2000
_INFO = {
    b"INAM": "title",
    b"IART": "artist",
    b"IPRD": "album",
    b"IMUS": "composer",
    b"IWRI": "lyricist",
    b"IGNR": "genre",
    b"IPUB": "publisher",
    b"ICMT": "comment",
}


def read_plain_tags(path: Path, *, encoding: str | None = None) -> list[tuple[str, list[str]]]:
    """Read what the tags of a file state that stand at its end, or in the chunks of a WAV file.

    Parameters
    ----------
    path : Path
        Any file.
    encoding : str, optional
        In which the texts of ID3v1 and INFO are; by default told by their bytes.

    Returns
    -------
    list of (str, list of str)
        Keys and their values; of a key that stands in two tags the longer word counts, APEv2's.
    """
    with path.open("rb") as file:
        old = list(_info(file)) or list(_v1(file))
        items = list(_ape_items(file))
    guess = encoding or likely_encoding(b"\n".join(raw for _, raw in old))
    better = {key.lower() for key, _ in items}
    texts = [(key, [decode_old(raw, guess)]) for key, raw in old if key not in better]
    return texts + [(key, raw.decode("utf-8", "replace").split("\0")) for key, raw in items]


def _v1(file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Read an ID3v1 tag; a field that is full may be cut, and is left to other tags."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _V1_BYTES))
    tag = file.read(_V1_BYTES)
    if len(tag) == _V1_BYTES and tag.startswith(b"TAG"):
        for key, at in _V1_FIELDS:
            if raw := tag[at : at + _V1_LENGTH].partition(b"\0")[0].strip():
                yield key, raw


def _ape_items(file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Read the texts of an APEv2 tag, at the end of the file or before its ID3v1 tag."""
    size = file.seek(0, os.SEEK_END)
    for end in (size, size - _V1_BYTES):
        if end < _APE_FOOTER.size:
            return
        file.seek(end - _APE_FOOTER.size)
        mark, version, length, _count, _flags = _APE_FOOTER.unpack(file.read(_APE_FOOTER.size))
        if mark == _APE_MARK and version >= 2000 and _APE_FOOTER.size <= length <= min(end, _MOST_BYTES):
            file.seek(end - length)
            yield from _ape_parts(file.read(length - _APE_FOOTER.size))
            return


def _ape_parts(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Part an APEv2 tag into its items."""
    at = 0
    for _ in range(_MOST_PARTS):
        end = body.find(b"\0", at + 8)
        if end < 0:
            return
        length, flags = struct.unpack_from("<II", body, at)
        if not flags & _APE_NO_TEXT:
            yield body[at + 8 : end].decode("ascii", "replace"), body[end + 1 : end + 1 + length]
        at = end + 1 + length


def _info(file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Read the texts of a WAV file's INFO list."""
    file.seek(0)
    head = file.read(12)
    if head[:4] not in {b"RIFF", b"RF64"} or head[8:] != b"WAVE":
        return
    for name, size in _chunks(file):
        if name == b"LIST" and file.read(4) == b"INFO":
            body = file.read(min(size - 4, _MOST_BYTES))
            yield from _info_parts(body)


def _info_parts(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Part an INFO list into its texts."""
    at = 0
    for _ in range(_MOST_PARTS):
        name, raw_size = body[at : at + 4], body[at + 4 : at + 8]
        if len(raw_size) < 4:
            return
        size = int.from_bytes(raw_size, "little")
        raw = body[at + 8 : at + 8 + size].partition(b"\0")[0]
        if name in _INFO and raw:
            yield _INFO[name], raw
        at += 8 + size + size % 2


def _chunks(file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Go through a RIFF file's chunks: name and size, with the file at their content."""
    at = file.tell()
    for _ in range(_MOST_PARTS):
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return
        size = int.from_bytes(head[4:], "little")
        yield head[:4], size
        at += 8 + size + size % 2
