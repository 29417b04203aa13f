"""Reading JSON that somebody else wrote: what is of another type than documented is as if it were absent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

TEXT_CHARACTERS: Final = 1000
"""Longer texts are cut: a server must not fill the catalogue."""


def text(said: Mapping[str, Any], name: str) -> str | None:
    """Give a text that is not empty, on one line.

    >>> text({"title": " Lust for Life "}, "title"), text({"title": 7}, "title")
    ('Lust for Life', None)
    """
    value = said.get(name)
    if not isinstance(value, str):
        return None
    return " ".join(value.split())[:TEXT_CHARACTERS] or None


def texts(said: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Give a list of texts."""
    value = said.get(name)
    listed = value if isinstance(value, list) else []
    return tuple(
        " ".join(one.split())[:TEXT_CHARACTERS] for one in listed if isinstance(one, str) and one.strip()
    )


def inner(said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Give an object; an empty one where there is none."""
    value = said.get(name)
    return value if isinstance(value, dict) else {}


def each(said: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    """Give the objects of a list."""
    value = said.get(name)
    yield from (one for one in (value if isinstance(value, list) else []) if isinstance(one, dict))
