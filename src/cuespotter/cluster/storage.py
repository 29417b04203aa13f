"""Files of the index, by their content: in a folder that all share or in a bucket, and kept on each disk.

Reached by obstore rather than fsspec: one wheel without dependencies instead of an event loop and thirty
packages, for folders, S3, Google and Azure alike; failed and broken requests are repeated below us. Whatever
comes is checked by the digest that is its name, so that half a body, or another one, is never used.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cuespotter.buckets import open_bucket, refusal
from cuespotter.cluster import tables
from cuespotter.errors import (
    CuespotterError,
    JobRefusedError,
    LibraryDamagedError,
    LibraryError,
    LibraryUnwritableError,
)

if TYPE_CHECKING:
    from obstore.store import ObjectStore

Result = TypeVar("Result")

FETCH_TRIES = 3
"""Besides the repetitions of single requests: a body that fails its checksum may come right the next time."""
PAUSE_S = 0.5
CHUNK_BYTES = 4 << 20
SUFFIX = ".ndx"
ANSWER_S = 600.0
"""A file of the index has some gigabytes, and comes in one answer."""
TRIES = 20
"""Of a request, within the patience of a `Store`."""


@dataclass(frozen=True)
class Stored:
    """A file in the store: 32 hexadecimal digits of its content's BLAKE2b, and its size."""

    content: str
    bytes: int

    @property
    def name(self) -> str:
        """What it is called, in the store and on a worker's disk."""
        return f"{self.content}{SUFFIX}"


def stored_as(path: Path) -> Stored:
    """Say under which content a file is stored."""
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
        return Stored(digest.hexdigest(), file.tell())


class Store:
    """A shared folder or a bucket.

    Parameters
    ----------
    place : str
        A folder, or a URL: ``s3://bucket/prefix``, ``gs://...``, ``az://...``; keys, region and endpoint come
        from the environment (``AWS_...``), never from the URL.
    patience_s : float
        A request that fails is repeated for so long.
    """

    def __init__(self, place: str, *, patience_s: float = 60.0) -> None:
        self.place = place
        self._store = self._asked("be opened", lambda: _opened(place, patience_s))

    def put(self, path: Path, stored: Stored) -> bool:
        """Put a file in, if it is not there; says whether it was not."""
        import obstore  # noqa: PLC0415 (an extra)

        def put_in() -> bool:
            with contextlib.suppress(FileNotFoundError):
                if obstore.head(self._store, stored.name)["size"] == stored.bytes:
                    return False
            obstore.put(self._store, stored.name, path)
            return True

        return self._asked("be written", put_in)

    def fetch(self, stored: Stored, target: Path) -> None:
        """Bring a file, whole and as it was written, or not at all.

        Raises
        ------
        LibraryDamagedError
            What the store gives has another content.
        LibraryError
            The store gives nothing: there is no such file, no right to it, or no answer.
        """
        for _ in range(FETCH_TRIES - 1):
            with contextlib.suppress(LibraryDamagedError):
                return self._fetch(stored, target)
            time.sleep(PAUSE_S)
        return self._fetch(stored, target)

    def delete(self, contents: Sequence[Stored]) -> None:
        """Delete files; those that are not there are left alone."""
        import obstore  # noqa: PLC0415 (an extra)

        for one in contents:
            with contextlib.suppress(FileNotFoundError):
                self._asked("be cleared", lambda name=one.name: obstore.delete(self._store, name))  # type: ignore[misc]

    def _fetch(self, stored: Stored, target: Path) -> None:
        """Bring a file once, and check it."""
        import obstore  # noqa: PLC0415 (an extra)

        part = target.with_name(f".{secrets.token_hex(8)}.part")
        digest = hashlib.blake2b(digest_size=16)

        def read() -> None:
            with part.open("wb") as file:
                for chunk in obstore.get(self._store, stored.name).stream(CHUNK_BYTES):
                    digest.update(chunk)
                    file.write(chunk)

        try:
            self._asked("be read", read)
            if digest.hexdigest() != stored.content:
                raise LibraryDamagedError(
                    f"{stored.name} in the store {self.place} fails its checksum ({part.stat().st_size} of "
                    f"{stored.bytes} bytes came); put it there anew: cuespotter enqueue --store {self.place}"
                )
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)

    def _asked(self, what: str, ask: Callable[[], Result]) -> Result:
        """Ask the store, and say in one line what it refuses."""
        try:
            return ask()
        except ModuleNotFoundError as error:
            raise tables.missing("obstore") from error
        except FileNotFoundError as error:
            if what == "be cleared":
                raise
            raise LibraryError(
                f"the store {self.place} lacks a file that it should have; put it there anew: "
                f"cuespotter enqueue --store {self.place}"
            ) from error
        except CuespotterError:
            raise
        except OSError as error:
            if error.errno is None:
                raise self._refused(what, error) from error
            raise LibraryUnwritableError(
                f"the store {self.place} or this machine's copy of it cannot {what} ({error.strerror}); "
                "give it room and rights"
            ) from error
        except Exception as error:
            if not type(error).__module__.startswith("obstore"):
                raise
            raise self._refused(what, error) from error

    def _refused(self, what: str, error: Exception) -> LibraryError:
        """Say why the store did not do what was asked."""
        return LibraryError(f"the store {self.place} could not {what} {refusal(error)}")


