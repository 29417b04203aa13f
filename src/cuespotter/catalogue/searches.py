"""The catalogue's memory of work done: with which library and settings a film was searched last.

A film is not searched again while neither its files, nor the recordings that can be found, nor the settings
have changed: thousands of films can be gone through every night at the price of looking at their files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine, delete, insert, select

from cuespotter.catalogue import schema
from cuespotter.catalogue.database import reading, utc_now, writing

DIGEST_BYTES = 16


class Searches:
    """What was searched with what; one transaction a call."""

    engine: Engine
    place: Path | str

    def library_digest(self) -> str:
        """Digest which recordings can be found: it changes when one is added or removed, in no other way."""
        table = schema.recordings.c
        query = select(table.id).where(~table.removed, table.segment.is_not(None)).order_by(table.id)
        digest = hashlib.blake2b(digest_size=DIGEST_BYTES)
        with reading(self.engine, self.place) as connection:
            for recording_id in connection.scalars(query):
                digest.update(recording_id.encode() + b"\n")
        return digest.hexdigest()

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

    def put_search(self, film_id: str, key: str) -> None:
        """Note with what a film was searched."""
        with writing(self.engine, self.place) as connection:
            connection.execute(delete(schema.searches).where(schema.searches.c.film_id == film_id))
            connection.execute(insert(schema.searches), {"film_id": film_id, "key": key, "at": utc_now()})
