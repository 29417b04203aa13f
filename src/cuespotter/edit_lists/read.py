"""Which kind of list a file is, and what it says."""

import codecs

from cuespotter.clock import PictureRate
from cuespotter.edit_lists import cmx3600, otio, session_text
from cuespotter.edit_lists.base import EditList
from cuespotter.errors import UsageError

LARGEST_BYTES = 64 << 20
"""A feature's whole session is a few megabytes of text."""


def read_edit_list(name: str, content: bytes, rate: PictureRate, *, is_rate_asked: bool = False) -> EditList:
    """Read an editor's list; what stands in it, not its name, tells which kind it is.

    Parameters
    ----------
    name : str
        The file's name, for messages.
    content : bytes
        The file.
    rate : PictureRate
        Pictures a second of its timecode, where it does not say so itself.
    is_rate_asked : bool
        Whether `rate` stands above what the list says.

    Raises
    ------
    UsageError
        It is no such list, or a damaged one.
    """
    if len(content) > LARGEST_BYTES:
        raise UsageError(
            f"{name} has {len(content)} bytes, too many for an edit list; at most {LARGEST_BYTES}"
        )
    text = _decoded(content)
    if session_text.looks_like(text):
        return session_text.read(name, text, rate, is_rate_asked=is_rate_asked)
    if otio.looks_like(text):
        return otio.read(name, text, rate)
    if cmx3600.looks_like(text):
        return cmx3600.read(name, text, rate)
    raise UsageError(
        f"{name} is no edit list that can be read; needed is an EDL (CMX 3600), an OpenTimelineIO file "
        "(.otio) or the text that Pro Tools writes by File > Export > Session Info as Text"
    )


def _decoded(content: bytes) -> str:
    """Decode a text: by its mark, else as UTF-8, else as what Macs wrote before it."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("mac_roman")
