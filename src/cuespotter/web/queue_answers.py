"""What the desk answers and is asked about the queue of jobs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from cuespotter.web.answers import Question

QueueStateName = Literal["running", "failed", "waiting", "done", "cancelled"]
QueueJobId = Annotated[int, Field(ge=0, lt=2**63)]


class QueueJob(BaseModel):
    """A film, or a batch of music, that workers take."""

    id: int
    kind: str
    title: str
    state: QueueStateName
    share: float | None
    stage: str | None
    host: str | None
    tries: int
    reason: str | None


class QueueList(BaseModel):
    """The queue: how many jobs are in each state, and some of one state."""

    has_queue: bool
    counts: dict[str, int] = {}
    workers: int = 0
    silent: int = 0
    jobs: list[QueueJob] = []


class ChosenJobs(Question):
    """Jobs, by their numbers."""

    ids: Annotated[list[QueueJobId], Field(min_length=1, max_length=1000)]


class QueueChange(BaseModel):
    """How many jobs were met."""

    jobs: int
