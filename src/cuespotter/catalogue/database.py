"""A place -> an open database with the tables of this version.

SQLite in the library's folder by default, in WAL mode and fully synchronous: a commit that returned survives
a power cut, readers never wait for the writer. Any other database by its SQLAlchemy URL.
"""

from __future__ import annotations

import logging
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from cuespotter.catalogue import links
from cuespotter.catalogue.refusals import FULL, masked, refusal, shown
from cuespotter.catalogue.schema import VERSION
from cuespotter.errors import (
    LibraryDamagedError,
    LibraryError,
    LibraryVersionError,
    UsageError,
)

FORMER_VERSIONS = ("0001", "0002")
"""Versions of the tables that were made under the program's former name."""
VERSION_FORM = re.compile(r"[0-9]{4}")
"""How versions of the tables are written, those of programs to come included."""
_log = logging.getLogger(__name__)
LATEST_S = 250_000_000_000.0
"""Seconds from 1970 to a year that still has four digits: file systems keep any number."""
BUSY_TIMEOUT_S = 30.0
"""How long a writer waits for another's transaction; each is short, since decoding is done outside of it."""
_joined: ContextVar[Connection | None] = ContextVar("joined", default=None)
"""The transaction of `together` that this thread is in."""


def open_database(place: Path | str, *, create: bool, writable: bool = True) -> Engine:
    """Open a catalogue, make its tables if asked, and bring an older one to this version.

    Parameters
    ----------
    place : Path or str
        The SQLite file, or the SQLAlchemy URL of a database.
    create : bool
        Make it where there is none.
    writable : bool
        False: to read is enough, from a folder where nothing may be written.

    Raises
    ------
    LibraryError
        There is none and `create` is False.
    LibraryVersionError
        A newer Cuespotter made it, or an older one and it may not be written.
    LibraryUnwritableError, LibraryBusyError, LibraryDamagedError, UsageError
        What stood in the way.
    """
    with translated(place):
        if isinstance(place, Path):
            if not create and not place.is_file():
                raise _missing(place.parent)
            engine = _sqlite(place, writable=writable)
        else:
            engine = _server(place)
        try:
            may_write = writable or isinstance(place, str) or os.access(place.parent, os.W_OK)
            _bring_to_version(engine, place, create=create, writable=may_write)
        except BaseException:
            engine.dispose()
            raise
    return engine


@contextmanager
def translated(place: Path | str) -> Iterator[None]:
    """Turn what the database raises into this project's errors, one line each."""
    try:
        yield
    except DBAPIError as error:
        raise refusal(place, str(error.orig)) from error
    except UnicodeDecodeError as error:
        raise refusal(place, "malformed text") from error


@contextmanager
def writing(engine: Engine, place: Path | str) -> Iterator[Connection]:
    """Run one write transaction: all of it or nothing; within `together`, a part of that one."""
    outer = _joined.get()
    if outer is not None and outer.engine is engine:
        yield outer
        return
    with translated(place), engine.connect() as connection:
        writer = connection.execution_options(cuespotter_writing=True)
        with writer.begin():
            yield writer


@contextmanager
def reading(engine: Engine, place: Path | str) -> Iterator[Connection]:
    """Run one read transaction: what it sees does not change; within `together`, a part of that one."""
    outer = _joined.get()
    if outer is not None and outer.engine is engine:
        yield outer
        return
    with translated(place), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def together(engine: Engine, place: Path | str) -> Iterator[Connection]:
    """Make one write transaction of several calls: all that this thread writes within counts, or nothing."""
    with writing(engine, place) as connection:
        token = _joined.set(connection)
        try:
            yield connection
        finally:
            _joined.reset(token)


def utc_now() -> str:
    """Say the time as the catalogue writes it."""
    return _written(datetime.now(UTC))


def written_time(at_s: float) -> str:
    """Write a time, given in seconds since 1970, as the catalogue does: later ones come later as texts."""
    return _written(datetime.fromtimestamp(min(max(at_s, 0.0), LATEST_S), UTC))


