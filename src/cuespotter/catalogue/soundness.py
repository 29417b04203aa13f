"""Is the catalogue as it was written? The database's own check, the seals, and what follows from what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, Text, select, type_coerce

from cuespotter.catalogue import schema
from cuespotter.catalogue.columns import Sealed, unseal
from cuespotter.catalogue.database import reading
from cuespotter.errors import CuespotterError, LibraryDamagedError

CUE_FIELDS = ("cue_no", "kind", "status", "confidence", "start_s", "end_s")
"""Columns of a cue's row that its film's document says, too."""
RECORDING_FIELDS = ("title", "path", "album", "isrc", "duration_s")
"""The same of a recording."""
FILM_FIELDS = ("title", "year", "duration_s")
"""The same of a film."""
NAMES = {
    "films": "film {id}",
    "recordings": "recording {id}",
    "told": "what tables say of recording {recording_id}",
    "learnt": "what {source} knows of recording {recording_id}",
    "libraries": "the library {digest}",
    "fetched": "the answer of {address}",
    "lists": "the list {name}",
    "changes": "change {id} of film {film_id}",
}
"""What a row is called."""


class Soundness:
    """Catalogues that can say what of them is damaged."""

    engine: Engine
    place: Path | str

    def faults(self) -> list[str]:
        """Let the catalogue check itself; says what it finds, nothing where all is well.

        Three questions: is the database sound (``PRAGMA integrity_check``, on SQLite), is every text as it
        was sealed, and do the columns that follow from a text still follow from it?
        """
        with reading(self.engine, self.place) as connection:
            return [*self._faults_of_database(connection), *self._faults_of_texts(connection)]

    def _faults_of_database(self, connection: Connection) -> Iterator[str]:
        """Let the database check its pages and its links."""
        if self.engine.dialect.name != "sqlite":
            return
        found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        yield from (str(line) for line in found if line != "ok")
        dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if dangling:
            yield f"{len(dangling)} rows name something that is not there"

    def _faults_of_texts(self, connection: Connection) -> Iterator[str]:
        """Break every seal, and hold the columns beside against what it held."""
        for table in schema.metadata.sorted_tables:
            sealed = [column for column in table.columns if isinstance(column.type, Sealed)]
            if sealed:
                yield from _faults_of_table(connection, table, sealed)


def _faults_of_table(connection: Connection, table: Table, sealed: list[Column[Any]]) -> Iterator[str]:
    """Check the rows of one table."""
    raw = [type_coerce(column, Text).label(column.name) for column in sealed]
    rest = [column for column in table.columns if column not in sealed]
    try:
        for row in connection.execute(select(*rest, *raw)).mappings():
            name = NAMES.get(table.name, table.name).format_map(row)
            plain: dict[str, str] = {}
            for column in sealed:
                text = row[column.name]
                if text is None and column.nullable:
                    continue
                try:
                    plain[column.name] = unseal(text)
                except LibraryDamagedError:
                    yield f"{name}: its {column.name} is not as it was written"
            yield from (f"{name}: {words}" for words in _strays(connection, table, dict(row), plain))
    except CuespotterError as error:
        # a column that holds what it cannot: the rows behind it cannot be asked for
        yield f"{table.name}: {error.message}"


def _strays(
    connection: Connection, table: Table, row: dict[str, Any], plain: dict[str, str]
) -> Iterator[str]:
    """Say which columns are not what the text says."""
    if table is schema.recordings and "model" in plain:
        yield from _differing(row, json.loads(plain["model"]), RECORDING_FIELDS)
    if table is schema.films and "document" in plain:
        document = json.loads(plain["document"])
        yield from _differing(row, document["film"], FILM_FIELDS)
        listed = {one["cue_id"]: one for one in _cues_of(connection, row["id"])}
        cues = {one["id"]: one for one in document["cues"]}
        if listed.keys() != cues.keys():
            yield "the list of its cues is not the one of its document"
        for cue_id in listed.keys() & cues.keys():
            for words in _differing(listed[cue_id], cues[cue_id], CUE_FIELDS):
                yield f"cue {cue_id}: {words}"


def _cues_of(connection: Connection, film_id: str) -> list[dict[str, Any]]:
    """Read the rows of a film's cues."""
    rows = connection.execute(select(schema.cues).where(schema.cues.c.film_id == film_id))
    return [dict(row) for row in rows.mappings()]


def _differing(row: dict[str, Any], said: dict[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    """Compare columns with the fields of their text."""
    for name in names:
        known = said.get(name)
        # PostgreSQL's text holds no NUL, so no column has one
        wanted = known.replace("\0", "") if isinstance(known, str) else known
        if row[name] != wanted:
            yield f"its {name} is {row[name]!r:.60} in one place and {wanted!r:.60} in another"
