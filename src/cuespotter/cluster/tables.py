"""What the queue keeps beside procrastinate's own tables; made with them, when first something is enqueued.

::

    procrastinate_jobs     the queue itself: which job waits, runs, is done, and who has it
    procrastinate_workers  when each worker was heard of last, by the database's clock
    cluster_jobs           one row for each job: what is to be done, how far it is, why it failed
    cluster_parts          which jobs search the shards of one film, and what they have found
    cluster_generations    which files of the index belonged together when jobs were enqueued
    cluster_workers        one row for each worker that is at work: where, since when, for which queue

Every time in them is the database's: the clocks of the machines need not agree.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    func,
    text,
)

from cuespotter.errors import LibraryVersionError, UsageError

metadata = MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s"})

cluster_jobs = Table(
    "cluster_jobs",
    metadata,
    Column("job_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    Column("name", Text, nullable=False),
    Column("key", String(64), nullable=False, index=True),
    Column("work", Text, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("losses", Integer, nullable=False, server_default="0"),
    Column("generation", String(64)),
    Column("refused_by", Text, nullable=False, server_default=""),
    Column("reason", Text),
    Column("host", Text),
    Column("stage", Text),
    Column("share", Float),
    Column("enqueued_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("started_at", DateTime(timezone=True)),
    Column("finished_at", DateTime(timezone=True)),
)

cluster_workers = Table(
    "cluster_workers",
    metadata,
    Column("worker_id", BigInteger, primary_key=True, autoincrement=False),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("queue", String(128), nullable=False),
    Column("since", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

cluster_generations = Table(
    "cluster_generations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("manifest", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

cluster_parts = Table(
    "cluster_parts",
    metadata,
    Column("job_id", BigInteger, primary_key=True, autoincrement=False),
    Column("film", String(64), nullable=False, index=True),
    Column("shard", Integer, nullable=False),
    Column("answer", LargeBinary),
)

MAKING, ENQUEUEING, KEEPING, CLEARING = 0x63756501, 0x63756502, 0x63756503, 0x63756504
"""Names of advisory locks: one process at a time makes tables, enqueues, keeps a result, clears the store."""
NEEDED = """
    procrastinate_defer_jobs_v1 procrastinate_fetch_job_v2 procrastinate_finish_job_v1
    procrastinate_retry_job_v2 procrastinate_cancel_job_v1 procrastinate_register_worker_v1
    procrastinate_prune_stalled_workers_v1
"""
"""Functions of procrastinate's that are called here: a queue that another version of it made may lack one."""


def wait_for(connection: Connection, name: int) -> None:
    """Wait until no other transaction holds what is named so; this one holds it until its end."""
    connection.execute(select_lock, {"name": name})


select_lock = text("SELECT pg_advisory_xact_lock(:name)")


def is_made(connection: Connection) -> bool:
    """Say whether there is a queue in the database."""
    return connection.execute(text("SELECT to_regclass('cluster_jobs')")).scalar() is not None


def is_whole(connection: Connection) -> bool:
    """Say whether no table is missing that came with a later version."""
    return connection.execute(text("SELECT to_regclass('cluster_parts')")).scalar() is not None


def make(connection: Connection) -> None:
    """Make procrastinate's tables and ours, where they are not there yet.

    Raises
    ------
    LibraryVersionError
        Another version of procrastinate made its tables.
    """
    wait_for(connection, MAKING)
    if connection.execute(text("SELECT to_regclass('procrastinate_jobs')")).scalar() is None:
        # many statements at once, which only the driver itself takes
        driver: object = connection.connection.driver_connection
        driver.execute(_schema())  # type: ignore[attr-defined]
    check(connection)
    metadata.create_all(connection)


def check(connection: Connection) -> None:
    """Refuse a queue that another version of procrastinate made.

    Raises
    ------
    LibraryVersionError
        It lacks a function that this version calls.
    """
    query = text("SELECT name FROM unnest(CAST(:needed AS text[])) AS name WHERE to_regproc(name) IS NULL")
    lacking = connection.execute(query, {"needed": NEEDED.split()}).scalars().all()
    if lacking:
        raise LibraryVersionError(
            f"the queue in this database lacks {', '.join(lacking)}: another version of procrastinate made "
            "it; bring it up as docs/cluster.md says under 'Upgrade'"
        )


def _schema() -> str:
    """Give procrastinate's tables as SQL."""
    try:
        from procrastinate.schema import SchemaManager  # noqa: PLC0415 (an extra)
    except ModuleNotFoundError as error:
        raise missing() from error
    return str(SchemaManager.get_schema())


def missing(name: str = "procrastinate") -> UsageError:
    """Say what to install."""
    return UsageError(f'jobs need {name}, which is not installed: pip install "cuespotter[cluster]"')
