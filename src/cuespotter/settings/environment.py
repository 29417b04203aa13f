"""A variable of the environment -> one of the words that it may say."""

from __future__ import annotations

import os

from cuespotter.errors import UsageError


def word_of(variable: str, *words: str) -> str:
    """Give what a variable says, in small letters; the first word where it is not set or empty.

    Raises
    ------
    UsageError
        It says none of the words.
    """
    found = os.environ.get(variable, "")
    said = found.strip().lower() or words[0]
    if said not in words:
        allowed = ", ".join(words[:-1]) + f" or {words[-1]}"
        raise UsageError(f"the variable {variable} says {found!r}; it may say {allowed}, or not be set")
    return said
