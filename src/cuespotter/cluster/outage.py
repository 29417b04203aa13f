"""A database that is away for a while: what can be waited for, and waiting for it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from cuespotter.errors import CuespotterError, LibraryBusyError, LibraryError

Result = TypeVar("Result")

FIRST_S, LONGEST_S = 0.2, 10.0
"""It is tried again after so long, then twice as long, up to the longest."""
_PASSING = ("08", "57P", "25006", "25P03", "40", "53")
"""SQLSTATE of what passes: no connection, shutting down or starting, a standby not promoted yet, a program
that was held up for so long that its transaction was given up, a conflict of transactions, too many
connections or no room."""


def is_passing(error: BaseException) -> bool:
    """Say whether an error is one of the moment: a database that is away, a library that is being written."""
    if isinstance(error, LibraryBusyError):
        return True
    cause = error.__cause__ if isinstance(error, CuespotterError) else error
    if not isinstance(cause, DBAPIError):
        return False
    state = getattr(cause.orig, "sqlstate", None)
    # without a state there was no answer at all: the connection broke, or none was made
    return state is None or str(state).startswith(_PASSING)


def pauses() -> Iterator[float]:
    """Give how long to wait before each further try, in seconds; workers do not all come back at once."""
    pause = FIRST_S
    while True:
        yield pause * random.uniform(0.5, 1.0)  # noqa: S311 (no secret)
        pause = min(2.0 * pause, LONGEST_S)


def patiently(call: Callable[[], Result], *, limit_s: float) -> Result:
    """Do something with the database; while it is away, wait and try again.

    Parameters
    ----------
    call : callable
        Does it whole or not at all: it is called again after a failure.
    limit_s : float
        The database is given up after so many seconds.

    Raises
    ------
    LibraryError
        What was wrong the last time, or what waiting does not mend.
    """
    until = time.monotonic() + limit_s
    for pause in pauses():
        try:
            return call()
        except (LibraryError, DBAPIError) as error:
            if not is_passing(error) or time.monotonic() + pause > until:
                raise
        time.sleep(pause)
    raise AssertionError("pauses have no end")
