"""A library's index as of the moment when a job was enqueued, brought from the shared store."""

from __future__ import annotations

from collections.abc import Collection

from cuespotter.cluster.generations import Generation
from cuespotter.cluster.storage import Cache
from cuespotter.index.reader import Index, open_index
from cuespotter.library import Holdings


class PinnedHoldings(Holdings):
    """Catalogue and index together, the index that of one generation."""

    generation: Generation
    cache: Cache

    def index(self, only: Collection[str] | None = None) -> Index:
        """Open the index as it was; what is not on this machine yet is brought first.

        Raises
        ------
        JobRefusedError, LibraryError
            It cannot be brought.
        """
        pinned = self.generation
        with self.cache.holding(pinned.files) as folder:
            names = [one.name for one in pinned.files]
            digest = self.settings.analysis.digest
            return open_index(folder, names, digest=digest, removed=frozenset(pinned.removed), only=only)
