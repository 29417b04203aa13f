"""What is kept of films' sound, so that the episodes of a series can be held against each other."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; films that were heard before are heard once more when they are asked for."""
    op.create_table(
        "film_sounds",
        sa.Column("film_id", sa.String(80), nullable=False),
        sa.Column("settings", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["film_id"], ["films.id"], name=op.f("fk_film_sounds_film_id")),
        sa.PrimaryKeyConstraint("film_id", name=op.f("pk_film_sounds")),
    )
