"""Music is added by workers: what they make of it is what `add` makes of it."""

import shutil

import pytest
from bench.short_films import SAMPLE
from tests.cluster.conftest import QUICK

from cuespotter import open_library


@pytest.fixture
def music(tmp_path):
    folder = tmp_path / "music"
    shutil.copytree(SAMPLE / "library", folder)
    return folder


@pytest.fixture
def empty(server, tmp_path, request):
    url = server.make_database(f"music_{request.node.name}")
    with open_library(tmp_path / "library", catalogue=url, create=True) as opened:
        yield opened


def test_workers_make_of_music_what_add_makes_of_it(empty, music, tmp_path, films, monkeypatch):
    monkeypatch.setattr("cuespotter.services.enqueueing.BATCH_FILES", 4)
    (music / "broken.flac").write_bytes(b"no sound at all" * 100)
    with open_library(tmp_path / "alone", create=True) as alone:
        expected = alone.add([music], jobs=1)
        recordings = alone.recordings()
        found = alone.identify(films[0]).document
    put = empty.enqueue_music([music])
    assert put.new == expected.kept + len(expected.failures)
    assert empty.enqueue_music([music]).waiting == put.new
    told = []
    empty.work(until_done=True, bounds=QUICK, tell=told.append)
    assert {one.ending for one in told} == {"done"}
    assert empty.recordings() == recordings
    (remarked,) = [job.reason for job in empty.jobs() if job.reason]
    assert "broken.flac" in remarked
    assert empty.identify(films[0]).document == found
    assert [problem.reason for problem in empty.verify(lambda _done, _all: None)] == []
    again = empty.enqueue_music([music])
    assert (again.new, again.done) == (1, expected.kept), "only what is not in the library"


def test_music_is_added_before_films_are_searched(empty, music, films):
    empty.add([min(one for one in music.rglob("*") if one.is_file())], jobs=1)
    empty.enqueue_films(films[:1])
    empty.enqueue_music([music])
    told = []
    empty.work(until_done=True, bounds=QUICK, tell=told.append)
    kinds = {job.id: job.kind for job in empty.jobs()}
    assert [kinds[one.job_id] for one in told] == ["add", "film"]
