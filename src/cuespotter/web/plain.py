"""JSON that can be kept: what its grammar allows, but no file or database bears, is refused at the door."""

from __future__ import annotations

import math

MOST_DEPTH = 20
"""Deepest nesting; the deepest field of a film's document has 6."""
LARGEST_INT = 2**53
"""Beyond it a browser's numbers are no longer whole, and a database's soon overflow."""


def check_plain(value: object, *, depth: int = 0) -> None:
    """Look through what was sent.

    Parameters
    ----------
    value : object
        As `json` reads it.
    depth : int
        How deep it lies.

    Raises
    ------
    ValueError
        Says what cannot be kept, in words for a person.
    """
    if depth > MOST_DEPTH:
        raise ValueError(f"nested more than {MOST_DEPTH} deep")
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, int) and abs(value) > LARGEST_INT:
        raise ValueError(f"a number of {len(str(abs(value)))} digits; at most {LARGEST_INT} can be kept")
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{value} is no number")
    elif isinstance(value, dict):
        for name, inner in value.items():
            check_plain(name, depth=depth + 1)
            check_plain(inner, depth=depth + 1)
    elif isinstance(value, list):
        for inner in value:
            check_plain(inner, depth=depth + 1)


def _check_text(text: str) -> None:
    """Refuse what is no Unicode text, and the sign that ends texts in databases."""
    if "\x00" in text:
        raise ValueError("a text with a NUL sign in it")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"half of a sign (U+{ord(text[error.start]):04X}) is no text") from None
