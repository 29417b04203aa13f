"""What Alembic runs to take a step: on the connection that `database.py` hands over, in its transaction."""

from alembic import context

from cuespotter.catalogue.schema import metadata


def run() -> None:
    """Take the steps that Alembic was asked for."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if __name__ == "env_py":
    # the name under which Alembic runs this file; whoever else imports it wants nothing to happen
    run()
