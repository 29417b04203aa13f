"""What the reviewer says of a film: its fields, those of its header and its identifiers."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel

from cuespotter.errors import UsageError
from cuespotter.model import Film, FilmDocument
from cuespotter.model.film import REVIEWER
from cuespotter.review.checking import check_names, checked

FIXED_FILM_FIELDS = frozenset(
    {"id", "file", "further_reels", "duration_s", "speed_regime", "sources", "themes", "variations", "sounds"}
)
"""What the files themselves say of a film, and what was heard in them."""


def set_film_fields(document: FilmDocument, fields: Mapping[str, object]) -> FilmDocument:
    """Set fields of the film, those of its header and identifiers as ``header.network``; None clears one.

    Raises
    ------
    UsageError
        A field has another name, takes no such value, or is a fact of the files.
    """
    flat: dict[str, object] = {}
    nested: dict[str, dict[str, object]] = {}
    for name, value in fields.items():
        group, dot, inner = name.partition(".")
        if group in FIXED_FILM_FIELDS:
            raise UsageError(f"{group!r} is a fact of the film's files and cannot be set")
        if dot:
            nested.setdefault(group, {})[inner] = value
        else:
            flat[name] = value
    for group, inside in nested.items():
        part = getattr(document.film, group, None)
        if not isinstance(part, BaseModel):
            raise UsageError(
                f"a film has no field {group!r} with fields in it; there are 'header' and 'identifiers'"
            )
        check_names(f"a film's {group}", inside, type(part).model_fields)
        flat[group] = checked(part, inside)
    check_names("a film", flat, Film.model_fields.keys() - FIXED_FILM_FIELDS)
    sources = document.film.sources | dict.fromkeys(fields, REVIEWER)
    film: Film = checked(document.film, {**flat, "sources": sources})
    return document.model_copy(update={"film": film})
