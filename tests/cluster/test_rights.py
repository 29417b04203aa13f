"""Least rights: what the workers' role cannot do, and what it says where it would have to."""

import psycopg
import pytest
from bench.short_films import SAMPLE
from sqlalchemy import make_url
from tests.cluster.conftest import QUICK
from tests.cluster.roles import HAND, OWNER, revoke_version

from cuespotter import open_library
from cuespotter.errors import LibraryError, LibraryUnwritableError

MORE = """
    CREATE TABLE mine (a int)
    CREATE TEMPORARY TABLE mine (a int)
    CREATE SCHEMA mine
    CREATE FUNCTION mine() RETURNS int LANGUAGE sql RETURN 1
    DROP TABLE cluster_jobs
    DROP FUNCTION procrastinate_finish_job_v1(bigint, procrastinate_job_status, boolean)
    ALTER TABLE recordings ADD COLUMN mine int
    TRUNCATE recordings
    UPDATE alembic_version SET version_num = '9999'
    DELETE FROM alembic_version
    CREATE ROLE mine
    CREATE DATABASE mine
    ALTER SYSTEM SET fsync = off
    SET ROLE archive
    SELECT passwd FROM pg_shadow
    COPY recordings TO PROGRAM 'cat'
    COPY recordings TO '/tmp/recordings'
    SELECT pg_read_file('postgresql.conf')
"""
STATEMENTS = [line.strip() for line in MORE.splitlines() if line.strip()]


@pytest.fixture
def workers_url(server, roles, tmp_path, films):
    """A library with a film in the queue, as the page has it made: its URL for workers."""
    with open_library(tmp_path / "library", catalogue=roles[OWNER], create=True) as library:
        library.add([SAMPLE / "library"], jobs=1)
        library.enqueue_films(films[:1])
    revoke_version(server)
    return roles[HAND]


def test_workers_need_no_more_than_their_role_has_and_have_no_more(workers_url, tmp_path, server):
    with open_library(tmp_path / "library", catalogue=workers_url) as library:
        told = []
        library.work(until_done=True, bounds=QUICK, tell=told.append)
        assert [one.ending for one in told] == ["done"]
        assert [job.state for job in library.jobs()] == ["done"]
    place = {"host": str(server.folder), "port": server.port, "user": HAND}
    with psycopg.connect(**place, dbname=OWNER, autocommit=True) as connection:
        for statement in STATEMENTS:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                print("workers may", connection.execute(statement) and statement)


def test_workers_bring_no_catalogue_to_a_new_version(workers_url, roles, tmp_path, server):
    with psycopg.connect(host=str(server.folder), port=server.port, user=OWNER, dbname=OWNER) as connection:
        version = "0009"
        connection.execute("UPDATE alembic_version SET version_num = %s", [version])
    with pytest.raises(LibraryUnwritableError, match=r"docs/cluster.md.*the one that owns") as caught:
        open_library(tmp_path / "library", catalogue=workers_url)
    assert "\n" not in caught.value.message
    with psycopg.connect(host=str(server.folder), port=server.port, user=OWNER, dbname=OWNER) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (version,)


def test_nobody_else_of_the_server_gets_in(workers_url, server, tmp_path):
    with psycopg.connect(
        host=str(server.folder), port=server.port, user="cuespotter", dbname="postgres"
    ) as one:
        one.execute("DROP ROLE IF EXISTS stranger")
        one.execute("CREATE ROLE stranger LOGIN")
    url = make_url(workers_url).set(username="stranger").render_as_string()
    with pytest.raises(LibraryError, match="permission denied for database") as caught:
        open_library(tmp_path / "library", catalogue=url)
    assert "\n" not in caught.value.message
