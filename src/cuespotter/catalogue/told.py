"""What is told of recordings over their tags: works with their parties, versions, releases, performers.

Side tables tell it, and the reviewer; it is kept for each recording, and read with it. One statement of a
work is kept for all its recordings (`works_told.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import Field, TypeAdapter
from sqlalchemy import Connection, delete, insert, select

from cuespotter.catalogue import schema
from cuespotter.catalogue.chunks import in_chunks
from cuespotter.catalogue.columns import unseal, with_seal
from cuespotter.catalogue.database import utc_now
from cuespotter.model.base import Model
from cuespotter.model.recording import Version
from cuespotter.model.release import Release
from cuespotter.model.work import Work

_RELEASES = TypeAdapter(list[Release])
TOLD = (
    *(with_seal(schema.told.c[name]) for name in ("work", "version", "releases")),
    schema.told.c.performer,
    schema.told.c.by_reviewer,
)
"""What `as_told` reads, as it lies."""


class Told(Model):
    """What is told of one recording; None or empty where nothing is.

    Attributes
    ----------
    work : Work, optional
        With its parties.
    version : Version, optional
        Which of the work's recordings it is.
    releases : tuple of Release
        On which it came out.
    performer : str, optional
        Where tags name another artist.
    by_reviewer : bool
        The work is the reviewer's word, which stands above tables; the rest only tables tell.
    """

    work: Work | None = None
    version: Version | None = None
    releases: tuple[Release, ...] = Field(default=())
    performer: str | None = None
    by_reviewer: bool = False

    @property
    def reviewers_part(self) -> Told:
        """What of it is the reviewer's word."""
        return Told(work=self.work, by_reviewer=True) if self.by_reviewer else Told()

    def over(self, table: Told) -> Told:
        """Lay the reviewer's part of it over what a table says.

        Parameters
        ----------
        table : Told
            As read from side tables.
        """
        if not self.by_reviewer:
            return table
        return table.model_copy(update={"work": self.work, "by_reviewer": True})


def as_told(row: Any) -> Told:
    """Read what `TOLD` asks for from a row.

    Raises
    ------
    LibraryDamagedError
        One of them is not as it was written.
    ValidationError
        Another program wrote it.
    """
    return Told(
        work=None if row.work is None else Work.model_validate_json(unseal(row.work)),
        version=None if row.version is None else Version.model_validate_json(unseal(row.version)),
        performer=row.performer,
        by_reviewer=bool(row.by_reviewer),  # nothing is told at all where an outer join met no row
        releases=() if row.releases is None else tuple(_RELEASES.validate_json(unseal(row.releases))),
    )


def told_of(connection: Connection, ids: Collection[str]) -> dict[str, Told | None]:
    """Give what is told of recordings, by id; None of those of which nothing is."""
    table = schema.told.c
    found = {
        row.recording_id: as_told(row)
        for some in in_chunks(ids)
        for row in connection.execute(select(table.recording_id, *TOLD).where(table.recording_id.in_(some)))
    }
    return {one: found.get(one) for one in ids}


def write_told(connection: Connection, told: Mapping[str, Told | None]) -> None:
    """Keep what is told of recordings, in the place of what was told before; None forgets it."""
    now = utc_now()
    for some in in_chunks(told):
        connection.execute(delete(schema.told).where(schema.told.c.recording_id.in_(some)))
        rows = [_row(one, said, now) for one in some if (said := told[one]) is not None]
        if rows:
            connection.execute(insert(schema.told), rows)


def _row(recording_id: str, told: Told, now: str) -> dict[str, Any]:
    """Give the row of what is told of a recording."""
    return {
        "recording_id": recording_id,
        "work": None if told.work is None else told.work.model_dump_json(exclude_defaults=True),
        "version": None if told.version is None else told.version.model_dump_json(exclude_defaults=True),
        "releases": _RELEASES.dump_json(list(told.releases)).decode() if told.releases else None,
        "performer": told.performer,
        "by_reviewer": told.by_reviewer,
        "at": now,
    }
