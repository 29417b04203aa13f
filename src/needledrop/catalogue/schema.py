"""The catalogue's tables.

The newest version is described here whole; the steps from each older version stand in `migrations/versions`,
and a test holds that the steps lead to exactly these tables.

::

    segments     one row for each index file that counts (the manifest), in reading order
    recordings   what was listened to; `model` is the `Recording` as JSON, the columns are for questions
    files        where the recordings lie on disk: several files may hold the same recording
    told         what side tables say of recordings: work, version and releases as JSON
    films        `document` is the `FilmDocument` as JSON; `found` is what the engine alone said last
    film_files   the reels of each film: by them a film is known again
    cues         one row for each cue of each film: "which films use this recording"
    changes      who changed what when, with the cues before and after, so that it can be undone
    facts        about the catalogue itself: its own `id`, by which its index files are known

Times are text, ISO 8601 in UTC. Places on disk are bytes, since a file's name need not be text.
"""

from __future__ import annotations

import os
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

VERSION = "0002"
"""The version of these tables: the last revision in `migrations/versions`."""


class Place(TypeDecorator[str]):
    """A path on disk, kept as the bytes that the file system knows it by."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Encode a path as the operating system does."""
        return None if value is None else os.fsencode(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Decode what `process_bind_param` encoded."""
        return None if value is None else os.fsdecode(bytes(value))


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

facts = Table(
    "facts",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

segments = Table(
    "segments",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("position", Integer, nullable=False, unique=True),
    Column("analysis_digest", String(64), nullable=False),
    Column("recordings", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("added_at", String(32), nullable=False),
)

recordings = Table(
    "recordings",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("size", BigInteger, nullable=False),
    Column("duration_s", Float, nullable=False),
    Column("title", Text),
    Column("artist", Text),
    Column("album", Text),
    Column("composer", Text),
    Column("isrc", Text, index=True),
    Column("musicbrainz_recording_id", Text, index=True),
    Column("musicbrainz_work_id", Text, index=True),
    Column("path", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("segment", String(80), ForeignKey("segments.name"), index=True),
    Column("removed", Boolean, nullable=False, default=False),
    Column("added_at", String(32), nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("location", Place, primary_key=True),
    Column("root", Place, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("recording_id", String(40), ForeignKey("recordings.id"), nullable=False, index=True),
)

told = Table(
    "told",
    metadata,
    Column("recording_id", String(40), ForeignKey("recordings.id"), primary_key=True),
    Column("work", Text),
    Column("version", Text),
    Column("releases", Text),
    Column("at", String(32), nullable=False),
)

films = Table(
    "films",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("title", Text, nullable=False),
    Column("year", Integer),
    Column("duration_s", Float, nullable=False),
    Column("document", Text, nullable=False),
    Column("found", Text, nullable=False),
    Column("saved_at", String(32), nullable=False),
)

film_files = Table(
    "film_files",
    metadata,
    Column("film_id", String(80), ForeignKey("films.id"), primary_key=True),
    Column("reel", Integer, primary_key=True),
    Column("location", Place, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("digest", String(64), nullable=False, index=True),
)

cues = Table(
    "cues",
    metadata,
    Column("film_id", String(80), ForeignKey("films.id"), primary_key=True),
    Column("cue_id", String(80), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("cue_no", String(40), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("status", String(40), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("start_s", Float, nullable=False),
    Column("end_s", Float, nullable=False),
    Column("recording_id", String(40)),
    Index("ix_cues_recording_id", "recording_id"),
)

changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("film_id", String(80), ForeignKey("films.id"), nullable=False, index=True),
    Column("at", String(32), nullable=False),
    Column("who", Text, nullable=False),
    Column("action", String(40), nullable=False),
    Column("summary", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("undone", Boolean, nullable=False, default=False),
)
