"""What is kept as JSON is sealed; what was undone can be done again, until a later change drops it."""

import sqlalchemy as sa
from alembic import op

from cuespotter.catalogue.columns import seal

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SEALED = {
    "films": (("id",), ("document", "found")),
    "recordings": (("id",), ("model",)),
    "told": (("recording_id",), ("work", "version", "releases")),
    "changes": (("id",), ("before", "after")),
}
"""Table -> its key, and its columns of JSON."""


def upgrade() -> None:
    """Seal what is there, and count all that is undone as dropped, since nobody knows of what it was part."""
    for name, (keys, columns) in SEALED.items():
        _seal_table(name, keys, columns)
    with op.batch_alter_table("changes") as batch:
        batch.add_column(sa.Column("dropped", sa.Boolean, nullable=False, server_default=sa.false()))
    changes = sa.table("changes", sa.column("undone", sa.Boolean), sa.column("dropped", sa.Boolean))
    op.execute(sa.update(changes).where(changes.c.undone).values(dropped=True))
    with op.batch_alter_table("changes") as batch:
        batch.alter_column("dropped", server_default=None)


def _seal_table(name: str, keys: tuple[str, ...], columns: tuple[str, ...]) -> None:
    """Write a checksum behind each text of some columns."""
    table = sa.table(name, *(sa.column(one) for one in (*keys, *columns)))
    connection = op.get_bind()
    for row in connection.execute(sa.select(table)).mappings().all():
        sealed = {one: seal(row[one]) for one in columns if isinstance(row[one], str)}
        here = [table.c[key] == row[key] for key in keys]
        if sealed:
            connection.execute(sa.update(table).where(*here).values(**sealed))
