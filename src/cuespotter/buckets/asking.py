"""What is asked of a bucket about one object; what it refuses becomes the error that a disk would raise."""

from __future__ import annotations

import errno
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from cuespotter.buckets.opening import open_bucket, refusal
from cuespotter.errors import UsageError

if TYPE_CHECKING:
    from obstore import GetOptions
    from obstore.store import ObjectStore

Result = TypeVar("Result")

ANSWER_S = 30.0
"""A few megabytes that take longer come over no line that a film could be heard over."""
PATIENCE_S = 120.0
"""So long one piece of a film is asked for, before the film is given up; a disk answers or does not."""
TRIES = 3
"""So often; besides, obstore repeats single requests."""
PAUSE_S = 0.5
_ENVIRONMENT = ("AWS_", "GOOGLE_", "AZURE_", "SSL_CERT")
_FORBIDDEN = re.compile(r"status code: 40[13]\b")
"""How a refused listing is told."""
_LISTED = 1000
"""Names in one answer: as many as S3 gives."""


@dataclass(frozen=True)
class ObjectFacts:
    """What a bucket says of an object: size in bytes, time in whole seconds, and the mark of this version."""

    url: str
    size: int
    changed_s: int
    mark: str | None


@dataclass(frozen=True)
class Address:
    """Where an object lies: the bucket's URL, and the key in it."""

    bucket: str
    key: str

    @property
    def url(self) -> str:
        """Both in one."""
        return f"{self.bucket}/{self.key}" if self.key else self.bucket

    def facts(self) -> ObjectFacts:
        """Look at an object.

        Raises
        ------
        OSError
            As a disk would say it: `FileNotFoundError`, `PermissionError`, or that no answer came.
        """
        store = self._store()
        import obstore  # noqa: PLC0415 (an extra)

        if not self.key:
            raise FileNotFoundError(errno.ENOENT, "it is a whole bucket", self.url)
        meta = self._asked(lambda: obstore.head(store, self.key))
        return ObjectFacts(self.url, meta["size"], int(meta["last_modified"].timestamp()), meta["e_tag"])

    def below(self, *, most: int | None = None) -> Iterator[ObjectFacts]:
        """Give the objects whose keys go on from this one, in the order of their keys; at least `most`."""
        store = self._store()
        import obstore  # noqa: PLC0415 (an extra)

        listing = self._asked(lambda: obstore.list(store, self.key or None, chunk_size=most or _LISTED))
        while listed := self._asked(lambda: next(listing, None)):
            for meta in listed:
                url = f"{self.bucket}/{meta['path']}"
                yield ObjectFacts(url, meta["size"], int(meta["last_modified"].timestamp()), meta["e_tag"])

    def read(self, begin: int, end: int, mark: str | None) -> bytes:
        """Read a stretch of an object, in the version of that mark; asks again where it comes in half."""
        until_s = time.monotonic() + PATIENCE_S
        for left in reversed(range(TRIES)):
            try:
                return self._asked(lambda: self._read(begin, end, mark))
            except (FileNotFoundError, PermissionError):
                raise
            except OSError as error:
                if not left or error.errno == errno.ESTALE or time.monotonic() >= until_s:
                    raise
            time.sleep(PAUSE_S)
        raise AssertionError

    def _read(self, begin: int, end: int, mark: str | None) -> bytes:
        """Read a stretch once."""
        import obstore  # noqa: PLC0415 (an extra)

        only: GetOptions = {} if mark is None else {"if_match": mark}
        came = obstore.get(self._store(), self.key, options={"range": (begin, end), **only})
        data = bytes(came.bytes())
        if len(data) != end - begin:
            raise OSError(errno.EIO, f"{len(data)} of {end - begin} bytes came", self.url)
        return data

    def _store(self) -> ObjectStore:
        """Give the bucket, opened with what the environment says now."""
        says = tuple(sorted(one for one in os.environ.items() if one[0].startswith(_ENVIRONMENT)))
        return _opened(self.bucket, says)

    def _asked(self, ask: Callable[[], Result]) -> Result:
        """Ask, and say as a disk would what is refused."""
        try:
            return ask()
        except FileNotFoundError as error:
            raise FileNotFoundError(
                errno.ENOENT, "nothing of that name is in the bucket", self.url
            ) from error
        except OSError as error:
            if error.errno is not None:
                raise
            raise self._no_answer(error) from error
        except Exception as error:
            if not type(error).__module__.startswith("obstore"):
                raise
            raise self._no_answer(error) from error

    def _no_answer(self, error: Exception) -> OSError:
        """Say why a bucket did not answer."""
        kind = type(error).__name__
        if kind == "PreconditionError":
            return OSError(
                errno.ESTALE, "it was changed while it was read; run again when it is complete", self.url
            )
        if kind in {"PermissionDeniedError", "UnauthenticatedError"} or _FORBIDDEN.search(str(error)):
            return PermissionError(
                errno.EACCES, f"the bucket gives no right to it {refusal(error)}", self.url
            )
        return OSError(errno.EIO, f"the bucket does not give it {refusal(error)}", self.url)


@lru_cache(maxsize=8)
def _opened(bucket: str, _environment: tuple[tuple[str, str], ...]) -> ObjectStore:
    """Open a bucket, once for each environment: it has its own connections."""
    try:
        return open_bucket(bucket, answer_s=ANSWER_S, patience_s=PATIENCE_S / TRIES, most_tries=TRIES)
    except ModuleNotFoundError as error:
        raise UsageError(
            f'{bucket} is read by obstore, which is not installed: pip install "cuespotter[cluster]"'
        ) from error
