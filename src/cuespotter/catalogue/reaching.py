"""A step of one film's history reaches others: works that it told, names that came of a cue's sound.

What is done to another film stands in its history as this film's deed (`changes.ELSEWHERE`), and is taken
back here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import ValidationError
from sqlalchemy import Connection, delete, select, update

from cuespotter.catalogue import schema
from cuespotter.catalogue.changes import (
    ELSEWHERE,
    Difference,
    ToldSides,
    from_elsewhere,
    remember,
    restored,
)
from cuespotter.catalogue.chunks import in_chunks
from cuespotter.catalogue.kept import read_kept
from cuespotter.catalogue.refusals import shown
from cuespotter.catalogue.works_told import WorksTold, renewed
from cuespotter.errors import CatalogueError, LibraryVersionError
from cuespotter.model import Cue, FilmDocument
from cuespotter.review.without import without_recordings

Films = tuple[tuple[str, ...], tuple[str, ...]]
"""Titles of other films: those that a step changed, and those in which what somebody said by hand stands."""


class Reaching(WorksTold):
    """Films that follow what is undone, or done again, in another."""

    def _step_told(
        self,
        connection: Connection,
        film_id: str,
        told: ToldSides,
        summary: str,
        words: str,
        *,
        who: str,
    ) -> None:
        """Tell of recordings again what a change told of them, or what was told before it.

        `summary` is the change's, `words` what other films' histories say of this step.
        """
        of, to = told
        now = self._told_on(connection, to)
        if now == to:
            return
        if now != of:
            raise CatalogueError(
                f"what {summary!r} said of a work was changed since, from another film; "
                "undo it there first, or say it anew",
                film_id=film_id,
            )
        self._tell(connection, to, action=ELSEWHERE, summary=words, who=who, but=film_id)

    def _told_since(self, connection: Connection, document: FilmDocument, since: int) -> FilmDocument:
        """Tell cues that a step brought back what other films' deeds told of their recordings meanwhile."""
        later = connection.execute(from_elsewhere(document.film.id, since)).all()
        known = self._recordings_on(
            connection, {one for row in later for one in self._difference(row.after).told}
        )
        cues = [renewed(cue, known) for cue in document.cues] if known else document.cues
        return document.model_copy(update={"cues": cues})

    def _difference(self, text: str) -> Difference:
        """Read one side of a change; what this program cannot read, a newer one wrote."""
        try:
            return read_kept(Difference, text, "a change in the history")
        except ValidationError as error:
            raise LibraryVersionError(
                f"the catalogue {shown(self.place)} holds a change that this program cannot read; "
                "install the Cuespotter that wrote it"
            ) from error

    def _take_names(
        self, connection: Connection, film_id: str, library: Mapping[str, bool], words: str, *, who: str
    ) -> Films:
        """Take the names of recordings that a step takes out of the library out of all other films."""
        gone = {one for one, is_there in library.items() if not is_there}
        reached, standing = [], []
        for other in sorted(self._films_of(connection, gone) - {film_id}):
            before = self._locked_document(connection, other)
            after = before.model_copy(update={"cues": without_recordings(before.cues, gone)})
            if after != before:
                sides = dict.fromkeys(gone, True), dict.fromkeys(gone, False)
                remember(connection, before, after, action=ELSEWHERE, summary=words, who=who, library=sides)
                self._put_film(connection, after, None)
                reached.append(after.film.title)
            if any(cue.recording is not None and cue.recording.id in gone for cue in after.cues_heard):
                standing.append(after.film.title)
        return tuple(sorted(reached)), tuple(sorted(standing))

    def _put_names_back(self, connection: Connection, film_id: str, library: Mapping[str, bool]) -> Films:
        """Put names back where undoing took them: in cues that are as they were left then."""
        back = {one for one, is_there in library.items() if is_there}
        table = schema.changes
        lines = select(table).where(table.c.film_id != film_id, table.c.action == ELSEWHERE, ~table.c.undone)
        reached = []
        for row in connection.execute(lines.order_by(table.c.film_id)).all() if back else ():
            before, after = self._difference(row.before), self._difference(row.after)
            if back & set(before.library):
                reached += self._put_name_back(connection, row.film_id, before, after)
                connection.execute(update(table).where(table.c.id == row.id).values(undone=True))
        return tuple(sorted(reached)), ()

    def _put_name_back(
        self, connection: Connection, film_id: str, before: Difference, after: Difference
    ) -> list[str]:
        """Put names back in one film; gives its title where any was."""
        document = self._locked_document(connection, film_id)
        now = {cue.id: cue for cue in document.cues}
        same = {cue.id for cue in after.cues if now.get(cue.id) == cue}
        if len(same) < len(after.cues):
            # it has changed since: the search that found the name does not tell of the film as it stands
            connection.execute(delete(schema.searches).where(schema.searches.c.film_id == film_id))
        if not same:
            return []
        known = self._recordings_on(connection, before.library)
        sides = [
            Difference(cues=[renewed(cue, known) for cue in side.cues if cue.id in same])
            for side in (before, after)
        ]
        self._put_film(connection, restored(document, *sides), None)
        return [document.film.title]

    def _without_gone(self, connection: Connection, film_id: str, cues: Iterable[Cue]) -> list[Cue]:
        """Give cues of an earlier time without the names of recordings that were taken back since.

        Where there was any, the film is not done: should the recording come back, it is to be found again.
        """
        cues = list(cues)
        made = {one.id for cue in cues if (one := cue.recording) is not None and one.heard_in is not None}
        table = schema.recordings.c
        gone = {
            one
            for some in in_chunks(made)
            for one in connection.scalars(select(table.id).where(table.id.in_(some), table.removed))
        }
        left = without_recordings(cues, gone)
        if left != cues:
            connection.execute(delete(schema.searches).where(schema.searches.c.film_id == film_id))
        return left
