"""Who changed what when: the changes of each film, with what was before, so that they can be undone."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from cuespotter.catalogue import schema
from cuespotter.catalogue.changes import (
    NOTHING_TOLD,
    Change,
    Step,
    redoable,
    remember,
    restored,
    undoable,
)
from cuespotter.catalogue.database import reading, writing
from cuespotter.catalogue.film_rows import Reel
from cuespotter.catalogue.reaching import Reaching
from cuespotter.catalogue.recording_rows import NewRecording
from cuespotter.catalogue.recording_writes import put_recordings, set_removed
from cuespotter.catalogue.segments import SegmentRow
from cuespotter.errors import CatalogueError, UsageError
from cuespotter.lines import is_text, printable
from cuespotter.model import FilmDocument, Recording
from cuespotter.review.decision import Decision
from cuespotter.review.rerun import Rerun, merge_rerun

REVIEWER_VARIABLE = "CUESPOTTER_REVIEWER"


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


@dataclass(frozen=True)
class Added:
    """A recording that a change brings into the library, and the index file that holds it."""

    segment: SegmentRow
    new: NewRecording

    @property
    def id(self) -> str:
        """The recording's."""
        return self.new.recording.id


class History(Reaching):
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
            remember(connection, before, after, action=action, summary=summary, who=reviewer(who))
            self._put_film(connection, after, None)
        return after

    def decide(
        self,
        film: str,
        decision: Decision,
        *,
        who: str | None = None,
        check: Callable[[FilmDocument], None] | None = None,
        added: Added | None = None,
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
        added : Added, optional
            A recording that comes into the library with it, and goes when it is undone.

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
            after, summary = decision.apply(before), decision.words(before)
            told, name = NOTHING_TOLD, reviewer(who)
            if added is not None:
                put_recordings(connection, added.segment, [added.new], in_segment=[added.id])
            if decision.work is not None:
                after, told = self._tell_works(connection, before, after, decision.work, who=name)
            remember(
                connection,
                before,
                after,
                action=decision.action,
                summary=summary,
                who=name,
                told=told,
                library=({}, {}) if added is None else ({added.id: False}, {added.id: True}),
            )
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
            remember(
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

    def undo(self, film: str, *, who: str | None = None) -> tuple[FilmDocument, Step]:
        """Take back the last change of a film that was not taken back yet.

        What it told of works is taken back in every film. What another film's deed did here is taken back
        there.

        Raises
        ------
        CatalogueError
            There is none, or what it told of a work was changed since from another film.
        """
        return self._step(film, is_redo=False, who=reviewer(who))

    def redo(self, film: str, *, who: str | None = None) -> tuple[FilmDocument, Step]:
        """Do again what was undone last; a new change makes that impossible.

        Raises
        ------
        CatalogueError
            Nothing was undone since the last change.
        """
        return self._step(film, is_redo=True, who=reviewer(who))

    def can_redo(self, film: str) -> bool:
        """Say whether `redo` has something to do."""
        film_id = self.film_id(film)
        with reading(self.engine, self.place) as connection:
            return connection.execute(redoable(film_id)).first() is not None

    def _step(self, film: str, *, is_redo: bool, who: str) -> tuple[FilmDocument, Step]:
        """Go one change back, or forth again."""
        table = schema.changes
        film_id = self.film_id(film)
        with writing(self.engine, self.place) as connection:
            document = self._locked_document(connection, film_id)
            row = connection.execute(redoable(film_id) if is_redo else undoable(film_id)).first()
            if row is None:
                needed = "nothing was undone that could be done again" if is_redo else "no change to undo"
                raise CatalogueError(f"{document.film.title}: {needed}", film_id=film_id)
            sides = self._difference(row.before), self._difference(row.after)
            to, of = sides[::-1] if is_redo else sides
            words = f"{'done again' if is_redo else 'undone'} in {document.film.title}: {row.summary}"
            for recording_id, is_there in to.library.items():
                set_removed(connection, recording_id, is_removed=not is_there)
            taken = self._take_names(connection, film_id, to.library, words, who=who)
            self._step_told(connection, film_id, (of.told, to.told), row.summary, words, who=who)
            reached, standing = self._put_names_back(connection, film_id, to.library) if is_redo else taken
            to = to.model_copy(update={"cues": self._without_gone(connection, film_id, to.cues)})
            document = self._told_since(connection, restored(document, to, of), row.id)
            self._put_film(connection, document, None)
            connection.execute(update(table).where(table.c.id == row.id).values(undone=not is_redo))
        change = (row.id, row.at, row.who, row.action, row.summary, not is_redo)
        return document, Step(*change, reached=reached, standing=standing)

    def reaches_library(self, film: str, *, is_redo: bool) -> list[str]:
        """Name the recordings that the next undo, or redo, takes out of the library or brings back."""
        film_id = self.film_id(film)
        with reading(self.engine, self.place) as connection:
            row = connection.execute(redoable(film_id) if is_redo else undoable(film_id)).first()
        return [] if row is None else list(self._difference(row.after).library)

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
        with reading(self.engine, self.place) as connection:
            films = self._films_of(connection, recordings)

        def renew(document: FilmDocument) -> FilmDocument:
            cues = [cue.with_recordings(recordings, lambda one: recordings[one.id]) for cue in document.cues]
            return document.model_copy(update={"cues": cues})

        for film in sorted(films):
            self.change(film, renew, action="learn", summary=summary, who=who)
        return len(films)
