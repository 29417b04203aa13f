r"""Texts of any origin, so that they can be printed, written and read again.

Names from disks and tags hold line ends, control characters and bytes that are no text (kept as lone
surrogates); no format of ours can hold all of them. What cannot be written is shown as the sign U+FFFD,
never dropped in silence and never an error.
"""

import re
from typing import Any

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
NOT_UNICODE = re.compile("[\ud800-\udfff]")
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 forbids, and DEL, which it advises against."""


def unicode_text(text: str) -> str:
    r"""Replace bytes that are no text, so that the whole can be encoded.

    Examples
    --------
    >>> unicode_text("caf\udce9")
    'caf\ufffd'
    """
    return text if text.isascii() else NOT_UNICODE.sub(REPLACEMENT, text)


def unicode_values(value: Any) -> Any:
    r"""Replace bytes that are no text in every text of nested dicts, lists and tuples.

    Examples
    --------
    >>> unicode_values({"names": ["a\udcff", 1]})
    {'names': ['a\ufffd', 1]}
    """
    if isinstance(value, str):
        return unicode_text(value)
    if isinstance(value, dict):
        return {unicode_values(key): unicode_values(one) for key, one in value.items()}
    return [unicode_values(one) for one in value] if isinstance(value, (list, tuple)) else value


def without_controls(text: str) -> str:
    r"""Drop control characters that neither HTML nor XML may hold, and replace bytes that are no text.

    Examples
    --------
    >>> without_controls("a\x00b\tc\udce9")
    'ab\tc\ufffd'
    """
    return NOT_XML.sub("", unicode_text(text))


def flat(text: str) -> str:
    r"""Bring a text to one line without control characters.

    Examples
    --------
    >>> flat("two\nlines, caf\udce9")
    'two lines, caf\ufffd'
    """
    letters = (letter if letter.isprintable() else " " for letter in unicode_text(text))
    return " ".join("".join(letters).split())
