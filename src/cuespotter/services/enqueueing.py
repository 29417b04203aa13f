"""Enqueue: films, and music to add, become jobs that workers on any machine take; see docs/cluster.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cuespotter.buckets import as_path
from cuespotter.errors import MediaError
from cuespotter.services.adding import checked_encoding, music_places
from cuespotter.services.aiming import digest
from cuespotter.services.queueing import Queueing
from cuespotter.services.unattended import Unattended

if TYPE_CHECKING:
    from cuespotter.cluster.generations import Generation
    from cuespotter.cluster.job import Order
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


class Enqueueing(Queueing, Unattended):
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
            The files of each; see `find_films`. Those in a bucket are read there.
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
        from cuespotter.cluster.job import Order

        queue = self._queue(create=True)
        self._check_filled()
        aim = self._aim(stream)
        generation = None if store is None else self._publish(store)
        orders: list[Order] = []
        for film in films:
            reels = [as_path(reel) for reel in film]
            known = None if again else self._lying_at(reels)
            if known is not None and self._catalogue.searched_with(known) == aim.key:
                continue
            work: dict[str, Any] = {
                "reels": [str(reel.resolve()) for reel in reels],
                "stream": stream,
                "again": again,
            }
            key = digest(("film", sorted(work.items()), aim.key))
            name = str(work["reels"][0])
            work |= {"key": key, "generation": None if generation is None else generation.id, "shards": 0}
            parts: tuple[Order, ...] = ()
            # where a film was searched when the library was smaller, what is new needs no other worker
            if generation is not None and (
                known is None or not self._catalogue.was_searched(known, aim.settings)
            ):
                parts = _parts(name, work, generation)
            orders.append(Order("film", name, key, work | {"shards": len(parts)}, parts))
        new = queue.put(orders, self.queue_name)
        if store is not None and generation is not None:
            self._clear(store, generation.id)
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
        from cuespotter.cluster.job import Order

        queue = self._queue(create=True)
        encoding = checked_encoding(tag_encoding)
        files, summary = self._holdings.look(music_places(paths))
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
        return [tuple(map(as_path, film.locations)) for film in self._catalogue.films() if film.locations]

    def _publish(self, place: str) -> Generation:
        """Put the index as it is now into a store."""
        from cuespotter.cluster.generations import Generation, Generations, generation_id
        from cuespotter.cluster.storage import Store, stored_as
        from cuespotter.index.segment import Segment
        from cuespotter.index.shards import superseded

        segments, removed = self._catalogue.index_state()
        paths = [self._holdings.index_folder / segment.name for segment in segments]
        files = tuple(map(stored_as, paths))
        gone = tuple(sorted(removed))
        most = self._catalogue.shard_bytes()
        name = generation_id(files, gone, place, most)
        generation = Generation(name, place, files, gone, most)
        if most is not None:
            names = [Segment(path, digest=self.settings.analysis.digest).recordings for path in paths]
            inside = [[one for some in names[a:b] for one in some] for a, b in generation.shards]
            old = tuple(tuple(sorted(one)) for one in superseded(inside))
            count = len({one for some in inside for one in some}.difference(removed))
            generation = replace(generation, superseded=old, recordings=count)
        store = Store(place)
        Generations(self._catalogue.engine, self._catalogue.place).put(generation)
        for path, stored in zip(paths, files, strict=True):
            store.put(path, stored)
        return generation

    def _clear(self, place: str, newest: str) -> None:
        """Delete what no job needs any more from a store."""
        from cuespotter.cluster.generations import Generations
        from cuespotter.cluster.storage import Store

        Generations(self._catalogue.engine, self._catalogue.place).clear(Store(place), newest)

    def _lying_at(self, reels: Sequence[Path]) -> str | None:
        """Find a film by a look at its files; what cannot be looked at is not known."""
        try:
            return self._catalogue.film_at(reels)
        except OSError:
            return None


def _parts(name: str, work: Mapping[str, Any], generation: Generation) -> tuple[Order, ...]:
    """Make a job of each shard that a film is searched in; none where there is only one."""
    from cuespotter.cluster.job import Order

    count = len(generation.shards)
    asked = {one: work[one] for one in ("reels", "stream", "generation")}
    asked |= {"film": work["key"], "recordings": generation.recordings}
    return tuple(
        Order(
            "shard",
            f"{name} (shard {number + 1} of {count})",
            digest(("shard", work["key"], generation.id, number)),
            asked | {"shard": number},
        )
        for number in range(count if count > 1 else 0)
    )


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
