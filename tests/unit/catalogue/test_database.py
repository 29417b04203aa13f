import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from cuespotter.catalogue import schema
from cuespotter.catalogue.database import open_database, reading, writing
from cuespotter.catalogue.film_rows import Reel
from cuespotter.catalogue.refusals import refusal, shown
from cuespotter.catalogue.store import CATALOGUE_NAME, Catalogue
from cuespotter.errors import (
    LibraryBusyError,
    LibraryDamagedError,
    LibraryError,
    LibraryUnwritableError,
    LibraryVersionError,
    UsageError,
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path, create=True) as opened:
        yield opened


def test_the_steps_lead_to_exactly_the_tables_of_this_version(catalogue: Catalogue) -> None:
    with catalogue.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), schema.metadata)
    assert differences == []


def test_the_version_is_the_last_step() -> None:
    config = Config()
    config.set_main_option("script_location", "cuespotter.catalogue:migrations")
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == schema.VERSION


def test_where_there_is_no_library_the_first_step_is_named(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"no library at .*cuespotter add"):
        Catalogue.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_newer_catalogue_is_refused_and_left_alone(catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue.close()
    with sqlite3.connect(tmp_path / CATALOGUE_NAME) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(
        LibraryVersionError, match=r"version 9999, this program knows up to .*newer Cuespotter"
    ):
        Catalogue.open(tmp_path)


def test_a_version_that_never_was_is_a_damage(catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue.close()
    with sqlite3.connect(tmp_path / CATALOGUE_NAME) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0p04'")
    connection.close()
    with pytest.raises(LibraryDamagedError, match="'0p04'"):
        Catalogue.open(tmp_path)


def test_a_file_that_is_no_database_is_named_damaged(tmp_path: Path) -> None:
    (tmp_path / CATALOGUE_NAME).write_bytes(b"this is no database, " * 1000)
    with pytest.raises(LibraryDamagedError, match="is damaged"):
        Catalogue.open(tmp_path)


def test_commits_are_made_to_survive_a_power_cut(catalogue: Catalogue) -> None:
    with catalogue.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_transaction_that_fails_leaves_nothing(catalogue: Catalogue) -> None:
    row = {"name": "a", "value": "b"}
    with pytest.raises(LibraryError), writing(catalogue.engine, catalogue.place) as connection:
        connection.execute(schema.facts.insert(), [row, row])
    with reading(catalogue.engine, catalogue.place) as connection:
        assert connection.execute(schema.facts.select().where(schema.facts.c.name == "a")).all() == []


def test_a_reader_goes_on_seeing_what_it_saw(catalogue: Catalogue) -> None:
    with reading(catalogue.engine, catalogue.place) as reader:
        before = reader.execute(schema.facts.select()).all()
        with writing(catalogue.engine, catalogue.place) as writer:
            writer.execute(schema.facts.insert(), {"name": "a", "value": "b"})
        assert reader.execute(schema.facts.select()).all() == before


def test_a_database_locked_for_long_is_busy(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cuespotter.catalogue.database.BUSY_TIMEOUT_S", 0.01)
    other = sqlite3.connect(tmp_path / CATALOGUE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Catalogue.open(tmp_path) as second, pytest.raises(LibraryBusyError, match="another process"):
        second.remove_recordings(["any"])
    other.close()


def test_a_folder_that_cannot_be_written_can_be_read(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = catalogue.identity()
    catalogue.close()
    monkeypatch.setattr("cuespotter.catalogue.database.os.access", lambda path, mode: False)
    before = sorted(tmp_path.iterdir())
    with Catalogue.open(tmp_path, writable=False) as opened:
        assert opened.identity() == identity
        with pytest.raises(LibraryUnwritableError, match="cannot be written"):
            opened.remove_recordings(["any"])
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("no url at all", "no SQLAlchemy URL"),
        ("nosuchdatabase://host/name", "is not installed"),
        ("sqlite://", "lost at once"),
    ],
)
def test_a_url_that_makes_no_sense_is_told_so(url: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        open_database(url, create=True)


def test_a_url_may_name_a_sqlite_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "elsewhere.db"
    monkeypatch.setenv("CUESPOTTER_CATALOGUE_URL", f"sqlite:///{place}")
    with Catalogue.open(tmp_path / "library", create=True) as opened:
        opened.identity()
    assert place.is_file()


def test_a_password_is_not_shown() -> None:
    assert "secret" not in shown("postgresql+psycopg://me:secret@host/name")


def test_a_name_with_a_question_mark_is_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "what? #1 100%"
    folder.mkdir()
    Catalogue.open(folder, create=True).close()
    monkeypatch.setattr("cuespotter.catalogue.database.os.access", lambda path, mode: False)
    with Catalogue.open(folder, writable=False) as opened:
        assert opened.films() == []


def test_the_steps_lead_to_the_same_tables_on_a_server(server: str) -> None:
    with Catalogue.open(server, create=True) as opened, opened.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []


def test_a_server_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(LibraryError, match="could not be used") as caught:
        Catalogue.open(f"postgresql+psycopg://me:secret@/name?host={tmp_path}")
    assert "\n" not in caught.value.message
    assert "secret" not in caught.value.message


class FullDisk(sqlite3.Connection):
    """A disk that is full to the last page: there is no room for the files beside a SQLite file in WAL mode."""

    def execute(self, sql: str, *given: object) -> sqlite3.Cursor:
        if "journal_mode" in sql:
            raise sqlite3.OperationalError("database or disk is full")
        return super().execute(sql, *given)


def test_a_full_disk_can_still_be_read(
    tmp_path: Path, make_document, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Catalogue.open(tmp_path, create=True) as opened:
        opened.save_document(make_document("film"), [Reel("/film.mkv", "d")])
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *name, **given: connect(*name, **given, factory=FullDisk))
    with Catalogue.open(tmp_path, writable=False) as opened:
        assert opened.document("film").film.title == "Drive"
        with pytest.raises(LibraryUnwritableError, match="room on its disk"):
            opened.save_document(make_document("other"))
    with pytest.raises(LibraryUnwritableError, match="disk is full"), Catalogue.open(tmp_path):
        pass
    # what was written and lies in no page of the file yet is never left out in silence
    (tmp_path / "catalogue.db-wal").write_bytes(b"something")
    with (
        pytest.raises(LibraryUnwritableError, match="disk is full"),
        Catalogue.open(tmp_path, writable=False),
    ):
        pass


def test_what_a_server_quotes_below_its_first_line_is_no_reason() -> None:
    said = (
        "insert violates a foreign key\nCONTEXT: SELECT ... FOR UPDATE SKIP LOCKED, read-only, disk is full"
    )
    found = refusal("postgresql+psycopg://db/name", said)
    assert type(found) is LibraryError
    assert found.message.endswith("could not be used: insert violates a foreign key")
