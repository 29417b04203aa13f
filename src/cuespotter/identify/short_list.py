"""The few recordings that a film is likely to have more of, to be searched again with a budget of their own.

A large library's most frequent landmarks are too many to be looked up, and faint music lives on them. But a
film draws on few recordings: on those it was found to have already, on what else is on their albums and by
their artists, on its own soundtrack album. What those are the catalogue knows; it is handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from cuespotter.alignment.confidence import confidence_in
from cuespotter.alignment.explain import Explained
from cuespotter.analysis.fingerprint import Fingerprint
from cuespotter.analysis.landmarks import landmarks_of_recording
from cuespotter.identify.answers import parts_of
from cuespotter.index.shards import Searched
from cuespotter.matching.held import HeldPostings
from cuespotter.settings import Settings

Kin = Callable[[Collection[str]], Collection[str]]
"""Ids of recordings that were found in a film -> those of others that it is likely to have."""


@dataclass(frozen=True)
class ShortList:
    """Recordings that are searched again.

    Attributes
    ----------
    numbers : tuple of int
        In the library, ascending.
    expected : frozenset of int
        Those of them that the film surely has, and their kin.
    postings : HeldPostings
        Of all on the list, and of them alone.
    fingerprints : sequence of Fingerprint
    """

    numbers: tuple[int, ...]
    expected: frozenset[int]
    postings: HeldPostings
    fingerprints: Sequence[Fingerprint]


def is_deep(index: Searched, settings: Settings) -> bool:
    """Say whether a library is so large that a search of few recordings goes deeper."""
    return sum(part.postings for part in parts_of(index)) > settings.matching.deep_postings


def short_list(
    explained: Sequence[Explained],
    index: Searched,
    known: Callable[[int], Fingerprint],
    kin: Kin,
    settings: Settings,
    *,
    recordings: int,
) -> ShortList:
    """Choose of which recordings a film is likely to have more: what it surely has, their kin, what it may.

    Parameters
    ----------
    explained : sequence of Explained
        What was found in the film.
    index : Searched
    known : callable
        Gives a fingerprint by the number of its recording.
    kin : callable
        Gives the ids of others by those of what was surely found.
    settings : Settings
    recordings : int
        In the library: how likely chance is depends on it.
    """
    likely = _likely(explained, recordings, settings)
    sure = [number for number in likely if likely[number] >= settings.explain.sure_confidence]
    akin = frozenset(kin([index.recordings[number] for number in sure]))
    expected = [*sure, *(number for number, name in enumerate(index.recordings) if name in akin)]
    listed = list(dict.fromkeys([*expected, *likely]))[: settings.matching.most_listed]
    numbers = tuple(sorted(listed))
    heard = [known(number) for number in numbers]
    landmarks = [landmarks_of_recording(one, settings.analysis) for one in heard]
    postings = HeldPostings([one.frames for one in heard], landmarks)
    return ShortList(numbers, frozenset(expected).intersection(numbers), postings, heard)


def among_expected(
    explained: Sequence[Explained], listed: ShortList, settings: Settings, *, recordings: int
) -> list[Explained]:
    """Judge what is unsure, but was to be expected, as of a small library: it had few chances to be wrong.

    What is sure by itself is on no other's word.
    """
    few = settings.matching.most_listed
    return [
        replace(one, among=few)
        if one.alignment.recording in listed.expected
        and confidence_in(one, recordings=recordings, settings=settings) < settings.explain.sure_confidence
        else one
        for one in explained
    ]


def _likely(explained: Sequence[Explained], recordings: int, settings: Settings) -> dict[int, float]:
    """Say how likely it is that a film has each recording that explains a part of it, the likeliest first."""
    likely: dict[int, float] = {}
    for one in explained:
        confidence = confidence_in(one, recordings=recordings, settings=settings)
        number = one.alignment.recording
        likely[number] = max(likely.get(number, 0.0), confidence)
    return {number: likely[number] for number in sorted(likely, key=lambda one: (-likely[one], one))}
