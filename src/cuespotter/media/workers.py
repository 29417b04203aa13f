"""Work on files in processes that may die: a file that crashes, hangs or eats memory costs only itself.

In: a function and the items to work on. Out: each item with its result, or with the error that it cost. Each
worker has a pipe of its own, so that one that is killed leaves no lock behind.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, Generic, TypeVar, cast

from cuespotter.errors import DecodeError, MediaError, UsageError
from cuespotter.lines import printable
from cuespotter.media.names import quoted

Item = TypeVar("Item")
Result = TypeVar("Result")

_START_LIMIT_S = 120.0
"""A worker's imports may be slow on a cold disk; beyond this they hang."""
_FAILED_STARTS = 3
"""So many workers in a row that die before their first item mean that none will start."""
_FAREWELL_S = 2.0
"""How long a worker that was told to go may take."""
_THREAD_COUNTS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMBA_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
"""All 1 in workers, which are one process for each core; threads in them would only fight."""


def run_apart(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    jobs: int,
    limit_s: Callable[[Item], float],
    memory_bytes: int | None = None,
) -> Generator[tuple[Item, Result | MediaError], None, None]:
    """Call a function on each item, in worker processes.

    Parameters
    ----------
    function : callable
        Of a module's top level, since workers import it; may raise, crash, hang or exit.
    items : iterable
        Paths, tuples with a path in them, or objects with a `path`; taken one by one, when a worker is free.
    jobs : int > 0
        Number of workers. One is a process of its own, too.
    limit_s : callable
        How many seconds an item may take before its worker is killed.
    memory_bytes : int or None
        How much data a worker may hold, where the system can limit that.

    Yields
    ------
    tuple
        An item, and its result or a `MediaError`, in the order in which they are done. An error that the
        function did not raise is a `DecodeError` with the fact `path`, and `exit_code`, `limit_s` or `trace`.

    Raises
    ------
    UsageError
        `jobs` is less than one, or no worker can be started.

    Notes
    -----
    Where the loop over the results ends early, by Ctrl-C for example, the workers are killed as soon as the
    iterator is closed or forgotten, and with the interpreter at the latest. Workers themselves ignore Ctrl-C.
    """
    if jobs < 1:
        raise UsageError(f"{jobs} jobs cannot do anything; needed is at least 1", jobs=jobs)
    crew = _Crew(function, iter(items), limit_s, memory_bytes)
    try:
        crew.hire(jobs)
        while crew.workers:
            yield from crew.listen()
    finally:
        crew.kill()


class _Worker(Generic[Item]):
    """A worker process as its parent sees it; it always has an item."""

    def __init__(self, function: Callable[..., object], item: Item, memory_bytes: int | None) -> None:
        first = ForkingPickler.dumps(function), ForkingPickler.dumps(item)  # raise before there is a process
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, memory_bytes), daemon=True)
        with _quiet_start():
            self.process.start()
        theirs.close()
        self.ready = False
        self.item = item
        self._send(*first)
        self.set_limit(_START_LIMIT_S)

    def give(self, item: Item, limit_s: float) -> None:
        """Hand over the next item."""
        self.item = item
        self._send(ForkingPickler.dumps(item))
        self.set_limit(limit_s)

    def set_limit(self, limit_s: float) -> None:
        """Say how long the worker may take from now."""
        self.limit_s = limit_s
        self.deadline_s = time.monotonic() + limit_s

    def kill(self) -> None:
        """End the process now."""
        self.process.kill()
        self.process.join()
        self.pipe.close()

    def send_home(self) -> None:
        """Let the process end by itself."""
        self.pipe.close()
        self.process.join(_FAREWELL_S)
        self.process.kill()

    def _send(self, *parcels: memoryview) -> None:
        """Send what is pickled already."""
        with contextlib.suppress(ConnectionError):  # it died; its pipe will say so
            for parcel in parcels:
                self.pipe.send_bytes(parcel)


