"""A file in a bucket, read like any other: a block when it is wanted, and ahead where it is read on and on.

FFmpeg opens a film several times and reads most of it once, from the first byte to the last. So blocks are
kept a while for whoever opens the same object, and two that read it side by side bring it once.
"""

from __future__ import annotations

import io
import os
import threading
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cuespotter.buckets.asking import Address, ObjectFacts

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK_BYTES = 1 << 20
"""Brought for a look at one place: what FFmpeg reads of a file's head or tail is mostly less."""
RUN_BLOCKS = 4
"""Asked for at a time while a file is read on: 4 MiB, so that 4 GB are 1,000 requests."""
KEPT_BLOCKS = 48
"""48 MiB for all files of a process: what is on its way for some streams that are read side by side."""

Key = tuple[str, str | None, int]


@dataclass(frozen=True)
class Source:
    """An object, in one version."""

    address: Address
    facts: ObjectFacts

    @property
    def count(self) -> int:
        """How many blocks it has."""
        return -(-self.facts.size // BLOCK_BYTES)

    def key(self, number: int) -> Key:
        """Name a block."""
        return self.facts.url, self.facts.mark, number

    def read(self, first: int, count: int) -> bytes:
        """Bring blocks that follow each other."""
        end = min(self.facts.size, (first + count) * BLOCK_BYTES)
        return self.address.read(first * BLOCK_BYTES, end, self.facts.mark)


class Blocks:
    """Blocks that were brought, or are on their way: these are waited for, and not asked for twice."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, Future[bytes]] = OrderedDict()

    def send_for(self, source: Source, first: int, count: int) -> dict[int, Future[bytes]]:
        """Have those of some blocks brought that are not there, in one request; gives all, to come."""
        with self._lock:
            numbers = range(first, first + count)
            there = {one: self._kept[source.key(one)] for one in numbers if source.key(one) in self._kept}
            coming: dict[int, Future[bytes]] = {one: Future() for one in numbers if one not in there}
            self._kept.update({source.key(one): future for one, future in coming.items()})
            for one in there:
                self._kept.move_to_end(source.key(one))
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        if coming:
            threading.Thread(target=self._bring, args=(source, coming), daemon=True).start()
        return there | coming

    def get(self, source: Source, number: int) -> bytes:
        """Give a block, waiting for it."""
        return self.send_for(source, number, 1)[number].result()

    def _bring(self, source: Source, coming: dict[int, Future[bytes]]) -> None:
        """Bring blocks; what cannot be brought is asked for anew by whoever wants it next."""
        first, last = min(coming), max(coming)
        try:
            data = source.read(first, last + 1 - first)
        except BaseException as error:  # noqa: BLE001  # it is raised where the block is wanted
            with self._lock:
                for number, future in coming.items():
                    if self._kept.get(source.key(number)) is future:
                        del self._kept[source.key(number)]
            for future in coming.values():
                future.set_exception(error)
            return
        for number, future in coming.items():
            at = (number - first) * BLOCK_BYTES
            future.set_result(data[at : at + BLOCK_BYTES])


_BLOCKS = Blocks(KEPT_BLOCKS)


class BucketFile(io.RawIOBase):
    """An object of a bucket, as it was when it was opened.

    Parameters
    ----------
    address : Address

    Raises
    ------
    OSError
        There is no such object, no right to it, or no answer; while it is read, also that it was changed.
    """

    def __init__(self, address: Address) -> None:
        self._source = Source(address, address.facts())
        self.name = address.url
        self._at = 0
        self._next = -1
        self._run = 0
        self._sent = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be read anywhere."""
        return True

    def tell(self) -> int:
        """Say where it is read."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._source.facts.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read on, up to the end of a block."""
        view = memoryview(buffer).cast("B")
        if self._at >= self._source.facts.size or not view:
            return 0
        number, begin = divmod(self._at, BLOCK_BYTES)
        if number != self._next - 1:
            self._look_ahead(number)
        part = _BLOCKS.get(self._source, number)[begin : begin + len(view)]
        view[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _look_ahead(self, number: int) -> None:
        """Send for what comes next, where a block follows the one before it: twice as much each time."""
        if number == self._next:
            while self._sent <= number + self._run:
                self._run = min(RUN_BLOCKS, max(1, 2 * self._run))
                self._send(number, self._run)
        else:
            self._run, self._sent = 0, number
            self._send(number, 1)
        self._next = number + 1

    def _send(self, number: int, count: int) -> None:
        """Send for some blocks more."""
        first = max(self._sent, number)
        _BLOCKS.send_for(self._source, first, min(count, self._source.count - first))
        self._sent = first + count
