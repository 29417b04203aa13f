"""The manifest: which files of the index count, in which order, and whose they are."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, delete, func, insert, select, update

from cuespotter.catalogue import schema
from cuespotter.catalogue.chunks import in_chunks
from cuespotter.catalogue.database import reading, utc_now, writing
from cuespotter.catalogue.refusals import shown
from cuespotter.errors import LibraryDamagedError

PLAIN_NAME = re.compile(r"\w[\w.-]*", re.ASCII)
"""Names of index files and of their folder: what a catalogue says is never followed anywhere else."""
SHARD_BYTES = "shard_bytes"
"""A fact of the catalogue's: all who search the library must share it out alike."""


@dataclass(frozen=True)
class SegmentRow:
    """An index file that counts."""

    name: str
    analysis_digest: str
    recordings: int
    bytes: int


class Segments:
    """Index segments, asked and exchanged; one transaction a call."""

    engine: Engine
    place: Path | str

    def segments(self) -> list[SegmentRow]:
        """Give the manifest, in reading order."""
        with reading(self.engine, self.place) as connection:
            return self._segments(connection)

    def index_state(self) -> tuple[list[SegmentRow], frozenset[str]]:
        """Give the manifest and the recordings in it that are removed, both as of one moment."""
        table = schema.recordings.c
        removed = select(table.id).where(table.removed, table.segment.is_not(None))
        with reading(self.engine, self.place) as connection:
            return self._segments(connection), frozenset(connection.scalars(removed))

    def identity(self) -> str:
        """Give the catalogue's own id, made when it is first asked for."""
        query = select(schema.facts.c.value).where(schema.facts.c.name == "id")
        with reading(self.engine, self.place) as connection:
            found = connection.execute(query).scalar()
        if found is None:
            with writing(self.engine, self.place) as connection:
                found = connection.execute(query).scalar()
                if found is None:
                    found = secrets.token_hex(6)
                    connection.execute(insert(schema.facts), {"name": "id", "value": found})
        return self._plain_name(str(found))

    def shard_bytes(self) -> int | None:
        """Say how large a shard of the index may be; None: all of it is one."""
        query = select(schema.facts.c.value).where(schema.facts.c.name == SHARD_BYTES)
        with reading(self.engine, self.place) as connection:
            found = connection.execute(query).scalar()
        return None if found is None else int(found)

    def put_shard_bytes(self, most: int | None) -> None:
        """Say how large a shard of the index may be from now on."""
        with writing(self.engine, self.place) as connection:
            connection.execute(delete(schema.facts).where(schema.facts.c.name == SHARD_BYTES))
            if most is not None:
                connection.execute(insert(schema.facts), {"name": SHARD_BYTES, "value": str(most)})

    def replace_segments(
        self, old: Collection[str], new: Sequence[SegmentRow], where: Mapping[str, str | None]
    ) -> None:
        """Exchange index segments in one transaction.

        Parameters
        ----------
        old : Collection[str]
            Names that no longer count.
        new : Sequence[Segment]
            Segments that count from now on.
        where : Mapping[str, str or None]
            For recordings of the old segments: the segment each lies in now, None where it lies in none.
        """
        now = utc_now()
        moved = [{"the_id": recording_id, "the_segment": name} for recording_id, name in where.items()]
        with writing(self.engine, self.place) as connection:
            for segment in new:
                append_segment(connection, segment, now)
            if moved:
                connection.execute(
                    update(schema.recordings)
                    .where(schema.recordings.c.id == bindparam("the_id"))
                    .values(segment=bindparam("the_segment")),
                    moved,
                )
            for some in in_chunks(old):
                table = schema.recordings.c
                connection.execute(
                    update(schema.recordings).where(table.segment.in_(some)).values(segment=None)
                )
                connection.execute(delete(schema.segments).where(schema.segments.c.name.in_(some)))

    def _segments(self, connection: Connection) -> list[SegmentRow]:
        """Read the manifest."""
        rows: Sequence[Row[Any]] = connection.execute(
            select(schema.segments).order_by(schema.segments.c.position)
        ).all()
        return [
            SegmentRow(self._plain_name(row.name), row.analysis_digest, row.recordings, row.bytes)
            for row in rows
        ]

    def _plain_name(self, name: str) -> str:
        """Refuse a name of a folder or file that would lead out of the library's own."""
        if not PLAIN_NAME.fullmatch(name):
            raise LibraryDamagedError(
                f"the catalogue {shown(self.place)} is damaged (it names an index {name!r:.40}); "
                "put a copy back, or move it away and add again"
            )
        return name


def append_segment(connection: Connection, segment: SegmentRow, now: str) -> None:
    """Put a segment at the manifest's end."""
    last = connection.execute(select(func.coalesce(func.max(schema.segments.c.position), 0))).scalar_one()
    connection.execute(
        insert(schema.segments),
        {
            "name": segment.name,
            "position": last + 1,
            "analysis_digest": segment.analysis_digest,
            "recordings": segment.recordings,
            "bytes": segment.bytes,
            "added_at": now,
        },
    )