class _Crew(Generic[Item, Result]):
    """The workers at work."""

    def __init__(
        self,
        function: Callable[[Item], Result],
        items: Iterator[Item],
        limit_s: Callable[[Item], float],
        memory_bytes: int | None,
    ) -> None:
        self.workers: list[_Worker[Item]] = []
        self._function = function
        self._items = items
        self._limit_s = limit_s
        self._memory_bytes = memory_bytes
        self._failed_starts = 0

    def hire(self, count: int) -> None:
        """Start workers, as far as there are items for them."""
        for item in islice(self._items, count):
            self._start(item)

    def listen(self) -> list[tuple[Item, Result | MediaError]]:
        """Wait for news, and give each worker that has done its item the next."""
        first_s = min(worker.deadline_s for worker in self.workers)
        pipes = [worker.pipe for worker in self.workers]
        talking = wait(pipes, max(0.0, first_s - time.monotonic()))
        now_s = time.monotonic()
        done = []
        for worker in list(self.workers):
            if worker.pipe in talking or worker.deadline_s <= now_s:
                done += self._hear(worker, talks=worker.pipe in talking)
        return done

    def kill(self) -> None:
        """End all workers now."""
        while self.workers:
            self.workers.pop().kill()

    def _start(self, item: Item) -> None:
        """Start a worker on an item."""
        self.workers.append(_Worker(self._function, item, self._memory_bytes))

    def _hear(self, worker: _Worker[Item], *, talks: bool) -> list[tuple[Item, Result | MediaError]]:
        """Hear what a worker has to say, or why it says nothing."""
        try:
            word, value = worker.pipe.recv() if talks else ("late", None)
        except (EOFError, OSError, UnpicklingError):
            word, value = "dead", None
        if word == "ready":
            worker.ready = True
            worker.set_limit(self._limit_s(worker.item))
            self._failed_starts = 0
            return []
        item = worker.item
        if word == "done":
            self._go_on(worker)
            return [(item, cast(Result | MediaError, value))]
        self.workers.remove(worker)
        worker.kill()
        if not worker.ready:
            self._start_again(worker)
            return []
        self.hire(1)
        return [(item, value if isinstance(value, MediaError) else _loss(worker, late=word == "late"))]

    def _go_on(self, worker: _Worker[Item]) -> None:
        """Give a worker its next item, or send it home."""
        for item in self._items:
            worker.give(item, self._limit_s(item))
            return
        self.workers.remove(worker)
        worker.send_home()

    def _start_again(self, worker: _Worker[Item]) -> None:
        """Replace a worker that died before it could begin."""
        self._failed_starts += 1
        if self._failed_starts >= _FAILED_STARTS:
            raise UsageError(
                f"workers die as they start, with status {worker.process.exitcode}; "
                "needed is a function that can be imported from a module",
                exit_code=worker.process.exitcode,
            )
        self._start(worker.item)


def _loss(worker: _Worker[Item], *, late: bool) -> DecodeError:
    """Say how an item lost its worker."""
    path, code = _path_of(worker.item), worker.process.exitcode
    if late:
        return DecodeError(
            f"{path} was given up after {worker.limit_s:.0f} s; a file of its length should take less",
            path=path,
            limit_s=worker.limit_s,
        )
    how = f"exit status {code}"
    if code is not None and code < 0:
        how = f"signal {-code} ({signal.strsignal(-code)})"
    return DecodeError(f"{path} brought its worker down, with {how}", path=path, exit_code=code)


def _path_of(item: object) -> str:
    """Name the file that an item is about."""
    parts = item if isinstance(item, tuple) else (item,)
    for part in parts:
        path = getattr(part, "path", part)
        if isinstance(path, Path):
            return quoted(path)
    return printable(str(item))


@contextlib.contextmanager
def _quiet_start() -> Iterator[None]:
    """Start a process with one thread for its libraries, deaf to Ctrl-C from its first moment."""
    before = {name: os.environ.get(name) for name in _THREAD_COUNTS}
    os.environ.update(dict.fromkeys(_THREAD_COUNTS, "1"))
    deaf = hasattr(signal, "pthread_sigmask")
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if deaf else set()
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value
        if deaf:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _serve(pipe: Connection, memory_bytes: int | None) -> None:
    """Work on items until there are no more; what a worker process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _shut_up()
    _limit_memory(memory_bytes)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    with contextlib.suppress(EOFError, OSError):  # the parent has gone, or has no more
        function = pipe.recv()
        pipe.send(("ready", None))
        while True:
            item = pipe.recv()
            word, value = _attempt(function, item)
            try:
                pipe.send((word, value))
            except (OSError, EOFError):
                return
            except Exception as error:  # noqa: BLE001  # pickle raises what it likes
                pipe.send(("done", _surprise(item, error)))


def _attempt(function: Callable[[Any], object], item: object) -> tuple[str, object]:
    """Call the function; say 'last' where the process had better end."""
    try:
        return "done", function(item)
    except MediaError as error:
        return "done", error
    except MemoryError:
        path = _path_of(item)
        return "last", DecodeError(f"{path} needs more memory than a worker may have", path=path)
    except BaseException as error:  # noqa: BLE001  # whatever a file brings about costs only that file
        return "done", _surprise(item, error)


def _surprise(item: object, error: BaseException) -> DecodeError:
    """Turn an error that nobody expected into one that names its file."""
    path = _path_of(item)
    words = printable(f"{type(error).__name__}: {error}")
    trace = "".join(traceback.format_exception(error))
    return DecodeError(f"{path} could not be worked on: {words}", path=path, trace=trace)


def _shut_up() -> None:
    """Send what libraries print as they crash to nowhere; a worker speaks through its pipe."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _limit_memory(memory_bytes: int | None) -> None:
    """Limit the data this process may hold, where the system can."""
    if memory_bytes is None or not sys.platform.startswith("linux"):
        return
    import resource  # noqa: PLC0415  # there is none on Windows

    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))


def _die_with_parent() -> None:
    """End this process when its parent has died."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
