"""With which library and settings each film was searched last; size and time of films' files."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the columns; nothing is known of films searched before: they are searched again."""
    op.create_table(
        "searches",
        sa.Column("film_id", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["film_id"], ["films.id"], name="fk_searches_film_id"),
        sa.PrimaryKeyConstraint("film_id", name="pk_searches"),
    )
    with op.batch_alter_table("film_files") as batch:
        batch.add_column(sa.Column("size", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("mtime_ns", sa.BigInteger(), nullable=True))
