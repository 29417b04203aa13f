"""What Alembic runs to take a step: on the connection that `database.py` hands over, in its transaction."""

from alembic import context

from needledrop.catalogue.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
