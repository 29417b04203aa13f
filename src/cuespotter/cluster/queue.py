"""The queue as a person sees it: what is to be done goes in, what became of it comes out.

Jobs lie in procrastinate's tables (https://procrastinate.readthedocs.io) and are moved by its functions. Its
own worker is not used: it says "done" in a transaction of its own, after the one that keeps the result; here
both are one (see `leases`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from sqlalchemy import Connection, Engine, bindparam, delete, insert, text

from cuespotter.catalogue.database import reading, shown, writing
from cuespotter.cluster import tables
from cuespotter.cluster.bounds import LeaseSettings
from cuespotter.errors import UsageError

State = Literal["waiting", "running", "done", "failed", "cancelled"]
_STATES: Final[dict[str, State]] = {
    "todo": "waiting",
    "doing": "running",
    "succeeded": "done",
    "failed": "failed",
    "cancelled": "cancelled",
    "aborting": "running",
    "aborted": "cancelled",
}
"""procrastinate's words and ours."""
STATES: Final = tuple(dict.fromkeys(_STATES.values()))
TASK = "cuespotter"
AT_ONCE = 1000
"""Jobs that are put in, or forgotten, by one statement."""
One = TypeVar("One")

_PUT = text("""
    SELECT unnest(procrastinate_defer_jobs_v1(ARRAY[
        ROW(:queue, :task, :priority, NULL, :key, CAST(:args AS jsonb), NULL)::procrastinate_job_to_defer_v1
    ]))
""")
_KNOWN = text("""
    SELECT ours.key, ours.job_id, theirs.status IN ('todo', 'doing') AS is_live
    FROM cluster_jobs AS ours JOIN procrastinate_jobs AS theirs ON theirs.id = ours.job_id
    WHERE ours.key IN :keys
""").bindparams(bindparam("keys", expanding=True))
_FORGET = text("DELETE FROM procrastinate_jobs WHERE id IN :ids").bindparams(bindparam("ids", expanding=True))
_LIST = """
    SELECT ours.*, theirs.status, theirs.queue_name, theirs.scheduled_at > now() AS rests,
           theirs.queue_name IN (
               SELECT worker.queue FROM cluster_workers AS worker
               JOIN procrastinate_workers AS heard ON heard.id = worker.worker_id
               WHERE heard.last_heartbeat > now() - make_interval(secs => :lease_s)
           ) AS is_served
    FROM cluster_jobs AS ours JOIN procrastinate_jobs AS theirs ON theirs.id = ours.job_id
    WHERE theirs.status::text IN :states {more} ORDER BY ours.job_id
"""
_COUNT = text("""
    SELECT theirs.status::text AS status, ours.kind, count(*) AS number
    FROM cluster_jobs AS ours JOIN procrastinate_jobs AS theirs ON theirs.id = ours.job_id GROUP BY 1, 2
""")
_WORKERS = text("""
    SELECT worker.*, extract(epoch FROM now() - heard.last_heartbeat) AS silent_s
    FROM cluster_workers AS worker JOIN procrastinate_workers AS heard ON heard.id = worker.worker_id
    ORDER BY worker.worker_id
""")


@dataclass(frozen=True)
class Order:
    """What is to be done, before it is a job.

    Attributes
    ----------
    kind : str
        "film" or "add".
    name : str
        What a person calls it.
    key : str
        The same for the same work: it is enqueued once.
    work : mapping
        All that the worker needs to know, as JSON.
    """

    kind: str
    name: str
    key: str
    work: Mapping[str, Any]


@dataclass(frozen=True)
class Job:
    """A job in the queue, as of one moment.

    Attributes
    ----------
    id : int
    kind, name, work
        As in `Order`.
    state : str
        "waiting", "running", "done", "failed" or "cancelled".
    tries, losses : int
        How often it failed, and how often a worker vanished over it.
    reason : str or None
        Why it failed the last time, or what it waits for.
    host : str or None
        Where it runs, or ran last.
    stage, share : str, float
        What is being done, and which part of all is done, 0 to 1; None where it does not run.
    enqueued_at, started_at, finished_at : str or None
        By the database's clock, ISO 8601.
    needs : str
        The queue it waits in: which version and settings its worker must have.
    """

    id: int
    kind: str
    name: str
    work: Mapping[str, Any]
    state: State
    tries: int
    losses: int
    reason: str | None
    host: str | None
    stage: str | None
    share: float | None
    enqueued_at: str
    started_at: str | None
    finished_at: str | None
    needs: str


