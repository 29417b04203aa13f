"""What a model refuses, in one line for a person: which field, what was found, what is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from cuespotter.lines import one_line

LONGEST_FOUND = 60
"""Characters of the refused value that are shown."""
NEEDED: Mapping[str, str] = {
    "missing": "it is needed",
    "extra_forbidden": "there is no such field",
    "bool_type": "write true or false",
    "bool_parsing": "write true or false",
    "int_type": "write a whole number",
    "int_parsing": "write a whole number",
    "int_parsing_size": "write a smaller number",
    "int_from_float": "write a whole number",
    "float_type": "write a number",
    "float_parsing": "write a number",
    "finite_number": "write a number that is finite",
    "string_type": "write a text",
    "string_unicode": "write a text in Unicode",
    "no_text": "write a text in Unicode",
    "list_type": "write a list",
    "dict_type": "write fields with their values",
    "model_type": "write fields with their values",
    "model_attributes_type": "write fields with their values",
    "json_invalid": "write JSON",
    "json_type": "write JSON",
    "none_required": "leave it out",
    "string_pattern_mismatch": "write it as this program gives it",
}
"""Kinds of refusal -> what is needed instead."""
BOUNDED: Mapping[str, tuple[str, str]] = {
    "greater_than_equal": ("at least {}", "ge"),
    "greater_than": ("more than {}", "gt"),
    "less_than_equal": ("at most {}", "le"),
    "less_than": ("less than {}", "lt"),
    "string_too_short": ("at least {} characters", "min_length"),
    "string_too_long": ("at most {} characters", "max_length"),
    "too_short": ("at least {} of them", "min_length"),
    "too_long": ("at most {} of them", "max_length"),
    "literal_error": ("one of {}", "expected"),
    "enum": ("one of {}", "expected"),
}
"""Kinds of refusal -> what is needed, and which fact of the error names the bound."""


def refusal(error: ValidationError) -> str:
    """Say in one line why a model took something not; the first reason, if there are several.

    Examples
    --------
    >>> from cuespotter.model import Party
    >>> try:
    ...     Party(name="A", role="composer", share_percent=200)
    ... except ValidationError as error:
    ...     print(refusal(error))
    share_percent cannot be 200; needed is at most 100
    """
    return refusal_of(error.errors(include_url=False))


def refusal_of(errors: Sequence[Any]) -> str:
    """Do the same with what `ValidationError.errors` gave, or a web framework in its place."""
    first: Mapping[str, Any] = errors[0]
    facts: Mapping[str, Any] = first.get("ctx") or {}
    steps = [str(step) for step in first.get("loc", ())]
    if "field" in facts:
        steps.append(str(facts["field"]))
    where = one_line(".".join(steps)) or "it"
    kind = str(first["type"])
    if kind == "missing":
        return f"{where} is missing; it is needed"
    found = str(facts["found"]) if "found" in facts else repr(first.get("input"))
    return f"{where} cannot be {_cut(one_line(found))}; {_needed(kind, facts)}"


def _cut(text: str) -> str:
    """Cut what was found to a length that fits into a line."""
    return text if len(text) <= LONGEST_FOUND else f"{text[: LONGEST_FOUND - 3]}..."


def _needed(kind: str, facts: Mapping[str, Any]) -> str:
    """Say what is needed in the place of what was found."""
    if kind in BOUNDED:
        words, name = BOUNDED[kind]
        return f"needed is {words.format(_bound(facts.get(name)))}"
    if kind in NEEDED:
        return NEEDED[kind]
    # a reason is our own check's; the framework's words for what no table here knows are no person's
    reason = facts.get("error") if kind in {"value_error", "assertion_error"} else None
    return "it does not fit there" if reason is None else one_line(str(reason))


def _bound(value: object) -> str:
    """Write a bound: whole numbers without their point."""
    return f"{value:g}" if isinstance(value, float) else str(value)
