"""What others know of recordings: MusicBrainz and beets, each source's word with its date.

It is laid over what a recording's tags say, and under what the user's side tables say: a field that the tags
fill stays, a work, a version and releases that somebody knows take the place of what tags alone would make.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import (
    Engine,
    FromClause,
    Select,
    String,
    Text,
    and_,
    delete,
    func,
    insert,
    select,
    type_coerce,
    union,
)

from cuespotter.catalogue import schema
from cuespotter.catalogue.columns import unseal
from cuespotter.catalogue.database import reading, utc_now, writing
from cuespotter.model import Recording
from cuespotter.model.tagged import tagged_writers, work_of_tags
from cuespotter.online.recording_facts import RecordingFacts

SOURCES: Final[Mapping[str, str]] = {"musicbrainz": "MusicBrainz", "beets": "beets"}
"""Who is believed, the first that knows a fact; with the name that people know it by."""
WORK_ID_CHARACTERS: Final = 40
ADDRESS_CHARACTERS: Final = 1000
"""PostgreSQL indexes no text of more than 2,700 bytes."""
_FACTS: Final = TypeAdapter(RecordingFacts)
_JOINED: Final = {source: schema.learnt.alias(f"learnt_{source}") for source in SOURCES}


def with_learnt(tables: FromClause, *columns: Any) -> Select[Any]:
    """Ask for recordings, and with them for what each source knows.

    Parameters
    ----------
    tables : FromClause
        With `schema.recordings` in it.
    *columns
        What else is asked for.

    Returns
    -------
    Select
        Its rows suit `enriched`; their ``musicbrainz_work_id`` is the tags', else the first source's.
    """
    asked = list(columns)
    for source, table in _JOINED.items():
        on = and_(table.c.recording_id == schema.recordings.c.id, table.c.source == source)
        tables = tables.outerjoin(table, on)
        # a recording of which a source says nothing has no row of its
        asked.append(type_coerce(table.c.facts, Text).label(source))
        asked.append(type_coerce(table.c.at, String).label(f"{source}_at"))
    work_ids = [schema.recordings.c.musicbrainz_work_id, *(table.c.work_id for table in _JOINED.values())]
    return select(*asked, func.coalesce(*work_ids).label("musicbrainz_work_id")).select_from(tables)


def of_works(work_ids: Sequence[str]) -> Select[Any]:
    """Ask for the ids of the recordings of works, whoever says that they are."""
    tagged, learnt = schema.recordings.c, schema.learnt.c
    both = union(
        select(tagged.id).where(tagged.musicbrainz_work_id.in_(work_ids)),
        select(learnt.recording_id).where(learnt.work_id.in_(work_ids)),
    ).subquery()
    return select(both.c[0])


def enriched(recording: Recording, row: Any) -> Recording:
    """Lay what sources know over what a recording's tags say, and note who said it.

    Parameters
    ----------
    recording : Recording
        As its tags have it.
    row : Row
        As `with_learnt` asks for it.

    Raises
    ------
    ValidationError
        A source's word cannot be read.
    """
    tags = recording
    for source, name in SOURCES.items():
        facts = getattr(row, source)
        if facts is not None:
            day = getattr(row, f"{source}_at")[:10]
            recording = _with_facts(recording, tags, _FACTS.validate_json(unseal(facts)), f"{name}, {day}")
    return recording if recording.work else recording.model_copy(update={"work": work_of_tags(recording)})


def _with_facts(recording: Recording, tags: Recording, facts: RecordingFacts, source: str) -> Recording:
    """Lay one source's word over the tags and under an earlier source's."""
    work = facts.work
    if work is not None and not work.writers:
        work = work.model_copy(update={"parties": [*tagged_writers(tags), *work.parties]})
    said: dict[str, Any] = {
        **facts.tags,
        "musicbrainz_recording_id": facts.musicbrainz_recording_id,
        "musicbrainz_work_id": None if work is None else work.musicbrainz_work_id,
        "original_date": facts.first_released,
        # of several codes none is known to be that of this master
        "isrc": facts.isrcs[0] if len(facts.isrcs) == 1 else None,
        "work": work,
        "version": facts.version,
        "releases": list(facts.releases),
    }
    new = {name: value for name, value in said.items() if value and not getattr(recording, name)}
    sources = recording.sources | dict.fromkeys(new, source)
    return recording.model_copy(update={**new, "sources": sources})


class LearntFacts:
    """Keeps what others know; one transaction a call."""

    engine: Engine
    place: Path | str

    def learnt(self, source: str) -> dict[str, RecordingFacts]:
        """Give what one source said so far, by recording id."""
        table = schema.learnt.c
        query = select(table.recording_id, table.facts).where(table.source == source)
        with reading(self.engine, self.place) as connection:
            rows = connection.execute(query).all()
        return {row.recording_id: _FACTS.validate_json(row.facts) for row in rows}

    def put_learnt(self, source: str, facts: Mapping[str, RecordingFacts]) -> None:
        """Keep what a source says of recordings, in the place of what it said before.

        Parameters
        ----------
        source : str
            One of `SOURCES`.
        facts : mapping of str to RecordingFacts
            By recording id.
        """
        now = utc_now()
        table = schema.learnt
        with writing(self.engine, self.place) as connection:
            for recording_id, one in facts.items():
                connection.execute(
                    delete(table).where(table.c.recording_id == recording_id, table.c.source == source)
                )
                row = {
                    "recording_id": recording_id,
                    "source": source,
                    "facts": _FACTS.dump_json(one, exclude_defaults=True).decode(),
                    "work_id": _work_id(one),
                    "at": now,
                }
                connection.execute(insert(table), row)


def _work_id(facts: RecordingFacts) -> str | None:
    """Give the id by which recordings of one work find each other; what is too long is no id."""
    found = None if facts.work is None else facts.work.musicbrainz_work_id
    return found if found is not None and len(found) <= WORK_ID_CHARACTERS else None


def _key(address: str) -> str:
    """Shorten an address that is longer than a server's index takes; its digest tells it apart."""
    if len(address) <= ADDRESS_CHARACTERS:
        return address
    digest = hashlib.blake2b(address.encode(), digest_size=16).hexdigest()
    return f"{address[: ADDRESS_CHARACTERS - 33]}#{digest}"


class Answers:
    """What servers answered, kept in the catalogue; what `online.fetch.Kept` asks for.

    Parameters
    ----------
    store : LearntFacts
        The catalogue.
    since : str
        Answers that are older (ISO 8601 in UTC) count no more; the empty text takes all.
    """

    def __init__(self, store: LearntFacts, since: str = "") -> None:
        self._store = store
        self._since = since

    def get(self, address: str) -> str | None:
        """Give the answer that was kept under an address."""
        table = schema.fetched.c
        query = select(table.body).where(table.address == _key(address), table.at >= self._since)
        with reading(self._store.engine, self._store.place) as connection:
            body = connection.execute(query).scalar()
        return None if body is None else str(body)

    def put(self, address: str, body: str) -> None:
        """Keep an answer; NUL, which no database's text holds, is left out."""
        table = schema.fetched
        row = {"address": _key(address), "body": body.replace("\0", ""), "at": utc_now()}
        with writing(self._store.engine, self._store.place) as connection:
            connection.execute(delete(table).where(table.c.address == row["address"]))
            connection.execute(insert(table), row)
