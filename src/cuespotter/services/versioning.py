"""Which recordings of the library are of one work, by what is known and by their sound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cuespotter.model import Recording, Work
from cuespotter.services.opened import Opened
from cuespotter.wording.cues import version_text

HARMONIES_HELD = 400
"""A shortlist's and more: some 10 kB each."""


@dataclass(frozen=True)
class WorkGroup:
    """Recordings that are of one work, or may be.

    Attributes
    ----------
    recordings : tuple of Recording
        The oldest first.
    work : Work or None
        The work of those of which it is known; a suggestion for the others.
    confidence : float or None
        How likely the least sure of them belongs to the others; None where all are known to.
    performances : tuple of int
        Of each recording which performance it is of, counted from 0: mixes, masters and edits of one have the
        same number. Told by sound, where it was kept.
    """

    recordings: tuple[Recording, ...]
    work: Work | None
    confidence: float | None
    performances: tuple[int, ...]

    @property
    def title(self) -> str:
        """The work's title, else that of the oldest recording."""
        return self.work.title if self.work is not None else self.recordings[0].label_text

    @property
    def relations(self) -> tuple[str, ...]:
        """What each recording is to those before it, in words; nothing is said of the first."""
        return tuple(
            version_text(is_same_recording=number in self.performances[:place]) if place else ""
            for place, number in enumerate(self.performances)
        )


class Versioning(Opened):
    """Recordings of one work are found."""

    def versions(self, report: Callable[[int, int], None] = lambda _done, _total: None) -> list[WorkGroup]:
        """List the works of which the library has several recordings, known or likely.

        Parameters
        ----------
        report : callable, optional
            Told how many of how many recordings were held against the others.

        Returns
        -------
        list of WorkGroup
            By title. What sounds alike is a suggestion; that it is one work is known from ids, tags and side
            tables alone.

        Examples
        --------
        Those that are known for certain have no confidence:

        >>> [group.title for group in library.versions() if group.confidence is None]
        []
        """
        from cuespotter.versions.chroma import Harmony, fingerprint_harmony
        from cuespotter.versions.groups import join_pairs, pair_versions
        from cuespotter.versions.same_recording import number_performances

        index = self._holdings.searched()
        rules = self.settings.versions
        known = {one.id: one for one in self._catalogue.recordings()}
        names = index.recordings

        @lru_cache(HARMONIES_HELD)
        def harmony_at(place: int) -> Harmony:
            return fingerprint_harmony(index.fingerprint(names[place]), rules)

        pairs = pair_versions(self._holdings.outlined(index), harmony_at, rules, report)
        sure = _of_one_work([known.get(name) for name in names])
        likely = {(one.first, one.second): one.probability for one in pairs}
        groups = []
        for places in join_pairs(len(names), [*likely, *sure]):
            told = [place for place in places if names[place] in known]
            recordings = [known[names[place]] for place in told]
            inside = [likely[pair] for pair in likely if pair[0] in places and pair not in sure]
            if len(recordings) > 1:
                prints = [index.fingerprint(names[place]) for place in told]
                numbers = number_performances(prints, self.settings.analysis, rules)
                groups.append(_group(recordings, numbers, min(inside, default=None)))
        return sorted(groups, key=lambda group: (group.title.casefold(), group.recordings[0].id))


def _of_one_work(recordings: Sequence[Recording | None]) -> set[tuple[int, int]]:
    """Pair the recordings whose work is known to be the same, each with the one before it."""
    last: dict[str, int] = {}
    pairs = set()
    for place, recording in enumerate(recordings):
        key = None if recording is None else recording.work_key
        if key is not None:
            pairs |= {(last[key], place)} if key in last else set()
            last[key] = place
    return pairs


def _group(recordings: Sequence[Recording], numbers: Sequence[int], confidence: float | None) -> WorkGroup:
    """Put recordings of one work in order, and name the work as the oldest that knows it does."""
    pairs = zip(recordings, numbers, strict=True)
    ordered = sorted(pairs, key=lambda one: (one[0].year is None, one[0].year or 0, one[0].path))
    first_told = list(dict.fromkeys(number for _, number in ordered))
    work = next((one.work for one, _ in ordered if one.work is not None), None)
    keys = {one.work_key for one, _ in ordered}
    is_known = len(keys) == 1 and None not in keys
    return WorkGroup(
        tuple(one for one, _ in ordered),
        work,
        None if is_known else confidence,
        tuple(first_told.index(number) for _, number in ordered),
    )
