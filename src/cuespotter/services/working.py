"""Work: jobs of the queue are taken and done, on this machine, by as many processes as are wanted."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cuespotter.catalogue.film_rows import Reel
from cuespotter.catalogue.searches import LibraryState
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

CACHE_BYTES = 20 << 30
"""The index of 400,000 recordings."""
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
class Brought:
    """Where a machine gets the index from, and where and how much of it is kept."""

    store: str | None
    folder: Path
    most_bytes: int


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
        library = _Hand(self.folder, Catalogue.open(self.catalogue), settings, who=self.who)
        library.roots, library.brought = self.roots, self.brought
        return LibraryBench(library, bounds)


class LibraryBench:
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
        of_kind = {"film": self._library.film_of, "add": self._library.music_of}
        return of_kind[job.kind](job.work, report)

    def close(self) -> None:
        """Close the catalogue."""
        self._library.catalogue.close()


class _Hand(Working):
    """A library in the hands of a worker: films lie where this machine has them, and are kept as named."""

    roots: tuple[tuple[str, str], ...] = ()
    brought: Brought
    _pinned: tuple[str, LibraryState] | None = None

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue."""
        return self._catalogue

    def film_of(self, work: Mapping[str, Any], report: Report) -> Keep:
        """Search the film that a job is about, and give what keeps what was found."""
        from cuespotter.cluster.slot import KeptResult

        paths = tuple(self._place_of(name) for name in work["reels"])
        self._pin(work.get("generation"))
        aim = self._aim(work["stream"])
        found = self._found(paths, aim, report, again=bool(work["again"]))
        if isinstance(found, Skipped):
            return lambda: KeptResult("done already")

        def keep() -> KeptResult:
            one = self._noted(found, aim)
            if one.refusal is not None:
                raise one.refusal
            return KeptResult(one.summary, (*one.remarks, *one.unheard))

        return keep

    def music_of(self, work: Mapping[str, Any], report: Report) -> Keep:
        """Listen to the recordings that a job is about, and give what adds them."""
        from cuespotter.cluster.slot import KeptResult
        from cuespotter.library.hearing import HearTask, hear, time_limit_s
        from cuespotter.library.scan import FoundFile
        from cuespotter.media.workers import run_apart

        encoding = work["tag_encoding"]
        tasks, named = [], []
        for location, root in work["files"]:
            here = self._place_of(location)
            facts = here.stat()
            file = FoundFile(location, root, facts.st_size, facts.st_mtime_ns)
            named.append(file)
            there = replace(file, location=str(here))
            tasks.append(HearTask(there, self.settings.analysis, encoding))
        by_place = {task.file.location: file for task, file in zip(tasks, named, strict=True)}
        heard = []
        for task, one in run_apart(hear, tasks, jobs=1, limit_s=time_limit_s):
            heard.append((by_place[task.file.location], one))
            report("listening", len(heard) / len(tasks))

        def keep() -> KeptResult:
            summary = self._holdings.keep(heard, tag_encoding=encoding)
            words = f"{summary.kept} recordings are in the library, {summary.added} of them new"
            return KeptResult(words, tuple(error.message for error in summary.failures))

        return keep

    def _pin(self, generation_id: str | None) -> None:
        """Have the library be what it was when a job was enqueued; None: what it is."""
        from cuespotter.library import Holdings

        if generation_id is None:
            self.__dict__["_holdings"] = Holdings(self.folder, self._catalogue, self.settings)
            self._pinned = None
            return
        if self._pinned is not None and self._pinned[0] == generation_id:
            return
        from cuespotter.cluster.generations import Generations
        from cuespotter.cluster.storage import Cache, Store
        from cuespotter.services.pinned import PinnedHoldings

        generation = Generations(self._catalogue.engine, self._catalogue.place).get(generation_id)
        held = PinnedHoldings(self.folder, self._catalogue, self.settings)
        held.generation = generation
        store = Store(self.brought.store or generation.store)
        held.cache = Cache(self.brought.folder, store, most_bytes=self.brought.most_bytes)
        self.__dict__["_holdings"] = held
        self._pinned = generation_id, LibraryState(tuple(sorted(held.index().recordings)))

    def _library_state(self) -> LibraryState:
        """Say which recordings can be found: those of the job's generation."""
        return super()._library_state() if self._pinned is None else self._pinned[1]

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
