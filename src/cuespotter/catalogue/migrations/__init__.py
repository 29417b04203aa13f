"""Steps from each older version of the catalogue to the next (Alembic)."""
