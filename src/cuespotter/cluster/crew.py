"""The processes of one worker: started, watched, and put back into work when they die.

Each process has one job in hand at a time and a worker's number of its own. One that dies costs the job that
it had in hand one try, and is replaced; when all are to end, what they have in hand is free at once.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from cuespotter.cluster.leases import Leases, Worker
from cuespotter.cluster.outage import patiently
from cuespotter.cluster.slot import UNKNOWN_STATUS, Ended, SlotOrder, serve
from cuespotter.errors import JobError, LibraryError

FAILED_STARTS = 3
"""So many processes in a row that die without a job in hand mean that none will live."""
GLANCE_S = 1.0
Tell = Callable[[Ended], None]


@dataclass
class _Place:
    """A process, its pipe, and as whom it works."""

    process: SpawnProcess
    pipe: Connection
    worker: Worker
    said: list[Ended] = field(default_factory=list)


class Crew:
    """Some processes that work on jobs.

    Parameters
    ----------
    leases : Leases
        Of the catalogue.
    order : SlotOrder
        What each of them does; the worker in it says which queue.
    tell : callable
        Told what becomes of each job.
    host : str, optional
        What this machine is called; default its own name.
    """

    def __init__(self, leases: Leases, order: SlotOrder, tell: Tell, *, host: str | None = None) -> None:
        self._leases, self._order, self._tell = leases, order, tell
        self._host = host or socket.gethostname()
        self._places: list[_Place] = []
        self._deaths = 0

    def run(self, count: int) -> None:
        """Work with so many processes until all of them have left; after Ctrl-C all jobs in hand are free.

        Raises
        ------
        JobError
            No process lives.
        """
        try:
            self._places = [self._start() for _ in range(count)]
            while self._places:
                self._watch()
        finally:
            self._end_all()

    def _start(self) -> _Place:
        """Start a process under a new number."""
        register = partial(self._leases.register, self._host, os.getpid(), self._order.worker.queue)
        worker = patiently(register, limit_s=self._order.bounds.outage_s)
        ours, theirs = multiprocessing.get_context("spawn").Pipe(duplex=False)
        order = replace(self._order, worker=worker)
        process = multiprocessing.get_context("spawn").Process(target=serve, args=(order, theirs))
        process.start()
        theirs.close()
        return _Place(process, ours, worker)

    def _watch(self) -> None:
        """Hear what the processes say, and see to those that died."""
        wait([one.pipe for one in self._places], timeout=GLANCE_S)
        for place in list(self._places):
            is_gone = not place.process.is_alive()
            while not place.pipe.closed and place.pipe.poll():
                if not self._hear(place):
                    break
            if is_gone:
                self._see_to(place)
        if self._places:
            # a pipe at its end is always ready: its process is about to be gone
            time.sleep(0.01)

    def _hear(self, place: _Place) -> bool:
        """Hear one thing; False at the end of all."""
        try:
            ended = place.pipe.recv()
        except (EOFError, OSError):
            return False
        self._deaths = 0
        self._tell(ended)
        return True

    def _see_to(self, place: _Place) -> None:
        """Replace a process that died; let one go that has left."""
        self._places.remove(place)
        place.pipe.close()
        place.process.join()
        status = place.process.exitcode
        reason = None if status in {0, UNKNOWN_STATUS} else f"the process that had it died ({_death(status)})"
        self._let_go(place.worker, reason)
        if status != 0:
            self._deaths += status != UNKNOWN_STATUS
            if self._deaths >= FAILED_STARTS:
                raise JobError(
                    f"{FAILED_STARTS} processes in a row died without finishing a job ({_death(status)}); "
                    "see what they said, and whether this machine has memory to spare"
                )
            if self._order.once or self._order.job_id is not None:
                forgotten = "the database forgot this worker"
                raise JobError(f"{reason or forgotten}; its job waits for another try")
            self._places.append(self._start())

    def _let_go(self, worker: Worker, reason: str | None) -> None:
        """Free what a process had in hand that is no more."""

        def free() -> None:
            for job_id, ending in self._leases.hand_back(worker, reason):
                self._tell(Ended(job_id, self._leases.named(job_id).name, ending, reason or "put back"))
            self._leases.leave(worker)

        patiently(free, limit_s=self._order.bounds.outage_s)

    def _end_all(self) -> None:
        """End what still runs; its jobs are free at once, or, without the database, after their lease."""
        for place in self._places:
            place.process.kill()
        for place in self._places:
            place.process.join()
        for place in self._places:
            try:
                self._leases.hand_back(place.worker)
                self._leases.leave(place.worker)
            except LibraryError:
                # each would wait for its own connection to be given up
                return


def _death(status: int | None) -> str:
    """Say how a process died."""
    if status is not None and status < 0:
        return signal.Signals(-status).name
    return f"status {status}"
