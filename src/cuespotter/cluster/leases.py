"""Who has which job in hand, and what becomes of it: the queue as a worker sees it.

A worker takes a job and says every few seconds that it lives. One that was silent for longer than the lease
is dead; any other worker puts its job back. The result of a job and the word "done" are one transaction,
which counts only while the job is still in that worker's hand: a worker that was taken for dead and comes
back brings home nothing, since another one has its job. All this is decided by the database's clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, func, insert, select, text
from sqlalchemy.exc import IntegrityError

from cuespotter.catalogue.database import reading, together, writing
from cuespotter.cluster import parts, tables
from cuespotter.cluster.job import Job
from cuespotter.cluster.queue import Queue
from cuespotter.errors import JobLostError, UsageError

_REGISTER = text("SELECT worker_id FROM procrastinate_register_worker_v1()")
_LEAVE = text("SELECT procrastinate_unregister_worker_v1(:worker)")
_BEAT = text("UPDATE procrastinate_workers SET last_heartbeat = now() WHERE id = :worker RETURNING id")
_FETCH = text("SELECT id, attempts FROM procrastinate_fetch_job_v2(ARRAY[:queue]::varchar[], :worker)")
_TAKE = text("""
    UPDATE procrastinate_jobs SET status = 'doing', worker_id = :worker
    WHERE id = :job AND status = 'todo' AND queue_name = :queue
      AND (scheduled_at IS NULL OR scheduled_at < CAST(:far AS timestamptz)) RETURNING id, attempts
""")
_IN_HAND = text("""
    SELECT status::text AS status, worker_id, attempts, abort_requested FROM procrastinate_jobs
    WHERE id = :job FOR UPDATE
""")
_LOOK = text("""
    SELECT status::text AS status, worker_id, attempts, abort_requested FROM procrastinate_jobs
    WHERE id = :job
""")
_FINISH = text("SELECT procrastinate_finish_job_v1(:job, CAST(:status AS procrastinate_job_status), false)")
_REST = text("""
    SELECT procrastinate_retry_job_v2(:job, now() + make_interval(secs => :rest_s), NULL, NULL, NULL)
""")
_STALLED = text("""
    SELECT job.id, job.worker_id FROM procrastinate_jobs AS job
    LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
    WHERE job.status = 'doing' AND job.queue_name = :queue
      AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => :lease_s))
    FOR UPDATE OF job SKIP LOCKED
""")
_PRUNE = text("SELECT worker_id FROM procrastinate_prune_stalled_workers_v1(:silent_s)")
_UNHEARD = text("DELETE FROM cluster_workers WHERE worker_id NOT IN (SELECT id FROM procrastinate_workers)")
_HELD = text("SELECT id, attempts FROM procrastinate_jobs WHERE worker_id = :worker AND status = 'doing'")
_LEFT = text("""
    SELECT count(*) FROM procrastinate_jobs WHERE queue_name = :queue AND status IN ('todo', 'doing')
""")
_OTHERS = text("""
    SELECT DISTINCT worker.host FROM cluster_workers AS worker
    JOIN procrastinate_workers AS heard ON heard.id = worker.worker_id
    WHERE worker.queue = :queue AND heard.last_heartbeat > now() - make_interval(secs => :lease_s)
