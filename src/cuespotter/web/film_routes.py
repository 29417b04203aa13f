"""Films and their cues: read, judged, changed, checked, handed on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path as FilePath
from typing import Annotated

from fastapi import APIRouter, Query, Response

from cuespotter.clock import FilmSeconds
from cuespotter.errors import UsageError
from cuespotter.exports.base import ExportOptions
from cuespotter.exports.formats import FORMATS, choose_format, render
from cuespotter.model import FilmDocument
from cuespotter.model.usage import us_code
from cuespotter.report.check import check_film
from cuespotter.report.facts import FILM_FIELDS, film_facts
from cuespotter.report.filter import parse_filter
from cuespotter.report.shares import Share, share_music
from cuespotter.review import edits
from cuespotter.web.answers import (
    ChangeRow,
    CueEdit,
    CueNew,
    CueRevisions,
    CueSplit,
    CueVerdict,
    FilmEdit,
    FilmRow,
    FilmState,
    FormatRow,
    NumericTest,
    RemarkRow,
    ShareRow,
    Totals,
)
from cuespotter.web.desk import Desk, revision
from cuespotter.web.guard import PREVIEW_POLICY
from cuespotter.web.names import CueId, DeskHere, FilmId, Text

router = APIRouter(prefix="/api", tags=["films"])


@router.get("/films")
def list_films(desk: DeskHere, where: Text = "") -> list[FilmRow]:
    """List the films, all or those that a filter keeps (docs/filters.md)."""
    films = desk.catalogue.films()
    if where.strip():
        wanted = parse_filter(where, FILM_FIELDS)
        films = [film for film in films if wanted.keeps(film_facts(desk.catalogue.document(film.id)))]
    return [
        FilmRow(
            id=film.id,
            title=film.title,
            year=film.year,
            duration_s=film.duration_s,
            cues=film.cues,
            named_cues=film.named_cues,
            reviewed_cues=film.reviewed_cues,
            saved_at=film.saved_at,
            is_file_there=bool(film.locations) and all(FilePath(place).is_file() for place in film.locations),
        )
        for film in films
    ]


@router.get("/films/{film_id}")
def read_film(desk: DeskHere, film_id: FilmId, response: Response) -> FilmState:
    """Give a film's document."""
    state = _state(desk, desk.document(film_id))
    response.headers["etag"] = f'"{state.film_revision}"'
    return state


@router.patch("/films/{film_id}")
def edit_film(desk: DeskHere, film_id: FilmId, edit: FilmEdit) -> FilmState:
    """Set fields of a film."""
    document = desk.change(
        film_id,
        lambda before: edits.set_film_fields(before, edit.fields),
        action="edit",
        summary=f"film: {_words(edit.fields)}",
        expected={},
        expected_film=edit.revision,
    )
    return _state(desk, document)


@router.get("/films/{film_id}/history")
def read_history(desk: DeskHere, film_id: FilmId) -> list[ChangeRow]:
    """Say who changed what of a film, and when."""
    changes = desk.catalogue.history(desk.film(film_id).id)
    return [
        ChangeRow(
            id=one.id, at=one.at, who=one.who, action=one.action, summary=one.summary, undone=one.undone
        )
        for one in changes
    ]


@router.post("/films/{film_id}/undo")
def undo(desk: DeskHere, film_id: FilmId) -> FilmState:
    """Take back the last change of a film."""
    return _state(desk, desk.undo(film_id))


@router.post("/films/{film_id}/redo")
def redo(desk: DeskHere, film_id: FilmId) -> FilmState:
    """Do again what was undone last."""
    return _state(desk, desk.redo(film_id))


@router.post("/films/{film_id}/verdict")
def judge_cues(desk: DeskHere, film_id: FilmId, verdict: CueVerdict) -> FilmState:
    """Confirm or reject cues, all or none, as one change."""
    judge = edits.confirm if verdict.verdict == "confirm" else edits.reject

    def edit(document: FilmDocument) -> FilmDocument:
        for cue_id in verdict.cues:
            document = judge(document, cue_id)
        return document

    return _changed(desk, film_id, edit, verdict.verdict, verdict.cues, verdict.verdict)


@router.post("/films/{film_id}/merge")
def merge_cues(desk: DeskHere, film_id: FilmId, several: CueRevisions) -> FilmState:
    """Make one cue of several."""
    return _changed(
        desk, film_id, lambda before: edits.merge(before, list(several.cues)), "edit", several.cues, "merge"
    )


@router.post("/films/{film_id}/cues")
def add_cue(desk: DeskHere, film_id: FilmId, new: CueNew) -> FilmState:
    """Add a cue that was not found."""

    def edit(document: FilmDocument) -> FilmDocument:
        before = {cue.id for cue in document.cues}
        longer = edits.add_cue(document, FilmSeconds(new.start_s), FilmSeconds(new.end_s), new.fields)
        if new.recording is None:
            return longer
        added = next(cue.id for cue in longer.cues if cue.id not in before)
        return edits.set_recording(longer, added, desk.recording_by_id(new.recording))

    summary = f"new cue: start={new.start_s:.2f}, end={new.end_s:.2f} {_words(new.fields)}".rstrip()
    return _state(desk, desk.change(film_id, edit, action="edit", summary=summary, expected={}))


