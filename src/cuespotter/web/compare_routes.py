"""The music editor's list beside the cues: uploaded, compared, and kept nowhere."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from cuespotter.services import VERDICT_WORDS, ListComparison
from cuespotter.web.answers import Question
from cuespotter.web.desk import Desk
from cuespotter.web.names import DeskHere, FilmId

router = APIRouter(prefix="/api", tags=["compare"])
Timecode = Annotated[str, Field(max_length=20)]


class EditAsked(Question):
    """An editor's list, and how it is to be read."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    text: Annotated[str, Field(max_length=4_000_000)]
    picture_rate: Timecode | None = None
    timecode_origin: Timecode | None = None
    tracks: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=200)] = Field(default=[])
    tolerance_s: Annotated[float, Field(ge=0, le=60, allow_inf_nan=False)] = 1.0


class CompareRow(BaseModel):
    """A cue, a stretch of the edit, or both; times in seconds of the film's clock and as timecode."""

    verdict: str
    words: str
    difference: str
    cue_id: str | None
    cue_no: str | None
    status: str | None
    heard: str | None
    heard_in_s: float | None
    heard_in: str | None
    heard_out_s: float | None
    heard_out: str | None
    edit: str | None
    tracks: list[str]
    edit_in_s: float | None
    edit_in: str | None
    edit_out_s: float | None
    edit_out: str | None


class ComparedAnswer(BaseModel):
    """What a list says beside what is heard."""

    kind: str
    title: str
    origin: str
    is_origin_known: bool
    remarks: list[str]
    tracks: list[str]
    rows: list[CompareRow]


@router.post("/films/{film_id}/compare")
def compare_edit(desk: DeskHere, film_id: FilmId, asked: EditAsked) -> ComparedAnswer:
    """Lay an editor's list (EDL, OpenTimelineIO, Pro Tools text) beside a film's cues; nothing is changed."""
    return _answer(_compared(desk, film_id, asked))


def _compared(desk: Desk, film_id: str, asked: EditAsked) -> ListComparison:
    return desk.library.compare(
        desk.document(film_id),
        (asked.name, asked.text.encode()),
        picture_rate=asked.picture_rate or None,
        timecode_origin=asked.timecode_origin or None,
        tracks=asked.tracks,
        tolerance_s=asked.tolerance_s,
    )


def _answer(beside: ListComparison) -> ComparedAnswer:
    return ComparedAnswer(
        kind=beside.edit.kind,
        title=beside.edit.title,
        origin=beside.origin,
        is_origin_known=beside.is_origin_known,
        remarks=list(beside.edit.remarks),
        tracks=list(dict.fromkeys(event.track for event in beside.edit.events)),
        rows=[
            CompareRow.model_validate({**beside.facts(row), "words": VERDICT_WORDS[row.verdict]})
            for row in beside.rows
        ],
    )
