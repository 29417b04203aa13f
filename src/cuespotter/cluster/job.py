"""A job: what is to be done, and how far it is, as of one moment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

State = Literal["waiting", "running", "done", "failed", "cancelled"]
STATE_OF: Final[dict[str, State]] = {
    "todo": "waiting",
    "doing": "running",
    "succeeded": "done",
    "failed": "failed",
    "cancelled": "cancelled",
    "aborting": "running",
    "aborted": "cancelled",
}
"""procrastinate's words and ours."""
STATES: Final = tuple(dict.fromkeys(STATE_OF.values()))


@dataclass(frozen=True)
class Order:
    """What is to be done, before it is a job.

    Attributes
    ----------
    kind : str
        "film", "shard" (a film against a part of the library) or "add".
    name : str
        What a person calls it.
    key : str
        The same for the same work: it is enqueued once.
    work : mapping
        All that the worker needs to know, as JSON.
    parts : tuple of Order
        What must be done before; see `parts`.
    """

    kind: str
    name: str
    key: str
    work: Mapping[str, Any]
    parts: tuple[Order, ...] = ()


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
        What is being done, and which part of all is done, 0 to 1; None where it does not run, and where no
        part of it is done.
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


def worker_of(row: Any) -> LiveWorker:
    """Make a worker of its row."""
    since, silent_s = row.since.isoformat(), float(row.silent_s)
    return LiveWorker(row.worker_id, row.host, row.pid, row.queue, since, silent_s)


def job_of(row: Any) -> Job:
    """Make a job of its row."""
    state = STATE_OF[row.status]
    reason = row.reason
    if state == "waiting" and not row.is_served:
        reason = f"no worker of {row.queue_name} is at work" + (f"; {reason}" if reason else "")
    share = row.share if state == "running" else None
    if state == "waiting" and row.parts:
        reason = f"{row.parts_done} of {row.parts} shards are searched" + (f"; {reason}" if reason else "")
        share = row.parts_done / (row.parts + 1)
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
        stage=row.stage if state == "running" else None,
        share=share,
        enqueued_at=row.enqueued_at.isoformat(),
        started_at=None if row.started_at is None else row.started_at.isoformat(),
        finished_at=None if row.finished_at is None else row.finished_at.isoformat(),
        needs=row.queue_name,
    )
