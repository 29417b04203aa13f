"""The catalogue's tables.

How to add a field of recordings, and all that it must reach: tests/test_fields.py says what is missing.

The newest version is described here whole; the steps from each older version stand in `migrations/versions`,
and a test holds that the steps lead to exactly these tables.

::

    segments     one row for each index file that counts (the manifest), in reading order
    recordings   what was listened to; `model` is the `Recording` as JSON, the columns are for questions
    files        where the recordings lie on disk: several files may hold the same recording
    told         what side tables say of recordings: work, version and releases as JSON, who performs
    learnt       what others know of recordings (MusicBrainz, beets), each source's word with its date
    fetched      what servers answered, by address, so that nobody is asked twice
    films        `document` is the `FilmDocument` as JSON; `found` is what the engine alone said last
    film_files   the reels of each film: by them a film is known again
    searches     with which library and settings each film was searched last, as one key and apart
    libraries    which recordings could be found when films were searched last, by digest
    cues         one row for each cue of each film: "which films use this recording"
    changes      who changed what when, with the cues before and after, so that it can be undone, and done
                 again until a later change has `dropped` it
    lists        the user's lists of films, recordings and releases, by name, each as JSON
    film_sounds  peaks near the beginning and end of each film, to hold episodes against each other;
                 derived, and made anew where they are missing
    facts        about the catalogue itself: its own `id`, by which its index files are known

What is kept as JSON is sealed: a checksum stands in a line of its own behind it (`columns.py`).
Times are text, ISO 8601 in UTC. Places on disk are bytes, since a file's name need not be text.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
)

from cuespotter.catalogue.columns import (
    PathBytes,
    Sealed,
    SureBigInteger,
    SureFloat,
    SureInteger,
    SureSealed,
    SureString,
    SureText,
)

VERSION = "0011"
"""The version of these tables: the last revision in `migrations/versions`."""


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
    Column("name", SureString(40), primary_key=True),
    Column("value", SureText, nullable=False),
)

segments = Table(
    "segments",
    metadata,
    Column("name", SureString(80), primary_key=True),
    Column("position", SureInteger, nullable=False, unique=True),
    Column("analysis_digest", SureString(64), nullable=False),
    Column("recordings", SureInteger, nullable=False),
    Column("bytes", SureBigInteger, nullable=False),
    Column("added_at", SureString(32), nullable=False),
)

recordings = Table(
    "recordings",
    metadata,
    Column("id", SureString(40), primary_key=True),
    Column("digest", SureString(64), nullable=False, unique=True),
    Column("size", SureBigInteger, nullable=False),
    Column("duration_s", SureFloat, nullable=False),
    Column("title", Text),
    Column("artist", Text),
    Column("album", Text),
    Column("composer", Text),
    Column("isrc", Text, index=True),
    Column("musicbrainz_recording_id", Text, index=True),
    Column("musicbrainz_work_id", Text, index=True),
    Column("path", SureText, nullable=False),
    Column("model", SureSealed, nullable=False),
    Column("segment", String(80), ForeignKey("segments.name"), index=True),
    Column("removed", Boolean, nullable=False, default=False),
    Column("added_at", SureString(32), nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("location", PathBytes, primary_key=True),
    Column("root", PathBytes, nullable=False),
    Column("size", SureBigInteger, nullable=False),
    Column("mtime_ns", SureBigInteger, nullable=False),
    Column("recording_id", SureString(40), ForeignKey("recordings.id"), nullable=False, index=True),
)

told = Table(
    "told",
    metadata,
    Column("recording_id", SureString(40), ForeignKey("recordings.id"), primary_key=True),
    Column("work", Sealed),
    Column("version", Sealed),
    Column("releases", Sealed),
    Column("performer", Text),
    Column("by_reviewer", Boolean, nullable=False, default=False, server_default=false()),
    Column("at", SureString(32), nullable=False),
)

learnt = Table(
    "learnt",
    metadata,
    Column("recording_id", SureString(40), ForeignKey("recordings.id"), primary_key=True),
    Column("source", SureString(20), primary_key=True),
    Column("facts", SureSealed, nullable=False),
    Column("work_id", String(40), index=True),
    Column("at", SureString(32), nullable=False),
)

fetched = Table(
    "fetched",
    metadata,
    Column("address", SureText, primary_key=True),
    Column("body", SureSealed, nullable=False),
    Column("at", SureString(32), nullable=False),
)

films = Table(
    "films",
    metadata,
    Column("id", SureString(80), primary_key=True),
    Column("title", SureText, nullable=False),
    Column("year", Integer),
    Column("duration_s", SureFloat, nullable=False),
    Column("document", SureSealed, nullable=False),
    Column("found", SureSealed, nullable=False),
    Column("saved_at", SureString(32), nullable=False),
)

film_files = Table(
    "film_files",
    metadata,
    Column("film_id", SureString(80), ForeignKey("films.id"), primary_key=True),
    Column("reel", Integer, primary_key=True),
    Column("location", PathBytes, nullable=False, index=True),
    Column("name", SureText, nullable=False),
    Column("digest", SureString(64), nullable=False, index=True),
    Column("size", BigInteger),
    Column("mtime_ns", BigInteger),
)

searches = Table(
    "searches",
    metadata,
    Column("film_id", SureString(80), ForeignKey("films.id"), primary_key=True),
    Column("key", SureString(64), nullable=False),
    Column("at", SureString(32), nullable=False),
    Column("settings", String(64)),
    Column("library", String(64)),
)

libraries = Table(
    "libraries",
    metadata,
    Column("digest", SureString(64), primary_key=True),
    Column("recordings", SureSealed, nullable=False),
)

film_sounds = Table(
    "film_sounds",
    metadata,
    Column("film_id", SureString(80), ForeignKey("films.id"), primary_key=True),
    Column("settings", SureString(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
)

lists = Table(
    "lists",
    metadata,
    Column("name", SureString(200), primary_key=True),
    Column("content", SureSealed, nullable=False),
    Column("at", SureString(32), nullable=False),
)

cues = Table(
    "cues",
    metadata,
    Column("film_id", SureString(80), ForeignKey("films.id"), primary_key=True),
    Column("cue_id", SureString(80), primary_key=True),
    Column("position", SureInteger, nullable=False),
    Column("cue_no", SureString(40), nullable=False),
    Column("kind", SureString(40), nullable=False),
    Column("status", SureString(40), nullable=False),
    Column("confidence", SureFloat, nullable=False),
    Column("start_s", SureFloat, nullable=False),
    Column("end_s", SureFloat, nullable=False),
    Column("recording_id", String(40)),
    Column("original_id", String(40)),
    Index("ix_cues_recording_id", "recording_id"),
    Index("ix_cues_original_id", "original_id"),
)

changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("film_id", SureString(80), ForeignKey("films.id"), nullable=False, index=True),
    Column("at", SureString(32), nullable=False),
    Column("who", SureText, nullable=False),
    Column("action", SureString(40), nullable=False),
    Column("summary", SureText, nullable=False),
    Column("before", SureSealed, nullable=False),
    Column("after", SureSealed, nullable=False),
    Column("undone", Boolean, nullable=False, default=False),
    Column("dropped", Boolean, nullable=False, default=False),
)
