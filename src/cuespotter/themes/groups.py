"""Returns -> themes: which stretches of a film have the same music."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cuespotter.themes.spans import ThemeSpan


@dataclass(frozen=True)
class Place(ThemeSpan):
    """Where music is that returns, and how surely it is the same as elsewhere."""

    confidence: float


@dataclass(frozen=True)
class Repeat:
    """Two places with the same music."""

    one: Place
    other: Place


def group_returns(
    pairs: Sequence[Repeat], *, least_s: float, gap_s: float, least_share: float
) -> list[list[Place]]:
    """Put all places together that have the same music, directly or by others.

    Parameters
    ----------
    pairs : sequence of Repeat
    least_s : float
        Shorter places are left out.
    gap_s : float
        What is nearer to each other is one place.
    least_share : float
        Places that share so much of the shorter have the same music.

    Returns
    -------
    list of list of Place
        At least two places in each, ascending; the groups by their first.
    """
    places = [place for pair in pairs for place in (pair.one, pair.other)]
    group = list(range(len(places)))

    def root(number: int) -> int:
        while group[number] != number:
            group[number] = group[group[number]]
            number = group[number]
        return number

    for number in range(0, len(places), 2):
        group[root(number)] = root(number + 1)
    for number, place in enumerate(places):
        for before in range(number):
            if place.shares(places[before]) >= least_share:
                group[root(number)] = root(before)
    together: dict[int, list[Place]] = {}
    for number, place in enumerate(places):
        together.setdefault(root(number), []).append(place)
    joined = [_joined(one, gap_s) for one in together.values()]
    long = [[place for place in one if place.length_s >= least_s] for one in joined]
    return sorted((one for one in long if len(one) > 1), key=lambda one: (one[0].start_s, one[0].end_s))


def letter_of(number: int) -> str:
    """Name a theme by its number from 0: A to Z, then AA, AB, ..."""
    letters = ""
    number += 1
    while number > 0:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _joined(places: Iterable[Place], gap_s: float) -> list[Place]:
    """Make one place of all that overlap or nearly touch."""
    done: list[Place] = []
    for place in sorted(places, key=lambda one: (one.start_s, one.end_s)):
        if done and place.start_s - done[-1].end_s < gap_s:
            last = done[-1]
            end_s, sure = max(last.end_s, place.end_s), max(last.confidence, place.confidence)
            done[-1] = Place(last.start_s, end_s, sure)
        else:
            done.append(place)
    return done
