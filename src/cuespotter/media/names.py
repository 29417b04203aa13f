"""How a path is written in a one-line message, whatever characters its name has."""

from __future__ import annotations

import os
from pathlib import Path

_LONGEST = 300


def quoted(path: Path) -> str:
    r"""Write a path for a message: as it is, or with escapes where it cannot be printed.

    Parameters
    ----------
    path : Path
        Of any name that a file can have.

    Returns
    -------
    str
        One printable line of at most 300 characters, the end of the path if it is longer.

    Examples
    --------
    >>> quoted(Path("music/Björk.flac"))
    'music/Björk.flac'
    >>> print(quoted(Path("two\nlines.mp3")))
    'two\nlines.mp3'
    """
    text = os.fspath(path)
    text = text if text.isprintable() else ascii(text)
    return text if len(text) <= _LONGEST else "..." + text[3 - _LONGEST :]


def printable(text: str) -> str:
    """Take out what no terminal should be sent: control characters become U+FFFD; trimmed.

    Parameters
    ----------
    text : str
        Anything a file's bytes may have been decoded to.

    Returns
    -------
    str
        Printable throughout, perhaps empty.

    Examples
    --------
    >>> printable(" Lust for Life ")
    'Lust for Life'
    """
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text).strip()
