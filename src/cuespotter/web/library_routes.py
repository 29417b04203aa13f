"""The library: recordings, the films that use them, folders to add, and work in hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query

from cuespotter import __version__
from cuespotter.errors import LibraryError, UsageError
from cuespotter.services import AddStep, LocalJob
from cuespotter.web.answers import (
    AddPlace,
    IdentifyAgain,
    IdentifyPlace,
    JobRow,
    PlaceRow,
    RecordingList,
    RecordingRemoval,
    Removed,
    Session,
    UseRow,
)
from cuespotter.web.desk import Desk
from cuespotter.web.names import DeskHere, FilmId, JobId, PlaceId, RecordingId, Text

router = APIRouter(prefix="/api", tags=["library"])


@router.get("/session")
def read_session(desk: DeskHere) -> Session:
    """Say whose desk this is, and what its library holds."""
    count, seconds = desk.library.count_recordings()
    return Session(
        version=__version__,
        who=desk.library.who,
        recordings=count,
        hours=seconds / 3600.0,
        films=len(desk.library.films()),
        has_roots=bool(desk.places.roots()),
    )


@router.get("/recordings")
def list_recordings(
    desk: DeskHere, text: Text = "", where: Text = "", limit: Annotated[int, Query(ge=1, le=2000)] = 200
) -> RecordingList:
    """List recordings: those that mention a text, and that a filter keeps (docs/filters.md)."""
    found = desk.library.recordings(text, where=where)
    return RecordingList(total=len(found), recordings=found[:limit])


@router.get("/recordings/{recording_id}/uses")
def list_uses(desk: DeskHere, recording_id: RecordingId) -> list[UseRow]:
    """Say which films use a recording, and where."""
    recording = desk.library.recording(recording_id)
    return [
        UseRow(
            film_id=use.film_id,
            film_title=use.film_title,
            cue_no=use.cue_no,
            status=use.status,
            start_s=use.start_s,
            end_s=use.end_s,
        )
        for use in desk.library.uses([recording])
    ]


@router.post("/recordings/{recording_id}/remove")
def remove_recording(desk: DeskHere, recording_id: RecordingId, wanted: RecordingRemoval) -> Removed:
    """Take a recording out of the library, where its path is said with it; films keep what they say of it."""
    recording = desk.library.recording(recording_id)
    if wanted.path != recording.path:
        raise UsageError(f"the recording is {recording.path!r}, not {wanted.path!r}; nothing was removed")
    desk.library.remove([recording.id])
    return Removed(what=recording.path)


@router.get("/places")
def list_roots(desk: DeskHere) -> list[PlaceRow]:
    """List the folders that were given at start."""
    return [PlaceRow.model_validate(place) for place in desk.places.roots()]


@router.get("/places/{place_id}")
def list_inside(desk: DeskHere, place_id: PlaceId) -> list[PlaceRow]:
    """List what lies in a folder."""
    return [PlaceRow.model_validate(place) for place in desk.places.inside(place_id)]


@router.get("/jobs")
def list_jobs(desk: DeskHere) -> list[JobRow]:
    """List work in hand and done, the newest first."""
    return [JobRow.model_validate(job) for job in desk.jobs.all() if job.kind != "level"]


@router.get("/jobs/{job_id}")
def read_job(desk: DeskHere, job_id: JobId) -> JobRow:
    """Say how far a job is."""
    return JobRow.model_validate(desk.jobs.job(job_id))


@router.post("/jobs/{job_id}/cancel")
def cancel_job(desk: DeskHere, job_id: JobId) -> JobRow:
    """Stop a job at its next step; what an 'add' has finished stays."""
    return JobRow.model_validate(desk.jobs.cancel(job_id))


@router.post("/jobs/add", status_code=202)
def add_place(desk: DeskHere, wanted: AddPlace) -> JobRow:
    """Add the recordings in a folder or file."""
    path = desk.places.path(wanted.place)

    def work(job: LocalJob) -> str:
        def report(step: AddStep) -> None:
            if step.failure is not None:
                job.complaints.append(desk.places.told(step.failure.message))
            if step.remark is not None:
                job.complaints.append(desk.places.told(step.remark))
            job.stage = f"listening, {step.files_done} of {step.files_total} files"
            job.fraction = step.bytes_done / step.bytes_total if step.bytes_total else 0.0

        summary = desk.library.add(
            [path], report=report, is_unwanted=lambda: job.is_unwanted, within=desk.places.folders
        )
        return f"{summary.kept} in the library, {summary.added} of them new, {len(summary.failures)} failed"

    return JobRow.model_validate(desk.jobs.start("add", path.name, work))


@router.post("/jobs/identify", status_code=202)
def identify_place(desk: DeskHere, wanted: IdentifyPlace) -> JobRow:
    """Identify a film below a root."""
    path = desk.places.path(wanted.place)
    return _start_identify(desk, [path], wanted.title, wanted.title or path.name)


@router.post("/films/{film_id}/identify", status_code=202)
def identify_again(desk: DeskHere, film_id: FilmId, _nothing: IdentifyAgain) -> JobRow:
    """Identify a film again; the reviewer's word stands above what is found."""
    film = desk.film(film_id)
    return _start_identify(desk, desk.library.film_files(film.id), None, film.title)


def _start_identify(desk: Desk, paths: list[Path], title: str | None, name: str) -> JobRow:
    """Put the film trip in the queue."""
    if desk.library.count_recordings()[0] == 0:
        raise LibraryError("the library holds no recording to find; add music first")

    def work(job: LocalJob) -> str:
        found = desk.library.identify(paths, title=title, report=job.report)
        job.film_id = found.document.film.id
        if found.refusal is not None:
            raise found.refusal
        return found.summary if found.difference is None else found.difference

    return JobRow.model_validate(desk.jobs.start("identify", name, work))
