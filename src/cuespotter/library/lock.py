"""One writer at a time: a lock on the library's folder that dies with the process that holds it."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from cuespotter.errors import LibraryBusyError, LibraryUnwritableError

LOCK_NAME = "writer.lock"
LOOK_AGAIN_S = 0.25
_LOCKED_BYTE = 1 << 30
"""Windows locks bytes, and others may not read them: so one far behind the text."""

if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[str]) -> bool:
        """Take the lock if nobody has it."""
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(file: IO[str]) -> bool:
        """Take the lock if nobody has it."""
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def writer_lock(folder: Path, *, task: str, wait: bool = False) -> Iterator[None]:
    """Hold the library for writing; the operating system lets go of it even if this process is killed.

    Parameters
    ----------
    folder : Path
        The library.
    task : str
        What it is held for: said to whoever finds it held.
    wait : bool
        Wait for the other writer rather than give up.

    Raises
    ------
    LibraryBusyError
        Another process is writing; its facts are `pid`, `host`, `since` and `task`.
    LibraryUnwritableError
        The lock file cannot be written.
    """
    path = folder / LOCK_NAME
    try:
        file = path.open("a+", encoding="utf-8")
    except FileNotFoundError as error:
        raise LibraryUnwritableError(
            f"the folder of the library, {folder}, is not there, though its catalogue is; mount it, put a "
            "copy back, or have 'cuespotter repair' make it anew from the music",
            folder=str(folder),
        ) from error
    except OSError as error:
        raise LibraryUnwritableError(
            f"the library {folder} cannot be written ({error.strerror}); "
            "give write permission or choose another with --library",
            folder=str(folder),
        ) from error
    with file:
        while not _try_lock(file):
            if not wait:
                raise _busy(folder, path)
            time.sleep(LOOK_AGAIN_S)
        file.truncate(0)
        json.dump(_holder(task), file)
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _holder(task: str) -> dict[str, str | int]:
    """Say who this process is."""
    since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return {"pid": os.getpid(), "host": socket.gethostname(), "since": since, "task": task}


def _busy(folder: Path, path: Path) -> LibraryBusyError:
    """Name the other writer as well as its lock file tells."""
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        who = f"process {facts['pid']} on {facts['host']}, since {facts['since']}: {facts['task']}"
    except (OSError, ValueError, KeyError, TypeError):
        facts, who = {}, "another process"
    return LibraryBusyError(
        f"the library {folder} is being written ({who}); wait until it is done, then try again", **facts
    )
