"""What is told of one recording over its tags, seen and changed at the desk."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from cuespotter.errors import UsageError
from cuespotter.model.recording import Version, VersionKind
from cuespotter.model.release import Release
from cuespotter.web.answers import Question
from cuespotter.web.names import DeskHere, RecordingId
from cuespotter.web.table_routes import Forgotten

router = APIRouter(prefix="/api", tags=["tables"])


class Facts(Question):
    """What is told of one recording: which version it is, who performs, where it can be had."""

    version: VersionKind | None = None
    first_recorded_by: Annotated[str | None, Field(max_length=500)] = None
    first_recorded: Annotated[str | None, Field(max_length=10, pattern=r"^\d{4}(-\d\d){0,2}$")] = None
    performer: Annotated[str | None, Field(max_length=500)] = None
    releases: Annotated[list[Release], Field(default_factory=list, max_length=100)]


@router.get("/tables/told/{recording_id}")
def read_facts(desk: DeskHere, recording_id: RecordingId) -> Facts:
    """Give what is told of one recording, to be changed; empty where nothing is."""
    told = desk.library.facts_told(recording_id)
    of_version = {} if told.version is None else told.version.model_dump(exclude={"kind", "evidence"})
    kind = None if told.version is None else told.version.kind
    return Facts(version=kind, performer=told.performer, releases=list(told.releases), **of_version)


@router.put("/tables/told/{recording_id}")
def write_facts(desk: DeskHere, recording_id: RecordingId, facts: Facts) -> Forgotten:
    """Say what a recording is, in the place of what was told of it; its work stays."""
    first = {"first_recorded_by": facts.first_recorded_by, "first_recorded": facts.first_recorded}
    version = None if facts.version is None else Version(kind=facts.version, evidence="user", **first)
    if version is None and any(first.values()):
        raise UsageError("who recorded it first says something of a version; choose which version it is")
    films = desk.library.tell_recording(
        recording_id, version=version, performer=facts.performer, releases=facts.releases
    )
    return Forgotten(films=films)
