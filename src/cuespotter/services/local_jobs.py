"""Long work of one process, one piece after the other: it goes on when who asked for it looks away."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Literal

from cuespotter.errors import CuespotterError, JobUnwantedError, UnknownJobError

LocalJobStatus = Literal["waiting", "running", "done", "failed", "cancelled"]
KEPT = 50
"""Jobs remembered; older ones that have ended are forgotten."""
ENDED = frozenset({"done", "failed", "cancelled"})


@dataclass
class LocalJob:
    """One piece of work, and how far it is.

    Attributes
    ----------
    fraction : float
        Share of the work that is done, 0 to 1.
    message : str or None
        What came of it, or what went wrong.
    film_id : str or None
        The film that was identified.
    """

    id: str
    kind: str
    title: str
    status: LocalJobStatus = "waiting"
    stage: str = ""
    fraction: float = 0.0
    message: str | None = None
    film_id: str | None = None
    complaints: list[str] = field(default_factory=list)
    is_unwanted: bool = False

    def report(self, stage: str, fraction: float) -> None:
        """Note how far the work is; raises `JobUnwantedError` if nobody wants it any more."""
        self.stage, self.fraction = stage, min(1.0, max(0.0, fraction))
        if self.is_unwanted:
            raise JobUnwantedError("the job was cancelled")


Work = Callable[[LocalJob], str]
"""Does the work, and says in a line what came of it."""


class LocalJobs:
    """All work of one process, done one after the other; what is quick does not wait for what is long.

    Between calls it holds the jobs of this process, those that ended lately among them: they are gone with
    it. What outlives a process, or is shared by several, is put into the catalogue (`Library.enqueue`).
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="cuespotter-job")
        self._quick_pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="cuespotter-quick")
        self._jobs: dict[str, LocalJob] = {}
        self._lock = threading.Lock()

    def start(self, kind: str, title: str, work: Work, *, is_quick: bool = False) -> LocalJob:
        """Put work in the queue."""
        job = LocalJob(secrets.token_hex(6), kind, title)
        with self._lock:
            ended = [one.id for one in self._jobs.values() if one.status in ENDED]
            for job_id in ended[: max(0, len(self._jobs) - KEPT)]:
                del self._jobs[job_id]
            self._jobs[job.id] = job
        (self._quick_pool if is_quick else self._pool).submit(_run, job, work)
        return job

    def all(self) -> list[LocalJob]:
        """Give all jobs, the newest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def job(self, job_id: str) -> LocalJob:
        """Give a job by its id."""
        with self._lock:
            job = self._jobs.get(job_id)
        if job is None:
            raise UnknownJobError(
                f"no job {job_id!r:.40} was begun here, or it ended long ago; look at all jobs"
            )
        return job

    def cancel(self, job_id: str) -> LocalJob:
        """Say that a job is not wanted; it stops at its next step."""
        job = self.job(job_id)
        job.is_unwanted = True
        if job.status == "waiting":
            job.status = "cancelled"
        return job

    def close(self) -> None:
        """Cancel everything and wait for the work in hand to stop."""
        for job in self.all():
            job.is_unwanted = True
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._quick_pool.shutdown(wait=True, cancel_futures=True)


def _run(job: LocalJob, work: Work) -> None:
    """Do a job's work."""
    if job.is_unwanted:
        job.status = "cancelled"
        return
    job.status = "running"
    try:
        job.message = work(job)
    except JobUnwantedError:
        job.status = "cancelled"
    except CuespotterError as error:
        job.status, job.message = "failed", error.message
    except Exception as error:  # noqa: BLE001 - whatever it is, the page must hear of it
        job.status, job.message = "failed", f"unexpected {type(error).__name__}: {error}"
    else:
        job.status, job.fraction = "cancelled" if job.is_unwanted else "done", 1.0
