"""One change of a film: both sides of it, how it is kept, and how one side is put back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import Field
from sqlalchemy import Connection, Select, insert, select, update

from cuespotter.catalogue import schema
from cuespotter.catalogue.database import utc_now
from cuespotter.catalogue.told import Told
from cuespotter.model import Cue, Film, FilmDocument
from cuespotter.model.base import Model
from cuespotter.review.edits import in_film_order
from cuespotter.wording.numbers import count_text

ToldSides = tuple[Mapping[str, Told | None], Mapping[str, Told | None]]
"""What was told of recordings before a change, and after it."""
NOTHING_TOLD: ToldSides = ({}, {})
LibrarySides = tuple[Mapping[str, bool], Mapping[str, bool]]
"""Whether recordings were in the library before a change, and after it."""
ELSEWHERE = "elsewhere"
"""The action of a line that another film's deed wrote: it is taken back there, and not here."""


class Difference(Model):
    """The part of a document that a change touched, on one side of it.

    Attributes
    ----------
    film : Film or None
        None where the film itself was not touched.
    cues : list of Cue
        Cues that were touched, as they were on this side; a cue that is missing did not exist.
    told : dict[str, Told or None]
        What was told of recordings, by id, on this side: the change reached beyond the film.
    library : dict[str, bool]
        Recordings that the change brought into the library or took out, by id: whether it was there on this
        side.
    """

    film: Film | None = None
    cues: list[Cue] = Field(default=[])
    told: dict[str, Told | None] = Field(default={})
    library: dict[str, bool] = Field(default={})


@dataclass(frozen=True)
class Change:
    """One line of a film's history."""

    id: int
    at: str
    who: str
    action: str
    summary: str
    undone: bool


@dataclass(frozen=True)
class Step(Change):
    """A change as it was undone or done again, and what that did in other films, by their titles.

    Attributes
    ----------
    reached : tuple of str
        Where what had the name of a recording has none any more, or has it again.
    standing : tuple of str
        Where somebody said by hand that it is that recording, which stands.
    """

    reached: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """Say it, a line each; nothing where no other film was reached."""
        done = "taken back" if self.undone else "put back"
        said = [f"the name is {done} in {_films(self.reached)}, too"] if self.reached else []
        if self.standing and self.undone:
            said.append(f"it stays in {_films(self.standing)}, where it was said by hand")
        return said


def _films(titles: Collection[str]) -> str:
    """Count films and name them."""
    return f"{count_text(len(titles), 'other film')} ({', '.join(titles)})"


def undoable(film_id: str) -> Select[Any]:
    """Ask for the last change of a film that stands, and was made there."""
    table = schema.changes
    query = select(table).where(table.c.film_id == film_id, ~table.c.undone, table.c.action != ELSEWHERE)
    return query.order_by(table.c.id.desc()).limit(1)


def redoable(film_id: str) -> Select[Any]:
    """Ask for the change of a film that was undone last and may be done again.

    Changes are undone from the last one backwards, and a new change drops all that are undone: so it is the
    first of those that are left.
    """
    table = schema.changes
    query = select(table).where(
        table.c.film_id == film_id, table.c.undone, ~table.c.dropped, table.c.action != ELSEWHERE
    )
    return query.order_by(table.c.id).limit(1)


def from_elsewhere(film_id: str, since: int) -> Select[Any]:
    """Ask for what other films' deeds did to a film after a change of its own."""
    table = schema.changes
    return select(table).where(table.c.film_id == film_id, table.c.id > since, table.c.action == ELSEWHERE)


def remember(
    connection: Connection,
    before: FilmDocument,
    after: FilmDocument,
    *,
    action: str,
    summary: str,
    who: str,
    told: ToldSides = NOTHING_TOLD,
    library: LibrarySides = ({}, {}),
) -> None:
    """Write a line of history; a change that changes nothing leaves none."""
    earlier = {cue.id: cue for cue in before.cues}
    later = {cue.id: cue for cue in after.cues}
    touched = [one for one in {**earlier, **later} if earlier.get(one) != later.get(one)]
    film_touched = before.film != after.film
    if not touched and not film_touched and told[0] == told[1]:
        return
    sides = [
        Difference(
            film=document.film if film_touched else None,
            cues=[side[one] for one in touched if one in side],
            told=dict(said),
            library=dict(held),
        )
        for document, side, said, held in (
            (before, earlier, told[0], library[0]),
            (after, later, told[1], library[1]),
        )
    ]
    if action != ELSEWHERE:
        # what was undone before a new change belongs to another course of things and cannot be done again
        table = schema.changes
        undone = update(table).where(table.c.film_id == before.film.id, table.c.undone)
        connection.execute(undone.values(dropped=True))
    connection.execute(
        insert(schema.changes),
        {
            "film_id": before.film.id,
            "at": utc_now(),
            "who": who,
            "action": action,
            "summary": summary,
            "before": sides[0].model_dump_json(exclude_defaults=True),
            "after": sides[1].model_dump_json(exclude_defaults=True),
            "undone": False,
            "dropped": False,
        },
    )


def restored(document: FilmDocument, before: Difference, after: Difference) -> FilmDocument:
    """Put back the side of a change that was before it."""
    touched = {cue.id for cue in (*before.cues, *after.cues)}
    cues = [*before.cues, *(cue for cue in document.cues if cue.id not in touched)]
    film = document.film if before.film is None else before.film
    return in_film_order(document.model_copy(update={"film": film}), cues)
