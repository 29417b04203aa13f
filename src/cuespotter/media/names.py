"""How a path is written in a one-line message, whatever characters its name has."""

from __future__ import annotations

import os
from pathlib import Path

from cuespotter.lines import one_line

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
    two\nlines.mp3
    """
    text = one_line(os.fspath(path))
    return text if len(text) <= _LONGEST else "..." + text[3 - _LONGEST :]
