"""One place at which jobs are worked on, one after the other, in a process of its own.

A second thread says every few seconds that the process lives and how far it is, and hears whether the job is
wanted still.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from typing import Protocol, TypeVar

from cuespotter.cluster.bounds import LeaseSettings
from cuespotter.cluster.job import Job
from cuespotter.cluster.leases import Beat, Ending, Hold, Leases, Worker
from cuespotter.cluster.outage import is_passing, patiently
from cuespotter.errors import (
    CuespotterError,
    JobLostError,
    JobRefusedError,
    JobUnwantedError,
    LibraryError,
)

Report = Callable[[str, float], None]
Result = TypeVar("Result")

UNKNOWN_STATUS = 75
"""The process leaves so where the database does not know its worker any more."""


@dataclass(frozen=True)
class KeptResult:
    """What was written down, in a line; `remarks` say what of the job could not be done."""

    words: str
    remarks: tuple[str, ...] = ()


Keep = Callable[[], KeptResult]
"""Writes a result down, within the transaction that says "done"."""


class Bench(Protocol):
    """An open library that jobs are worked on with."""

    @property
    def leases(self) -> Leases:
        """Those of its catalogue."""

    def perform(self, job: Job, report: Report) -> Keep:
        """Work on a job, and write nothing; what it finds is written by what it gives."""

    def close(self) -> None:
        """Let go of it."""


@dataclass(frozen=True)
class SlotOrder:
    """All that a process needs to know to work on jobs; it is pickled.

    Attributes
    ----------
    open_bench : callable
        Opens the library.
    worker : Worker
        As whom it works.
    bounds : LeaseSettings
    job_id : int or None
        Work on this job alone.
    once : bool
        Work on one job.
    until_done : bool
        Leave when no job waits or runs.
    """

    open_bench: Callable[[LeaseSettings], Bench]
    worker: Worker
    bounds: LeaseSettings
    job_id: int | None = None
    once: bool = False
    until_done: bool = False


@dataclass(frozen=True)
class Ended:
    """What became of a job.

    Attributes
    ----------
    job_id, name
        Which job.
    ending : str
        "done", "failed" for good, "waiting" to be tried again, "cancelled", or "lost" to another worker.
    words : str
        What was found, or why it came to nothing.
    """

    job_id: int
    name: str
    ending: Ending | str
    words: str


def serve(order: SlotOrder, home: Connection) -> None:
    """Work on jobs until there is none, or for ever; runs in a process of its own."""
    # Ctrl-C reaches all processes of a terminal: it is the parent that ends this one
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    bench = patiently(partial(order.open_bench, order.bounds), limit_s=order.bounds.outage_s)
    try:
        _Slot(order, bench, home).run()
    finally:
        bench.close()


class _Pulse(threading.Thread):
    """Says that the worker lives, and hears whether its job is wanted."""

    def __init__(self, leases: Leases, worker: Worker) -> None:
        super().__init__(daemon=True, name="pulse")
        self._leases, self._worker = leases, worker
        self._parent = os.getppid()
        self._stop = threading.Event()
        self.hold: Hold | None = None
        self.at: tuple[str | None, float | None] = None, None
        self.is_wanted = True
        self.is_known = True
        self.heard_at = self.steady_since = time.monotonic()

    def run(self) -> None:
        """Beat until told to stop; an orphan ends at once, so that nobody works unseen."""
        next_at = 0.0
        while not self._stop.wait(min(1.0, self._leases.bounds.beat_s)):
            if os.getppid() != self._parent:
                os._exit(1)
            if time.monotonic() >= next_at:
                next_at = time.monotonic() + self._leases.bounds.beat_s
                self._beat()

    def stop(self) -> None:
        """Beat no more."""
        self._stop.set()

    def _beat(self) -> None:
        """Beat once; while the database is away, nothing can be said."""
        hold = self.hold
        try:
            heard = self._leases.beat(self._worker, hold, *self.at)
        except LibraryError:
            self.steady_since = time.monotonic()
            return
        now = time.monotonic()
        if now - self.heard_at > self._silence_s:
            # a link that was cut without a word breaks no connection: the beat was only late
            self.steady_since = now
        self.heard_at = now
        self._hear(heard, hold)

    @property
    def _silence_s(self) -> float:
        """After so many seconds without an answer, others may not have been heard either."""
        return self._leases.bounds.lease_s / 2

    def is_steady(self) -> bool:
        """Say whether the database answered for as long as a lease, and does so still."""
        now = time.monotonic()
        return now - self.steady_since > self._leases.bounds.lease_s and now - self.heard_at < self._silence_s

    def _hear(self, heard: Beat, hold: Hold | None) -> None:
        """Take note of what was said of the job that is still in hand."""
        self.is_known = heard.is_known
        if hold is self.hold and hold is not None and not heard.is_wanted:
            self.is_wanted = False


class _Slot:
    """Takes jobs, has them worked on, and says what became of them."""

    def __init__(self, order: SlotOrder, bench: Bench, home: Connection) -> None:
        self._order, self._bench, self._home = order, bench, home
        self._bounds, self._leases = order.bounds, bench.leases
        self._pulse = _Pulse(self._leases, order.worker)
        self._reclaimed_at = time.monotonic()
        self._is_taking = False

    def run(self) -> None:
        """Work until there is nothing to do, or for ever."""
        self._pulse.start()
        while True:
            if not self._pulse.is_known:
                sys.exit(UNKNOWN_STATUS)
            try:
                hold = self._patiently(self._next)
            except JobLostError:
                sys.exit(UNKNOWN_STATUS)
            if hold is not None:
                self._home.send(self._work_on(hold))
            elif self._is_over():
                break
            else:
                time.sleep(self._bounds.look_again_s)
                continue
            if self._order.once or self._order.job_id is not None:
                break
        self._pulse.stop()

    def _next(self) -> Hold | None:
        """Take a job; now and then put back what dead workers had."""
        worker = self._order.worker
        self._reclaim()
        # where the database went away over this, a job may be in hand already: it was only not heard
        taken = self._leases.held(worker) if self._is_taking else None
        self._is_taking = True
        if taken is None and self._order.job_id is not None:
            taken = self._leases.take(worker, self._order.job_id)
        elif taken is None:
            taken = self._leases.fetch(worker)
        self._is_taking = False
        return taken

    def _reclaim(self) -> None:
        """Put back what dead workers had, if this one could be heard for as long as a lease.

        After an outage of the database nobody was heard for a while: all get the time to be heard again.
        """
        now = time.monotonic()
        is_due = now - self._reclaimed_at > self._bounds.lease_s / 4
        if is_due and self._pulse.is_steady():
            self._reclaimed_at = now
            self._leases.reclaim(self._order.worker.queue)

    def _is_over(self) -> bool:
        """Say whether to leave, where no job was to be had."""
        order = self._order
        if order.job_id is not None:
            return self._patiently(self._is_named_over)
        if order.once:
            return True
        return order.until_done and not self._patiently(
            partial(self._leases.is_anything_left, order.worker.queue)
        )

    def _is_named_over(self) -> bool:
        """Say whether the job that was named is over; while another worker has it, it may come back."""
        job = self._leases.named(self._order.job_id or 0)
        if job.state in {"waiting", "running"} and job.needs == self._order.worker.queue:
            return False
        words = {"done": "done already", "failed": f"failed: {job.reason}", "cancelled": "was cancelled"}
        other = f"needs a worker of {job.needs}, this is {self._order.worker.queue}"
        self._home.send(Ended(job.id, job.name, job.state, words.get(job.state, other)))
        return True

    def _work_on(self, hold: Hold) -> Ended:
        """Work on one job."""
        self._pulse.hold, self._pulse.is_wanted, self._pulse.at = hold, True, (None, 0.0)
        try:
            keep = self._bench.perform(hold.job, self._report)
            words = self._patiently(partial(self._kept, hold, keep))
            return self._ended(hold, "done", words)
        except JobLostError as error:
            return self._ended(hold, "lost", error.message)
        except JobUnwantedError as error:
            return self._closed(hold, partial(self._leases.cancelled, hold), error.message)
        except JobRefusedError as error:
            return self._closed(hold, partial(self._leases.refuse, hold, error.message), error.message)
        except (CuespotterError, OSError, ValueError, ArithmeticError, LookupError, MemoryError) as error:
            reason = _reason(error)
            return self._closed(hold, partial(self._leases.fail, hold, reason), reason)
        finally:
            self._pulse.hold = None

    def _kept(self, hold: Hold, keep: Keep) -> str:
        """Keep a result and say "done" as one."""
        with self._leases.keeping(hold) as remarks:
            kept = keep()
            remarks.extend(kept.remarks)
        return "; ".join([kept.words, *kept.remarks])

    def _closed(self, hold: Hold, close: Callable[[], Ending], words: str) -> Ended:
        """Say how a job ended without a result."""
        try:
            return self._ended(hold, self._patiently(close), words)
        except JobLostError as error:
            return self._ended(hold, "lost", error.message)

    def _ended(self, hold: Hold, ending: str, words: str) -> Ended:
        """Say what became of a job."""
        return Ended(hold.job.id, hold.job.name, ending, words)

    def _report(self, stage: str, share: float) -> None:
        """Take note of how far the job is; ends it where nobody wants it any more."""
        self._pulse.at = stage, share
        if not self._pulse.is_wanted:
            raise JobUnwantedError("it was cancelled, or is in other hands")

    def _patiently(self, call: Callable[[], Result]) -> Result:
        """Wait for a database that is away."""
        return patiently(call, limit_s=self._bounds.outage_s)


def _reason(error: BaseException) -> str:
    """Say in one line why a job failed."""
    if isinstance(error, CuespotterError):
        return f"{error.message}{' (the database was away too long)' if is_passing(error) else ''}"
    return f"unexpected {type(error).__name__}: {error}"
