"""PostgreSQL servers of one's own, from the system's packages: started, killed, copied, promoted.

Each lies in a folder of its own and is reached by a socket in it. Debian: ``apt-get install postgresql``.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

USER = "cuespotter"


def programs() -> Path | None:
    """Give the folder of PostgreSQL's programs; None where it is not installed."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    return places[0].parent if places else None


class PostgresServer:
    """A server that runs until it is stopped; use it in a ``with`` statement.

    Parameters
    ----------
    folder : Path, optional
        For it alone, and not there yet; default one in the system's folder of temporary files.
    port : int
        Of its socket's name; where `options` have it listen to an address, of that, too.

    Attributes
    ----------
    options : str
        Further ones for its start, such as ``-c ssl=on``.
    before : tuple of str
        What stands before each of its commands, to run it somewhere else as another user.
    """

    options = ""
    before: tuple[str, ...] = ()

    def __init__(self, folder: Path | None = None, *, port: int = 5432) -> None:
        found = programs()
        if found is None:
            raise FileNotFoundError("PostgreSQL is not installed (Debian: apt-get install postgresql)")
        self._programs = found
        # the server refuses to run as root; Debian makes a user for it
        self._user = "postgres" if os.geteuid() == 0 else None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="cuespotter-pg-", dir="/tmp"))
        self.folder.mkdir(exist_ok=True)
        self.hand_over(self.folder)
        self.data = self.folder / "data"
        self.port = port

    def hand_over(self, path: Path) -> None:
        """Give a file or folder to the user as whom the server runs."""
        if self._user is not None:
            shutil.chown(path, self._user)

    @property
    def url(self) -> str:
        """Of the database that every server has."""
        return self.url_of("postgres")

    def url_of(self, database: str, servers: tuple[PostgresServer, ...] = ()) -> str:
        """Give the URL of a database, on this server or on whichever of several can be written."""
        among = (self, *servers)
        hosts = ",".join(str(one.folder) for one in among)
        ports = ",".join(str(one.port) for one in among)
        more = "&target_session_attrs=read-write" if servers else ""
        return f"postgresql+psycopg://{USER}@/{database}?host={hosts}&port={ports}{more}"

    def make(self) -> Self:
        """Make an empty server and start it."""
        self._run("initdb", "-D", self.data, "-U", USER, "-A", "trust", "-E", "UTF8", "-N")
        self.start()
        return self

    def standby(self, *, port: int) -> PostgresServer:
        """Copy this server and start the copy: it follows this one, and can be read only."""
        other = PostgresServer(port=port)
        source = f"host={self.folder} port={self.port} user={USER}"
        self._run("pg_basebackup", "-D", other.data, "-d", source, "-R", "-c", "fast", "-X", "stream")
        other.start()
        return other

    def start(self) -> None:
        """Start it, and wait until it answers."""
        log = self.folder / "log"
        options = (
            f"-c listen_addresses= -c fsync=off -c unix_socket_directories={self.folder} -p {self.port} "
            f"-c max_connections=200 -c wal_level=replica -c hot_standby=on {self.options}"
        )
        self._run("pg_ctl", "-D", self.data, "-l", log, "-w", "-o", options, "start")

    def stop(self) -> None:
        """Stop it at once."""
        self._run("pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop")

    def kill(self) -> None:
        """Kill it, as a loss of power would."""
        pid = int((self.data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)

    def cpu_s(self) -> float:
        """Say how many CPU seconds the server and its processes took so far."""
        first = int((self.data / "postmaster.pid").read_text().split()[0])
        ticks = 0
        for place in Path("/proc").glob("[0-9]*/stat"):
            try:
                facts = place.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if first in {int(place.parent.name), int(facts[1])}:
                # its own, and those of its processes that are over
                ticks += sum(map(int, facts[11:15]))
        return ticks / os.sysconf("SC_CLK_TCK")

    def promote(self) -> None:
        """Let a standby be written from now on."""
        self._run("pg_ctl", "-D", self.data, "-w", "promote")

    def make_database(self, name: str) -> str:
        """Make an empty database; gives its URL."""
        self._ask(f'CREATE DATABASE "{name}"')
        return self.url_of(name)

    def copy_database(self, source: str, name: str) -> str:
        """Make a database that holds what another holds, which nobody is connected to; gives its URL."""
        self._ask(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        return self.url_of(name)

    def fill(self, name: str, source: PostgresServer, copied: str, *, role: str = USER) -> None:
        """Fill an empty database with what another one holds, as its owner."""
        script = self.folder / "copied.sql"
        where = ("-h", source.folder, "-p", source.port, "-U", USER)
        self._run("pg_dump", *where, "-O", "-d", copied, "-f", script)
        mine = ("-h", self.folder, "-p", self.port, "-U", role, "-d", name)
        self._run("psql", *mine, "-v", "ON_ERROR_STOP=1", "-q", "-f", script)

    def wait_for(self, primary: PostgresServer) -> None:
        """Wait until this standby has all that its primary had when asked."""
        import psycopg  # noqa: PLC0415 (an extra)

        there = psycopg.connect(host=str(primary.folder), port=primary.port, user=USER, dbname="postgres")
        here = psycopg.connect(
            host=str(self.folder), port=self.port, user=USER, dbname="postgres", autocommit=True
        )
        with there, here:
            (place,) = there.execute("SELECT pg_current_wal_lsn()::text").fetchone() or ("",)
            has_all = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
            while (here.execute(has_all, [place]).fetchone() or (False,)) != (True,):
                time.sleep(0.05)

    def _ask(self, statement: str) -> None:
        """Have the server do something."""
        place = ("-h", self.folder, "-p", self.port, "-U", USER, "-d", "postgres")
        self._run("psql", *place, "-v", "ON_ERROR_STOP=1", "-q", "-c", statement)

    def _run(self, program: str, *given: object) -> None:
        """Run one of PostgreSQL's programs."""
        quiet = subprocess.DEVNULL
        whole = [*self.before, str(self._programs / program), *map(str, given)]
        user = None if self.before else self._user
        subprocess.run(whole, user=user, cwd="/", stdout=quiet, stderr=quiet, check=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if (self.data / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
