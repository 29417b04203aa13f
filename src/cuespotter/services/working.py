"""Work: jobs of the queue are taken and done, on this machine, by as many processes as are wanted."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cuespotter.catalogue.films import Reel
from cuespotter.catalogue.store import Catalogue
from cuespotter.errors import JobRefusedError
from cuespotter.services.enqueueing import Enqueueing
from cuespotter.services.identifying import Report
from cuespotter.services.unattended import Skipped
from cuespotter.settings import Settings

if TYPE_CHECKING:
    from cuespotter.cluster.bounds import LeaseSettings
    from cuespotter.cluster.leases import Leases
    from cuespotter.cluster.queue import Job
    from cuespotter.cluster.slot import Ended, Keep

Roots = Sequence[tuple[str, str]]
"""Folders as the catalogue names them, and where this machine has them."""


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
        from cuespotter.cluster.bounds import LeaseSettings
        from cuespotter.cluster.crew import Crew
        from cuespotter.cluster.leases import Leases, Worker
        from cuespotter.cluster.slot import SlotOrder

        held = bounds or LeaseSettings()
        leases = Leases(self._queue())
        if job is not None:
            leases.named(job)
        shop = Workshop(self.folder, str(self._catalogue.place), self.settings, self.who, tuple(roots))
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

    def open(self, bounds: LeaseSettings, *, threads: int) -> Bench:
        """Open it."""
        hearing = replace(self.settings.hearing, threads=threads)
        settings = replace(self.settings, hearing=hearing)
        library = _Hand(self.folder, Catalogue.open(self.catalogue), settings, who=self.who)
        library.roots = self.roots
        return Bench(library, bounds)


class Bench:
    """An open library, and the kinds of work that are done with it."""

    def __init__(self, library: _Hand, bounds: LeaseSettings) -> None:
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
        return self._library.film_of(job.work, report)

    def close(self) -> None:
        """Close the catalogue."""
        self._library.catalogue.close()


class _Hand(Working):
    """A library in the hands of a worker: films lie where this machine has them, and are kept as named."""

    roots: tuple[tuple[str, str], ...] = ()

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue."""
        return self._catalogue

    def film_of(self, work: Mapping[str, Any], report: Report) -> Keep:
        """Search the film that a job is about, and give what keeps what was found."""
        paths = tuple(self._place_of(name) for name in work["reels"])
        aim = self._aim(work["stream"])
        found = self._found(paths, aim, report, again=bool(work["again"]))
        if isinstance(found, Skipped):
            return lambda: "done already"

        def keep() -> str:
            one = self._noted(found, aim)
            if one.refusal is not None:
                raise one.refusal
            return one.summary

        return keep

    def _place_of(self, name: str) -> Path:
        """Say where this machine has a file.

        Raises
        ------
        JobRefusedError
            It has none of that name.
        """
        path = Path(mapped(name, self.roots))
        if path.is_file():
            return path
        where = name if str(path) == name else f"{name} (here {path})"
        raise JobRefusedError(
            f"{where} lies nowhere on {socket.gethostname()}; mount its folder, or say where it is: "
            "cuespotter work --map FOLDER=FOLDER_HERE",
            path=name,
        )

    def _places_of(self, paths: Sequence[Path]) -> tuple[Reel, ...]:
        """Look at a film's files, and name them as the catalogue does."""
        back = [(here, there) for there, here in self.roots]
        return tuple(replace(Reel.of(path), location=mapped(str(path), back)) for path in paths)

    def _known(self, paths: Sequence[Path]) -> str | None:
        """Find a film that is known by its content, wherever this machine has it."""
        return self._catalogue.film_of_contents(self._places_of(paths))


def mapped(name: str, roots: Roots) -> str:
    """Give a file's name with the first folder that it lies in replaced.

    Examples
    --------
    >>> mapped("/archive/a/film.mkv", [("/archive/a", "/mnt/a"), ("/archive", "/mnt")])
    '/mnt/a/film.mkv'
    >>> mapped("/archived/film.mkv", [("/archive", "/mnt")])
    '/archived/film.mkv'
    """
    for there, here in roots:
        root = there.rstrip("/")
        if name == root or name.startswith(root + "/"):
            return here.rstrip("/") + name[len(root) :]
    return name
