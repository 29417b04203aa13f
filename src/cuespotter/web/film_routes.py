"""Films and their cues: read, judged, changed, checked, handed on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from cuespotter.clock import FilmSeconds
from cuespotter.errors import UsageError
from cuespotter.model import FilmDocument
from cuespotter.model.usage import us_code
from cuespotter.services import Change, Decision, ExportOptions, Share, read_music_roots, revision
from cuespotter.web.answers import (
    CueAnswers,
    CueEdit,
    CueNew,
    CueRevisions,
    CueSplit,
    CueVerdict,
    FilmEdit,
    FilmRemoval,
    FilmRow,
    FilmState,
    FormatRow,
    NumericTest,
    RemarkRow,
    Removed,
    Saved,
    ShareRow,
    ThemeQuestionRow,
    Totals,
)
from cuespotter.web.counting import counting_of
from cuespotter.web.desk import Desk
from cuespotter.web.handed import download, preview
from cuespotter.web.names import CueId, DeskHere, FilmId, Text

router = APIRouter(prefix="/api", tags=["films"])
Roots = Annotated[Sequence[Annotated[str, Field(max_length=1000)]], Query(max_length=50)]


@router.get("/films")
def list_films(desk: DeskHere, where: Text = "") -> list[FilmRow]:
    """List the films, all or those that a filter keeps (docs/filters.md)."""
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
            is_told=not film.locations,
            is_file_there=bool(film.locations) and all(FilePath(place).is_file() for place in film.locations),
        )
        for film in desk.library.films(where)
    ]


@router.get("/films/{film_id}")
def read_film(desk: DeskHere, film_id: FilmId, response: Response) -> FilmState:
    """Give a film's document."""
    state = film_state(desk, desk.document(film_id))
    response.headers["etag"] = f'"{state.film_revision}"'
    return state


@router.patch("/films/{film_id}")
def edit_film(desk: DeskHere, film_id: FilmId, edit: FilmEdit) -> FilmState:
    """Set fields of a film."""
    decision = Decision(fields=edit.fields)
    return film_state(desk, desk.decide(film_id, decision, seen={}, seen_film=edit.revision))


@router.post("/films/{film_id}/remove")
def remove_film(desk: DeskHere, film_id: FilmId, wanted: FilmRemoval) -> Removed:
    """Forget a film and all that was said about it, where its title is said with it; its files stay."""
    film = desk.film(film_id)
    if wanted.title != film.title:
        raise UsageError(f"the film is called {film.title!r}, not {wanted.title!r}; nothing was removed")
    desk.library.remove_film(film.id)
    return Removed(what=film.title)


@router.get("/films/{film_id}/saved")
def read_saved(desk: DeskHere, film_id: FilmId) -> Saved:
    """Say when a film was last saved: asked every few seconds, to follow other desks."""
    return Saved(saved_at=desk.film(film_id).saved_at)


@router.get("/films/{film_id}/history")
def read_history(desk: DeskHere, film_id: FilmId) -> list[Change]:
    """Say who changed what of a film, and when."""
    return desk.library.history(desk.film(film_id).id)


@router.post("/films/{film_id}/undo")
def undo(desk: DeskHere, film_id: FilmId) -> FilmState:
    """Take back the last change of a film."""
    document, step = desk.library.undo(desk.film(film_id).id)
    return film_state(desk, document, reached=step.words)


@router.post("/films/{film_id}/redo")
def redo(desk: DeskHere, film_id: FilmId) -> FilmState:
    """Do again what was undone last."""
    document, step = desk.library.redo(desk.film(film_id).id)
    return film_state(desk, document, reached=step.words)


@router.post("/films/{film_id}/verdict")
def judge_cues(desk: DeskHere, film_id: FilmId, verdict: CueVerdict) -> FilmState:
    """Confirm or reject cues, all or none, as one change."""
    decision = Decision(cues=list(verdict.cues), verdict=verdict.verdict)
    return film_state(desk, desk.decide(film_id, decision, seen=verdict.cues))


@router.post("/films/{film_id}/answers")
def answer_cues(desk: DeskHere, film_id: FilmId, answers: CueAnswers) -> FilmState:
    """Say the same of many cues, of all or none, as one change: fields, and whether they are true."""
    decision = Decision(cues=list(answers.cues), fields=answers.fields, verdict=answers.verdict)
    return film_state(desk, desk.decide(film_id, decision, seen=answers.cues))


@router.post("/films/{film_id}/suggestions")
def take_suggestions(desk: DeskHere, film_id: FilmId) -> FilmState:
    """Answer everything that is suggested surely enough."""
    return film_state(desk, desk.library.take_suggestions(desk.film(film_id).id)[0])


@router.post("/films/{film_id}/merge")
def merge_cues(desk: DeskHere, film_id: FilmId, several: CueRevisions) -> FilmState:
    """Make one cue of several."""
    decision = Decision(cues=list(several.cues), is_merge=True)
    return film_state(desk, desk.decide(film_id, decision, seen=several.cues))


