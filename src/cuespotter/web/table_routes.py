"""Side tables: loaded from the browser, seen by recording, taken back."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from cuespotter.errors import UsageError
from cuespotter.model.work import Work
from cuespotter.services import Learnt
from cuespotter.web.answers import Question
from cuespotter.web.desk import Desk
from cuespotter.web.names import DeskHere

router = APIRouter(prefix="/api", tags=["tables"])
NOT_PLAIN = re.compile(r"[^\w .()-]")
"""Signs that stay out of a file's name."""
RecordingName = Annotated[str, Field(min_length=1, max_length=64)]


class TableSent(Question):
    """A table, as it was read from its file."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    text: Annotated[str, Field(max_length=4_000_000)]
    is_replacing: bool = False


class TableLearnt(BaseModel):
    """What a table said."""

    rows: int
    recordings: int
    films: int
    remarks: list[str]


class ToldRow(BaseModel):
    """What is told of a recording over its file's own tags."""

    recording_id: str
    label: str
    path: str
    work: Work | None
    version: str | None
    releases: list[str]


class ToldForgotten(Question):
    """Recordings of which what was told is to be taken back."""

    recordings: Annotated[list[RecordingName], Field(min_length=1, max_length=2000)]


class Forgotten(BaseModel):
    """How many films changed with it."""

    films: int


@router.get("/tables/told")
def list_told(desk: DeskHere) -> list[ToldRow]:
    """List what side tables and reviewers told of recordings."""
    return [
        ToldRow(
            recording_id=row.recording.id,
            label=row.recording.label_text,
            path=row.recording.path,
            work=row.told.work,
            version=None if row.told.version is None else row.told.version.kind,
            releases=[release.title for release in row.told.releases],
        )
        for row in desk.library.told()
    ]


@router.post("/tables/learn")
def learn_table(desk: DeskHere, sent: TableSent) -> TableLearnt:
    """Take what a side table says (docs/side-tables.md), and bring films up to it."""
    learnt = _learn(desk, sent)
    return TableLearnt(
        rows=learnt.rows,
        recordings=learnt.recordings,
        films=learnt.films,
        remarks=list(learnt.remarks),
    )


@router.post("/tables/forget")
def forget_told(desk: DeskHere, wanted: ToldForgotten) -> Forgotten:
    """Take back what was told of recordings; the films that use them follow, and can undo it."""
    return Forgotten(films=desk.library.forget_told(wanted.recordings))


def _learn(desk: Desk, sent: TableSent) -> Learnt:
    """Lay the table into a file that is gone after, under the name it was sent with, for messages."""
    with TemporaryDirectory(prefix="cuespotter-table-") as folder:
        place = Path(folder) / (NOT_PLAIN.sub("_", sent.name).strip(". ") or "table.csv")
        place.write_text(sent.text, encoding="utf-8", newline="")
        try:
            learnt = desk.library.learn([place], replace=sent.is_replacing)
        except UsageError as error:
            raise UsageError(error.message.replace(str(place), place.name)) from error
    remarks = tuple(remark.replace(str(place), place.name) for remark in learnt.remarks)
    return Learnt(learnt.rows, learnt.recordings, learnt.films, remarks, learnt.took_any, learnt.unknown)
