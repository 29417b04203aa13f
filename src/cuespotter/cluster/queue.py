"""The queue as a person sees it: what is to be done goes in, what became of it comes out.

Jobs lie in procrastinate's tables (https://procrastinate.readthedocs.io) and are moved by its functions. Its
own worker is not used: it says "done" in a transaction of its own, after the one that keeps the result; here
both are one (see `leases`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, bindparam, delete, insert, text

from cuespotter.catalogue.database import reading, writing
from cuespotter.catalogue.refusals import shown
from cuespotter.cluster import parts, tables
from cuespotter.cluster.bounds import LeaseSettings
from cuespotter.cluster.job import STATE_OF, STATES, Job, LiveWorker, Order, State, job_of, worker_of
from cuespotter.errors import UsageError

TASK = "cuespotter"
AT_ONCE = 1000
"""Jobs that are put in, or forgotten, by one statement."""
One = TypeVar("One")

_PUT = text("""
    SELECT unnest(procrastinate_defer_jobs_v1(ARRAY[
        ROW(:queue, :task, :priority, NULL, :key, CAST(:args AS jsonb),
            CAST(:at AS timestamptz))::procrastinate_job_to_defer_v1
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
           (SELECT count(*) FROM cluster_parts AS part WHERE part.film = ours.key) AS parts,
           (SELECT count(*) FROM cluster_parts AS part JOIN procrastinate_jobs AS job ON job.id = part.job_id
            WHERE part.film = ours.key AND job.status = 'succeeded') AS parts_done,
           theirs.queue_name IN (
               SELECT worker.queue FROM cluster_workers AS worker
               JOIN procrastinate_workers AS heard ON heard.id = worker.worker_id
               WHERE heard.last_heartbeat > now() - make_interval(secs => :lease_s)
           ) AS is_served
    FROM cluster_jobs AS ours JOIN procrastinate_jobs AS theirs ON theirs.id = ours.job_id
    WHERE theirs.status::text IN :states AND ours.kind <> :besides {more}
    ORDER BY ours.job_id LIMIT CAST(:most AS bigint)
"""
_COUNT = text("""
    SELECT theirs.status::text AS status, ours.kind, count(*) AS number
    FROM cluster_jobs AS ours JOIN procrastinate_jobs AS theirs ON theirs.id = ours.job_id GROUP BY 1, 2
""")
_RETRY = text("""
    UPDATE procrastinate_jobs
    SET status = 'todo', scheduled_at = NULL, worker_id = NULL, abort_requested = false
    WHERE status IN ('failed', 'cancelled', 'aborted') AND id IN :ids RETURNING id
""").bindparams(bindparam("ids", expanding=True))
_WORKERS = text("""
    SELECT worker.*, extract(epoch FROM now() - heard.last_heartbeat) AS silent_s
    FROM cluster_workers AS worker JOIN procrastinate_workers AS heard ON heard.id = worker.worker_id
    ORDER BY worker.worker_id
""")


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
                if not tables.is_whole(connection):
                    tables.make(connection)
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
            over = {row.key: row.job_id for row in known if not row.is_live}
            _forget(connection, [*over.values(), *parts.jobs_of(connection, over.keys())])
            new = [one for one in {one.key: one for one in orders}.values() if one.key not in live]
            for one in new:
                if one.parts:
                    # before the film: whoever takes jobs by their numbers takes these first
                    before = [_insert(connection, part, queue) for part in one.parts]
                    parts.put(connection, one.key, before)
                _insert(connection, one, queue)
        return len(new)

    def jobs(
        self,
        states: Sequence[State] = STATES,
        ids: Sequence[int] | None = None,
        *,
        most: int | None = None,
        besides: str = "",
    ) -> list[Job]:
        """Give jobs in the order in which they were put in: so many at most, none of a kind."""
        theirs = [name for name, ours in STATE_OF.items() if ours in states]
        given: dict[str, Any] = {"states": theirs, "lease_s": self.bounds.lease_s}
        given |= {"most": most, "besides": besides}
        parameters: list[Any] = [bindparam("states", expanding=True)]
        if ids is not None:
            given["ids"] = list(ids)
            parameters.append(bindparam("ids", expanding=True))
        query = text(_LIST.format(more="" if ids is None else "AND ours.job_id IN :ids"))
        with reading(self.engine, self.place) as connection:
            return [job_of(row) for row in connection.execute(query.bindparams(*parameters), given)]

    def counts(self) -> dict[tuple[str, str], int]:
        """Count the jobs by kind and state."""
        counted: dict[tuple[str, str], int] = {}
        with reading(self.engine, self.place) as connection:
            for row in connection.execute(_COUNT):
                key = (row.kind, STATE_OF[row.status])
                counted[key] = counted.get(key, 0) + int(row.number)
        return counted

    def workers(self) -> list[LiveWorker]:
        """Give the workers that are registered, the silent ones among them."""
        with reading(self.engine, self.place) as connection:
            return [worker_of(row) for row in connection.execute(_WORKERS)]

    def retry(self, ids: Sequence[int] | None = None) -> int:
        """Let jobs that failed or were cancelled be tried again from the start; None: all that failed."""
        with writing(self.engine, self.place) as connection:
            tables.wait_for(connection, tables.ENQUEUEING)
            # no shard may answer between the look at its film and the word that the film waits for it
            tables.wait_for(connection, tables.KEEPING)
            meant = set(ids) if ids is not None else _failed(connection)
            asked = sorted(parts.family(connection, meant))
            again = connection.execute(_RETRY, {"ids": asked}).scalars().all()
            parts.hold_back(connection, again)
            ours = tables.cluster_jobs
            afresh = {"tries": 0, "losses": 0, "refused_by": "", "reason": None, "finished_at": None}
            connection.execute(ours.update().where(ours.c.job_id.in_(again)).values(**afresh))
        return len(again)

    def cancel(self, ids: Sequence[int]) -> int:
        """Take jobs that wait out of the queue, and have those that run stopped; what is over stays.

        A film goes with all its shards, and a shard with its film.
        """
        query = text("SELECT procrastinate_cancel_job_v1(:id, true, false)")
        with writing(self.engine, self.place) as connection:
            others = parts.family(connection, ids).difference(ids)
            found = [connection.execute(query, {"id": one}).scalar() for one in ids]
            for one in sorted(others):
                connection.execute(query, {"id": one})
        return sum(one is not None for one in found)

    def clear(self) -> int:
        """Forget the jobs that are done or cancelled; what they found stays."""
        query = text(f"""
            SELECT id FROM procrastinate_jobs AS job WHERE status IN ('succeeded', 'cancelled', 'aborted')
              AND NOT {parts.UNFINISHED.format(job="job.id")}
        """)  # noqa: S608 (of our own words)
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
        for table in (tables.cluster_jobs, tables.cluster_parts):
            connection.execute(delete(table).where(table.c.job_id.in_(some)))
        connection.execute(_FORGET, {"ids": list(some)})


def _insert(connection: Connection, order: Order, queue: str) -> int:
    """Put one job in; gives its number."""
    job_id = int(connection.execute(_PUT, _args(order, queue)).scalar() or 0)
    row = {"job_id": job_id, "kind": order.kind, "name": order.name, "key": order.key}
    row["generation"] = order.work.get("generation")
    connection.execute(insert(tables.cluster_jobs), row | {"work": json.dumps(order.work)})
    return job_id


def _failed(connection: Connection) -> set[int]:
    """Give all jobs that failed."""
    query = text("SELECT id FROM procrastinate_jobs WHERE status = 'failed'")
    return set(connection.execute(query).scalars())


def _args(order: Order, queue: str) -> dict[str, Any]:
    """Give what procrastinate is told of a job."""
    args = json.dumps({"kind": order.kind, "name": order.name})
    # music first: films enqueued with it are then searched for it
    priority = 1 if order.kind == "add" else 0
    at = parts.FAR if order.parts else None
    return {"queue": queue, "task": TASK, "priority": priority, "key": order.key, "args": args, "at": at}
