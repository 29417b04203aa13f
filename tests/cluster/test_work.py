"""Films in, documents out: by workers that are killed, cancelled, or on the wrong machine."""

import os
import signal
from pathlib import Path

import pytest
from bench.short_films import SAMPLE
from tests.cluster.conftest import QUICK
from tests.cluster.workers import documents, kill, start_worker, wait_for, working

from cuespotter.errors import JobError

LONG = [SAMPLE / "film.mkv"] * 12
"""Reels that no machine is done with before it is told to end."""
"""A film that takes some seconds: what is to happen while it is in work does."""


def test_workers_make_of_films_what_one_process_makes_of_them(library, films, alone):
    assert library.enqueue_films(films).new == len(films)
    assert library.enqueue_films(films).waiting == len(films)
    told = []
    library.work(until_done=True, bounds=QUICK, tell=told.append)
    assert [one.ending for one in told] == ["done"] * len(films)
    assert "1 cue, 1 of them from the library" in told[0].words
    assert documents(library) == alone
    after = library.enqueue_films(films)
    assert (after.new, after.waiting, after.done) == (0, 0, len(films))


def test_a_killed_worker_costs_only_its_job_in_hand_and_that_comes_back(library, url, films, alone):
    library.enqueue_films(films)
    worker = start_worker(library.folder, url)
    held = wait_for(library, "running")
    kill(worker)
    library.work(until_done=True, bounds=QUICK)
    assert documents(library) == alone
    jobs = {job.id: job for job in library.jobs()}
    assert {job.state for job in jobs.values()} == {"done"}
    assert [job.id for job in jobs.values() if job.losses] == [held.id]


def test_a_process_that_dies_is_replaced_and_its_job_is_tried_again(library, url, films, alone):
    library.enqueue_films(films[:1])
    with working(library.folder, url) as worker:
        wait_for(library, "running")
        kill_child_of(worker.pid)
        assert worker.stdout.readline().startswith("waiting")
        assert worker.wait(120) == 0
    (job,) = library.jobs()
    assert (job.state, job.tries) == ("done", 1)
    assert set(documents(library)) <= set(alone)


def kill_child_of(pid):
    """Kill the process that works on jobs, not the one that helps Python count what is shared."""
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes():
            os.kill(int(child), signal.SIGKILL)


def test_a_worker_told_to_end_hands_back_what_it_has(library, url):
    library.enqueue_films([LONG])
    with working(library.folder, url) as worker:
        wait_for(library, "running")
        os.kill(worker.pid, signal.SIGINT)
        worker.wait(120)
        (job,) = library.jobs()
    assert (job.state, job.tries, job.losses) == ("waiting", 0, 0)


def test_a_job_that_runs_is_cancelled(library, url):
    library.enqueue_films([LONG])
    with working(library.folder, url) as worker:
        job = wait_for(library, "running")
        library.cancel_jobs([job.id])
        assert worker.stdout.readline().startswith("cancelled")
        assert worker.wait(120) == 0
    assert library.films() == []


def test_a_film_that_cannot_be_heard_fails_after_three_tries(library, tmp_path):
    poison = tmp_path / "poison.mkv"
    poison.write_bytes(b"no film at all" * 1000)
    library.enqueue_films([[poison]])
    told = []
    library.work(until_done=True, bounds=QUICK, tell=told.append)
    assert [one.ending for one in told] == ["waiting", "waiting", "failed"]
    (job,) = library.jobs(["failed"])
    assert job.tries == 3
    assert str(poison) in job.reason


def test_a_film_that_lies_elsewhere_here_is_found_there_and_kept_as_named(library, films, tmp_path, alone):
    named = tmp_path / "archive" / films[0][0].name
    named.parent.mkdir()
    named.write_bytes(films[0][0].read_bytes())
    library.enqueue_films([[named]])
    here = tmp_path / "mounted"
    named.parent.rename(here)
    told = []
    library.work(until_done=True, bounds=QUICK, tell=told.append)
    assert [one.ending for one in told] == ["failed"]
    assert f"{named} lies nowhere on" in told[0].words
    assert "--map" in told[0].words
    assert library.retry_jobs() == 1
    library.work(until_done=True, bounds=QUICK, roots=[(str(named.parent), str(here))])
    (film,) = library.films()
    assert film.locations == (str(named),)
    assert library.film(film.id) in alone.values()


def test_one_job_by_its_number(library, films, run):
    library.enqueue_films(films[:2])
    _, second = library.jobs()
    done = run("work", "--once", second.id)
    assert done.returncode == 0, done.stderr
    assert [job.state for job in library.jobs()] == ["waiting", "done"]
    again = run("work", "--once", second.id)
    assert again.returncode == 0
    assert "done already" in again.stderr
    nobody = run("work", "--once", 999)
    assert nobody.returncode == 2
    assert "there is no job 999" in nobody.stderr
    assert run("work", "--once").returncode == 0
    assert [job.state for job in library.jobs()] == ["done", "done"]
    assert run("work", "--once").returncode == 0


def test_processes_that_cannot_start_end_the_worker(library, films, monkeypatch):
    library.enqueue_films(films[:1])
    monkeypatch.setattr("cuespotter.services.working.Workshop.open", _broken)
    with pytest.raises(JobError, match="3 processes in a row died"):
        library.work(bounds=QUICK)
    assert library.jobs()[0].state == "waiting"


def _broken(*_, **__):
    os._exit(3)