@dataclass(frozen=True)
class LiveWorker:
    """A worker that is at work: on `host`, as process `pid`, heard of `silent_s` seconds ago."""

    id: int
    host: str
    pid: int
    queue: str
    since: str
    silent_s: float


class Queue:
    """The jobs of one catalogue.

    Parameters
    ----------
    engine, place
        The catalogue's.
    bounds : LeaseSettings
    create : bool
        Make the queue where there is none.

    Raises
    ------
    UsageError
        The catalogue is not on PostgreSQL, or there is no queue in it.
    """

    def __init__(
        self, engine: Engine, place: Path | str, bounds: LeaseSettings | None = None, *, create: bool = False
    ) -> None:
        self.engine, self.place = engine, place
        self.bounds = bounds or LeaseSettings()
        self._check_server()
        with writing(engine, place) as connection:
            if tables.is_made(connection):
                tables.check(connection)
            elif create:
                tables.make(connection)
            else:
                raise UsageError(
                    f"there is no queue in the catalogue {shown(place)}; make one: cuespotter enqueue FOLDER"
                )

    def _check_server(self) -> None:
        """Refuse a catalogue that holds no queue."""
        name, driver = self.engine.dialect.name, self.engine.dialect.driver
        if (name, driver) != ("postgresql", "psycopg"):
            raise UsageError(
                f"jobs need a catalogue on PostgreSQL, and {shown(self.place)} is {name} by {driver}; name "
                "one with --catalogue postgresql+psycopg://USER@HOST/NAME (see docs/cluster.md)"
            )

    def put(self, orders: Sequence[Order], queue: str) -> int:
        """Put in what is not in yet; what is over makes room for the same anew.

        Parameters
        ----------
        orders : sequence of Order
        queue : str
            Which version and settings the worker must have.

        Returns
        -------
        int
            How many are new.
        """
        return sum(self._put(some, queue) for some in _some(orders))

    def _put(self, orders: Sequence[Order], queue: str) -> int:
        """Put some in, in one transaction."""
        with writing(self.engine, self.place) as connection:
            tables.wait_for(connection, tables.ENQUEUEING)
            known = connection.execute(_KNOWN, {"keys": [one.key for one in orders]}).all()
            live = {row.key for row in known if row.is_live}
            _forget(connection, [row.job_id for row in known if not row.is_live])
            new = [one for one in {one.key: one for one in orders}.values() if one.key not in live]
            for one in new:
                job_id = connection.execute(_PUT, _args(one, queue)).scalar()
                row = {"job_id": job_id, "kind": one.kind, "name": one.name, "key": one.key}
                row["generation"] = one.work.get("generation")
                connection.execute(insert(tables.cluster_jobs), row | {"work": json.dumps(one.work)})
        return len(new)

    def jobs(self, states: Sequence[State] = STATES, ids: Sequence[int] | None = None) -> list[Job]:
        """Give jobs in the order in which they were put in."""
        theirs = [name for name, ours in _STATES.items() if ours in states]
        given: dict[str, Any] = {"states": theirs, "lease_s": self.bounds.lease_s}
        parameters: list[Any] = [bindparam("states", expanding=True)]
        if ids is not None:
            given["ids"] = list(ids)
            parameters.append(bindparam("ids", expanding=True))
        query = text(_LIST.format(more="" if ids is None else "AND ours.job_id IN :ids"))
        with reading(self.engine, self.place) as connection:
            return [_job(row) for row in connection.execute(query.bindparams(*parameters), given)]

    def counts(self) -> dict[tuple[str, str], int]:
        """Count the jobs by kind and state."""
        counted: dict[tuple[str, str], int] = {}
        with reading(self.engine, self.place) as connection:
            for row in connection.execute(_COUNT):
                key = (row.kind, _STATES[row.status])
                counted[key] = counted.get(key, 0) + int(row.number)
        return counted

    def workers(self) -> list[LiveWorker]:
        """Give the workers that are registered, the silent ones among them."""
        with reading(self.engine, self.place) as connection:
            return [_worker(row) for row in connection.execute(_WORKERS)]

    def retry(self, ids: Sequence[int] | None = None) -> int:
        """Let jobs that failed or were cancelled be tried again from the start; None: all that failed."""
        more = "theirs.status = 'failed'" if ids is None else "theirs.id IN :ids"
        query = text(f"""
            UPDATE procrastinate_jobs AS theirs SET status = 'todo', scheduled_at = NULL, worker_id = NULL
            WHERE theirs.status IN ('failed', 'cancelled', 'aborted') AND {more} RETURNING id
        """)  # noqa: S608 (of our own words)
        given = {} if ids is None else {"ids": list(ids)}
        bound = query if ids is None else query.bindparams(bindparam("ids", expanding=True))
        with writing(self.engine, self.place) as connection:
            tables.wait_for(connection, tables.ENQUEUEING)
            again = connection.execute(bound, given).scalars().all()
            ours = tables.cluster_jobs
            afresh = {"tries": 0, "losses": 0, "refused_by": "", "reason": None, "finished_at": None}
            connection.execute(ours.update().where(ours.c.job_id.in_(again)).values(**afresh))
        return len(again)

    def cancel(self, ids: Sequence[int]) -> int:
        """Take jobs that wait out of the queue, and have those that run stopped; what is over stays."""
        query = text("SELECT procrastinate_cancel_job_v1(:id, true, false)")
        with writing(self.engine, self.place) as connection:
            found = [connection.execute(query, {"id": one}).scalar() for one in ids]
        return sum(one is not None for one in found)

    def clear(self) -> int:
        """Forget the jobs that are done or cancelled; what they found stays."""
        query = text(
            "SELECT id FROM procrastinate_jobs WHERE status IN ('succeeded', 'cancelled', 'aborted')"
        )
        with writing(self.engine, self.place) as connection:
            over = list(connection.execute(query).scalars())
            _forget(connection, over)
        return len(over)