@router.post("/films/{film_id}/cues")
def add_cue(desk: DeskHere, film_id: FilmId, new: CueNew) -> FilmState:
    """Add a cue that was not found."""
    decision = Decision(
        is_new=True,
        start_s=FilmSeconds(new.start_s),
        end_s=FilmSeconds(new.end_s),
        recording=None if new.recording is None else desk.library.recording(new.recording),
        fields=new.fields,
    )
    return film_state(desk, desk.decide(film_id, decision, seen={}))


@router.patch("/films/{film_id}/cues/{cue_id}")
def edit_cue(desk: DeskHere, film_id: FilmId, cue_id: CueId, edit: CueEdit) -> FilmState:
    """Change a cue: which recording it is, its bounds, its fields; or let the library remember its sound."""
    decision = Decision(
        cues=[cue_id],
        start_s=None if edit.start_s is None else FilmSeconds(edit.start_s),
        end_s=None if edit.end_s is None else FilmSeconds(edit.end_s),
        recording=None if edit.recording is None else desk.library.recording(edit.recording),
        original=None if edit.original is None else desk.library.recording(edit.original),
        is_other_work=edit.is_other_work,
        fields=edit.fields,
        is_remembered=edit.is_remembered,
    )
    return film_state(desk, desk.decide(film_id, decision, seen={cue_id: edit.revision}))


@router.post("/films/{film_id}/cues/{cue_id}/split")
def split_cue(desk: DeskHere, film_id: FilmId, cue_id: CueId, split: CueSplit) -> FilmState:
    """Make two cues of one, parted at a time of the film."""
    decision = Decision(cues=[cue_id], split_s=FilmSeconds(split.at_s))
    return film_state(desk, desk.decide(film_id, decision, seen={cue_id: split.revision}))


@router.get("/films/{film_id}/check")
def check(desk: DeskHere, film_id: FilmId) -> list[RemarkRow]:
    """Say what a film's cue sheet misses, and what in it does not add up."""
    return [
        RemarkRow(gravity=one.gravity, row=one.row, cue_no=one.cue_no, field=one.field, text=one.text)
        for one in desk.library.check(desk.document(film_id))
    ]


@router.get("/films/{film_id}/totals")
def count_totals(desk: DeskHere, film_id: FilmId) -> Totals:
    """Count music, commissioned score, and all music made for the film."""
    document = desk.document(film_id)
    shares = desk.library.shares(document)
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
def list_formats(desk: DeskHere) -> list[FormatRow]:
    """List the exports that need nothing but the film."""
    return [
        FormatRow(
            name=row.name,
            suffix=row.suffixes[0] if row.suffixes else f".{row.name}.csv",
            description=row.description,
            media_type=row.media_type,
            is_text=row.is_text,
            room=row.room,
        )
        for row in desk.library.formats().values()
        if not row.needs_template
    ]


@router.get("/films/{film_id}/exports/{format_name}", response_class=Response)
def export_film(
    desk: DeskHere,
    film_id: FilmId,
    format_name: FilmId,
    *,
    is_preview: Annotated[bool, Query()] = False,
    picture_rate: Text = "",
    timecode_origin: Text = "",
    music_root: Roots = (),
) -> Response:
    """Give a film in one of the formats: as a file, or to be looked at.

    Editors' files count as they are told to, and lead to the music where it lies for whoever opens them; what
    is told there is written into the file and read nowhere.
    """
    chosen = desk.library.choose_format(format_name)
    if chosen.needs_template:
        raise UsageError(f"{chosen.name} fills a template of yours: use 'cuespotter export --template'")
    document = desk.document(film_id)
    whole_root, roots = read_music_roots([root for root in music_root if root.strip()])
    options = ExportOptions(
        picture_rate=picture_rate or None,
        timecode_origin=timecode_origin or None,
        music_root=whole_root,
        music_roots=roots,
    )
    content = desk.library.render(document, chosen.name, options=options)
    if is_preview:
        return preview(content, chosen.media_type)
    suffix = chosen.suffixes[0] if chosen.suffixes else f".{chosen.name}.csv"
    return download(content, chosen.media_type, title=document.film.title, otherwise="film", suffix=suffix)


def film_state(desk: Desk, document: FilmDocument, *, reached: Sequence[str] = ()) -> FilmState:
    """Say how a film stands; `reached`: what a step did in others."""
    suggested = desk.library.suggestions(document)
    return FilmState(
        document=document,
        film_revision=revision(document.film),
        cue_revisions={cue.id: revision(cue) for cue in document.cues},
        usage_codes={cue.id: us_code(cue) for cue in document.cues},
        suggestions={
            key: desk.library.suggestion_words([one for one in found if not one.is_hint])
            for key, found in suggested.items()
        },
        hints=desk.library.hint_words(suggested),
        suggested_codes=desk.library.suggested_codes(document),
        reasons=desk.library.reasons(document),
        theme_questions={
            cue_id: [ThemeQuestionRow.model_validate(one) for one in asked]
            for cue_id, asked in desk.library.theme_questions(document).items()
        },
        themes=desk.library.themes_of_cues(document),
        timecode=counting_of(document),
        can_redo=desk.library.can_redo(document.film.id),
        reached=list(reached),
    )


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
