"""A library's index as of the moment when a job was enqueued, brought from the shared store."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cuespotter.cluster.generations import Generation
from cuespotter.cluster.storage import Cache
from cuespotter.identify.answers import Answered, ShardAnswer
from cuespotter.index.reader import Index, open_index
from cuespotter.index.shards import Searched, open_shards
from cuespotter.library import Holdings
from cuespotter.library.outlines import kept_outlines
from cuespotter.versions.outline import Outlines


class PinnedHoldings(Holdings):
    """Catalogue and index together, the index that of one generation.

    Attributes
    ----------
    generation : Generation
    cache : Cache
    answers : sequence of ShardAnswer
        What its shards have of the film in hand; none where they are searched here.
    """

    generation: Generation
    cache: Cache
    answers: Sequence[ShardAnswer] = ()

    def index(self, only: Collection[str] | None = None) -> Index:
        """Open the index as it was; what is not on this machine yet is brought first.

        Raises
        ------
        JobRefusedError, LibraryError
            It cannot be brought.
        """
        return self._open(0, len(self.generation.files), self.generation.removed, only)

    def searched(self, only: Collection[str] | None = None) -> Searched:
        """Open what films are searched in, as it was; with the answers, where shards were asked already.

        Raises
        ------
        JobRefusedError, LibraryError
            It cannot be brought.
        """
        pinned = self.generation
        if pinned.shard_bytes is None:
            return self.index(only)
        shards = [[one.name for one in pinned.files[first:end]] for first, end in pinned.shards]
        digest, removed = self.settings.analysis.digest, frozenset(pinned.removed)
        with self.cache.holding(pinned.files) as folder:
            opened = open_shards(folder, shards, digest=digest, removed=removed, only=only)
        return Answered(opened, self.answers) if self.answers and only is None else opened

    def shard(self, number: int) -> Index:
        """Open one shard; nothing of the others is brought.

        Raises
        ------
        JobRefusedError, LibraryError
            It cannot be brought.
        """
        first, end = self.generation.shards[number]
        return self._open(first, end, (*self.generation.removed, *self.generation.superseded[number]), None)

    def outlined(self, index: Searched) -> Outlines:
        """Give the outlines of the index's recordings, kept where this machine keeps the index."""
        return kept_outlines(self.cache.folder, index, self.settings.versions)

    def _open(self, first: int, end: int, removed: Collection[str], only: Collection[str] | None) -> Index:
        """Open some of the files as one index."""
        files = self.generation.files[first:end]
        digest = self.settings.analysis.digest
        with self.cache.holding(files) as folder:
            names = [one.name for one in files]
            return open_index(folder, names, digest=digest, removed=frozenset(removed), only=only)
