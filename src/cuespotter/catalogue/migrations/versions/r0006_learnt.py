"""What others know of recordings, by source and date, and the answers of servers."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; nobody was asked before."""
    op.create_table(
        "learnt",
        sa.Column("recording_id", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("work_id", sa.String(length=40), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["recording_id"], ["recordings.id"], name="fk_learnt_recording_id"),
        sa.PrimaryKeyConstraint("recording_id", "source", name="pk_learnt"),
    )
    op.create_index("ix_learnt_work_id", "learnt", ["work_id"])
    op.create_table(
        "fetched",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("address", name="pk_fetched"),
    )
