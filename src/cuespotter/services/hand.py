"""A library in the hands of a worker: each kind of job, and what keeps its result."""

from __future__ import annotations

import socket
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cuespotter.buckets import BucketPath, as_path
from cuespotter.catalogue.database import reading, writing
from cuespotter.catalogue.film_rows import Reel
from cuespotter.catalogue.searches import LibraryState
from cuespotter.catalogue.store import Catalogue
from cuespotter.errors import JobError, JobRefusedError
from cuespotter.services.identifying import Report, looked_at
from cuespotter.services.unattended import Skipped, Unattended

if TYPE_CHECKING:
    from cuespotter.cluster.slot import Keep
    from cuespotter.identify.answers import ShardAnswer
    from cuespotter.services.pinned import PinnedHoldings

Roots = Sequence[tuple[str, str]]
"""Folders as the catalogue names them, and where this machine has them."""


@dataclass(frozen=True)
class Brought:
    """Where a machine gets the index from, and where and how much of it is kept."""

    store: str | None
    folder: Path
    most_bytes: int


class Hand(Unattended):
    """A library at work: films lie where this machine has them, and are kept as named."""

    roots: tuple[tuple[str, str], ...] = ()
    brought: Brought
    _pinned: PinnedHoldings | None = None
    _state: LibraryState | None = None

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue."""
        return self._catalogue

    def film_of(self, work: Mapping[str, Any], report: Report) -> Keep:
        """Search the film that a job is about, and give what keeps what was found."""
        from cuespotter.cluster.parts import drop_answers
        from cuespotter.cluster.slot import KeptResult

        paths = tuple(self._place_of(name) for name in work["reels"])
        held = self._pin(work.get("generation"))
        if held is not None:
            held.answers = self._answers_to(work)
        aim = self._aim(work["stream"])
        found = self._found(paths, aim, report, again=bool(work["again"]))

        def keep() -> KeptResult:
            if work.get("shards"):
                with writing(self._catalogue.engine, self._catalogue.place) as connection:
                    drop_answers(connection, work["key"])
            if isinstance(found, Skipped):
                return KeptResult("done already")
            one = self._noted(found, aim)
            if one.refusal is not None:
                raise one.refusal
            return KeptResult(one.summary, (*one.remarks, *one.unheard))

        return keep

    def shard_of(self, work: Mapping[str, Any], report: Report) -> Keep:
        """Search a film in the shard that a job is about, and give what keeps the answer."""
        from cuespotter.cluster.parts import keep_answer
        from cuespotter.cluster.slot import KeptResult
        from cuespotter.identify.shard_trip import answer_film

        paths = [self._place_of(name) for name in work["reels"]]
        held = self._pin(work["generation"])
        if held is None:
            raise JobError("a shard belongs to a generation; enqueue the film again")
        answer = answer_film(
            paths,
            held.shard(work["shard"]),
            self.settings,
            recordings=work["recordings"],
            stream=work["stream"],
            report=report,
        )
        written = answer.to_bytes()

        def keep() -> KeptResult:
            with writing(self._catalogue.engine, self._catalogue.place) as connection:
                left = keep_answer(connection, work["film"], work["shard"], written)
            found = sum(map(len, answer.reels.values()))
            return KeptResult(f"{found} candidates in {len(written)} bytes; {left} shards are left")

        return keep

    def _answers_to(self, work: Mapping[str, Any]) -> list[ShardAnswer]:
        """Give what the shards have of the film that a job is about; none where it has no shards."""
        from cuespotter.cluster.parts import answers
        from cuespotter.identify.answers import ShardAnswer

        if not work.get("shards"):
            return []
        with reading(self._catalogue.engine, self._catalogue.place) as connection:
            written = answers(connection, work["key"])
        if len(written) != work["shards"]:
            raise JobError(
                f"{len(written)} of {work['shards']} shards have answered; let the film be tried again"
            )
        return [ShardAnswer.from_bytes(one) for one in written]

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

    def _pin(self, generation_id: str | None) -> PinnedHoldings | None:
        """Have the library be what it was when a job was enqueued; None: what it is."""
        from cuespotter.library import Holdings

        if generation_id is None:
            self.__dict__["_holdings"] = Holdings(self.folder, self._catalogue, self.settings)
            self._pinned = None
            return None
        from cuespotter.cluster.generations import Generations
        from cuespotter.cluster.storage import Cache, Store
        from cuespotter.services.pinned import PinnedHoldings

        if self._pinned is not None and self._pinned.generation.id == generation_id:
            return self._pinned
        generation = Generations(self._catalogue.engine, self._catalogue.place).get(generation_id)
        held = PinnedHoldings(self.folder, self._catalogue, self.settings)
        held.generation = generation
        store = Store(self.brought.store or generation.store)
        held.cache = Cache(self.brought.folder, store, most_bytes=self.brought.most_bytes)
        self.__dict__["_holdings"] = held
        self._pinned, self._state = held, None
        return held

    def _library_state(self) -> LibraryState:
        """Say which recordings can be found: those of the job's generation."""
        if self._pinned is None:
            return super()._library_state()
        if self._state is None:
            self._state = LibraryState(tuple(sorted(self._pinned.searched().recordings)))
        return self._state

    def _shard_bytes(self) -> int | None:
        """Say how large a shard is: as it was when the job was enqueued."""
        return super()._shard_bytes() if self._pinned is None else self._pinned.generation.shard_bytes

    def _place_of(self, name: str) -> Path:
        """Say where this machine has a file.

        Raises
        ------
        JobRefusedError
            It has none of that name.
        """
        path = as_path(mapped(name, self.roots))
        where = name if str(path) == name else f"{name} (here {path})"
        host = socket.gethostname()
        try:
            if stat.S_ISREG(path.stat().st_mode):
                return path
        except (FileNotFoundError, NotADirectoryError):
            pass
        except OSError as error:
            refusal = f"{where} cannot be read on {host}: {error.strerror}"
            raise JobRefusedError(refusal, path=name) from error
        needed = "put it there" if isinstance(path, BucketPath) else "mount its folder"
        raise JobRefusedError(
            f"{where} lies nowhere on {host}; {needed}, or say where it is: "
            "cuespotter work --map FOLDER=FOLDER_HERE",
            path=name,
        )

    def _places_of(self, paths: Sequence[Path]) -> tuple[Reel, ...]:
        """Look at a film's files, and name them as the catalogue does."""
        back = [(here, there) for there, here in self.roots]
        return tuple(replace(looked_at(path), location=mapped(str(path), back)) for path in paths)

    def _here(self, location: str) -> Path:
        """Say where this machine has a file, if anywhere."""
        return Path(mapped(location, self.roots))

    def _known(self, paths: Sequence[Path]) -> str | None:
        """Find a film that is known by its content, wherever this machine has it; note where it lies now."""
        reels = self._places_of(paths)
        known = self._catalogue.film_of_contents(reels)
        if known is not None:
            self._catalogue.put_places(known, reels)
        return known


def mapped(name: str, roots: Roots) -> str:
    """Give a file's name with the first folder that it lies in replaced.

    Examples
    --------
    >>> mapped("/archive/a/film.mkv", [("/archive/a", "/mnt/a"), ("/archive", "/mnt")])
    '/mnt/a/film.mkv'
    >>> mapped("/archived/film.mkv", [("/archive", "/mnt")])
    '/archived/film.mkv'
    >>> mapped("s3://archive/a/film.mkv", [("s3://archive", "/mnt")])
    '/mnt/a/film.mkv'
    """
    for there, here in roots:
        root = there.rstrip("/")
        if name == root or name.startswith(root + "/"):
            return here.rstrip("/") + name[len(root) :]
    return name
