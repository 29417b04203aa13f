"""Files of the index by content, from a folder or a bucket that answers badly; generations, pinned by jobs."""

import os

import pytest
from tests.cluster.conftest import QUICK
from tests.cluster.workers import documents, told_without_files_of

from cuespotter.cluster.generations import Generation, Generations, generation_id
from cuespotter.cluster.job import Order
from cuespotter.cluster.queue import Queue
from cuespotter.cluster.storage import Cache, Store, stored_as
from cuespotter.errors import JobRefusedError, LibraryDamagedError, LibraryError, LibraryUnwritableError


@pytest.fixture(params=["folder", "bucket"])
def store(request, tmp_path):
    if request.param == "folder":
        return Store(str(tmp_path / "shared"))
    return Store(request.getfixturevalue("s3")[0])


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "some.ndx"
    path.write_bytes(os.urandom(300_000))
    return path


def test_what_is_put_in_comes_back_whole(store, file, tmp_path):
    stored = stored_as(file)
    assert store.put(file, stored)
    assert not store.put(file, stored), "the same content is put in once"
    store.fetch(stored, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == file.read_bytes()
    store.delete([stored])
    store.delete([stored])
    with pytest.raises(LibraryError, match=r"lacks a file.*cuespotter enqueue --store"):
        store.fetch(stored, tmp_path / "again")
    assert sorted(one.name for one in tmp_path.glob(".*.part")) == []


@pytest.mark.parametrize(
    "faults", [["503", "503"], ["slow"], ["half"], ["wrong"], ["503", "half", "wrong"]], ids=str
)
def test_a_store_that_answers_badly_is_asked_again(s3, file, tmp_path, faults):
    place, coming = s3
    store, stored = Store(place), stored_as(file)
    store.put(file, stored)
    coming.coming = list(faults)
    store.fetch(stored, tmp_path / "back")
    assert coming.met == faults
    assert (tmp_path / "back").read_bytes() == file.read_bytes()


def test_what_fails_its_checksum_is_never_used(s3, file, tmp_path):
    place, coming = s3
    store, stored = Store(place), stored_as(file)
    store.put(file, stored)
    coming.coming = ["wrong for ever"]
    with pytest.raises(
        LibraryDamagedError, match=rf"{stored.name} in the store .* fails its checksum"
    ) as caught:
        store.fetch(stored, tmp_path / "back")
    assert "\n" not in caught.value.message
    assert not (tmp_path / "back").exists()


def test_a_bucket_without_rights_is_one_line(s3, file, tmp_path):
    place, coming = s3
    store, stored = Store(place), stored_as(file)
    store.put(file, stored)
    coming.coming = ["forbidden"]
    with pytest.raises(
        LibraryError, match=r"the store s3://archive/index could not be read .*rights"
    ) as caught:
        store.fetch(stored, tmp_path / "back")
    assert "\n" not in caught.value.message
    assert "secret" not in caught.value.message


def test_a_machine_keeps_what_was_used_last_up_to_a_bound(tmp_path):
    store = Store(str(tmp_path / "shared"))
    files = []
    for number in range(4):
        path = tmp_path / f"{number}.ndx"
        path.write_bytes(bytes([number]) * 1000)
        files.append(stored_as(path))
        store.put(path, files[-1])
    cache = Cache(tmp_path / "cache", store, most_bytes=2500)

    def kept():
        return [number for number, one in enumerate(files) if (tmp_path / "cache" / one.name).exists()]

    for number in (0, 1, 0, 2):
        with cache.holding([files[number]]) as folder:
            assert (folder / files[number].name).read_bytes() == bytes([number]) * 1000
    assert kept() == [0, 2]
    with cache.holding(files) as folder:
        assert all((folder / one.name).exists() for one in files), (
            "what one job needs is kept, whatever the bound"
        )


def test_a_file_on_a_workers_disk_that_lost_its_end_is_brought_anew(tmp_path, file):
    store, stored = Store(str(tmp_path / "shared")), stored_as(file)
    store.put(file, stored)
    cache = Cache(tmp_path / "cache", store, most_bytes=10**9)
    with cache.holding([stored]) as folder:
        (folder / stored.name).write_bytes(b"half")
    with cache.holding([stored]) as folder:
        assert stored_as(folder / stored.name) == stored


def test_a_full_disk_makes_room_or_refuses_the_job(tmp_path, file, monkeypatch):
    store, stored = Store(str(tmp_path / "shared")), stored_as(file)
    store.put(file, stored)
    other = tmp_path / "cache" / "0123.ndx"
    other.parent.mkdir()
    other.write_bytes(b"of another generation")
    fetch = Store.fetch

    def full(self, wanted, target):
        if other.exists() or not other.parent.exists():
            raise LibraryUnwritableError("No space left on device")
        fetch(self, wanted, target)

    monkeypatch.setattr(Store, "fetch", full)
    with Cache(tmp_path / "cache", store, most_bytes=10**9).holding([stored]) as folder:
        assert (folder / stored.name).exists()
    monkeypatch.setattr(
        Store, "fetch", lambda *_: (_ for _ in ()).throw(LibraryUnwritableError("No space left"))
    )
    cache = Cache(tmp_path / "elsewhere", store, most_bytes=10**9)
    with pytest.raises(JobRefusedError, match=r"no room for .* --cache"), cache.holding([stored]):
        pass


def test_generations_go_when_nothing_pins_them(library, tmp_path):
    queue = Queue(library._catalogue.engine, library._catalogue.place, QUICK, create=True)
    store, generations = Store(str(tmp_path / "shared")), Generations(queue.engine, queue.place)
    paths = [tmp_path / name for name in "abc"]
    for path in paths:
        path.write_bytes(path.name.encode())
    a, b, c = files = [stored_as(path) for path in paths]
    for path, one in zip(paths, files, strict=True):
        store.put(path, one)

    def put(*held):
        name = generation_id(held, (), store.place)
        generations.put(Generation(name, store.place, held, ()))
        return name

    old, pinned, new = put(a), put(a, b), put(c)
    queue.put([Order("film", "film", "key", {"generation": pinned})], "any")
    assert generations.clear(store, new) == 0, "it is fresh, its jobs may be on their way"
    assert generations.clear(store, new, fresh_s=0.0) == 1
    with pytest.raises(Exception, match="not kept any more"):
        generations.get(old)
    assert sorted(one.name for one in (tmp_path / "shared").iterdir()) == sorted(one.name for one in files)
    queue.cancel([job.id for job in queue.jobs()])
    assert generations.clear(store, new, fresh_s=0.0) == 1
    assert [one.name for one in (tmp_path / "shared").iterdir()] == [c.name]
    assert generations.get(new).files == (c,)


@pytest.mark.parametrize("kind", ["folder", "bucket"])
def test_workers_search_the_library_as_it_was_when_films_were_enqueued(
    kind,
    request,
    library,
    films,
    tmp_path,
    alone,
    monkeypatch,
):
    place = str(tmp_path / "shared") if kind == "folder" else request.getfixturevalue("s3")[0]
    library.enqueue_films(films[:2], store=place)
    cue = next(cue for one in alone.values() for cue in one.cues if cue.recording is not None)
    library.remove([cue.recording.id])
    told = []
    library.work(until_done=True, bounds=QUICK, cache=tmp_path / "cache", tell=told.append)
    assert [one.ending for one in told] == ["done", "done"]
    found = documents(library)
    assert len(found) == 2
    # its file is nobody's any more, and is not listened to
    for film_id, document in found.items():
        expected = told_without_files_of(cue.recording.id, alone[film_id])
        assert told_without_files_of(cue.recording.id, document) == expected
    assert list((tmp_path / "cache").glob("*.ndx"))
    assert library.enqueue_films(films[:2], store=place).new == 2, "the library is another one now"
