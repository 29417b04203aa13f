"""Of which recording's work a cue is another recording, and who performs where tags name another artist."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the columns; nothing was said before."""
    with op.batch_alter_table("cues") as batch:
        batch.add_column(sa.Column("original_id", sa.String(length=40), nullable=True))
        batch.create_index("ix_cues_original_id", ["original_id"])
    with op.batch_alter_table("told") as batch:
        batch.add_column(sa.Column("performer", sa.Text(), nullable=True))
