"""Films against shards of the library: each on any worker, explained once, the answer that of one process."""

import shutil

import pytest
from bench.short_films import SAMPLE
from sqlalchemy import text
from tests.cluster.conftest import QUICK, _number
from tests.cluster.workers import documents, kill, start_worker, told_without_files_of, wait_for

from cuespotter import open_library
from cuespotter.catalogue.database import reading


@pytest.fixture(scope="session")
def parted(server, stocked, films, tmp_path_factory):
    """The library in shards: folder, database, and what one process finds in it."""
    folder = tmp_path_factory.mktemp("parted") / "library"
    shutil.copytree(stocked[0], folder)
    with open_library(folder, catalogue=server.copy_database(stocked[1], "parted")) as opened:
        whole, _ = opened.compact()
        opened.compact(shard_bytes=whole // 3)
    with open_library(folder, catalogue=server.copy_database("parted", "parted_alone")) as opened:
        made = [opened.identify(film).document for film in films[:2]]
        count = len(opened._holdings.searched().parts)
    return folder, "parted", {one.film.id: one for one in made}, count


@pytest.fixture
def sharded(server, parted, tmp_path, monkeypatch):
    """The library in shards, a store, and its URL."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    folder = tmp_path / "library"
    shutil.copytree(parted[0], folder)
    url = server.copy_database(parted[1], f"parted{next(_number)}")
    with open_library(folder, catalogue=url) as opened:
        yield opened, str(tmp_path / "store"), url


def of_kind(library, kind):
    return [job for job in library.jobs() if job.kind == kind]


def bytes_held(library):
    query = text("SELECT coalesce(sum(length(answer)), 0) FROM cluster_parts")
    with reading(library._catalogue.engine, library._catalogue.place) as connection:
        return connection.execute(query).scalar()


def test_shards_on_any_worker_give_what_one_process_finds_in_them(sharded, parted, films, tmp_path):
    library, store, _ = sharded
    _, _, alone, count = parted
    assert count >= 3
    assert library.enqueue_films(films[:2], store=store).new == 2
    assert library.enqueue_films(films[:2], store=store).waiting == 2
    assert len(of_kind(library, "shard")) == 2 * count
    told = []
    library.work(once=True, bounds=QUICK, cache=tmp_path / "cache", tell=told.append)
    assert "candidates in" in told[0].words
    assert len(list((tmp_path / "cache").glob("*.ndx"))) == 1, "of the others nothing is brought"
    first = of_kind(library, "film")[0]
    assert (first.state, first.share) == ("waiting", pytest.approx(1 / (count + 1)))
    assert f"1 of {count} shards are searched" in first.reason
    library.compact(shard_bytes=0)
    removed = next(cue.recording.id for one in alone.values() for cue in one.cues if cue.recording)
    library.remove([removed])
    library.work(until_done=True, processes=2, bounds=QUICK, cache=tmp_path / "cache", tell=told.append)
    assert {one.ending for one in told} == {"done"}
    found = documents(library)
    assert len(found) == 2
    # as the library was when they were enqueued, but that nobody listens to the file of what was removed
    for film_id, document in found.items():
        expected = told_without_files_of(removed, alone[film_id])
        assert told_without_files_of(removed, document) == expected
    assert bytes_held(library) == 0


def test_a_killed_worker_costs_the_shard_in_hand(sharded, parted, films):
    library, store, url = sharded
    library.enqueue_films(films[:2], store=store)
    worker = start_worker(library.folder, url)
    held = wait_for(library, "running")
    kill(worker)
    library.work(until_done=True, bounds=QUICK)
    found = documents(library)
    assert len(found) == 2
    assert found.items() <= parted[2].items()
    assert [job.id for job in library.jobs() if job.losses] == [held.id]
    assert library.enqueue_films(films[:2], store=store).done == 2


def test_a_shard_that_fails_three_times_fails_its_film_and_all_can_be_tried_again(
    sharded, parted, films, tmp_path
):
    library, store, _ = sharded
    poison = tmp_path / "poison.mka"
    poison.write_bytes(b"no film at all" * 1000)
    library.enqueue_films([[poison]], store=store)
    told = []
    library.work(until_done=True, bounds=QUICK, tell=told.append)
    assert [one.ending for one in told if one.job_id == told[-1].job_id] == ["waiting", "waiting", "failed"]
    (film,) = of_kind(library, "film")
    assert film.state == "failed"
    assert film.reason.startswith(f"{poison} (shard ")
    assert not library.jobs(["waiting", "running"])
    assert sorted(job.state for job in of_kind(library, "shard")).count("failed") == 1
    assert library.clear_jobs() == 0, "what belongs to a film that may be tried again is not forgotten"
    poison.write_bytes(films[0][0].read_bytes())
    assert library.retry_jobs() == parted[3] + 1
    library.work(until_done=True, bounds=QUICK)
    assert {job.state for job in library.jobs()} == {"done"}
    (found,) = documents(library).values()
    with_its_sound = [one for one in parted[2].values() if one.film.duration_s == found.film.duration_s]
    assert found.cues in [one.cues for one in with_its_sound]
    assert library.clear_jobs() == parted[3] + 1


def test_a_film_is_cancelled_with_its_shards_and_waits_for_them_anew(sharded, parted, films):
    library, store, _ = sharded
    library.enqueue_films(films[:1], store=store)
    library.work(once=True, bounds=QUICK)
    (film,) = of_kind(library, "film")
    assert library.cancel_jobs([film.id]) == 1
    assert sorted(job.state for job in library.jobs()) == ["cancelled"] * parted[3] + ["done"]
    assert library.retry_jobs([film.id]) == parted[3]
    told = []
    library.work(until_done=True, bounds=QUICK, tell=told.append)
    assert [one.job_id for one in told][-1] == film.id
    assert len(told) == parted[3], "the shard that had answered is not asked again"
    assert documents(library).items() <= parted[2].items()


def test_a_film_that_was_searched_before_the_library_changed_needs_no_shards(sharded, parted, films):
    library, store, _ = sharded
    list(library.identify_all(films[:1]))
    assert library.enqueue_films(films[:1], store=store).done == 1
    library.remove([library.recordings()[0].id])
    assert library.enqueue_films(films[:2], store=store).new == 2
    assert library.enqueue_films(films[:1], store=store, again=True).new == 1
    assert [job.work["shards"] for job in of_kind(library, "film")] == [0, parted[3], parted[3]]


def test_a_library_that_grows_while_it_is_in_shards_gives_what_one_process_finds(
    sharded, parted, films, server, tmp_path
):
    library, store, _ = sharded
    plays = next(cue.recording.id for one in parted[2].values() for cue in one.cues if cue.recording)
    shutil.copytree(parted[0], tmp_path / "twin")
    twin_url = server.copy_database(parted[1], f"parted{next(_number)}")
    with open_library(tmp_path / "twin", catalogue=twin_url) as twin:
        for one in (twin, library):
            one.remove([plays])
        list(twin.identify_all(films[:1]))
        twin.add([SAMPLE / "library"])
        list(twin.identify_all(films[:2]))
        expected = documents(twin)
    library.enqueue_films(films[:1], store=store)
    library.work(until_done=True, bounds=QUICK)
    library.add([SAMPLE / "library"])
    assert library.enqueue_films(films[:2], store=store).new == 2
    library.work(until_done=True, processes=2, bounds=QUICK)
    jobs = of_kind(library, "film")
    assert {job.state for job in jobs} == {"done"}
    assert [bool(job.work["shards"]) for job in jobs] == [True, False, True], (
        "of what is new one job is enough"
    )
    assert documents(library) == expected
    found = {cue.recording.id for one in expected.values() for cue in one.cues if cue.recording}
    assert plays in found, "what was added is found"


def test_a_queue_of_before_gets_the_table_that_it_lacks(sharded, films):
    library, *_ = sharded
    library.enqueue_films(films[:1])
    with library._catalogue.engine.begin() as connection:
        connection.execute(text("DROP TABLE cluster_parts"))
    assert [job.kind for job in library.jobs()] == ["film"]
    library.work(until_done=True, bounds=QUICK)
    assert [job.state for job in library.jobs()] == ["done"], "one process searches all shards"
