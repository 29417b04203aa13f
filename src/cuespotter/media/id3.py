"""An ID3v2 tag -> its text frames, with what tinytag and FFmpeg leave out of them.

::

    header      'ID3', version, revision, flags, size (4 bytes of 7 bits)
    v2.2 frame  name (3), size (3)                            content
    v2.3 frame  name (4), size (4),            flags (2)      content
    v2.4 frame  name (4), size (4 of 7 bits),  flags (2)      content

A text is its encoding (1 byte) and the text; in v2.4 zeros part several values. Only what lies within the tag
and within `_MOST_BYTES` is read; a frame that cannot be read costs only itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from cuespotter.old_text import decode_old, likely_encoding

_MOST_BYTES = 1 << 24
"""How much of a tag is read: pictures of some megabytes may stand before the texts."""
_MOST_FRAMES = 2000
_LONGEST_TEXT = 1 << 16
_NAMES = {
    "TT2": "TIT2",
    "TP1": "TPE1",
    "TP2": "TPE2",
    "TP3": "TPE3",
    "TP4": "TPE4",
    "TAL": "TALB",
    "TCM": "TCOM",
    "TXT": "TEXT",
    "TYE": "TYER",
    "TCO": "TCON",
    "TRK": "TRCK",
    "TPA": "TPOS",
    "TPB": "TPUB",
    "TRC": "TSRC",
    "TMT": "TMED",
    "TOR": "TORY",
    "TXX": "TXXX",
    "UFI": "UFID",
    "IPL": "IPLS",
}
"""Frames of v2.2 by their later names."""
_UTF16 = {1: "utf-16", 2: "utf-16-be"}
_UTF8 = 3
_VERSION_OF_SAFE_SIZES = 4
_UNSYNCHRONISED, _EXTENDED = 0x80, 0x40
_TEXT = re.compile(r"T[A-Z0-9]{3}|IPLS")


@dataclass
class Id3:
    """What the text frames of a tag say.

    Attributes
    ----------
    version : int
        2, 3 or 4: of ID3v2.
    texts : dict[str, list of str]
        Values by frame ('TCOM'), under the names of v2.3 and v2.4.
    user_texts : dict[str, list of str]
        Values of TXXX by their description.
    owners : dict[str, str]
        Unique file ids by their owner.
    guessed_encoding : str or None
        As which old encoding the texts marked Latin-1 were read; None where they are Latin-1 (Windows').
    """

    version: int
    texts: dict[str, list[str]] = field(default_factory=dict)
    user_texts: dict[str, list[str]] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    guessed_encoding: str | None = None

    @property
    def involved(self) -> list[tuple[str, str]]:
        """Who did what: pairs of an involvement in lower case and a name, from TIPL or IPLS."""
        listed = [*self.texts.get("TIPL", []), *self.texts.get("IPLS", [])]
        return [(did.strip().lower(), who) for did, who in zip(listed[::2], listed[1::2], strict=False)]


def read_id3(path: Path, *, encoding: str | None = None) -> Id3 | None:
    """Read the ID3v2 tag at the start of a file, or in a chunk of a WAV or AIFF file.

    Parameters
    ----------
    path : Path
        Any file.
    encoding : str, optional
        In which texts marked as Latin-1 truly are; by default told by their bytes.

    Returns
    -------
    Id3 or None
        None where there is no such tag.
    """
    with path.open("rb") as file:
        tag = _find_tag(file)
    if tag is None:
        return None
    version, body = tag
    frames = list(_frames(version, body))
    latin = b"\n".join(content[1:] for name, content in frames if _is_latin(name, content))
    guessed = likely_encoding(latin) if encoding is None else None
    read = Id3(version, guessed_encoding=guessed)
    for name, content in frames:
        _take(read, name, content, encoding or guessed)
    return read


def _find_tag(file: BinaryIO) -> tuple[int, bytes] | None:
    """Find the tag: its version and its frames."""
    start = file.read(12)
    if start.startswith(b"ID3"):
        file.seek(0)
        return _tag_at(file)
    if start[:4] in (b"RIFF", b"FORM") and start[8:] in (b"WAVE", b"AIFF", b"AIFC"):
        order = "little" if start.startswith(b"RIFF") else "big"
        for _ in range(_MOST_FRAMES):
            head = file.read(8)
            if len(head) < 8:
                return None
            if head[:4].lower() == b"id3 ":
                return _tag_at(file)
            size = int.from_bytes(head[4:], "little" if order == "little" else "big")
            file.seek(size + size % 2, 1)
    return None


def _tag_at(file: BinaryIO) -> tuple[int, bytes] | None:
    """Read the tag that begins here, without its header."""
    header = file.read(10)
    if len(header) < 10 or not header.startswith(b"ID3") or header[3] not in (2, 3, 4):
        return None
    version, flags = header[3], header[5]
    body = file.read(min(_safe_size(header[6:10]), _MOST_BYTES))
    if flags & _UNSYNCHRONISED and version < _VERSION_OF_SAFE_SIZES:
        body = body.replace(b"\xff\x00", b"\xff")
    if flags & _EXTENDED and version > 2:
        # v2.4 counts its own four bytes, v2.3 does not
        size = _safe_size(body[:4]) if version == 4 else int.from_bytes(body[:4], "big") + 4
        body = body[max(size, 4) :]
    return version, body


def _safe_size(raw: bytes) -> int:
    """Read a size of seven bits a byte."""
    size = 0
    for byte in raw:
        size = size << 7 | byte & 0x7F
    return size


def _frames(version: int, body: bytes) -> Iterator[tuple[str, bytes]]:
    """Part a tag into its frames, under their later names."""
    wide = 3 if version == 2 else 4
    head = 6 if version == 2 else 10
    at = 0
    for _ in range(_MOST_FRAMES):
        name = body[at : at + wide]
        if len(name) < wide or not name.isalnum() or not name.isascii():
            return
        raw = body[at + wide : at + 2 * wide]
        size = _safe_size(raw) if version == 4 else int.from_bytes(raw, "big")
        content = body[at + head : at + head + size]
        if version == 4:
            content = _plain(content, body[at + 9 : at + 10])
        text = name.decode("ascii")
        yield _NAMES.get(text, text), content
        at += head + size


def _plain(content: bytes, flags: bytes) -> bytes:
    """Undo what a v2.4 frame's flags say of it; packed or enciphered ones are left out."""
    flag = flags[0] if flags else 0
    if flag & 0x0C:
        return b""
    content = content[4:] if flag & 0x01 else content
    return content.replace(b"\xff\x00", b"\xff") if flag & 0x02 else content


def _is_latin(name: str, content: bytes) -> bool:
    """Say whether a frame's text is marked as Latin-1."""
    return bool(_TEXT.fullmatch(name)) and content[:1] == b"\0"


def _take(read: Id3, name: str, content: bytes, latin: str | None) -> None:
    """Note what a frame says."""
    if name == "UFID":
        owner, _, value = content[:_LONGEST_TEXT].partition(b"\0")
        read.owners.setdefault(owner.decode("latin-1"), value.decode("latin-1"))
    elif _TEXT.fullmatch(name):
        values = _values(content[:_LONGEST_TEXT], latin)
        if name == "TXXX":
            if len(values) > 1:
                read.user_texts.setdefault(values[0], []).extend(values[1:])
        elif values:
            read.texts.setdefault(name, []).extend(values)


def _values(content: bytes, latin: str | None) -> list[str]:
    """Decode a text and part it at its zeros; zeros at its end say nothing."""
    if not content:
        return []
    kind, raw = content[0], content[1:]
    if kind in _UTF16:
        raw = raw[: len(raw) // 2 * 2]
        marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = raw.decode(_UTF16[kind] if marked or kind == 2 else "utf-16-le", "replace")
    else:
        text = decode_old(raw, "utf-8" if kind == _UTF8 else latin)
    return [value.lstrip("\ufeff") for value in text.rstrip("\0").split("\0")]
