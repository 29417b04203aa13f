"""The catalogue's memory of films' sound: a few peaks, so that no film is heard twice to compare it."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from cuespotter.catalogue import schema
from cuespotter.catalogue.database import reading, writing
from cuespotter.catalogue.films import Films


class FilmSounds(Films):
    """What is kept of films' sound; one transaction a call."""

    def put_sound(self, film_id: str, settings: str, content: bytes) -> None:
        """Keep what was heard of a film, in the place of what was kept before.

        Parameters
        ----------
        film_id : str
        settings : str
            Says in one word how it was heard.
        content : bytes
        """
        table = schema.film_sounds
        row = {"film_id": film_id, "settings": settings, "content": content}
        with writing(self.engine, self.place) as connection:
            connection.execute(delete(table).where(table.c.film_id == film_id))
            connection.execute(insert(table), row)

    def sound(self, film_id: str, settings: str) -> bytes | None:
        """Give what is kept of a film that was heard with these settings; None where there is nothing."""
        table = schema.film_sounds.c
        query = select(table.content).where(table.film_id == film_id, table.settings == settings)
        with reading(self.engine, self.place) as connection:
            content = connection.execute(query).scalar()
        return bytes(content) if isinstance(content, bytes | memoryview) else None
