"""What a cue is called: "2m03", the third of the second reel, "2m03b" where one was put in behind it.

A number is a name: it stays with its cue whatever comes and goes around it, until somebody sets another or
asks for all to be numbered anew.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

NUMBER = re.compile(r"(\d+)m(\d+)([a-z]*)", re.IGNORECASE)
LETTERS = "bcdefghijklmnopqrstuvwxyz"


def number_text(reel: int, order: int) -> str:
    """Write a number; undone by `read_number`.

    Parameters
    ----------
    reel, order : int
        Both counted from 1.

    Examples
    --------
    >>> number_text(2, 3)
    '2m03'
    """
    return f"{reel}m{order:02d}"


def read_number(text: str) -> tuple[int, int] | None:
    """Read reel and order of a number, whatever letters follow; None where it is of another form.

    Examples
    --------
    >>> read_number("2M03b"), read_number("Q7")
    ((2, 3), None)
    """
    found = NUMBER.fullmatch(text)
    return None if found is None else (int(found[1]), int(found[2]))


def reel_at(film_s: float, reel_starts_s: Sequence[float]) -> int:
    """Say which reel plays at a moment of the film, from 1.

    Parameters
    ----------
    reel_starts_s : sequence of float
        Where the reels begin on the film's clock, ascending; the first at 0.
    """
    return max(sum(start_s <= film_s for start_s in reel_starts_s), 1)


def free_name(name: str, taken: Collection[str]) -> str:
    """Add a letter (or a number, after z) to a name that is taken.

    Examples
    --------
    >>> free_name("1m03", {"1m03", "1m03b"})
    '1m03c'
    """
    if name not in taken:
        return name
    letters = (f"{name}{letter}" for letter in LETTERS)
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (*letters, *numbered) if one not in taken)


def number_between(start_s: float, known: Mapping[str, float], reel_starts_s: Sequence[float]) -> str:
    """Give a number to a cue that comes to others, without touching theirs.

    Behind the last of its reel it takes the next number; between two, one that is free there; else the number
    before it with a letter, as music editors do.

    Parameters
    ----------
    start_s : float
        Where the cue begins.
    known : mapping of str to float
        The other cues' numbers, and where they begin; those of another form are passed over.
    reel_starts_s : sequence of float
        As for `reel_at`.

    Examples
    --------
    >>> known = {"1m01": 0.0, "1m02": 100.0, "1m04": 200.0}
    >>> [number_between(at, known, [0.0]) for at in (300.0, 150.0, 50.0)]
    ['1m05', '1m03', '1m01b']
    """
    reel = reel_at(start_s, reel_starts_s)
    orders = [(at, read) for text, at in known.items() if (read := read_number(text)) is not None]
    here = [(at, order) for at, (its_reel, order) in orders if its_reel == reel]
    taken = {text.casefold() for text in known}
    last_before = max((order for at, order in here if at <= start_s), default=0)
    first_behind = min((order for at, order in here if at > start_s), default=None)
    if first_behind is None or last_before + 1 < first_behind:
        order = last_before + 1
        while number_text(reel, order) in taken:
            order += 1
        if first_behind is None or order < first_behind:
            return number_text(reel, order)
    return free_name(number_text(reel, last_before), taken)
