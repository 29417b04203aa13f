"""One statement of a work reaches every recording of it, and every film that uses one."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, or_, select

from cuespotter.catalogue import schema
from cuespotter.catalogue.changes import ELSEWHERE, ToldSides, remember
from cuespotter.catalogue.chunks import in_chunks
from cuespotter.catalogue.database import writing
from cuespotter.catalogue.films import Films
from cuespotter.catalogue.recordings import Recordings
from cuespotter.catalogue.told import Told, write_told
from cuespotter.model import Cue, FilmDocument, Recording
from cuespotter.model.work import Work
from cuespotter.review.work_said import WorkSaid, bearer_of_work, with_works

TOLD_FIELDS = ("work", "version", "releases", "performer", "sources")
"""What is told of a recording, and not found in its file."""


class WorksTold(Recordings, Films):
    """Recordings and films, which hear at once what is told of works."""

    def tell(self, told: Mapping[str, Told | None], *, summary: str, who: str) -> int:
        """Keep what is told of recordings, and bring the films up to it, all or nothing.

        Parameters
        ----------
        told : mapping of str to Told
            By recording id, in the place of what was told before; None forgets it.
        summary : str
            One line for the history of each film that it changes.
        who : str
            Who tells it.

        Returns
        -------
        int
            How many films changed.
        """
        with writing(self.engine, self.place) as connection:
            self._take_turn(connection)
            return self._tell(connection, told, action="learn", summary=summary, who=who)

    def _tell(
        self,
        connection: Connection,
        told: Mapping[str, Told | None],
        *,
        action: str,
        summary: str,
        who: str,
        but: str | None = None,
    ) -> int:
        """Tell of recordings, and note it in the history of each film that uses one, `but` one film."""
        before = self._told_on(connection, told)
        write_told(connection, told)
        recordings = self._recordings_on(connection, told)
        films = sorted(self._films_of(connection, recordings) - {but})
        for film in films:
            document = self._locked_document(connection, film)
            cues = [renewed(cue, recordings) for cue in document.cues]
            after = document.model_copy(update={"cues": cues})
            ids = _told_in(document, told)
            sides = ({one: before[one] for one in ids}, {one: told[one] for one in ids})
            remember(connection, document, after, action=action, summary=summary, who=who, told=sides)
            self._put_film(connection, after, None)
        return len(films)

    def _tell_works(
        self, connection: Connection, before: FilmDocument, after: FilmDocument, said: WorkSaid, *, who: str
    ) -> tuple[FilmDocument, ToldSides]:
        """Tell all recordings of the works of a film what a decision said of them.

        Gives the film after it, and what was told of the recordings before and now.
        """
        self._take_turn(connection)
        spoken = _works_spoken_of(before, after)
        known = self._recordings_on(connection, spoken)
        works = {one: spoken[one] for one in known if known[one].work != spoken[one]}
        by_key: dict[str, Work] = {}
        for one, work in works.items():
            key = known[one].work_key if said.other is None else said.other.key
            if key is not None:
                by_key[key] = work
        works |= {one.id: by_key[one.work_key or ""] for one in self._of_works(connection, by_key)}
        earlier = self._told_on(connection, works)
        told = {
            one: (earlier[one] or Told()).model_copy(update={"work": work, "by_reviewer": True})
            for one, work in works.items()
        }
        summary = f"said in {before.film.title}: {said.words()}"
        self._tell(connection, told, action=ELSEWHERE, summary=summary, who=who, but=before.film.id)
        cues = list(with_works(after.cues, works))
        return after.model_copy(update={"cues": cues}), (earlier, told)

    def _take_turn(self, connection: Connection) -> None:
        """Let one transaction at a time tell of works: each locks many films, in whatever order."""
        query = select(schema.facts.c.value).where(schema.facts.c.name == "id").with_for_update()
        connection.execute(query)

    def _films_of(self, connection: Connection, ids: Collection[str]) -> set[str]:
        """Give the films that use one of these recordings."""
        table = schema.cues.c
        return {
            film
            for some in in_chunks(ids)
            for film in connection.scalars(
                select(table.film_id)
                .where(or_(table.recording_id.in_(some), table.original_id.in_(some)))
                .distinct()
            )
        }

    def _locked_document(self, connection: Connection, film_id: str) -> FilmDocument:
        """Read a document that no other transaction may change until this one ends."""
        query = select(schema.films.c.document).where(schema.films.c.id == film_id).with_for_update()
        return self._as_document(self._there(connection.execute(query).scalar(), film_id))


def renewed(cue: Cue, recordings: Mapping[str, Recording]) -> Cue:
    """Give a cue what is told of its recording now."""

    def renew(recording: Recording) -> Recording:
        told = {name: getattr(recordings[recording.id], name) for name in TOLD_FIELDS}
        return recording.model_copy(update=told)

    return cue.with_recordings(recordings, renew)


def _told_in(document: FilmDocument, told: Mapping[str, Told | None]) -> list[str]:
    """Say of which recordings a film's history must know what was told.

    Of its own, and of all of their works: a work that is undone in one film is undone whole.
    """
    own = {one.id for cue in document.cues for one in (cue.recording, cue.original) if one is not None}
    works = [one.work for key in own & set(told) if (one := told[key]) is not None and one.work is not None]
    texts = {work.model_dump_json() for work in works}
    return [
        key
        for key, one in told.items()
        if key in own or (one is not None and one.work is not None and one.work.model_dump_json() in texts)
    ]


def _works_spoken_of(before: FilmDocument, after: FilmDocument) -> dict[str, Work]:
    """Give the works of the recordings of which a decision said something, by recording id."""
    earlier = {cue.id: bearer_of_work(cue) for cue in before.cues}
    spoken: dict[str, Work] = {}
    for cue in after.cues:
        bearer = bearer_of_work(cue)
        if bearer is not None and bearer.work is not None and earlier.get(cue.id) != bearer:
            spoken[bearer.id] = bearer.work
    return spoken
