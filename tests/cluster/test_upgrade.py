"""An upgrade as the administrator's page says: workers of two versions side by side, each with its own jobs."""

import io
import os
import subprocess
import sys
import tarfile

import pytest
from tests.cluster.conftest import QUICK
from tests.cluster.workers import ROOT, documents

from cuespotter import open_library
from cuespotter.catalogue.schema import VERSION

OLDER = "1fecb9919aac8b0b1a8dd578fdca4754b155a097"
"""A commit with workers whose tables are of version 0010."""


def test_workers_of_two_versions_take_only_their_own_jobs(library, url, stocked, films, alone, monkeypatch):
    library.enqueue_films(films[:1])
    with monkeypatch.context() as newer:
        newer.setattr("cuespotter.__version__", "99.0")
        with open_library(stocked[0], catalogue=url) as upgraded:
            assert upgraded.queue_name != library.queue_name
            upgraded.enqueue_films(films[1:])
            upgraded.work(until_done=True, bounds=QUICK)
            jobs = upgraded.jobs()
    assert [job.state for job in jobs] == ["waiting", "done", "done"]
    assert f"no worker of {library.queue_name} is at work" in jobs[0].reason
    library.work(until_done=True, bounds=QUICK)
    assert {job.state for job in library.jobs()} == {"done"}
    assert documents(library) == alone


def test_tables_of_another_version_are_another_queue(library, monkeypatch):
    before = library.queue_name
    del library.queue_name
    monkeypatch.setattr("cuespotter.catalogue.schema.VERSION", "9999")
    assert library.queue_name == before.replace(f"-{VERSION}-", "-9999-") != before


@pytest.fixture
def older(tmp_path):
    """The program as it was, of this project's history; gives how it is run."""
    packed = subprocess.run(["git", "archive", OLDER, "src"], cwd=ROOT, capture_output=True, check=False)
    if packed.returncode:
        pytest.skip(f"this checkout has no history: {packed.stderr.decode().strip()}")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(tmp_path / "older", filter="data")
    return {"PYTHONPATH": str(tmp_path / "older" / "src"), "PYTHONDONTWRITEBYTECODE": "1"}


def test_an_older_worker_says_that_the_catalogue_is_newer_and_stops(older, library, url, films):
    library.enqueue_films(films[:1])
    place = {"CUESPOTTER_LIBRARY": str(library.folder), "CUESPOTTER_CATALOGUE_URL": url}
    for command in (("work", "--once"), ("jobs",), ("enqueue", "films")):
        done = subprocess.run(
            [sys.executable, "-m", "cuespotter", *command],
            env=os.environ | place | older,
            cwd=library.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2
        assert done.stdout == ""
        said = [line for line in done.stderr.splitlines() if "catalogue" in line]
        assert len(said) == 1, done.stderr
        assert (
            f"is of version {VERSION}, this program knows up to 0010; install a newer Cuespotter" in said[0]
        )
    assert [job.state for job in library.jobs()] == ["waiting"]
