"""Of each search its settings and its library apart, and which recordings a library had then."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the columns; films searched before are searched whole once more when it grows."""
    with op.batch_alter_table("searches") as batch:
        batch.add_column(sa.Column("settings", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("library", sa.String(length=64), nullable=True))
    op.create_table(
        "libraries",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("recordings", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_libraries"),
    )
