"""Who changed what when: the changes of each film, with what was before, so that they can be undone."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field, ValidationError
from sqlalchemy import Connection, Select, insert, select, update

from cuespotter.catalogue import schema
from cuespotter.catalogue.database import reading, shown, utc_now, writing
from cuespotter.catalogue.films import Films, Reel
from cuespotter.errors import CatalogueError, LibraryVersionError, UsageError
from cuespotter.lines import is_text, printable
from cuespotter.model import Cue, Film, FilmDocument, Recording
from cuespotter.model.base import Model
from cuespotter.review.decision import Decision
from cuespotter.review.edits import in_film_order
from cuespotter.review.rerun import Rerun, merge_rerun

REVIEWER_VARIABLE = "CUESPOTTER_REVIEWER"


class Difference(Model):
    """The part of a document that a change touched, on one side of it.

    Attributes
    ----------
    film : Film or None
        None where the film itself was not touched.
    cues : list of Cue
        Cues that were touched, as they were on this side; a cue that is missing did not exist.
    """

    film: Film | None = None
    cues: list[Cue] = Field(default=[])


@dataclass(frozen=True)
class Change:
    """One line of a film's history."""

    id: int
    at: str
    who: str
    action: str
    summary: str
    undone: bool


def reviewer(name: str | None = None) -> str:
    """Say who is at work: who was named, else ``CUESPOTTER_REVIEWER``, else the user on this machine.

    Raises
    ------
    UsageError
        The name is no text.
    """
    name = name or os.environ.get(REVIEWER_VARIABLE)
    if name:
        if not is_text(name):
            raise UsageError(f"the reviewer's name cannot be {name!r}; write a text in Unicode")
        return name
    try:
        return printable(getpass.getuser())
    except (OSError, KeyError, ImportError):
        return "unknown"


class History(Films):
    """Films that remember how they became what they are."""

    def change(
        self,
        film: str,
        edit: Callable[[FilmDocument], FilmDocument],
        *,
        action: str,
        summary: str,
        who: str | None = None,
    ) -> FilmDocument:
        """Change a film's document; nobody else's change can come between reading and writing it.

        Parameters
        ----------
        film : str
            Its id, or any name that `document` takes.
        edit : callable
            The document as it is -> the document as it shall be.
        action : str
            One word: 'confirm', 'reject', 'edit', ...
        summary : str
            One line for the history.
        who : str, optional
            By default `reviewer()`.

        Returns
        -------
        FilmDocument
            As saved.
        """
        film_id = self.film_id(film)
        with writing(self.engine, self.place) as connection:
            before = self._locked_document(connection, film_id)
            after = edit(before)
            _remember(connection, before, after, action=action, summary=summary, who=reviewer(who))
            self._put_film(connection, after, None)
        return after

    def decide(
        self,
        film: str,
        decision: Decision,
        *,
        who: str | None = None,
        check: Callable[[FilmDocument], None] | None = None,
    ) -> tuple[FilmDocument, str]:
        """Do what a reviewer decided: however many cues it is of, one line of history and one undo.

        Parameters
        ----------
        film : str
            Its id, or any name that `document` takes.
        decision : Decision
            What was decided.
        who : str, optional
            By default `reviewer()`.
        check : callable, optional
            Is shown the document before anything is changed, in the same transaction; what it raises stops
            the change.

        Returns
        -------
        FilmDocument, str
            The film as saved, and the line of the history.
        """
        film_id = self.film_id(film)
        with writing(self.engine, self.place) as connection:
            before = self._locked_document(connection, film_id)
            if check is not None:
                check(before)
            after = decision.apply(before)
            summary = decision.words(before)
            _remember(connection, before, after, action=decision.action, summary=summary, who=reviewer(who))
            self._put_film(connection, after, None)
        return after, summary

    def save_found(
        self, found: FilmDocument, reels: Sequence[Reel], *, who: str | None = None
    ) -> Rerun | None:
        """Save what the engine found; for a film that is known, under the reviewer's word.

        Parameters
        ----------
        found : FilmDocument
            The film under the id that `as_known_film` gave it.
        reels : sequence of Reel
            Its files.
        who : str, optional
            By default `reviewer()`.

        Returns
        -------
        Rerun or None
            How it differs from before; None for a film that is new.
        """
        film_id = found.film.id
        with writing(self.engine, self.place) as connection:
            known = select(schema.films.c.id).where(schema.films.c.id == film_id)
            if connection.execute(known).scalar() is None:
                self._put_film(connection, found, found)
                self._put_reels(connection, found.film.id, reels)
                return None
            before = self._locked_document(connection, film_id)
            rerun = merge_rerun(before, found)
            summary = (
                f"identified again: {len(rerun.new)} new, {len(rerun.gone)} gone, {len(rerun.moved)} moved"
            )
            _remember(
                connection, before, rerun.document, action="identify", summary=summary, who=reviewer(who)
            )
            self._put_film(connection, rerun.document, found)
            self._put_reels(connection, found.film.id, reels)
        return rerun

    def history(self, film: str) -> list[Change]:
        """Give the changes of a film, the first one first."""
        table = schema.changes.c
        film_id = self.film_id(film)
        query = (
            select(table.id, table.at, table.who, table.action, table.summary, table.undone)
            .where(table.film_id == film_id)
            .order_by(table.id)
        )
        with reading(self.engine, self.place) as connection:
            return [Change(*row) for row in connection.execute(query)]

    def undo(self, film: str) -> tuple[FilmDocument, Change]:
        """Take back the last change of a film that was not taken back yet.

        Raises
        ------
        CatalogueError
            There is none.
        """
        return self._step(film, is_redo=False)

    def redo(self, film: str) -> tuple[FilmDocument, Change]:
        """Do again what was undone last; a new change makes that impossible.

        Raises
        ------
        CatalogueError
            Nothing was undone since the last change.
        """
        return self._step(film, is_redo=True)

    def can_redo(self, film: str) -> bool:
        """Say whether `redo` has something to do."""
        film_id = self.film_id(film)
        with reading(self.engine, self.place) as connection:
            return connection.execute(_redoable(film_id)).first() is not None

    def _step(self, film: str, *, is_redo: bool) -> tuple[FilmDocument, Change]:
        """Go one change back, or forth again."""
        table = schema.changes
        film_id = self.film_id(film)
        with writing(self.engine, self.place) as connection:
            document = self._locked_document(connection, film_id)
            row = connection.execute(_redoable(film_id) if is_redo else _undoable(film_id)).first()
            if row is None:
                needed = "nothing was undone that could be done again" if is_redo else "no change to undo"
                raise CatalogueError(f"{document.film.title}: {needed}", film_id=film_id)
            before, after = self._difference(row.before), self._difference(row.after)
            restored = _restored(document, after, before) if is_redo else _restored(document, before, after)
            self._put_film(connection, restored, None)
            connection.execute(update(table).where(table.c.id == row.id).values(undone=not is_redo))
        return restored, Change(row.id, row.at, row.who, row.action, row.summary, undone=not is_redo)

    def _difference(self, text: str) -> Difference:
        """Read one side of a change; what this program cannot read, a newer one wrote."""
        try:
            return Difference.model_validate_json(text)
        except ValidationError as error:
            raise LibraryVersionError(
                f"the catalogue {shown(self.place)} holds a change that this program cannot read; "
                "install the Cuespotter that wrote it"
            ) from error

    def refresh_recordings(
        self,
        recordings: Mapping[str, Recording],
        *,
        who: str | None = None,
        summary: str = "side tables said more of recordings",
    ) -> int:
        """Bring what films say of recordings up to what is known of them now; gives how many films changed.

        Which recording a cue is does not change; a film's own history notes it.
        """
        table = schema.cues.c
        query = select(table.film_id, table.recording_id).where(table.recording_id.is_not(None)).distinct()
        with reading(self.engine, self.place) as connection:
            films = {row.film_id for row in connection.execute(query) if row.recording_id in recordings}

        def renew(document: FilmDocument) -> FilmDocument:
            cues = [
                cue.model_copy(update={"recording": recordings[cue.recording.id]})
                if cue.recording is not None and cue.recording.id in recordings
                else cue
                for cue in document.cues
            ]
            return document.model_copy(update={"cues": cues})

        for film in sorted(films):
            self.change(film, renew, action="learn", summary=summary, who=who)
        return len(films)

    def _locked_document(self, connection: Connection, film_id: str) -> FilmDocument:
        """Read a document that no other transaction may change until this one ends."""
        query = select(schema.films.c.document).where(schema.films.c.id == film_id).with_for_update()
        return self._as_document(self._there(connection.execute(query).scalar(), film_id))


