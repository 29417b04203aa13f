"""What every reel of a film is searched with, handed on in one piece."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cuespotter.analysis.fingerprint import Fingerprint
from cuespotter.identify.growth import Growth
from cuespotter.identify.short_list import Kin
from cuespotter.identify.unnamed import Outlined
from cuespotter.index.shards import Searched
from cuespotter.model import Recording
from cuespotter.settings import Settings

FileOf = Callable[[str], Path | None]
"""Gives the file of a recording by its id; None where none is at hand."""


@dataclass(frozen=True)
class Asked:
    """What every reel is searched with; see `trip.identify`.

    Attributes
    ----------
    index : Searched
    known : callable
        Gives the fingerprint of a recording by its number.
    is_remembered : callable
        Says of a recording, by its number, whether it was remembered from a film.
    growth : Growth
    outlined : callable or None
    kin : callable
    settings : Settings
    """

    index: Searched
    known: Callable[[int], Fingerprint]
    is_remembered: Callable[[int], bool]
    growth: Growth
    outlined: Outlined | None
    kin: Kin
    settings: Settings

    @classmethod
    def of(
        cls,
        index: Searched,
        recording_of: Callable[[str], Recording],
        growth: Growth | None,
        outlined: Outlined | None,
        kin: Kin,
        settings: Settings,
    ) -> Asked:
        """Take what `trip.identify` is given; what is read of a recording is read once."""
        return cls(
            index,
            known=cache(lambda number: index.fingerprint(index.recordings[number])),
            is_remembered=cache(lambda number: recording_of(index.recordings[number]).heard_in is not None),
            growth=growth or Growth((), (), len(index.recordings)),
            outlined=outlined,
            kin=kin,
            settings=settings,
        )