def _opened(place: str, patience_s: float) -> ObjectStore:
    """Open a folder or a bucket."""
    from obstore.store import LocalStore  # noqa: PLC0415 (an extra)

    if "://" not in place:
        return LocalStore(Path(place).absolute(), mkdir=True)
    return open_bucket(place, answer_s=ANSWER_S, patience_s=patience_s, most_tries=TRIES)


class Cache:
    """What a machine has brought from the store, up to a bound; shared by all its processes.

    Parameters
    ----------
    folder : Path
        On a disk of the machine's own.
    store : Store
    most_bytes : int
        What was not used longest goes, until the rest is so little; what one job needs is always kept.
    """

    def __init__(self, folder: Path, store: Store, *, most_bytes: int) -> None:
        self.folder, self._store, self._most_bytes = folder, store, most_bytes

    @contextmanager
    def holding(self, needed: Sequence[Stored]) -> Iterator[Path]:
        """Have files there while the block runs, which opens them; then the system keeps what is open.

        Raises
        ------
        JobRefusedError
            This machine's disk has no room for them.
        LibraryError
            They cannot be brought.
        """
        from cuespotter.library.lock import writer_lock  # noqa: PLC0415

        self.folder.mkdir(parents=True, exist_ok=True)
        with writer_lock(self.folder, task="bring the index", wait=True):
            for one in needed:
                self._bring(one, needed)
            yield self.folder

    def _bring(self, one: Stored, needed: Sequence[Stored]) -> None:
        """Bring one file, making room for it."""
        path = self.folder / one.name
        if path.exists() and path.stat().st_size == one.bytes:
            os.utime(path)
            return
        self._make_room(one.bytes, needed)
        try:
            self._store.fetch(one, path)
        except LibraryUnwritableError:
            self._make_room(self._most_bytes, needed)
            try:
                self._store.fetch(one, path)
            except LibraryUnwritableError as error:
                raise JobRefusedError(
                    f"this machine has no room for {one.bytes / 1e6:.0f} MB of the index in {self.folder} "
                    f"({error.message}); free some, or name another folder with --cache"
                ) from error

    def _make_room(self, wanted: int, needed: Sequence[Stored]) -> None:
        """Let go of what was not used longest, but of nothing that is needed now."""
        names = {one.name for one in needed}
        there = [(path, path.stat()) for path in self.folder.glob(f"*{SUFFIX}")]
        total = sum(facts.st_size for _, facts in there)
        for path, facts in sorted(there, key=lambda one: (one[1].st_mtime_ns, one[0].name)):
            if total + wanted <= self._most_bytes:
                break
            if path.name not in names:
                path.unlink(missing_ok=True)
                total -= facts.st_size
