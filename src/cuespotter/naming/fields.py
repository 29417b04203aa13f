"""How facts are written down, and how years, names and numbers are read from what others wrote."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

Facts = dict[str, Any]
"""Fields of `model.Film` (inner ones with a point, ``identifiers.imdb``) and their values."""

OLDEST_FILM: Final = 1874
"""Year of the oldest moving pictures; an earlier number in a name is none of a year."""
NEWEST_FILM: Final = 2100
TEXT_CHARACTERS: Final = 500
"""Longer texts are cut: a title is no novel, and a hostile file must not fill the catalogue."""


def year_in(text: str) -> int | None:
    """Read the year at the beginning of a date or alone.

    >>> year_in("2011-09-16"), year_in("16 September 2011"), year_in("11")
    (2011, 2011, None)
    """
    for digits in re.findall(r"(?<!\d)\d{4}(?!\d)", text):
        if OLDEST_FILM <= int(digits) <= NEWEST_FILM:
            return int(digits)
    return None


def plain(text: str) -> str:
    """Give a text on one line, in one normal form, without what cannot be shown, at a bounded length."""
    shown = "".join(character if unicodedata.category(character)[0] != "C" else " " for character in text)
    return unicodedata.normalize("NFC", " ".join(shown.split()))[:TEXT_CHARACTERS]


def number_in(text: str) -> int | None:
    """Read a small whole number."""
    return int(text) if re.fullmatch(r"\d{1,5}", text.strip(), re.ASCII) else None


def episode(season: int | None, number: int | None, last: int | None = None) -> str | None:
    """Write an episode's number as people do.

    >>> episode(1, 3), episode(None, 3), episode(1, 1, 2)
    ('S01E03', 'E03', 'S01E01-E02')
    """
    if number is None:
        return None
    head = "" if season is None else f"S{season:02d}"
    tail = "" if last is None or last == number else f"-E{last:02d}"
    return f"{head}E{number:02d}{tail}"
