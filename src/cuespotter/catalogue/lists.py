"""The catalogue's lists: made by the user, kept by name."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import Engine, delete, insert, select

from cuespotter.catalogue import schema
from cuespotter.catalogue.database import reading, utc_now, writing
from cuespotter.errors import LibraryVersionError
from cuespotter.model.kept_list import KeptList


class Lists:
    """What the user has put together; one transaction a call."""

    engine: Engine
    place: Path | str

    def kept_lists(self) -> list[KeptList]:
        """Give all lists by name."""
        query = select(schema.lists.c.content).order_by(schema.lists.c.name)
        with reading(self.engine, self.place) as connection:
            return [_as_list(text) for text in connection.scalars(query)]

    def kept_list(self, name: str) -> KeptList | None:
        """Give a list by its name; None where none is kept under it."""
        query = select(schema.lists.c.content).where(schema.lists.c.name == name)
        with reading(self.engine, self.place) as connection:
            text = connection.execute(query).scalar()
        return None if text is None else _as_list(text)

    def list_times(self) -> dict[str, str]:
        """Say when each list was last changed, by name: ISO 8601, UTC."""
        query = select(schema.lists.c.name, schema.lists.c.at)
        with reading(self.engine, self.place) as connection:
            return {row.name: row.at for row in connection.execute(query)}

    def put_list(self, kept: KeptList) -> None:
        """Keep a list; it takes the place of the one of its name."""
        row = {"name": kept.name, "content": kept.model_dump_json(), "at": utc_now()}
        with writing(self.engine, self.place) as connection:
            connection.execute(delete(schema.lists).where(schema.lists.c.name == kept.name))
            connection.execute(insert(schema.lists), row)

    def forget_list(self, name: str) -> bool:
        """Forget a list; says whether there was one."""
        with writing(self.engine, self.place) as connection:
            return connection.execute(delete(schema.lists).where(schema.lists.c.name == name)).rowcount > 0


def _as_list(text: str) -> KeptList:
    """Read a list; what this program cannot read, a newer one wrote."""
    try:
        return KeptList.model_validate_json(text)
    except ValidationError as error:
        raise LibraryVersionError(
            "a list in the catalogue cannot be read: a newer Cuespotter wrote it; use that one"
        ) from error
