"""Where the recordings lie on disk: several files may hold the same recording."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, insert, select

from cuespotter.catalogue import schema
from cuespotter.catalogue.content import is_unchanged
from cuespotter.catalogue.database import reading


@dataclass(frozen=True)
class KnownFile:
    """A file that the catalogue knows, and the recording it holds.

    Attributes
    ----------
    location : str
        Its absolute path, with surrogates for bytes that are no text.
    root : str
        The folder through which it was added: with it, a recording's path becomes a place.
    size, mtime_ns : int
        As the file system said, in bytes and nanoseconds.
    recording_id : str
        The recording.
    """

    location: str
    root: str
    size: int
    mtime_ns: int
    recording_id: str


MOST_NAMED = 500
"""Recordings asked for by name in one query; of more, all files are read: queries have bounds."""


class Files:
    """The places of recordings, asked; one transaction a call."""

    engine: Engine
    place: Path | str

    def known_files(self) -> dict[str, KnownFile]:
        """Give every known file by its location."""
        return self._files_of(None)

    def _files_of(self, ids: Collection[str] | None) -> dict[str, KnownFile]:
        """Give the files of some recordings, or of all, by location."""
        query = select(schema.files)
        if ids is not None and len(ids) <= MOST_NAMED:
            query = query.where(schema.files.c.recording_id.in_(sorted(ids)))
        with reading(self.engine, self.place) as connection:
            rows = connection.execute(query).all()
        return {
            row.location: KnownFile(row.location, row.root, row.size, row.mtime_ns, row.recording_id)
            for row in rows
        }

    def files_at_hand(self, ids: Collection[str]) -> dict[str, KnownFile]:
        """Give for each recording the file to play: the first that is there, else the first known.

        Parameters
        ----------
        ids : collection of str
            Recordings; those of which no file is known are left out.

        Returns
        -------
        dict
            One file by recording id; of several the first by location, so the answer does not change.
        """
        wanted = frozenset(ids)
        places: dict[str, list[KnownFile]] = {}
        for file in sorted(self._files_of(wanted).values(), key=lambda file: file.location):
            if file.recording_id in wanted:
                places.setdefault(file.recording_id, []).append(file)
        return {
            recording_id: next((file for file in files if _is_there(file)), files[0])
            for recording_id, files in places.items()
        }

    def is_as_added(self, file: KnownFile, path: Path) -> bool:
        """Say whether a file is what was added, as `add` decides: by size and time, else by its content.

        Parameters
        ----------
        file : KnownFile
        path : Path
            Where this machine has it.

        Raises
        ------
        OSError
            It cannot be looked at, or read.
        """
        query = select(schema.recordings.c.digest).where(schema.recordings.c.id == file.recording_id)

        def digest() -> str | None:
            with reading(self.engine, self.place) as connection:
                found: str | None = connection.execute(query).scalar()
            return found

        return is_unchanged(path, size=file.size, mtime_ns=file.mtime_ns, digest=digest)


def _is_there(file: KnownFile) -> bool:
    """Say whether a file lies where it was."""
    return Path(file.location).exists()


def put_file(connection: Connection, file: KnownFile) -> None:
    """Insert a file's row or write over it."""
    table = schema.files
    connection.execute(delete(table).where(table.c.location == file.location))
    connection.execute(
        insert(table),
        {
            "location": file.location,
            "root": file.root,
            "size": file.size,
            "mtime_ns": file.mtime_ns,
            "recording_id": file.recording_id,
        },
    )