def _some(values: Sequence[One]) -> Iterator[Sequence[One]]:
    """Cut a list into parts."""
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))


def _forget(connection: Connection, ids: Sequence[int]) -> None:
    """Take jobs out of all tables."""
    for some in _some(ids):
        connection.execute(delete(tables.cluster_jobs).where(tables.cluster_jobs.c.job_id.in_(some)))
        connection.execute(_FORGET, {"ids": list(some)})


def _args(order: Order, queue: str) -> dict[str, Any]:
    """Give what procrastinate is told of a job."""
    args = json.dumps({"kind": order.kind, "name": order.name})
    # music first: films enqueued with it are then searched for it
    priority = 1 if order.kind == "add" else 0
    return {"queue": queue, "task": TASK, "priority": priority, "key": order.key, "args": args}


def _worker(row: Any) -> LiveWorker:
    """Make a worker of its row."""
    since, silent_s = row.since.isoformat(), float(row.silent_s)
    return LiveWorker(row.worker_id, row.host, row.pid, row.queue, since, silent_s)


def _job(row: Any) -> Job:
    """Make a job of its row."""
    state = _STATES[row.status]
    reason = row.reason
    if state == "waiting" and not row.is_served:
        reason = f"no worker of {row.queue_name} is at work" + (f"; {reason}" if reason else "")
    is_running = state == "running"
    return Job(
        id=int(row.job_id),
        kind=row.kind,
        name=row.name,
        work=json.loads(row.work),
        state=state,
        tries=row.tries,
        losses=row.losses,
        reason=reason,
        host=row.host,
        stage=row.stage if is_running else None,
        share=row.share if is_running else None,
        enqueued_at=row.enqueued_at.isoformat(),
        started_at=None if row.started_at is None else row.started_at.isoformat(),
        finished_at=None if row.finished_at is None else row.finished_at.isoformat(),
        needs=row.queue_name,
    )
