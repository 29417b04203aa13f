"""Enqueue: films, and music to add, become jobs that workers on any machine take; see docs/cluster.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cuespotter.errors import MediaError
from cuespotter.services.adding import checked_encoding
from cuespotter.services.unattended import Unattended, digest, settings_digest

if TYPE_CHECKING:
    from cuespotter.cluster.queue import Job, LiveWorker, Order, Queue, State
    from cuespotter.library.scan import FoundFile


BATCH_FILES = 200
"""Recordings that one job adds: two minutes of work, and one segment of the index ..."""
BATCH_BYTES = 8 << 30
"""... or as many as hold so much: long uncompressed ones."""


@dataclass(frozen=True)
class Enqueued:
    """What became of what was to be enqueued.

    Attributes
    ----------
    new : int
        Jobs that wait now.
    waiting : int
        That were in the queue already.
    done : int
        Films that need no work: they were searched with this library and these settings.
    complaints : tuple of MediaError
        What was named and is not there, folders that cannot be looked into.
    """

    new: int
    waiting: int
    done: int
    complaints: tuple[MediaError, ...] = ()


class Enqueueing(Unattended):
    """Work is put into a queue."""

    def enqueue_films(
        self,
        films: Sequence[Sequence[Path | str]],
        *,
        again: bool = False,
        stream: int | None = None,
        store: str | None = None,
    ) -> Enqueued:
        """Put films into the queue, those that are not done.

        Parameters
        ----------
        films : sequence of sequence of Path or str
            The files of each; see `find_films`.
        again : bool
            Also those that are done.
        stream : int, optional
            Audio stream to listen to in each.
        store : str, optional
            Where workers get the index from, as it is now: a folder that all machines share, or a bucket,
            ``s3://bucket/prefix``. By default they read the library's own folder, as it is then.

        Returns
        -------
        Enqueued

        Raises
        ------
        UsageError
            The catalogue is not on PostgreSQL, or what the queue needs is not installed.
        LibraryError
            There is no recording to find, or the store cannot be used.

        Examples
        --------
        >>> library.enqueue_films([["sample/film.mkv"]])
        Traceback (most recent call last):
        cuespotter.errors.UsageError: jobs need a catalogue on PostgreSQL, ...
        """
        from cuespotter.cluster.queue import Order

        queue = self._queue(create=True)
        self._check_filled()
        aim = self._aim(stream)
        generation = None if store is None else self._publish(store)
        orders: list[Order] = []
        for film in films:
            reels = [Path(reel) for reel in film]
            if not again and self._is_done(reels, aim.key):
                continue
            work: dict[str, Any] = {
                "reels": [str(reel.resolve()) for reel in reels],
                "stream": stream,
                "again": again,
            }
            key = digest(("film", sorted(work.items()), aim.key))
            work["generation"] = generation
            orders.append(Order("film", str(work["reels"][0]), key, work))
        new = queue.put(orders, self.queue_name)
        if store is not None and generation is not None:
            self._clear(store, generation)
        return Enqueued(new, len(orders) - new, len(films) - len(orders))

    def enqueue_music(self, paths: Sequence[Path | str], *, tag_encoding: str | None = None) -> Enqueued:
        """Put files and folders with music into the queue, in batches, those that are new or have changed.

        Parameters
        ----------
        paths : sequence of Path or str
            Files, and folders to walk.
        tag_encoding : str, optional
            As for `add`.

        Returns
        -------
        Enqueued
            In files.

        Raises
        ------
        UsageError
            The catalogue is not on PostgreSQL, or what the queue needs is not installed.
        LibraryBusyError, LibraryUnwritableError
            Nothing was enqueued.

        Examples
        --------
        >>> library.enqueue_music(["sample/library"])
        Traceback (most recent call last):
        cuespotter.errors.UsageError: jobs need a catalogue on PostgreSQL, ...
        """
        from cuespotter.cluster.queue import Order

        queue = self._queue(create=True)
        encoding = checked_encoding(tag_encoding)
        files, summary = self._holdings.look([Path(path) for path in paths])
        new = 0
        for batch in _batches(files):
            looks = sorted((one.location, one.size, one.mtime_ns) for one in batch)
            work = {"files": [[one.location, one.root] for one in batch], "tag_encoding": encoding}
            name = f"{batch[0].location} and {len(batch) - 1} more" if len(batch) > 1 else batch[0].location
            order = Order("add", name, digest(("add", looks, encoding)), work)
            new += len(batch) * queue.put([order], self.queue_name)
        return Enqueued(new, len(files) - new, summary.kept, tuple(summary.failures))

    def known_films(self) -> list[tuple[Path, ...]]:
        """Give the files of every film in the catalogue: those to search again where the library has grown.

        Examples
        --------
        >>> [len(reels) for reels in library.known_films()]
        [1]
        """
        return [tuple(map(Path, film.locations)) for film in self._catalogue.films() if film.locations]

    def jobs(self, states: Sequence[State] | None = None) -> list[Job]:
        """Give the jobs of the queue, in the order in which they were put in.

        Parameters
        ----------
        states : sequence of str, optional
            Only those that are "waiting", "running", "done", "failed" or "cancelled".

        Raises
        ------
        UsageError
            There is no queue.
        """
        queue = self._queue()
        return queue.jobs() if states is None else queue.jobs(states)

    def job_counts(self) -> dict[tuple[str, str], int]:
        """Count the jobs of the queue by kind ("film", "add") and state."""
        return self._queue().counts()

    def workers(self) -> list[LiveWorker]:
        """Give the workers that are registered, with how long each was silent, in seconds."""
        return self._queue().workers()

    def job_metrics(self) -> str:
        """Give the counts of jobs and workers in Prometheus' text format."""
        from cuespotter.cluster.metrics import as_prometheus

        return as_prometheus(self.job_counts(), self.workers())

    def retry_jobs(self, ids: Sequence[int] | None = None) -> int:
        """Let jobs that failed or were cancelled be tried again; None: all that failed. Gives how many."""
        return self._queue().retry(ids)

    def cancel_jobs(self, ids: Sequence[int]) -> int:
        """Take jobs that wait out of the queue, and stop those that run. Gives how many."""
        return self._queue().cancel(ids)

    def clear_jobs(self) -> int:
        """Forget the jobs that are done or cancelled; what they found stays. Gives how many."""
        return self._queue().clear()

    @cached_property
    def queue_name(self) -> str:
        """Which version and settings a worker must have to do this library's jobs."""
        from cuespotter import __version__

        return f"{__version__}-{settings_digest(self.settings)[:12]}"

    def _queue(self, *, create: bool = False) -> Queue:
        """Open the queue of the catalogue."""
        from cuespotter.cluster.queue import Queue

        return Queue(self._catalogue.engine, self._catalogue.place, create=create)

    def _publish(self, place: str) -> str:
        """Put the index as it is now into a store; gives the generation's id."""
        from cuespotter.cluster.generations import Generation, Generations, generation_id
        from cuespotter.cluster.storage import Store, stored_as

        segments, removed = self._catalogue.index_state()
        paths = [self._holdings.index_folder / segment.name for segment in segments]
        files = tuple(map(stored_as, paths))
        gone = tuple(sorted(removed))
        store, name = Store(place), generation_id(files, gone, place)
        Generations(self._catalogue.engine, self._catalogue.place).put(Generation(name, place, files, gone))
        for path, stored in zip(paths, files, strict=True):
            store.put(path, stored)
        return name

    def _clear(self, place: str, newest: str) -> None:
        """Delete what no job needs any more from a store."""
        from cuespotter.cluster.generations import Generations
        from cuespotter.cluster.storage import Store

        Generations(self._catalogue.engine, self._catalogue.place).clear(Store(place), newest)

    def _is_done(self, reels: Sequence[Path], key: str) -> bool:
        """Say by a look at its files whether a film is done; what cannot be looked at is not."""
        try:
            known = self._catalogue.film_at(reels)
        except OSError:
            return False
        return known is not None and self._catalogue.searched_with(known) == key


def _batches(files: Sequence[FoundFile]) -> Iterator[list[FoundFile]]:
    """Share files out in the order of their places, so that an album is heard by one worker."""
    batch: list[FoundFile] = []
    size = 0
    for file in sorted(files, key=lambda one: one.location):
        if batch and (len(batch) >= BATCH_FILES or size + file.size > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(file)
        size += file.size
    if batch:
        yield batch
