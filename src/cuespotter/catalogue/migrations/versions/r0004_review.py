"""What was undone can be done again, until a later change drops it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Mark which undone changes a later change has dropped; of older ones nobody knows, so all are."""
    with op.batch_alter_table("changes") as batch:
        batch.add_column(sa.Column("dropped", sa.Boolean, nullable=False, server_default=sa.false()))
    changes = sa.table("changes", sa.column("undone", sa.Boolean), sa.column("dropped", sa.Boolean))
    op.execute(sa.update(changes).where(changes.c.undone).values(dropped=True))
    with op.batch_alter_table("changes") as batch:
        batch.alter_column("dropped", server_default=None)
