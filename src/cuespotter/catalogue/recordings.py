"""The library's half of the catalogue: recordings, the files that hold them, and the index segments."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, delete, func, select, update

from cuespotter.catalogue import schema
from cuespotter.catalogue.chunks import in_chunks
from cuespotter.catalogue.columns import unseal, with_seal
from cuespotter.catalogue.database import reading, utc_now, writing
from cuespotter.catalogue.files import Files, KnownFile, put_file
from cuespotter.catalogue.kept import read_kept
from cuespotter.catalogue.learnt import LearntFacts, enriched, of_works, with_learnt
from cuespotter.catalogue.recording_names import mentions, named_by
from cuespotter.catalogue.recording_rows import (
    KnownRecording,
    NewRecording,
    recording_columns,
)
from cuespotter.catalogue.recording_writes import put_recordings
from cuespotter.catalogue.refusals import shown
from cuespotter.catalogue.segments import SegmentRow, Segments
from cuespotter.catalogue.told import TOLD, Told, as_told, told_of, write_told
from cuespotter.catalogue.works import cover_by_work
from cuespotter.errors import LibraryDamagedError, LibraryVersionError, UnknownRecordingError
from cuespotter.model import Recording
from cuespotter.model.film import REVIEWER
from cuespotter.model.spelling import folded

TOLD_BY = {
    "work": "side tables or the reviewer",
    "version": "side tables",
    "releases": "side tables",
    "performer": "side tables",
}
"""Who tells more than tags, in `Recording.sources`, where nobody noted that the reviewer did."""
_WITH_TOLD = with_learnt(
    schema.recordings.outerjoin(schema.told, schema.told.c.recording_id == schema.recordings.c.id),
    schema.recordings.c.id,
    schema.recordings.c.path,
    with_seal(schema.recordings.c.model),
    *TOLD,
)
"""What tags, others and side tables say of recordings."""
_log = logging.getLogger(__name__)


class Recordings(LearntFacts, Segments, Files):
    """Recordings, files and segments: asked and changed, one transaction a call."""

    def known_recordings(self) -> dict[str, KnownRecording]:
        """Give every recording that was ever added, by its id, the removed ones among them."""
        table = schema.recordings.c
        query = select(table.id, table.digest, table.size, table.segment, table.removed, table.added_at)
        with reading(self.engine, self.place) as connection:
            rows = connection.execute(query).all()
        return {
            row.id: KnownRecording(row.id, row.digest, row.size, row.segment, row.removed, row.added_at)
            for row in rows
        }

    def recordings_of(self, ids: Collection[str]) -> dict[str, Recording]:
        """Give recordings by their ids, even removed ones; unknown ids are left out."""
        with reading(self.engine, self.place) as connection:
            return self._recordings_on(connection, ids)

    def recording(self, recording_id: str) -> Recording:
        """Give a recording by its id, even a removed one.

        Raises
        ------
        UnknownRecordingError
            Never added to this library.
        """
        with reading(self.engine, self.place) as connection:
            row = connection.execute(_WITH_TOLD.where(schema.recordings.c.id == recording_id)).first()
            family = _family(connection, [row])
        if row is None:
            raise UnknownRecordingError(
                f"the library knows no recording {recording_id}", recording_id=recording_id
            )
        return self._with_versions([row], family)[0]

    def recordings(self, text: str | None = None) -> list[Recording]:
        """Give the library's recordings by path; with `text`, those that mention it in path, tags or id.

        One that is damaged is left out, with a warning: it costs itself and no other.
        """
        table = schema.recordings.c
        query = _WITH_TOLD.where(~table.removed, table.segment.is_not(None)).order_by(table.path, table.id)
        with reading(self.engine, self.place) as connection:
            rows = connection.execute(query).all()
        found = self._with_versions(rows, rows, read=self._readable)
        return found if text is None else [recording for recording in found if mentions(recording, text)]

    def find_recordings(self, names: Sequence[str]) -> list[Recording]:
        """Give the recordings that ids, unique beginnings of ids, paths or folders name.

        Raises
        ------
        UnknownRecordingError
            A name fits none; nothing was looked at further.
        """
        files = self.known_files()
        listed = {recording.id: recording for recording in self.recordings()}
        found: dict[str, Recording] = {}
        for name in names:
            ids = named_by(name, files.values(), listed)
            if not ids:
                raise UnknownRecordingError(
                    f"the library holds nothing called {name!r}; 'cuespotter recordings' lists what there is",
                    name=name,
                )
            found.update((recording_id, listed[recording_id]) for recording_id in ids)
        return list(found.values())

    def count_recordings(self) -> tuple[int, float]:
        """Count the recordings that can be found, and their seconds."""
        table = schema.recordings.c
        query = select(func.count(), func.coalesce(func.sum(table.duration_s), 0.0)).where(
            ~table.removed, table.segment.is_not(None)
        )
        with reading(self.engine, self.place) as connection:
            count, seconds = connection.execute(query).one()
        return int(count), float(seconds)

    def add_recordings(
        self,
        segment: SegmentRow | None,
        heard: Sequence[NewRecording],
        *,
        in_segment: Collection[str],
        copies: Iterable[KnownFile] = (),
        gone: Collection[str] = (),
    ) -> None:
        """Commit a batch, all or nothing.

        Parameters
        ----------
        segment : Segment or None
            The index file that counts from now on.
        heard : sequence of NewRecording
            Recordings that are new, or known and written anew.
        in_segment : collection of str
            Ids of those whose fingerprint is in `segment`; the others stay where they are.
        copies : iterable of KnownFile
            Further files that hold one of them.
        gone : collection of str
            Ids of recordings that no file holds any more: they are taken out.
        """
        table = schema.recordings
        with writing(self.engine, self.place) as connection:
            put_recordings(connection, segment, heard, in_segment=in_segment)
            for file in copies:
                put_file(connection, file)
            for some in in_chunks(gone):
                connection.execute(update(table).where(table.c.id.in_(some)).values(removed=True))

    def put_files(
        self,
        files: Iterable[KnownFile],
        *,
        gone: Iterable[str] = (),
        revised: Iterable[Recording] = (),
        read: bool = False,
    ) -> None:
        """Note where recordings lie now.

        Parameters
        ----------
        files : iterable of KnownFile
            New, moved or touched files.
        gone : iterable of str
            Locations where they no longer lie.
        revised : iterable of Recording
            Recordings with a new path, or new tags; they are brought back if they were removed.
        read : bool
            The revised ones' tags were read just now.
        """
        table = schema.recordings
        with writing(self.engine, self.place) as connection:
            for location in gone:
                connection.execute(delete(schema.files).where(schema.files.c.location == location))
            for recording in revised:
                values = {**recording_columns(recording), "removed": False}
                if read:
                    values["added_at"] = utc_now()
                connection.execute(update(table).where(table.c.id == recording.id).values(**values))
            for file in files:
                put_file(connection, file)

    def told(self) -> dict[str, Told]:
        """Give what is told of recordings over their tags, by recording id."""
        with reading(self.engine, self.place) as connection:
            rows = connection.execute(select(schema.told.c.recording_id, *TOLD)).all()
        return {row.recording_id: self._as_told(row) for row in rows}

    def told_of(self, ids: Collection[str]) -> dict[str, Told]:
        """Give what is told of these recordings, by id; nothing of those of which nothing is."""
        with reading(self.engine, self.place) as connection:
            found = self._told_on(connection, ids)
        return {one: told for one, told in found.items() if told is not None}

    def put_told(self, told: Mapping[str, Told]) -> None:
        """Keep what is told of recordings, in the place of what was told before."""
        with writing(self.engine, self.place) as connection:
            write_told(connection, told)

    def remove_recordings(self, ids: Collection[str]) -> None:
        """Take recordings out of the library; the films that use them keep what they say."""
        with writing(self.engine, self.place) as connection:
            for some in in_chunks(ids):
                connection.execute(
                    update(schema.recordings).where(schema.recordings.c.id.in_(some)).values(removed=True)
                )
                connection.execute(delete(schema.files).where(schema.files.c.recording_id.in_(some)))

    def _with_versions(
        self,
        rows: Iterable[Any],
        family: Iterable[Any],
        *,
        read: Callable[[Any], Recording | None] | None = None,
    ) -> list[Recording]:
        """Read recordings, and claim those as covers that others of the family prove to be."""
        by_work: dict[str, list[Recording]] = {}
        for row in family:
            if row.musicbrainz_work_id:
                with suppress(LibraryDamagedError):
                    # another that is damaged proves nothing, and is in nobody's way
                    by_work.setdefault(row.musicbrainz_work_id, []).append(self._as_recording(row))
        found = []
        for row in rows:
            recording = (read or self._as_recording)(row)
            if recording is None:
                continue
            if recording.version is None and row.musicbrainz_work_id:
                version = cover_by_work(recording, by_work.get(row.musicbrainz_work_id, ()))
                recording = recording.model_copy(update={"version": version})
            found.append(recording)
        return found

    def _readable(self, row: Any) -> Recording | None:
        """Read a recording; says so where that is damaged, and goes on without it."""
        try:
            return self._as_recording(row)
        except LibraryDamagedError:
            _log.error(
                "what the catalogue holds of recording %s (%s) is not as it was written, and is left out; "
                "add its file again with --rebuild",
                row.id,
                row.path,
            )
            return None

    def _as_recording(self, row: Any) -> Recording:
        """Read a recording: its tags, over them what others know, over all what side tables say."""
        try:
            tags = read_kept(Recording, unseal(row.model), f"recording {row.id}")
            recording = enriched(tags, row)
        except ValidationError as error:
            raise self._unreadable() from error
        told = self._as_told(row)
        said: dict[str, object] = {
            "work": told.work,
            "version": told.version,
            "releases": list(told.releases) or None,
            "performer": told.performer,
        }
        update = {name: value for name, value in said.items() if value is not None}
        if not update:
            return recording
        sources = recording.sources | {name: TOLD_BY[name] for name in update}
        if told.by_reviewer:
            sources["work"] = REVIEWER
        return recording.model_copy(update={**update, "sources": sources})

    def _as_told(self, row: Any) -> Told:
        """Read what is told of a recording."""
        try:
            return as_told(row)
        except ValidationError as error:
            raise self._unreadable() from error

    def _told_on(self, connection: Connection, ids: Collection[str]) -> dict[str, Told | None]:
        """Give what is told of recordings, within a transaction; None of those of which nothing is."""
        try:
            return told_of(connection, ids)
        except ValidationError as error:
            raise self._unreadable() from error

    def _recordings_on(self, connection: Connection, ids: Collection[str]) -> dict[str, Recording]:
        """Give recordings by their ids, within a transaction; unknown ids are left out."""
        table = schema.recordings.c
        rows = [
            row for some in in_chunks(ids) for row in connection.execute(_WITH_TOLD.where(table.id.in_(some)))
        ]
        family = _family(connection, rows)
        return {recording.id: recording for recording in self._with_versions(rows, family)}

    def _of_works(self, connection: Connection, keys: Collection[str]) -> list[Recording]:
        """Give all recordings of works, by the works' keys, within a transaction."""
        table = schema.recordings.c
        titles = {key.removeprefix("title:").partition("|")[0] for key in keys if key.startswith("title:")}
        told = schema.told.c
        ids = set(connection.scalars(select(told.recording_id).where(told.work.is_not(None))))
        for some in in_chunks([key.removeprefix("mb:") for key in keys if key.startswith("mb:")]):
            ids |= set(connection.scalars(of_works(some)))
        if titles:  # a database folds no case but that of English
            named = connection.execute(select(table.id, table.title).where(table.title.is_not(None)))
            ids |= {row.id for row in named if folded(row.title) in titles}
        found = self._recordings_on(connection, ids)
        return [recording for recording in found.values() if recording.work_key in keys]

    def _unreadable(self) -> LibraryVersionError:
        """Say that a recording cannot be read."""
        return LibraryVersionError(
            f"the catalogue {shown(self.place)} holds a recording that this program cannot read; "
            "install the Cuespotter that wrote it"
        )


def _family(connection: Connection, rows: Iterable[Any]) -> list[Any]:
    """Give the rows of all recordings of the same works."""
    works = {row.musicbrainz_work_id for row in rows if row is not None and row.musicbrainz_work_id}
    return [
        row
        for some in in_chunks(works)
        for row in connection.execute(_WITH_TOLD.where(schema.recordings.c.id.in_(of_works(some))))
    ]
