"""The first catalogue: library, films, cues and the history of changes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "facts",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_facts"),
    )
    op.create_table(
        "films",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("duration_s", sa.Float(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_films"),
    )
    op.create_table(
        "segments",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("analysis_digest", sa.String(length=64), nullable=False),
        sa.Column("recordings", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_segments"),
        sa.UniqueConstraint("position", name="uq_segments_position"),
    )
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("film_id", sa.String(length=80), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["film_id"], ["films.id"], name="fk_changes_film_id"),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
    )
    op.create_index("ix_changes_film_id", "changes", ["film_id"], unique=False)
    op.create_table(
        "cues",
        sa.Column("film_id", sa.String(length=80), nullable=False),
        sa.Column("cue_id", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("cue_no", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("start_s", sa.Float(), nullable=False),
        sa.Column("end_s", sa.Float(), nullable=False),
        sa.Column("recording_id", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["film_id"], ["films.id"], name="fk_cues_film_id"),
        sa.PrimaryKeyConstraint("film_id", "cue_id", name="pk_cues"),
    )
    op.create_index("ix_cues_recording_id", "cues", ["recording_id"], unique=False)
    op.create_table(
        "film_files",
        sa.Column("film_id", sa.String(length=80), nullable=False),
        sa.Column("reel", sa.Integer(), nullable=False),
        sa.Column("location", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["film_id"], ["films.id"], name="fk_film_files_film_id"),
        sa.PrimaryKeyConstraint("film_id", "reel", name="pk_film_files"),
    )
    op.create_index("ix_film_files_digest", "film_files", ["digest"], unique=False)
    op.create_index("ix_film_files_location", "film_files", ["location"], unique=False)
    op.create_table(
        "recordings",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("duration_s", sa.Float(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("artist", sa.Text(), nullable=True),
        sa.Column("album", sa.Text(), nullable=True),
        sa.Column("composer", sa.Text(), nullable=True),
        sa.Column("isrc", sa.Text(), nullable=True),
        sa.Column("musicbrainz_recording_id", sa.Text(), nullable=True),
        sa.Column("musicbrainz_work_id", sa.Text(), nullable=True),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("segment", sa.String(length=80), nullable=True),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["segment"], ["segments.name"], name="fk_recordings_segment"),
        sa.PrimaryKeyConstraint("id", name="pk_recordings"),
        sa.UniqueConstraint("digest", name="uq_recordings_digest"),
    )
    op.create_index("ix_recordings_isrc", "recordings", ["isrc"], unique=False)
    op.create_index(
        "ix_recordings_musicbrainz_recording_id", "recordings", ["musicbrainz_recording_id"], unique=False
    )
    op.create_index("ix_recordings_musicbrainz_work_id", "recordings", ["musicbrainz_work_id"], unique=False)
    op.create_index("ix_recordings_segment", "recordings", ["segment"], unique=False)
    op.create_table(
        "files",
        sa.Column("location", sa.LargeBinary(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mtime_ns", sa.BigInteger(), nullable=False),
        sa.Column("recording_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["recording_id"], ["recordings.id"], name="fk_files_recording_id"),
        sa.PrimaryKeyConstraint("location", name="pk_files"),
    )
    op.create_index("ix_files_recording_id", "files", ["recording_id"], unique=False)
