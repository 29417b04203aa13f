"""How what was opened is closed, and how a process ends: the same for every room and both doors."""

from __future__ import annotations

import multiprocessing
import os
from types import TracebackType
from typing import NoReturn, Self


class Closing:
    """Something that is closed at the end of a ``with`` statement."""

    def close(self) -> None:
        """Let go of all that it holds."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def leave(status: int) -> NoReturn:
    """End this process at once, with the processes that it started and without any clean-up.

    An interpreter takes seconds to clean up behind compiled code and FFmpeg's threads on a busy machine, and
    waits for a thread that a damaged film holds; by then all is kept and said that is to be.
    """
    for child in multiprocessing.active_children():
        child.kill()
    os._exit(status)