def _written(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _missing(place: Path | str) -> LibraryError:
    """Say that there is no library, and how to make one."""
    return LibraryError(f"there is no library at {place}; make one first: cuespotter add FOLDER_WITH_MUSIC")


def _sqlite(path: Path, *, writable: bool) -> Engine:
    """Open a SQLite file; a folder that cannot be written is read without the files that WAL needs."""
    engine = create_engine("sqlite://", creator=_connector(path, writable=writable), poolclass=QueuePool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        now = connection.get_execution_options().get("cuespotter_writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if now else "BEGIN")

    return engine


def _connector(path: Path, *, writable: bool) -> Callable[[], sqlite3.Connection]:
    """Make the function that opens one connection."""

    def connect() -> sqlite3.Connection:
        if not writable and not os.access(path.parent, os.W_OK):
            return _opened(_as_it_lies(path), is_uri=True)
        try:
            return _opened(str(path), is_uri=False)
        except sqlite3.OperationalError as error:
            # a disk that is full to the last page has no room for the files that WAL needs
            if writable or _is_pending(path) or not any(words in str(error).lower() for words in FULL):
                raise
            return _opened(_as_it_lies(path), is_uri=True)

    return connect


def _opened(name: str, *, is_uri: bool) -> sqlite3.Connection:
    """Open a SQLite file; by its URI only to read it as it lies."""
    connection = sqlite3.connect(
        name, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False, uri=is_uri
    )
    try:
        if not is_uri:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("SELECT count(*) FROM sqlite_master")
        connection.execute("PRAGMA foreign_keys=ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _is_pending(path: Path) -> bool:
    """Say whether something was written that is not in the file itself yet."""
    wal = path.with_name(f"{path.name}-wal")
    return wal.exists() and wal.stat().st_size > 0


def _as_it_lies(path: Path) -> str:
    """Name a SQLite file so that nothing is written beside it."""
    return path.absolute().as_uri() + ("?mode=ro" if _is_pending(path) else "?mode=ro&immutable=1")


def _server(url: str) -> Engine:
    """Connect to a database server by its URL."""
    try:
        parsed: URL = make_url(url)
        is_file = parsed.get_backend_name() == "sqlite"
        made = (
            None
            if is_file
            else create_engine(parsed, pool_pre_ping=True, connect_args=links.patience(parsed))
        )
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise UsageError(
            f"the driver for {url.split(':', 1)[0]} is not installed ({error}); install it with pip"
        ) from error
    except (ArgumentError, ValueError) as error:
        raise UsageError(
            f"{masked(url)!r} is no SQLAlchemy URL; write for example postgresql+psycopg://user@host/name"
        ) from error
    if made is not None:
        links.ask_server(made)
        return made
    if not parsed.database:
        raise UsageError("a catalogue in memory is lost at once; name a file: sqlite:///catalogue.db")
    return _sqlite(Path(parsed.database), writable=True)


def _version_of(connection: Connection) -> str | None:
    """Read the version of the tables; None where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: Any = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is not None and not VERSION_FORM.fullmatch(str(found)):
        raise LibraryDamagedError(
            f"the catalogue is damaged (its version is {str(found)!r:.40}, and there never was one); put a "
            "copy back, or move it away and add again"
        )
    return None if found is None else str(found)


def _bring_to_version(engine: Engine, place: Path | str, *, create: bool, writable: bool) -> None:
    """Make or step up the tables in one transaction; refuse what a newer Cuespotter made."""
    with engine.connect() as connection, connection.begin():
        found = _version_of(connection)
    if found == VERSION:
        return
    if found is None and not create:
        raise _missing(shown(place))
    if not writable:
        raise LibraryVersionError(
            f"the catalogue {shown(place)} is of version {found}, this program reads {VERSION}; "
            "make its folder writable once, so that it can be brought up"
        )
    from alembic import command  # noqa: PLC0415 (needed once in a catalogue's life, and slow to import)
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "cuespotter.catalogue:migrations")
    config.set_main_option("path_separator", "os")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise LibraryVersionError(
            f"the catalogue {shown(place)} is of version {found}, this program knows up to {VERSION}; "
            "install a newer Cuespotter",
            found=found,
            needed=VERSION,
        )
    with writing(engine, place) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    if found in FORMER_VERSIONS:
        _log.warning("the catalogue %s was made under the former name and is Cuespotter's now", shown(place))
