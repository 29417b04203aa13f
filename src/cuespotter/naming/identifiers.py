"""Identifiers of films as people write them into names and files: in brackets, braces and addresses."""

from __future__ import annotations

import re
from typing import Final

from cuespotter.naming.fields import Facts

_IN_BRACKETS: Final = re.compile(
    r"[\[{(]\s*(imdb|tmdb|tvdb)(?:id)?\s*[-=:]\s*([a-z]{0,2}\d{1,10})\s*[\]})]", re.IGNORECASE
)
"""Plex writes ``{tmdb-78}``, Jellyfin and Emby ``[tmdbid-78]``, others ``[imdbid=tt0083658]``."""
_ADDRESSES: Final = (
    ("imdb", re.compile(r"imdb\.com/(?:[a-z]{2}/)?title/(tt\d{5,10})", re.IGNORECASE)),
    ("tmdb", re.compile(r"themoviedb\.org/(?:movie|tv)/(\d{1,10})", re.IGNORECASE)),
    ("tvdb", re.compile(r"thetvdb\.com/\S*?\b(?:id=|series/)(\d{1,10})", re.IGNORECASE)),
    ("wikidata", re.compile(r"wikidata\.org/(?:wiki|entity)/(Q\d{1,12})")),
)
_FORMS: Final = {
    "imdb": re.compile(r"tt\d{5,10}"),
    "tmdb": re.compile(r"\d{1,10}"),
    "tvdb": re.compile(r"\d{1,10}"),
    "wikidata": re.compile(r"Q\d{1,12}"),
}


def identifier(kind: str, value: str) -> Facts:
    """Give an identifier as a fact, if it is of a kind that is kept and looks like one.

    >>> identifier("IMDb", "tt0780504")
    {'identifiers.imdb': 'tt0780504'}
    >>> identifier("imdb", "drive")
    {}
    """
    name, text = kind.strip().lower().removesuffix("id"), value.strip()
    name = {"themoviedb": "tmdb", "thetvdb": "tvdb"}.get(name, name)
    form = _FORMS.get(name)
    return {f"identifiers.{name}": text} if form is not None and form.fullmatch(text) else {}


def identifiers_in_name(name: str) -> tuple[Facts, str]:
    """Take the identifiers out of a file's or folder's name; gives them, and the name without them."""
    facts: Facts = {}
    for kind, value in _IN_BRACKETS.findall(name):
        facts |= identifier(kind, value)
    return facts, _IN_BRACKETS.sub(" ", name)


def identifiers_in_text(text: str) -> Facts:
    """Find the addresses of known data bases in a text."""
    facts: Facts = {}
    for kind, pattern in _ADDRESSES:
        found = pattern.search(text)
        if found is not None:
            facts |= identifier(kind, found[1])
    return facts
