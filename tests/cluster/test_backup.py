"""Backup and restore as the administrator's page says, by its own commands: database, folder, or both are lost."""

import os
import shutil
import subprocess

import pytest
from bench.postgres_server import PostgresServer, programs
from bench.short_films import SAMPLE
from tests.cluster.conftest import QUICK
from tests.cluster.roles import BLOCKS, HAND, OWNER, make_roles
from tests.cluster.workers import documents, quick_program

from cuespotter import open_library
from cuespotter.cluster.leases import Leases
from cuespotter.errors import LibraryUnwritableError

SCRIPTS = [text for kind, text in BLOCKS if kind == "sh"]
BACKUP = next(text for text in SCRIPTS if "pg_dump" in text)
RESTORE = next(text for text in SCRIPTS if "pg_restore" in text)


@pytest.fixture
def shell(tmp_path):
    """Do what a block of the page says on some server, with this test's folders."""
    path = os.pathsep.join([str(quick_program(tmp_path / "bin")), str(programs()), os.environ["PATH"]])

    def do(script, server):
        for there, here in (("/srv/cuespotter", "live"), ("/srv/backup", "backup")):
            script = script.replace(there, str(tmp_path / here))
        for name in ("dbname", "user"):
            script = script.replace(f"{name}=cuespotter", f"{name}={OWNER}")
        place = {"PGHOST": str(server.folder), "PGPORT": str(server.port), "PATH": path}
        place |= {
            "CUESPOTTER_LIBRARY": str(tmp_path / "live" / "library"),
            "CUESPOTTER_CATALOGUE_URL": server.url_of(OWNER).replace("//cuespotter@", f"//{OWNER}@"),
        }
        done = subprocess.run(
            ["sh", "-ec", script], env=os.environ | place, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    return do


@pytest.fixture
def archive(server, stocked, roles, tmp_path):
    """An archive with music: its folder and the URL of its owner."""
    folder = tmp_path / "live" / "library"
    shutil.copytree(stocked[0], folder)
    server.fill(OWNER, server, stocked[1], role=OWNER)
    return folder, roles[OWNER]


def test_an_archive_goes_on_from_its_backup_on_another_server(archive, server, films, alone, shell, tmp_path):
    folder, url = archive
    (tmp_path / "backup").mkdir()
    with open_library(folder, catalogue=url) as library:
        library.enqueue_films(films)
        library.work(once=True, bounds=QUICK)
        leases = Leases(library._queue())
        leases.fetch(leases.register("a machine that is lost, too", 1, library.queue_name))
        before = documents(library)
    assert len(before) == 1
    shell(BACKUP, server)
    shutil.rmtree(folder)
    with PostgresServer(port=5436) as fresh:
        urls = make_roles(fresh.make())
        said = shell(RESTORE, fresh)
        assert "every byte is as it was written" in said
        with open_library(folder, catalogue=urls[HAND]) as library:
            assert documents(library) == before
            library.work(until_done=True, bounds=QUICK)
            assert {job.state for job in library.jobs()} == {"done"}
            assert sorted(job.losses for job in library.jobs()) == [0] * (len(films) - 1) + [1]
            assert documents(library) == alone


def test_a_folder_that_is_lost_is_made_anew_from_the_music(archive, server, films, alone, shell):
    folder, url = archive
    shutil.rmtree(folder)
    with (
        open_library(folder, catalogue=url) as library,
        pytest.raises(LibraryUnwritableError, match=r"is not there, though its catalogue is; mount it"),
    ):
        library.add([SAMPLE / "library"])
    said = shell("cuespotter repair", server)
    assert "11 files listened to again" in said
    with open_library(folder, catalogue=url) as library:
        assert library.identify(films[0]).document in alone.values()
