"""Whose word a work is that was told of a recording: the reviewer's, or a table's."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the column; of what was told before nobody noted who did."""
    with op.batch_alter_table("told") as batch:
        batch.add_column(sa.Column("by_reviewer", sa.Boolean(), nullable=False, server_default=sa.false()))
