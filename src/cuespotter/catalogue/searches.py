"""The catalogue's memory of work done: with which library and settings a film was searched last.

A film is not searched again while neither its files, nor the recordings that can be found, nor the settings
have changed: thousands of films can be gone through every night at the price of looking at their files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import delete, insert, select

from cuespotter.catalogue import schema
from cuespotter.catalogue.database import reading, utc_now, writing
from cuespotter.catalogue.films import FOUND, Films
from cuespotter.model import FilmDocument

DIGEST_BYTES = 16


@dataclass(frozen=True)
class LibraryState:
    """Which recordings could be found at one moment.

    Attributes
    ----------
    recordings : tuple of str
        Their ids, ascending.
    """

    recordings: tuple[str, ...]

    @cached_property
    def digest(self) -> str:
        """The same for the same recordings."""
        digest = hashlib.blake2b(digest_size=DIGEST_BYTES)
        for recording_id in self.recordings:
            digest.update(recording_id.encode() + b"\n")
        return digest.hexdigest()


class Searches(Films):
    """What was searched with what; one transaction a call."""

    def library_state(self) -> LibraryState:
        """Say which recordings can be found: it changes when one is added or removed, in no other way."""
        table = schema.recordings.c
        query = select(table.id).where(~table.removed, table.segment.is_not(None))
        with reading(self.engine, self.place) as connection:
            return LibraryState(tuple(sorted(map(str, connection.scalars(query)))))

    def film_at(self, reels: Sequence[Path]) -> str | None:
        """Find the film that lies just there, each file of the size and time that it had when searched.

        Raises
        ------
        OSError
            A file cannot be looked at.
        """
        table = schema.film_files.c
        looked_at = [(str(reel.resolve()), reel.stat()) for reel in reels]
        there = [(location, facts.st_size, facts.st_mtime_ns) for location, facts in looked_at]
        films = select(table.film_id).where(table.location == there[0][0], table.reel == 0)
        files = select(table.location, table.size, table.mtime_ns).order_by(table.reel)
        with reading(self.engine, self.place) as connection:
            for film_id in sorted(connection.scalars(films)):
                rows = connection.execute(files.where(table.film_id == film_id)).all()
                if [tuple(row) for row in rows] == there:
                    return str(film_id)
        return None

    def searched_with(self, film_id: str) -> str | None:
        """Give the key of a film's last search; None where none is known."""
        table = schema.searches.c
        with reading(self.engine, self.place) as connection:
            found = connection.execute(select(table.key).where(table.film_id == film_id)).scalar()
        return None if found is None else str(found)

    def names_what_is_gone(self, film_id: str) -> bool:
        """Say whether a cue that was found is a recording that the library has no more."""
        cue, recording = schema.cues.c, schema.recordings.c
        query = (
            select(cue.recording_id)
            .join(schema.recordings, recording.id == cue.recording_id)
            .where(cue.film_id == film_id, cue.status == FOUND, recording.removed)
        )
        with reading(self.engine, self.place) as connection:
            return connection.execute(query.limit(1)).first() is not None

    def searched_before(self, film_id: str, settings: str) -> frozenset[str] | None:
        """Give the recordings among which a film was searched last, with these settings; None: unknown."""
        table, library = schema.searches.c, schema.libraries.c
        query = (
            select(library.recordings)
            .join(schema.searches, table.library == library.digest)
            .where(table.film_id == film_id, table.settings == settings)
        )
        with reading(self.engine, self.place) as connection:
            found = connection.execute(query).scalar()
        return None if found is None else frozenset(str(found).splitlines())

    def was_searched(self, film_id: str, settings: str) -> bool:
        """Say whether `searched_before` knows of a film; reads no recordings, of which there may be many."""
        table, library = schema.searches.c, schema.libraries.c
        query = (
            select(table.film_id)
            .join(schema.libraries, table.library == library.digest)
            .where(table.film_id == film_id, table.settings == settings)
        )
        with reading(self.engine, self.place) as connection:
            return connection.execute(query).first() is not None

    def found_before(self, film_id: str) -> FilmDocument:
        """Give what the engine alone said last of a film."""
        with reading(self.engine, self.place) as connection:
            query = select(schema.films.c.found).where(schema.films.c.id == film_id)
            return self._as_document(self._there(connection.execute(query).scalar(), film_id))

    def put_search(self, film_id: str, key: str, settings: str, library: LibraryState) -> None:
        """Note with what a film was searched; a library with which no film was searched last is forgotten."""
        searches, libraries = schema.searches, schema.libraries
        digest = library.digest
        row = {"film_id": film_id, "key": key, "at": utc_now(), "settings": settings, "library": digest}
        with writing(self.engine, self.place) as connection:
            connection.execute(delete(searches).where(searches.c.film_id == film_id))
            known = select(libraries.c.digest).where(libraries.c.digest == digest)
            if connection.execute(known).scalar() is None:
                connection.execute(
                    insert(libraries), {"digest": digest, "recordings": "\n".join(library.recordings)}
                )
            connection.execute(insert(searches), row)
            used = select(searches.c.library).where(searches.c.library.is_not(None))
            connection.execute(delete(libraries).where(libraries.c.digest.not_in(used)))
