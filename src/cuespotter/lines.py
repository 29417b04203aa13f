r"""Any text -> one line that a person can read, whatever characters it holds.

A message must hide nothing: `one_line` writes as escapes what cannot be printed. A title must read well:
`printable` writes U+FFFD for what cannot be printed, as a file's name may hold it. What exports do to texts
that their formats cannot hold stands in `wording.text`.
"""

from __future__ import annotations

import re

SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character: what Python makes of a file name's bytes that are no text, or of JSON's ``\\ud800``."""


def is_text(text: str) -> bool:
    r"""Say whether a string is Unicode text, so that it can be written anywhere.

    Examples
    --------
    >>> is_text("Björk"), is_text("\udcff")
    (True, False)
    """
    return text.isascii() or SURROGATE.search(text) is None


def one_line(text: str) -> str:
    r"""Show what cannot be printed (line ends, control characters, bytes that are no text) as escapes.

    Examples
    --------
    >>> one_line("a\nb")
    'a\\nb'
    """
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def printable(text: str) -> str:
    r"""Write U+FFFD for what cannot be printed; trimmed.

    Examples
    --------
    >>> printable(" caf\udce9 ") == "caf\N{REPLACEMENT CHARACTER}"
    True
    """
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text).strip()
