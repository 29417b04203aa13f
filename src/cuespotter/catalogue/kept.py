"""What a catalogue holds as JSON -> the model that it was, read with patience.

Bounds of years and lengths came after the first catalogues. A film whose year was typed as 99999 is no film
of another version: what lies beyond a bound comes within it, with a word, and the rest is as it was.
"""

from __future__ import annotations

import json
import logging
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from cuespotter.lines import one_line

BOUNDS = {"greater_than_equal": "ge", "less_than_equal": "le"}
"""Kinds of refusal that are of a bound, and the fact of the error that is the bound."""
UNKNOWN_BEYOND = frozenset({"year"})
"""Fields that are unknown rather than at the bound: no film is of the year 2200 because somebody slipped."""
_log = logging.getLogger(__name__)
Kept = TypeVar("Kept", bound=BaseModel)


def read_kept(kind: type[Kept], text: str, name: str) -> Kept:
    """Read a model out of its JSON; what lies beyond today's bounds is brought within them.

    Parameters
    ----------
    kind : type
        The model's class.
    text : str
        Its JSON.
    name : str
        What it is, for the warning: "film drive-2011".

    Raises
    ------
    pydantic.ValidationError
        Something else than a bound is in the way.
    """
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        refused = error.errors(include_url=False)
        if any(one["type"] not in BOUNDS for one in refused):
            raise
    held = json.loads(text)
    for one in refused:
        told = _bring_within(held, one)
        _log.warning("%s: %s", name, told)
    return kind.model_validate_json(json.dumps(held))


def _bring_within(held: Any, refused: ErrorDetails) -> str:
    """Put the bound, or nothing, in the place of a value beyond it; says so."""
    *steps, last = refused["loc"]
    place = held
    for step in steps:
        place = place[step]
    bound = None if last in UNKNOWN_BEYOND else refused["ctx"][BOUNDS[refused["type"]]]
    found, place[last] = place[last], bound
    where = ".".join(str(step) for step in refused["loc"])
    return f"its {where} is {one_line(str(found)):.40}, which cannot be; read as " + (
        "unknown" if bound is None else f"{bound:g}"
    )
