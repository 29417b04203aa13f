"""Works and their parties: said once, for every recording of a work and every film."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from cuespotter.model import FilmDocument
from cuespotter.model.societies import SOCIETIES
from cuespotter.services import Decision, WorkSaid
from cuespotter.web.answers import FilmState
from cuespotter.web.film_routes import film_state
from cuespotter.web.names import DeskHere, FilmId
from cuespotter.web.work_answers import KnownParties, PartyRow, Society, WorkEdit

router = APIRouter(prefix="/api", tags=["works"])
FilmAsked = Annotated[str | None, Query(max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]


@router.get("/parties")
def list_parties(desk: DeskHere, film: FilmAsked = None) -> KnownParties:
    """List the writers and publishers that any work names, and those of a film's cues; and societies."""
    document: FilmDocument | None = None if film is None else desk.document(film)
    rows = [
        PartyRow(
            name=one.party.name,
            role=one.party.role,
            ipi=one.party.ipi,
            society=one.party.society,
            works=one.works,
        )
        for one in desk.library.known_parties(film=document)
    ]
    return KnownParties(
        parties=rows, societies=[Society(name=name, words=words) for name, words in SOCIETIES.items()]
    )


@router.post("/films/{film_id}/work")
def set_work(desk: DeskHere, film_id: FilmId, edit: WorkEdit) -> FilmState:
    """Say which work some cues are, with all its parties, as one change."""
    work = edit.work
    said = WorkSaid(title=work.title, iswc=work.iswc, year=work.year, parties=work.parties, is_all=True)
    decision = Decision(cues=list(edit.cues), work=said)
    return film_state(desk, desk.decide(film_id, decision, seen=edit.cues))
