"""A PostgreSQL server for all tests of the cluster, a database with a library for each."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from bench.postgres_server import PostgresServer, programs
from bench.short_films import SAMPLE, make_films
from tests.cluster.faulty_s3 import BUCKET, Faults, bucket
from tests.cluster.roles import make_roles

from cuespotter import open_library
from cuespotter.cluster.bounds import LeaseSettings
from cuespotter.settings.hearing import KINDS_VARIABLE

FILMS = 3
QUICK = LeaseSettings(
    beat_s=0.2, lease_s=2.0, look_again_s=0.1, wait_s=(0.1,), elsewhere_s=0.3, outage_s=60.0
)
"""As an archive's, only quicker: what is decided is the same."""
_number = count()


@pytest.fixture(autouse=True)
def nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [one for one in os.environ if one.startswith("CUESPOTTER_") and one != KINDS_VARIABLE]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    pytest.importorskip("procrastinate")
    if programs() is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with PostgresServer() as made:
        yield made.make()


@pytest.fixture(scope="session")
def stocked(server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A library with the sample's recordings, which each test gets a copy of: its folder and its database."""
    folder = tmp_path_factory.mktemp("stocked") / "library"
    server.make_database("stocked")
    with open_library(folder, catalogue=server.url_of("stocked"), create=True) as made:
        made.add([SAMPLE / "library"], jobs=1)
    return folder, "stocked"


@pytest.fixture
def url(server: PostgresServer, stocked: tuple[Path, str]) -> str:
    return server.copy_database(stocked[1], f"copy{next(_number)}")


@pytest.fixture
def library(url: str, stocked: tuple[Path, str]):
    with open_library(stocked[0], catalogue=url) as opened:
        yield opened


@pytest.fixture(scope="session")
def served() -> Iterator[tuple[str, Faults]]:
    pytest.importorskip("obstore")
    pytest.importorskip("moto")
    with bucket() as (address, faults):
        yield address, faults


@pytest.fixture
def s3(served: tuple[str, Faults], monkeypatch: pytest.MonkeyPatch) -> tuple[str, Faults]:
    """A place in a bucket, and the faults to come."""
    address, faults = served
    monkeypatch.setenv("AWS_ENDPOINT_URL", address)
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    faults.clear()
    return f"s3://{BUCKET}/index", faults


@pytest.fixture
def roles(server: PostgresServer) -> dict[str, str]:
    """Make the database and the roles that the administrator's page says; gives a URL for each role."""
    return make_roles(server)


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> list[list[Path]]:
    """Short films, each with content of its own."""
    folder = tmp_path_factory.mktemp("films")
    make_films(folder, FILMS)
    return [[one] for one in sorted(folder.iterdir())]


@pytest.fixture
def run(url: str, stocked: tuple[Path, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command on the library."""
    environment = os.environ | {"CUESPOTTER_LIBRARY": str(stocked[0]), "CUESPOTTER_CATALOGUE_URL": url}

    def run_command(*arguments: object) -> subprocess.CompletedProcess[str]:
        program = [Path(sys.executable).with_name("cuespotter"), *map(str, arguments)]
        return subprocess.run(program, env=environment, capture_output=True, text=True, check=False)

    return run_command


@pytest.fixture(scope="session")
def alone(stocked, server, films):
    """What one process makes of each film, by its id."""
    with open_library(stocked[0], catalogue=server.copy_database(stocked[1], "alone")) as opened:
        made = [opened.identify(film).document for film in films]
    return {one.film.id: one for one in made}
