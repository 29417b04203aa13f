"""What side tables say of recordings, apart from what their tags say."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "told",
        sa.Column("recording_id", sa.String(length=40), nullable=False),
        sa.Column("work", sa.Text(), nullable=True),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("releases", sa.Text(), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["recording_id"], ["recordings.id"], name="fk_told_recording_id"),
        sa.PrimaryKeyConstraint("recording_id", name="pk_told"),
    )
