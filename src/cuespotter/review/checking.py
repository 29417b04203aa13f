"""What a reviewer may say: fields, their values, bounds and numbers; else one line with what may be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from cuespotter.errors import UsageError
from cuespotter.lines import one_line
from cuespotter.model import Cue, FilmDocument
from cuespotter.model.refusal import refusal

END_SLACK_S = 1.0
"""A cue may end so much later than the film: the last sound of a file is not always counted as its length."""
LONGEST_NUMBER = 20
"""Characters of a cue's number: forms have narrow columns for it."""
AnyModel = TypeVar("AnyModel", bound=BaseModel)


def check_names(owner: str, fields: Iterable[str], known: Collection[str]) -> None:
    """Refuse a field that is none, and say what may have been meant."""
    unknown = sorted(set(fields) - set(known))
    if unknown:
        near = get_close_matches(unknown[0], known, n=1)
        words = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(sorted(known))}"
        raise UsageError(f"{owner} has no field {unknown[0]!r} to set; {words}")


def checked(model: AnyModel, fields: Mapping[str, object]) -> AnyModel:
    """Set fields and let the model check them; None gives a field its default."""
    known = type(model).model_fields
    values: dict[str, Any] = model.model_dump()
    values.update(fields)
    for name, value in fields.items():
        field = known.get(name)
        if value is None and field is not None and not field.is_required():
            values[name] = field.get_default(call_default_factory=True)
    try:
        return type(model).model_validate(values)
    except ValidationError as error:
        raise UsageError(refusal(error)) from error


def check_bounds(document: FilmDocument, who: str, start_s: float, end_s: float) -> None:
    """Refuse bounds that are no stretch of the film."""
    length_s = document.film.duration_s
    if 0.0 <= start_s < end_s <= length_s + END_SLACK_S and start_s < length_s:
        return
    raise UsageError(
        f"{who} cannot run from {start_s:.10g} s to {end_s:.10g} s; "
        f"it must begin in the film, which is {length_s:.2f} s long, and end later, but not behind it"
    )


def check_still(document: FilmDocument, cue: Cue) -> None:
    """Refuse a picture from outside the film."""
    length_s = document.film.duration_s
    if cue.still_s is not None and cue.still_s >= length_s:
        raise UsageError(
            f"the still of {cue.cue_no} cannot be from {cue.still_s:.10g} s; "
            f"the film is {length_s:.2f} s long"
        )


def check_number(document: FilmDocument, cue: Cue, number: object) -> None:
    """Refuse a number that another cue has, or that no form could hold."""
    if not isinstance(number, str) or not number.strip() or len(number) > LONGEST_NUMBER:
        raise UsageError(
            f"cue_no cannot be {one_line(repr(number)):.40}; write one like 2m05, of {LONGEST_NUMBER} "
            "characters at most"
        )
    if number != number.strip() or not number.isprintable():
        raise UsageError(f"cue_no cannot be {one_line(repr(number))}; write one like 2m05, without spaces")
    others = [one for one in document.cues if one.id != cue.id]
    for other in others:
        if number.casefold() in (other.cue_no.casefold(), other.id.casefold()):
            raise UsageError(
                f"{number!r} is the number of another cue, at {other.start_s:.2f} s; "
                "choose one that is free, or have all numbered anew"
            )
