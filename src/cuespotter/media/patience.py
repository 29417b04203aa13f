"""Wait for a file only so long, and never deaf to Ctrl-C: FFmpeg may hold on to a file for minutes.

In: an iterator, as a function that makes it. Out: the same items. They are made in a thread of their own, so
that the thread that waits hears every signal; where the wait ends early, the file ends at its next
read, and FFmpeg's work with it.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Generic, TypeVar, cast

from cuespotter.buckets import BucketPath
from cuespotter.errors import DecodeError
from cuespotter.media.names import quoted

Item = TypeVar("Item")

OPENING_LIMIT_S = 30.0
"""No file in good order takes this long to open, even over a network."""
STANDSTILL_LIMIT_S = 120.0
"""A film that gives no sound for so long hangs; damaged stretches and silence go by faster."""
_GLANCE_S = 0.2
"""Signals are heard at least this often, also where a wait cannot be interrupted."""
_FAREWELL_S = 0.4
"""How long the end of an errand that was given up is waited for."""
_AHEAD = 4
"""Items made before they are wanted."""


def patiently(
    make: Callable[[], Iterator[Item]],
    path: Path,
    *,
    first_limit_s: float = OPENING_LIMIT_S,
    next_limit_s: float = STANDSTILL_LIMIT_S,
) -> Iterator[Item]:
    """Give an iterator's items, made in another thread, as long as they come in time.

    Parameters
    ----------
    make : callable
        Makes the iterator, in the other thread.
    path : Path
        The file that is worked on, for messages.
    first_limit_s, next_limit_s : float
        How long the first item, and each further one, is waited for; longer for a file in a bucket, which
        says itself when it is given up.

    Raises
    ------
    DecodeError
        Nothing came in time.
    Exception
        Whatever the iterator raises.
    """
    errand = _Errand(make)
    errand.start()
    if isinstance(path, BucketPath):
        first_limit_s, next_limit_s = first_limit_s + path.patience_s, next_limit_s + path.patience_s
    try:
        limit_s = first_limit_s
        while True:
            kind, value = errand.wait(limit_s)
            if kind == "late":
                what = "open" if limit_s == first_limit_s else "read on"
                raise DecodeError(
                    f"{quoted(path)} was given up after {limit_s:.0f} s: FFmpeg did not {what}; "
                    "the file is damaged, or made to be slow",
                    path=str(path),
                    limit_s=limit_s,
                )
            if kind == "end":
                return
            if kind == "error":
                raise cast(BaseException, value)
            yield cast(Item, value)
            limit_s = next_limit_s
    finally:
        errand.give_up()


def is_given_up() -> bool:
    """Say whether the thread that asks is an errand that nobody waits for any more."""
    thread = threading.current_thread()
    return isinstance(thread, _Errand) and thread.given_up.is_set()


class _Errand(threading.Thread, Generic[Item]):
    """The thread in which items are made."""

    def __init__(self, make: Callable[[], Iterator[Item]]) -> None:
        super().__init__(daemon=True)
        self.given_up = threading.Event()
        self._make = make
        self._made: queue.Queue[tuple[str, object]] = queue.Queue(_AHEAD)

    def run(self) -> None:
        """Make items until there are no more, or nobody wants them."""
        try:
            made = self._make()
            for item in made:
                if not self._hand_over("item", item):
                    close = getattr(made, "close", None)
                    if close is not None:
                        close()
                    return
            self._hand_over("end", None)
        except BaseException as error:  # noqa: BLE001  # it is raised where the items are wanted
            self._hand_over("error", error)

    def wait(self, limit_s: float) -> tuple[str, object]:
        """Wait for news; in glances, since not every system's wait can be interrupted."""
        until_s = time.monotonic() + limit_s
        while True:
            try:
                return self._made.get(timeout=_GLANCE_S)
            except queue.Empty:
                if time.monotonic() >= until_s:
                    return "late", None

    def give_up(self) -> None:
        """Let the thread end; one that FFmpeg holds ends with its next read, or with the process."""
        self.given_up.set()
        self.join(_FAREWELL_S)

    def _hand_over(self, kind: str, value: object) -> bool:
        """Put news where they are waited for; say whether somebody does."""
        while not self.given_up.is_set():
            try:
                self._made.put((kind, value), timeout=_GLANCE_S)
            except queue.Full:
                continue
            return True
        return False
