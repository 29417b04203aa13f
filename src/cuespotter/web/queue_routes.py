"""The queue of jobs that workers on any machines take: how far they are, why they failed; retry, cancel."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query

from cuespotter.services import Job
from cuespotter.web.answers import Question
from cuespotter.web.desk import Desk
from cuespotter.web.names import DeskHere
from cuespotter.web.queue_answers import ChosenJobs, QueueChange, QueueJob, QueueList, QueueStateName

router = APIRouter(prefix="/api/queue", tags=["queue"])
MOST = 200
"""Jobs listed at once: an archive has a hundred thousand."""


@router.get("")
def read_queue(desk: DeskHere, state: Annotated[QueueStateName, Query()] = "running") -> QueueList:
    """Say how many jobs are in each state, and list those of one; without a queue, that there is none."""
    found = desk.library.queue_state(state, most=MOST)
    if found is None:
        return QueueList(has_queue=False)
    jobs = [_row(job, desk) for job in found.jobs]
    return QueueList(
        has_queue=True, counts=dict(found.counts), workers=found.workers, silent=found.silent, jobs=jobs
    )


@router.post("/retry")
def retry_jobs(desk: DeskHere, chosen: ChosenJobs) -> QueueChange:
    """Let jobs that failed or were cancelled be tried again, each film with its shards."""
    return QueueChange(jobs=desk.library.retry_jobs(chosen.ids))


@router.post("/retry-failed")
def retry_failed(desk: DeskHere, _nothing: Question) -> QueueChange:
    """Let all that failed be tried again."""
    return QueueChange(jobs=desk.library.retry_jobs())


@router.post("/cancel")
def cancel_jobs(desk: DeskHere, chosen: ChosenJobs) -> QueueChange:
    """Take jobs that wait out of the queue, and have those that run stopped."""
    return QueueChange(jobs=desk.library.cancel_jobs(chosen.ids))


def _row(job: Job, desk: Desk) -> QueueJob:
    """Show a job without telling where anything lies."""
    folder = f"{Path(job.name).parent}/"
    return QueueJob(
        id=job.id,
        kind=job.kind,
        title=Path(job.name).name,
        state=job.state,
        share=job.share,
        stage=job.stage,
        host=job.host,
        tries=job.tries,
        reason=None if job.reason is None else desk.places.told(job.reason.replace(folder, "")),
    )
