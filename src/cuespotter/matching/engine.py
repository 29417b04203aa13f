"""The question that is asked of a library: landmarks, windows and speeds in, places with votes out.

Whatever holds the postings answers it: segments of this machine's disk here; a test holds any other to the
same answers (`tests/unit/matching/test_engine.py`), and a plain one in memory passes it. What goes in and
comes out is small, so it may be asked over a network; postings themselves never are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from cuespotter.analysis.landmarks import Pairs
from cuespotter.matching.match import Candidate, Hypothesis, match
from cuespotter.matching.postings import Postings
from cuespotter.settings import MatchingSettings


class Engine(Protocol):
    """Whatever knows where in all recordings each hash occurs; for any number of threads."""

    @property
    def postings(self) -> int:
        """How many postings it holds: what a search may cost depends on it."""

    def places(
        self,
        pairs: Pairs,
        hypothesis: Hypothesis,
        windows: Sequence[tuple[int, int]],
        *,
        hits_per_frame: float,
    ) -> list[Candidate]:
        """Say where in which recordings the film may be.

        Parameters
        ----------
        pairs : Pairs
            Of all views of the film, by frame.
        hypothesis : Hypothesis
            One pitch, and the speeds that go with it.
        windows : sequence of (int, int)
            Film frames ``[first, last)``, ascending by `first`.
        hits_per_frame : float
            What a frame of film may cost on average; landmarks with the most frequent hashes go first.

        Returns
        -------
        list of Candidate
            By speed, then by window, then by votes; the same whatever the engine. Of the hits of half a
            window that fall into one cell no more than 255 count: they are kept in bytes.
        """


class IndexEngine:
    """The engine on an index's segments.

    Parameters
    ----------
    postings : Postings
        The index's.
    settings : MatchingSettings
    """

    def __init__(self, postings: Postings, settings: MatchingSettings) -> None:
        self._postings = postings
        self._settings = settings

    @property
    def postings(self) -> int:
        """As `Engine.postings`."""
        return self._postings.number

    def places(
        self,
        pairs: Pairs,
        hypothesis: Hypothesis,
        windows: Sequence[tuple[int, int]],
        *,
        hits_per_frame: float,
    ) -> list[Candidate]:
        """As `Engine.places`."""
        return match(
            pairs, self._postings, hypothesis, windows, self._settings, hits_per_frame=hits_per_frame
        )
