"""Which recordings a film is likely to have more of: of the same albums and artists, and of its own album."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, select

from cuespotter.catalogue import schema
from cuespotter.catalogue.chunks import in_chunks
from cuespotter.catalogue.database import reading
from cuespotter.model.spelling import folded

LEAST_TITLE = 3
"""Characters; a shorter title ("M") stands in too many albums' by chance."""


class Kin:
    """Recordings asked for by what they have in common; one transaction a call."""

    engine: Engine
    place: Path | str

    def kin(self, ids: Collection[str], film_title: str | None = None) -> list[str]:
        """Give recordings that share an album or an artist with some, or are of a film's own album.

        An album is one of that title in the same folder, or by the same artist: many are "Greatest Hits".

        Parameters
        ----------
        ids : collection of str
            Recordings.
        film_title : str, optional
            Albums that have it in their title, as whole words, are the film's.

        Returns
        -------
        list of str
            Ids, ascending, without those asked about.
        """
        with reading(self.engine, self.place) as connection:
            some = _rows(connection, schema.recordings.c.id, ids)
            albums = {row.album for row in some if row.album}
            artists = {row.artist for row in some if row.artist}
            own = _albums_of(connection, film_title) if film_title else set[str]()
            near = _rows(connection, schema.recordings.c.album, albums | own)
            near += _rows(connection, schema.recordings.c.artist, artists)
        known = {_album(row) for row in some if row.album}
        found = {row.id for row in near if row.artist in artists or row.album in own or _album(row) in known}
        return sorted(found.difference(ids))


def _rows(connection: Connection, column: ColumnElement[Any], values: Collection[str]) -> list[Any]:
    """Give what is asked of the recordings that can be found and have one of these values."""
    table = schema.recordings.c
    query = select(table.id, table.artist, table.album, table.path).where(
        ~table.removed, table.segment.is_not(None)
    )
    return [row for some in in_chunks(values) for row in connection.execute(query.where(column.in_(some)))]


def _album(row: Any) -> tuple[str | None, str]:
    """Tell an album from others of its title: by its folder."""
    return row.album, str(PurePosixPath(row.path).parent)


def _albums_of(connection: Connection, film_title: str) -> set[str]:
    """Give the titles of albums that have a film's title in them, as whole words."""
    title = folded(film_title.strip())
    if len(title) < LEAST_TITLE:
        return set()
    album = schema.recordings.c.album
    named = re.compile(rf"(?<!\w){re.escape(title)}(?!\w)")
    titles: Iterable[str] = connection.scalars(select(album).where(album.is_not(None)).distinct())
    return {one for one in titles if named.search(folded(one))}
