"""Recordings come and go: what `add` and its undo write, within somebody else's transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, insert, select, update

from cuespotter.catalogue import schema
from cuespotter.catalogue.database import utc_now
from cuespotter.catalogue.files import put_file
from cuespotter.catalogue.recording_rows import NewRecording, recording_row
from cuespotter.catalogue.segments import SegmentRow, append_segment


def put_recordings(
    connection: Connection,
    segment: SegmentRow | None,
    heard: Sequence[NewRecording],
    *,
    in_segment: Collection[str],
) -> None:
    """Let an index file count, and write the rows of recordings, new or known; see `add_recordings`."""
    now = utc_now()
    table = schema.recordings
    if segment is not None:
        append_segment(connection, segment, now)
    for new in heard:
        row = recording_row(new, now)
        if segment is not None and new.recording.id in in_segment:
            row["segment"] = segment.name
        known = select(table.c.id).where(table.c.id == new.recording.id)
        if connection.execute(known).scalar() is None:
            connection.execute(insert(table), row)
        else:
            connection.execute(update(table).where(table.c.id == new.recording.id).values(**row))
        if new.file is not None:
            put_file(connection, new.file)


def set_removed(connection: Connection, recording_id: str, *, is_removed: bool) -> None:
    """Take a recording out of the library, or bring it back, within a transaction."""
    table = schema.recordings
    connection.execute(update(table).where(table.c.id == recording_id).values(removed=is_removed))