@router.patch("/films/{film_id}/cues/{cue_id}")
def edit_cue(desk: DeskHere, film_id: FilmId, cue_id: CueId, edit: CueEdit) -> FilmState:
    """Change a cue: which recording it is, its bounds, its fields."""
    if edit.start_s is None and edit.end_s is None and edit.recording is None and not edit.fields:
        raise UsageError("nothing to change was given; needed is start_s, end_s, recording or fields")

    def change(document: FilmDocument) -> FilmDocument:
        if edit.recording is not None:
            document = edits.set_recording(document, cue_id, desk.recording_by_id(edit.recording))
        if edit.start_s is not None or edit.end_s is not None:
            start = None if edit.start_s is None else FilmSeconds(edit.start_s)
            end = None if edit.end_s is None else FilmSeconds(edit.end_s)
            document = edits.trim(document, cue_id, start_s=start, end_s=end)
        return edits.set_cue_fields(document, cue_id, edit.fields) if edit.fields else document

    bounds = {"start": edit.start_s, "end": edit.end_s, "recording": edit.recording}
    told = {name: value for name, value in bounds.items() if value is not None}
    return _changed(
        desk,
        film_id,
        change,
        "edit",
        {cue_id: edit.revision},
        _words({**told, **edit.fields}),
        is_suffix=True,
    )


@router.post("/films/{film_id}/cues/{cue_id}/split")
def split_cue(desk: DeskHere, film_id: FilmId, cue_id: CueId, split: CueSplit) -> FilmState:
    """Make two cues of one, parted at a time of the film."""
    return _changed(
        desk,
        film_id,
        lambda before: edits.split(before, cue_id, FilmSeconds(split.at_s)),
        "edit",
        {cue_id: split.revision},
        f"split {split.at_s:.2f}",
        is_suffix=True,
    )


@router.get("/films/{film_id}/check")
def check(desk: DeskHere, film_id: FilmId) -> list[RemarkRow]:
    """Say what a film's cue sheet misses, and what in it does not add up."""
    return [
        RemarkRow(gravity=one.gravity, row=one.row, cue_no=one.cue_no, field=one.field, text=one.text)
        for one in check_film(desk.document(film_id))
    ]


@router.get("/films/{film_id}/totals")
def count_totals(desk: DeskHere, film_id: FilmId) -> Totals:
    """Count music, commissioned score, and all music made for the film."""
    document = desk.document(film_id)
    shares = share_music(document)
    heard = document.cues_heard
    named = sum(cue.title_known is not None for cue in heard)
    rows = {
        "music in the film": shares.music_in_film,
        "score share": shares.score_share,
        "new music share": shares.new_music_share,
    }
    return Totals(
        shares=[_share_row(name, share) for name, share in rows.items()],
        tests=[NumericTest(name=name, threshold=least, verdict=said) for name, least, said in shares.tests],
        cues=len(heard),
        named=named,
        unnamed=len(heard) - named,
        reviewed=sum(cue.status != "found" for cue in document.cues),
    )


@router.get("/formats")
def list_formats() -> list[FormatRow]:
    """List the exports that need nothing but the film."""
    return [
        FormatRow(
            name=row.name,
            suffix=row.suffixes[0] if row.suffixes else f".{row.name}.csv",
            description=row.description,
            media_type=row.media_type,
            is_text="officedocument" not in row.media_type,
        )
        for row in FORMATS.values()
        if not row.needs_template
    ]


@router.get("/films/{film_id}/exports/{format_name}", response_class=Response)
def export_film(
    desk: DeskHere, film_id: FilmId, format_name: FilmId, *, is_preview: Annotated[bool, Query()] = False
) -> Response:
    """Give a film in one of the formats: as a file, or to be looked at."""
    chosen = choose_format(FilePath(format_name), format_name)
    if chosen.needs_template:
        raise UsageError(f"{chosen.name} fills a template of yours: use 'cuespotter export --template'")
    document = desk.document(film_id)
    heard = {cue.recording.id for cue in document.cues if cue.recording is not None}
    content = render(document, chosen.name, ExportOptions(music_files=desk.catalogue.files_at_hand(heard)))
    if is_preview:
        is_page = chosen.media_type == "text/html"
        kind = "text/html; charset=utf-8" if is_page else "text/plain; charset=utf-8"
        return Response(content, media_type=kind, headers={"content-security-policy": PREVIEW_POLICY})
    suffix = chosen.suffixes[0] if chosen.suffixes else f".{chosen.name}.csv"
    kept = "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in document.film.title)
    name = (kept.strip("-") or "film") + suffix
    return Response(
        content,
        media_type=chosen.media_type,
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def _changed(
    desk: Desk,
    film_id: str,
    edit: Callable[[FilmDocument], FilmDocument],
    action: str,
    cues: dict[str, str],
    words: str,
    *,
    is_suffix: bool = False,
) -> FilmState:
    """Change cues and say so in the history in the words of the commands: by the cues' numbers."""
    by_id = {cue.id: cue.cue_no for cue in desk.document(film_id).cues}
    numbers = ", ".join(by_id.get(cue_id, cue_id) for cue_id in cues)
    summary = f"{numbers}: {words}" if is_suffix else f"{words} {numbers}"
    return _state(desk, desk.change(film_id, edit, action=action, summary=summary, expected=cues))


def _state(desk: Desk, document: FilmDocument) -> FilmState:
    """Say how a film stands."""
    return FilmState(
        document=document,
        film_revision=revision(document.film),
        cue_revisions={cue.id: revision(cue) for cue in document.cues},
        usage_codes={cue.id: us_code(cue) for cue in document.cues},
        can_redo=desk.can_redo(document.film.id),
    )


def _words(fields: dict[str, object]) -> str:
    """Write fields as the commands do."""
    return ", ".join(f"{name}={'' if value is None else value}" for name, value in fields.items())


def _share_row(name: str, share: Share) -> ShareRow:
    """Write a share."""
    lower, upper = share.bounds or (None, None)
    return ShareRow(
        name=name,
        of_what=share.of_what,
        lower_s=share.lower_s,
        upper_s=share.upper_s,
        whole_s=share.whole_s,
        lower=lower,
        upper=upper,
    )
