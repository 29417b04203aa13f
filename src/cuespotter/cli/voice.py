"""What a command says while it works: lines and progress bars on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cuespotter.lines import one_line

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

SAY_EVERY_S = 10.0
"""Where stderr is no terminal, a line of progress at most so often."""


class ProgressBar:
    """Progress of one long task: a bar with the time left, or now and then a line."""

    def __init__(self, title: str, progress: Progress | None, *, quiet: bool) -> None:
        self._title = title
        self._progress = progress
        self._quiet = quiet
        self._task: TaskID | None = None if progress is None else progress.add_task(title, total=None)
        self._begun_at = self._said_at = time.monotonic()

    def show(self, done: float, total: float, title: str | None = None) -> None:
        """Show how much of how much is done, and what is being done."""
        self._title = title or self._title
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=done, total=total, description=one_line(self._title))
        elif not self._quiet and 0 < done < total and time.monotonic() - self._said_at > SAY_EVERY_S:
            self._said_at = time.monotonic()
            left_s = (self._said_at - self._begun_at) * (total - done) / done
            print(f"{one_line(self._title)}: {100.0 * done / total:.0f} %, {_left(left_s)}", file=sys.stderr)


def _left(seconds: float) -> str:
    """Say how long it still takes, as one can know it: in minutes, above two."""
    minutes = seconds / 60.0
    if minutes > 120:
        return f"about {minutes / 60:.0f} h left"
    return f"about {minutes:.0f} min left" if minutes > 2 else f"about {max(1.0, seconds):.0f} s left"


class Voice:
    """Speaks to stderr.

    Parameters
    ----------
    quiet : bool
        Say nothing but what went wrong.
    """

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._progress: Progress | None = None

    def say(self, text: str) -> None:
        """Say something that is good to know."""
        if not self._quiet:
            self._print(text)

    def complain(self, text: str) -> None:
        """Say what went wrong, also to who wants quiet."""
        self._print(f"cuespotter: {text}")

    @contextmanager
    def bar(self, title: str) -> Iterator[ProgressBar]:
        """Show a long task's progress while the block runs."""
        if self._quiet or not sys.stderr.isatty():
            yield ProgressBar(title, None, quiet=self._quiet)
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            self._progress = progress
            try:
                yield ProgressBar(title, progress, quiet=False)
            finally:
                self._progress = None

    def _print(self, text: str) -> None:
        """Print one line, above a bar if there is one."""
        if self._progress is None:
            print(one_line(text), file=sys.stderr)
        else:
            self._progress.console.print(one_line(text), markup=False, highlight=False, soft_wrap=True)