def _undoable(film_id: str) -> Select[Any]:
    """Ask for the last change of a film that stands."""
    table = schema.changes
    query = select(table).where(table.c.film_id == film_id, ~table.c.undone)
    return query.order_by(table.c.id.desc()).limit(1)


def _redoable(film_id: str) -> Select[Any]:
    """Ask for the change of a film that was undone last and may be done again.

    Changes are undone from the last one backwards, and a new change drops all that are undone: so it is the
    first of those that are left.
    """
    table = schema.changes
    query = select(table).where(table.c.film_id == film_id, table.c.undone, ~table.c.dropped)
    return query.order_by(table.c.id).limit(1)


def _remember(
    connection: Connection, before: FilmDocument, after: FilmDocument, *, action: str, summary: str, who: str
) -> None:
    """Write a line of history; a change that changes nothing leaves none."""
    earlier = {cue.id: cue for cue in before.cues}
    later = {cue.id: cue for cue in after.cues}
    touched = [one for one in {**earlier, **later} if earlier.get(one) != later.get(one)]
    film_touched = before.film != after.film
    if not touched and not film_touched:
        return
    sides = [
        Difference(
            film=document.film if film_touched else None, cues=[side[one] for one in touched if one in side]
        )
        for document, side in ((before, earlier), (after, later))
    ]
    # what was undone before a new change belongs to another course of things and cannot be done again
    undone = update(schema.changes).where(schema.changes.c.film_id == before.film.id, schema.changes.c.undone)
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


def _restored(document: FilmDocument, before: Difference, after: Difference) -> FilmDocument:
    """Put back the side of a change that was before it."""
    touched = {cue.id for cue in (*before.cues, *after.cues)}
    cues = [*before.cues, *(cue for cue in document.cues if cue.id not in touched)]
    film = document.film if before.film is None else before.film
    return in_film_order(document.model_copy(update={"film": film}), cues)
