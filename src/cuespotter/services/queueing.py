"""The queue, looked at and changed: which jobs wait, run, are done or failed, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cuespotter.errors import UsageError
from cuespotter.services.aiming import settings_digest
from cuespotter.services.opened import Opened

if TYPE_CHECKING:
    from cuespotter.cluster.job import Job, LiveWorker, State
    from cuespotter.cluster.queue import Queue

SHARD = "shard"
"""The kind of job that is a part of a film's."""
STATES = ("running", "failed", "waiting", "done", "cancelled")


@dataclass(frozen=True)
class QueueState:
    """The queue at one moment.

    Attributes
    ----------
    counts : mapping of str to int
        Films and batches of music in each state.
    workers, silent : int
        Workers that are at work, and those of which nothing was heard for longer than a lease.
    jobs : tuple of Job
        In the state that was asked for.
    """

    counts: Mapping[str, int]
    workers: int
    silent: int
    jobs: tuple[Job, ...]


class Queueing(Opened):
    """The queue is looked at and changed."""

    def jobs(self, states: Sequence[State] | None = None) -> list[Job]:
        """Give the jobs of the queue, in the order in which they were put in.

        Parameters
        ----------
        states : sequence of str, optional
            Only those that are "waiting", "running", "done", "failed" or "cancelled".

        Raises
        ------
        UsageError
            There is no queue.
        """
        queue = self._queue()
        return queue.jobs() if states is None else queue.jobs(states)

    def queue_state(self, state: State, *, most: int) -> QueueState | None:
        """Look at the queue as a person does: films and music, not the shards that films are searched in.

        Parameters
        ----------
        state : str
            Whose jobs are listed, in the order in which they were put in.
        most : int
            So many of them.

        Returns
        -------
        QueueState or None
            None where there is no queue: the catalogue is on no server, or nothing was enqueued ever.

        Examples
        --------
        >>> print(library.queue_state("failed", most=100))
        None
        """
        try:
            queue = self._queue()
        except UsageError:
            return None
        counts = dict.fromkeys(STATES, 0)
        for (kind, one), count in queue.counts().items():
            counts[one] += 0 if kind == SHARD else count
        workers = queue.workers()
        silent = sum(one.silent_s > queue.bounds.lease_s for one in workers)
        jobs = queue.jobs([state], most=most, besides=SHARD)
        return QueueState(counts, len(workers) - silent, silent, tuple(jobs))

    def job_counts(self) -> dict[tuple[str, str], int]:
        """Count the jobs of the queue by kind ("film", "shard", "add") and state."""
        return self._queue().counts()

    def workers(self) -> list[LiveWorker]:
        """Give the workers that are registered, with how long each was silent, in seconds."""
        return self._queue().workers()

    def job_metrics(self) -> str:
        """Give the counts of jobs and workers in Prometheus' text format."""
        from cuespotter.cluster.metrics import as_prometheus

        return as_prometheus(self.job_counts(), self.workers())

    def retry_jobs(self, ids: Sequence[int] | None = None) -> int:
        """Let jobs that failed or were cancelled be tried again; None: all that failed. Gives how many."""
        return self._queue().retry(ids)

    def cancel_jobs(self, ids: Sequence[int]) -> int:
        """Take jobs that wait out of the queue, and stop those that run. Gives how many."""
        return self._queue().cancel(ids)

    def clear_jobs(self) -> int:
        """Forget the jobs that are done or cancelled; what they found stays. Gives how many."""
        return self._queue().clear()

    @cached_property
    def queue_name(self) -> str:
        """Which version of program and tables, and settings, a worker must have to do this library's jobs."""
        from cuespotter import __version__
        from cuespotter.catalogue.schema import VERSION

        return f"{__version__}-{VERSION}-{settings_digest(self.settings)[:12]}"

    def _queue(self, *, create: bool = False) -> Queue:
        """Open the queue of the catalogue."""
        from cuespotter.cluster.queue import Queue

        return Queue(self._catalogue.engine, self._catalogue.place, create=create)
