"""The database restarts, or its standby takes over; clocks go wrong: no result is lost, none counts twice."""

import random
import time

import pytest
from bench.postgres_server import PostgresServer, programs
from tests.cluster.workers import documents, kill, start_worker, wait_for, working

from cuespotter import open_library

A_DAY_S = 86_400


def wait_until_done(library, workers, limit_s=120.0):
    """Wait until all workers have left."""
    until = time.monotonic() + limit_s
    while any(one.poll() is None for one in workers):
        assert time.monotonic() < until, library.jobs()
        time.sleep(0.2)


def test_workers_killed_at_random_do_every_film_once(library, url, films, alone):
    library.enqueue_films(films)
    chance = random.Random(18)
    workers = [start_worker(library.folder, url) for _ in range(2)]
    for _ in range(3):
        time.sleep(chance.uniform(0.5, 3.0))
        number = chance.randrange(2)
        kill(workers[number])
        workers[number] = start_worker(library.folder, url)
    wait_until_done(library, workers)
    for one in workers:
        kill(one)
    assert {job.state for job in library.jobs()} == {"done"}
    assert documents(library) == alone
    assert all(not library.history(one.id) for one in library.films()), "a film was kept twice"


def test_the_database_restarts_while_films_are_in_work(server, library, url, films, alone):
    library.enqueue_films(films)
    with working(library.folder, url) as worker:
        wait_for(library, "running")
        server.stop()
        time.sleep(2.0)
        server.start()
        wait_until_done(library, [worker])
        assert worker.returncode == 0
    assert documents(library) == alone


def test_a_standby_takes_over_while_films_are_in_work(tmp_path, stocked, films, server, alone):
    if programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with PostgresServer(port=5433) as primary:
        primary.make()
        with primary.standby(port=5434) as standby:
            either = primary.url_of("archive", (standby,))
            primary.make_database("archive")
            primary.fill("archive", server, stocked[1])
            with open_library(stocked[0], catalogue=either) as library:
                library.enqueue_films(films)
                with working(stocked[0], either) as worker:
                    wait_for(library, "running")
                    standby.wait_for(primary)
                    primary.kill()
                    standby.promote()
                    wait_until_done(library, [worker])
                    assert worker.returncode == 0
                assert {job.state for job in library.jobs()} == {"done"}
                assert documents(library) == alone


@pytest.mark.parametrize("off_s", [A_DAY_S, -A_DAY_S])
def test_clocks_need_not_agree(library, url, films, off_s, alone):
    library.enqueue_films(films[:1])
    with working(library.folder, url, "--clock-off-s", off_s) as worker:
        wait_for(library, "running")
        time.sleep(0.5)
        wrong, (alive,) = abs(off_s), library.workers()[-1:]
        assert alive.silent_s < wrong / 2
        wait_until_done(library, [worker])
        assert worker.returncode == 0
    (job,) = library.jobs()
    assert (job.state, job.losses, job.tries) == ("done", 0, 0)
    assert all(document == alone[film_id] for film_id, document in documents(library).items())