""")

Ending = Literal["done", "failed", "waiting", "cancelled"]


@dataclass(frozen=True)
class Worker:
    """A registered worker: its number in the database, where it is, what it can work on."""

    id: int
    host: str
    queue: str


@dataclass(frozen=True)
class Hold:
    """A job in the hand of a worker; `attempt` tells this time from any other."""

    job: Job
    worker: Worker
    attempt: int


@dataclass(frozen=True)
class Beat:
    """What a worker hears back: whether it is known still, and whether its job is wanted still."""

    is_known: bool
    is_wanted: bool


class Leases:
    """Jobs taken, held and ended.

    Parameters
    ----------
    queue : Queue
    """

    def __init__(self, queue: Queue) -> None:
        self.queue, self.bounds = queue, queue.bounds
        self._engine, self._place = queue.engine, queue.place

    def register(self, host: str, pid: int, queue: str) -> Worker:
        """Begin to work."""
        with writing(self._engine, self._place) as connection:
            number = connection.execute(_REGISTER).scalar()
            row = {"worker_id": number, "host": host, "pid": pid, "queue": queue}
            connection.execute(insert(tables.cluster_workers), row)
        return Worker(int(number or 0), host, queue)

    def leave(self, worker: Worker) -> None:
        """Work no more; what it held is free at once."""
        with writing(self._engine, self._place) as connection:
            connection.execute(_LEAVE, {"worker": worker.id})
            ours = tables.cluster_workers
            connection.execute(ours.delete().where(ours.c.worker_id == worker.id))

    def beat(self, worker: Worker, hold: Hold | None, stage: str | None, share: float | None) -> Beat:
        """Say that a worker lives, and how far it is."""
        with writing(self._engine, self._place) as connection:
            is_known = connection.execute(_BEAT, {"worker": worker.id}).scalar() is not None
            if hold is None:
                return Beat(is_known, is_wanted=True)
            row = connection.execute(_LOOK, {"job": hold.job.id}).one_or_none()
            is_held = row is not None and _is_held(row, hold)
            if is_held:
                _note(connection, hold.job.id, stage=stage, share=share)
        return Beat(is_known, is_wanted=is_held and not (row is None or row.abort_requested))

    def fetch(self, worker: Worker) -> Hold | None:
        """Take the next job that this worker can work on; None where none waits.

        Raises
        ------
        JobLostError
            The worker was silent for so long that the database knows it no more.
        """
        return self._take(worker, _FETCH, {"queue": worker.queue, "worker": worker.id})

    def take(self, worker: Worker, job_id: int) -> Hold | None:
        """Take one job by its number; None where it waits for others, or does not wait at all."""
        return self._take(
            worker, _TAKE, {"queue": worker.queue, "worker": worker.id, "job": job_id, "far": parts.FAR}
        )

    def held(self, worker: Worker) -> Hold | None:
        """Give what a worker has in hand: it may have taken a job without hearing that it did."""
        with reading(self._engine, self._place) as connection:
            row = connection.execute(_HELD, {"worker": worker.id}).first()
        return None if row is None else self._hold(worker, row)

    def _hold(self, worker: Worker, row: Any) -> Hold:
        """Say what a job that was taken is about."""
        (job,) = self.queue.jobs(ids=[row.id])
        return Hold(job, worker, int(row.attempts))

    def _take(self, worker: Worker, query: Any, given: dict[str, Any]) -> Hold | None:
        with writing(self._engine, self._place) as connection:
            try:
                row = connection.execute(query, given).one_or_none()
            except IntegrityError as error:
                raise JobLostError(
                    f"worker {worker.id} was silent for so long that it is forgotten"
                ) from error
            if row is None or row.id is None:
                return None
            values = {"host": worker.host, "started_at": func.now(), "stage": None, "share": 0.0}
            _note(connection, row.id, **values)
        return self._hold(worker, row)

    @contextmanager
    def keeping(self, hold: Hold) -> Iterator[list[str]]:
        """Keep a result and say "done", in one transaction: what is written within counts with it, or not.

        Results are kept one after the other: what is looked up to keep one is not changed by another. It
        gives a list for remarks, which stand as the reason of the job that is done.

        Raises
        ------
        JobLostError
            The job is in another worker's hand, or done already: nothing of this result counts.
        """
        with together(self._engine, self._place) as connection:
            self._check_held(connection, hold)
            tables.wait_for(connection, tables.KEEPING)
            remarks: list[str] = []
            yield remarks
            connection.execute(_FINISH, {"job": hold.job.id, "status": "succeeded"})
            reason = "; ".join(remarks) or None
            _note(connection, hold.job.id, reason=reason, finished_at=func.now(), share=1.0)

    def fail(self, hold: Hold, reason: str) -> Ending:
        """Say that a job failed: it is tried again after a rest, or stays failed."""
        with writing(self._engine, self._place) as connection:
            self._check_held(connection, hold)
            tries = _count(connection, hold.job.id, "tries", reason)
            return self._go_on(connection, hold.job.id, tries, self.bounds.tries)

    def refuse(self, hold: Hold, reason: str) -> Ending:
        """Leave a job to another worker; once all that are at work have refused it, it fails."""
        with writing(self._engine, self._place) as connection:
            self._check_held(connection, hold)
            ours = tables.cluster_jobs.c
            query = select(ours.refused_by).where(ours.job_id == hold.job.id)
            before = str(connection.execute(query).scalar() or "").splitlines()
            refused = sorted({*before, hold.worker.host})
            _note(connection, hold.job.id, refused_by="\n".join(refused), reason=reason)
            given = {"queue": hold.worker.queue, "lease_s": self.bounds.lease_s}
            if set(connection.execute(_OTHERS, given).scalars()) <= set(refused):
                return self._end(connection, hold.job.id, "failed")
            connection.execute(_REST, {"job": hold.job.id, "rest_s": self.bounds.elsewhere_s})
        return "waiting"

    def cancelled(self, hold: Hold) -> Ending:
        """Say that a job was stopped since nobody wants it any more."""
        with writing(self._engine, self._place) as connection:
            self._check_held(connection, hold)
            self._end(connection, hold.job.id, "aborted")
        return "cancelled"

    def hand_back(self, worker: Worker, reason: str | None = None) -> list[tuple[int, Ending]]:
        """Put back what a worker held that is no more; with a reason, it was the job's fault.

        Returns
        -------
        list of (int, str)
            Each job, and what became of it.
        """
        with writing(self._engine, self._place) as connection:
            held = [row.id for row in connection.execute(_HELD, {"worker": worker.id})]
            ended: list[tuple[int, Ending]] = []
            for job_id in held:
                if reason is None:
                    connection.execute(_REST, {"job": job_id, "rest_s": 0.0})
                    ended.append((job_id, "waiting"))
                else:
                    tries = _count(connection, job_id, "tries", reason)
                    ended.append((job_id, self._go_on(connection, job_id, tries, self.bounds.tries)))
        return ended

    def reclaim(self, queue: str) -> int:
        """Put back what dead workers had in hand; says how many jobs that were."""
        given = {"queue": queue, "lease_s": self.bounds.lease_s}
        with writing(self._engine, self._place) as connection:
            stalled = connection.execute(_STALLED, given).all()
            for row in stalled:
                losses = _count(connection, row.id, "losses", "the worker that had it vanished")
                self._go_on(connection, row.id, losses, self.bounds.losses, rest_s=0.0)
            connection.execute(_PRUNE, {"silent_s": 10.0 * self.bounds.lease_s})
            connection.execute(_UNHEARD)
        return len(stalled)

    def is_anything_left(self, queue: str) -> bool:
        """Say whether jobs wait or run that workers of this queue can work on."""
        with reading(self._engine, self._place) as connection:
            return bool(connection.execute(_LEFT, {"queue": queue}).scalar())

    def named(self, job_id: int) -> Job:
        """Give a job by its number.

        Raises
        ------
        UsageError
            There is none.
        """
        for job in self.queue.jobs(ids=[job_id]):
            return job
        raise UsageError(f"there is no job {job_id}; 'cuespotter jobs' lists what there is")

    def _check_held(self, connection: Connection, hold: Hold) -> None:
        """Refuse what comes too late; nobody else can take the job until the transaction ends."""
        row = connection.execute(_IN_HAND, {"job": hold.job.id}).one_or_none()
        if row is None or not _is_held(row, hold):
            raise JobLostError(f"job {hold.job.id} ({hold.job.name}) is in other hands by now")

    def _go_on(
        self, connection: Connection, job_id: int, count: int, most: int, rest_s: float | None = None
    ) -> Ending:
        """Let a job rest and wait again, or fail for good."""
        query = text("SELECT abort_requested FROM procrastinate_jobs WHERE id = :job")
        if connection.execute(query, {"job": job_id}).scalar():
            self._end(connection, job_id, "aborted")
            return "cancelled"
        if count >= most:
            return self._end(connection, job_id, "failed")
        rest = self.bounds.rest_s(count) if rest_s is None else rest_s
        connection.execute(_REST, {"job": job_id, "rest_s": rest})
        return "waiting"

    def _end(self, connection: Connection, job_id: int, status: str) -> Ending:
        """End a job that did not come to a result, and the film that waits for it."""
        connection.execute(_FINISH, {"job": job_id, "status": status})
        _note(connection, job_id, finished_at=func.now())
        for film in parts.give_up(connection, job_id):
            ours = tables.cluster_jobs.c
            why = connection.execute(select(ours.reason, ours.name).where(ours.job_id == job_id)).one()
            _note(connection, film, reason=f"{why.name}: {why.reason}", finished_at=func.now())
        return "failed"


def _is_held(row: Any, hold: Hold) -> bool:
    """Say whether a job is in the hand that took it, and has been since."""
    return (row.status, row.worker_id, row.attempts) == ("doing", hold.worker.id, hold.attempt)


def _note(connection: Connection, job_id: int, **values: object) -> None:
    """Write down something about a job."""
    table = tables.cluster_jobs
    connection.execute(table.update().where(table.c.job_id == job_id).values(**values))


def _count(connection: Connection, job_id: int, column: str, reason: str) -> int:
    """Count a failure and keep its reason; gives the count."""
    table = tables.cluster_jobs
    values = {column: table.c[column] + 1, "reason": reason}
    query = table.update().where(table.c.job_id == job_id).values(**values).returning(table.c[column])
    return int(connection.execute(query).scalar() or 0)
