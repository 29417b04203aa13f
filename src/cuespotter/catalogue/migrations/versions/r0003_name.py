"""Documents written under the program's former name bear today's."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from cuespotter.former import FORMER_SCHEMA, FORMER_VERSION_FIELD

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SCHEMA = "cuespotter.film/1"


def upgrade() -> None:
    """Rename what documents say of their format and of the program that wrote them."""
    films = sa.table(
        "films", sa.column("id", sa.Text), sa.column("document", sa.Text), sa.column("found", sa.Text)
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(films)).all():
        renamed = {"document": _renamed(row.document), "found": _renamed(row.found)}
        connection.execute(sa.update(films).where(films.c.id == row.id).values(**renamed))


def _renamed(text: str) -> str:
    """Give a document under today's name; what is none stays as it is: who reads it complains."""
    try:
        document: Any = json.loads(text)
    except ValueError:
        return text
    if not isinstance(document, dict):
        return text
    if document.get("schema") == FORMER_SCHEMA:
        document["schema"] = SCHEMA
    if FORMER_VERSION_FIELD in document:
        document["cuespotter_version"] = document.pop(FORMER_VERSION_FIELD)
    return json.dumps(document, ensure_ascii=False)
