"""Work: jobs of the queue are taken and done, on this machine, by as many processes as are wanted."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cuespotter.catalogue.store import Catalogue
from cuespotter.services.enqueueing import Enqueueing
from cuespotter.services.hand import Brought, Hand, Roots
from cuespotter.services.identifying import Report
from cuespotter.settings import Settings

if TYPE_CHECKING:
    from cuespotter.cluster.bounds import LeaseSettings
    from cuespotter.cluster.job import Job
    from cuespotter.cluster.leases import Leases
    from cuespotter.cluster.slot import Ended, Keep

CACHE_BYTES = 20 << 30
"""The index of 400,000 recordings."""


class Working(Enqueueing):
    """Jobs are worked on."""

    def work(
        self,
        *,
        processes: int = 1,
        once: bool = False,
        job: int | None = None,
        until_done: bool = False,
        roots: Roots = (),
        store: str | None = None,
        cache: Path | None = None,
        cache_bytes: int = CACHE_BYTES,
        bounds: LeaseSettings | None = None,
        tell: Callable[[Ended], None] = lambda _ended: None,
    ) -> None:
        """Work on the jobs of the queue until there is nothing to do, or for ever.

        Parameters
        ----------
        processes : int > 0
            So many jobs at a time.
        once : bool
            Work on one job, the next, and leave.
        job : int, optional
            Work on this job, and leave; where another worker has it, wait until it is over.
        until_done : bool
            Leave when no job waits or runs.
        roots : sequence of (str, str), optional
            Folders as the catalogue names them, and where this machine has them.
        store : str, optional
            Where this machine has the store that films were enqueued with; by default what they say.
        cache : Path, optional
            Where the index is kept that comes from there; by default in the user's folder of caches.
        cache_bytes : int
            How much of it is kept.
        bounds : LeaseSettings, optional
            How long workers hold what they work on.
        tell : callable, optional
            Told what becomes of each job.

        Raises
        ------
        UsageError
            There is no queue, or no such job.
        JobError
            No process lives.
        """
        from platformdirs import user_cache_path

        from cuespotter.cluster.bounds import LeaseSettings
        from cuespotter.cluster.crew import Crew
        from cuespotter.cluster.leases import Leases, Worker
        from cuespotter.cluster.slot import SlotOrder

        held = bounds or LeaseSettings()
        leases = Leases(self._queue())
        if job is not None:
            leases.named(job)
        brought = Brought(
            store, cache or user_cache_path("cuespotter", appauthor=False) / "index", cache_bytes
        )
        url = str(self._catalogue.place)
        shop = Workshop(self.folder, url, self.settings, self.who, tuple(roots), brought)
        each = max(1, (os.cpu_count() or 1) // processes)
        order = SlotOrder(
            open_bench=partial(shop.open, threads=each),
            worker=Worker(0, socket.gethostname(), self.queue_name),
            bounds=held,
            job_id=job,
            once=once,
            until_done=until_done,
        )
        Crew(leases, order, tell).run(1 if once or job is not None else processes)


@dataclass(frozen=True)
class Workshop:
    """How a process opens the library that it works with; it is pickled."""

    folder: Path
    catalogue: str
    settings: Settings
    who: str
    roots: tuple[tuple[str, str], ...]
    brought: Brought

    def open(self, bounds: LeaseSettings, *, threads: int) -> LibraryBench:
        """Open it."""
        hearing = replace(self.settings.hearing, threads=threads)
        settings = replace(self.settings, hearing=hearing)
        library = Hand(self.folder, Catalogue.open(self.catalogue), settings, who=self.who)
        library.roots, library.brought = self.roots, self.brought
        return LibraryBench(library, bounds)


class LibraryBench:
    """An open library, and the kinds of work that are done with it."""

    def __init__(self, library: Hand, bounds: LeaseSettings) -> None:
        from cuespotter.cluster.leases import Leases
        from cuespotter.cluster.queue import Queue

        self._library = library
        self._leases = Leases(Queue(library.catalogue.engine, library.catalogue.place, bounds))

    @property
    def leases(self) -> Leases:
        """Those of its catalogue."""
        return self._leases

    def perform(self, job: Job, report: Report) -> Keep:
        """Work on a job; gives what keeps the result.

        Raises
        ------
        JobRefusedError
            This machine cannot work on it.
        """
        hand = self._library
        of_kind = {"film": hand.film_of, "shard": hand.shard_of, "add": hand.music_of}
        return of_kind[job.kind](job.work, report)

    def close(self) -> None:
        """Close the catalogue."""
        self._library.catalogue.close()
