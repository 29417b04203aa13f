"""Which recordings of the library are of one work, by what is known and by their sound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cuespotter.model import Recording, Work
from cuespotter.services.opened import Opened

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
    """

    recordings: tuple[Recording, ...]
    work: Work | None
    confidence: float | None

    @property
    def title(self) -> str:
        """The work's title, else that of the oldest recording."""
        return self.work.title if self.work is not None else self.recordings[0].label_text


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
            recordings = [known[names[place]] for place in places if names[place] in known]
            inside = [likely[pair] for pair in likely if pair[0] in places and pair not in sure]
            if len(recordings) > 1:
                groups.append(_group(recordings, min(inside, default=None)))
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


def _group(recordings: Sequence[Recording], confidence: float | None) -> WorkGroup:
    """Put recordings of one work in order, and name the work as the oldest that knows it does."""
    ordered = sorted(recordings, key=lambda one: (one.year is None, one.year or 0, one.path))
    work = next((one.work for one in ordered if one.work is not None), None)
    keys = {one.work_key for one in ordered}
    is_known = len(keys) == 1 and None not in keys
    return WorkGroup(tuple(ordered), work, None if is_known else confidence)
