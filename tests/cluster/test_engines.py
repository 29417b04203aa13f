"""Where an archive has an engine of its own: the page's example of Dask, run, its workers killed under their jobs."""

import json
import os
import subprocess
import sys
import time

import pytest
from tests.cluster.roles import BLOCKS
from tests.cluster.workers import documents, kill, quick_program, wait_for

SCRIPTS = {
    engine: next(
        text
        for kind, text in BLOCKS
        if kind == "python" and (f"\nimport {engine}\n" in text or f"\nfrom {engine}." in text)
    )
    for engine in ("dask", "ray")
}


@pytest.fixture
def environment(library, url, tmp_path):
    """What jobs of the engine find in theirs: the library, and a program with short leases."""
    folder = quick_program(tmp_path / "bin")
    given = {"CUESPOTTER_LIBRARY": str(library.folder), "CUESPOTTER_CATALOGUE_URL": url}
    return os.environ | given | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


class Engine:
    """A scheduler of Dask's, and workers in sessions of their own."""

    def __init__(self, folder, environment):
        self.folder, self.environment = folder, environment
        self.processes = [self.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
        self.address = self.address_of_scheduler()

    def start(self, what, *given):
        program = [
            sys.executable,
            "-m",
            "dask",
            what,
            *given,
            "--scheduler-file",
            str(self.folder / "dask.json"),
        ]
        return subprocess.Popen(
            program,
            env=self.environment,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def address_of_scheduler(self):
        said, until = self.folder / "dask.json", time.monotonic() + 60
        while time.monotonic() < until:
            try:
                return json.loads(said.read_text())["address"]
            except (OSError, ValueError):
                time.sleep(0.05)
        raise AssertionError("no scheduler")

    def work(self):
        worker = self.start("worker", "--nworkers", "1", "--nthreads", "1", "--no-nanny", "--no-dashboard")
        self.processes.append(worker)
        return worker


@pytest.fixture
def engine(environment, tmp_path):
    pytest.importorskip("distributed")
    made = Engine(tmp_path, environment)
    yield made
    for one in reversed(made.processes):
        kill(one)


def test_dask_does_every_job_once_though_its_workers_are_killed(engine, library, films, alone, tmp_path):
    library.enqueue_films(films)
    script = tmp_path / "archive.py"
    script.write_text(SCRIPTS["dask"].replace("tcp://scheduler:8786", engine.address))
    first = engine.work()
    asking = subprocess.Popen(
        [sys.executable, script], env=engine.environment, stdout=subprocess.PIPE, text=True
    )
    held = wait_for(library, "running")
    kill(first)
    engine.work()
    said, _ = asking.communicate(timeout=120)
    assert (asking.returncode, said) == (0, "0 failed\n")
    jobs = library.jobs()
    assert {job.state for job in jobs} == {"done"}
    assert [job.id for job in jobs if job.losses] == [held.id], "only the killed worker's job came back"
    assert documents(library) == alone
    assert all(not library.history(one.id) for one in library.films()), "a film was kept twice"


@pytest.mark.parametrize("engine_name", SCRIPTS)
def test_examples_on_the_page_are_python(engine_name):
    compile(SCRIPTS[engine_name], "cluster.md", "exec")
