"""Films that lie in a bucket are heard there, as the same files on a disk are, also where the bucket answers badly."""

import errno
import os
import re

import obstore
import pytest
from tests.cluster.conftest import QUICK
from tests.cluster.faulty_s3 import BUCKET
from tests.cluster.workers import documents

from cuespotter.buckets import as_path, asking, open_bucket, reading
from cuespotter.buckets.reading import Blocks
from cuespotter.catalogue.content import content_digest
from cuespotter.errors import MediaError, UsageError
from cuespotter.services import find_films


@pytest.fixture
def shelf(s3, films, request, monkeypatch):
    """A folder in a bucket with the films in it: its URL, the bucket, the faults to come."""
    monkeypatch.setattr(reading, "_BLOCKS", Blocks(reading.KEPT_BLOCKS))
    asking._opened.cache_clear()
    store = open_bucket(f"s3://{BUCKET}", answer_s=30, patience_s=30, most_tries=3)
    folder = re.sub(r"\W+", "-", request.node.name)
    for (film,) in films:
        obstore.put(store, f"{folder}/{film.name}", film)
    _, faults = s3
    faults.clear()
    yield f"s3://{BUCKET}/{folder}", store, faults
    asking._opened.cache_clear()


def bytes_of(faults, method="GET"):
    return sum(size for asked, path, size in faults.answers if asked == method and "list-type" not in path)


def test_workers_make_of_films_in_a_bucket_what_one_process_makes_of_files(library, shelf, alone, films):
    url, _, faults = shelf
    search = find_films([url])
    assert [str(reels[0]) for reels in search.films] == [f"{url}/{film.name}" for (film,) in films]
    assert library.enqueue_films(search.films).new == len(films)
    faults.clear()
    library.work(until_done=True, bounds=QUICK)
    assert documents(library) == alone
    assert sorted(one.locations[0] for one in library.films()) == sorted(
        f"{url}/{film.name}" for (film,) in films
    )
    size = sum(film.stat().st_size for (film,) in films)
    assert size <= bytes_of(faults) <= 1.01 * size, (
        "a film that small is brought once, the digest's reading included"
    )
    assert len(faults.answers) <= 30 * len(films)
    assert library.enqueue_films(find_films([url]).films).done == len(films)
    assert [len(reels) for reels in library.known_films()] == [1] * len(films)


def test_a_film_that_moved_into_a_bucket_is_known_again(library, shelf, films):
    url, _, _ = shelf
    before = library.identify(films[0]).document
    library.enqueue_films([[films[0][0]]], again=True)
    library.work(until_done=True, bounds=QUICK)
    library.enqueue_films([[f"{url}/{films[0][0].name}"]])
    told = []
    library.work(until_done=True, bounds=QUICK, tell=told.append)
    assert [(one.ending, one.words) for one in told] == [("done", "done already")]
    assert [(one.id, one.locations[0]) for one in library.films()] == [
        (before.film.id, f"{url}/{films[0][0].name}")
    ]


@pytest.mark.parametrize("faults", [["503", "503"], ["half"], ["slow"], ["503", "half", "slow"]], ids=str)
def test_a_bucket_that_answers_badly_is_asked_again(library, shelf, films, alone, monkeypatch, faults):
    url, _, coming = shelf
    monkeypatch.setattr(asking, "ANSWER_S", 0.6)  # "slow" takes longer
    asking._opened.cache_clear()
    coming.coming = list(faults)
    found = library.identify([f"{url}/{films[0][0].name}"])
    assert coming.met == faults
    assert found.document == alone[found.document.film.id]
    assert content_digest(as_path(f"{url}/{films[0][0].name}")) == content_digest(films[0][0])


def test_a_bucket_that_breaks_off_costs_the_film_and_leaves_no_half_of_it(library, shelf, films, monkeypatch):
    url, _, coming = shelf
    monkeypatch.setattr(asking, "PATIENCE_S", 0.5)
    monkeypatch.setattr(asking, "PAUSE_S", 0.01)
    monkeypatch.setattr(reading, "BLOCK_BYTES", 1 << 14)
    monkeypatch.setattr(reading, "_BLOCKS", Blocks(4))
    asking._opened.cache_clear()
    path = f"{url}/{films[0][0].name}"

    def report(stage, _share):
        if stage == "listening":
            coming.coming = ["503 for ever"]

    with pytest.raises(
        MediaError, match=r"s3://.* cannot be read: the bucket does not give it .*503"
    ) as caught:
        library.identify([path], report=report)
    assert "\n" not in caught.value.message
    assert library.films() == []


def test_an_object_that_changes_while_it_is_read_is_told(shelf, films, monkeypatch):
    url, store, _ = shelf
    monkeypatch.setattr(reading, "BLOCK_BYTES", 1 << 12)
    name = films[0][0].name
    with as_path(f"{url}/{name}").open("rb") as file:
        file.read(10)
        obstore.put(store, f"{url.rpartition('/')[2]}/{name}", os.urandom(films[0][0].stat().st_size))
        file.seek(1 << 15)
        with pytest.raises(OSError, match="it was changed while it was read; run again") as caught:
            file.read(10)
    assert caught.value.errno == errno.ESTALE


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (
            "no rights",
            r"s3://.* cannot be read on .*: the bucket gives no right to it \(403 Forbidden\); check",
        ),
        ("gone", r"s3://.* lies nowhere on .*; put it there, or say where it is: cuespotter work --map"),
    ],
    ids=["no rights", "gone"],
)
def test_a_film_that_cannot_be_had_is_left_to_other_workers_and_fails_when_all_refused(
    library, shelf, films, harm, said
):
    url, store, faults = shelf
    name = films[0][0].name
    library.enqueue_films([[f"{url}/{name}"]])
    if harm == "gone":
        obstore.delete(store, f"{url.rpartition('/')[2]}/{name}")
    faults.is_forbidden = harm == "no rights"
    told = []
    library.work(until_done=True, bounds=QUICK, tell=told.append)
    assert [one.ending for one in told] == ["failed"]
    assert re.search(said, told[0].words), told
    assert "secret" not in told[0].words
    assert "\n" not in told[0].words
    faults.is_forbidden = False


def test_a_worker_with_the_bucket_mounted_maps_it(library, shelf, films, alone):
    url, _, faults = shelf
    library.enqueue_films([[f"{url}/{film.name}"] for (film,) in films[:1]])
    faults.clear()
    library.work(until_done=True, bounds=QUICK, roots=[(url, str(films[0][0].parent))])
    (film,) = library.films()
    assert film.locations == (f"{url}/{films[0][0].name}",)
    assert library.film(film.id) == alone[film.id]
    assert bytes_of(faults) == 0


def test_commands_take_buckets_and_say_what_they_do_not_take(shelf, run, films):
    url, _, faults = shelf
    name = films[0][0].name
    assert "1 enqueued" in run("enqueue", f"{url}/{name}").stderr
    ended = run("work", "--once", "--map", f"{url}={films[0][0].parent}")
    assert ended.returncode == 0, ended
    assert run("show", f"{url}/{name}").returncode == 0
    nothing = run("enqueue", f"{url}/nothing")
    assert (nothing.returncode, nothing.stderr.count("\n")) == (2, 2), nothing
    assert f"{url}/nothing: nothing of that name is in the bucket; check the name" in nothing.stderr
    faults.is_forbidden = True
    refused = run("enqueue", url)
    faults.is_forbidden = False
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 2), refused
    assert "the bucket gives no right to it" in refused.stderr
    assert "secret" not in refused.stderr
    for command in (["add", url], ["enqueue", "add", url]):
        music = run(*command)
        assert music.returncode == 2
        assert f"music is added from folders, and {url} is a bucket; mount it" in music.stderr, music


def test_names_in_a_bucket_are_passed_over_as_on_a_disk(shelf, films):
    url, store, _ = shelf
    folder = url.rpartition("/")[2]
    for name in [
        ".hidden.mkv",
        "@eaDir/a.mkv",
        "film.nfo",
        "x/Trailers/a.mkv",
        "x/A-cd1.avi",
        "x/A-cd2.avi",
        "x/ü #?.mkv",
    ]:
        obstore.put(store, f"{folder}/{name}", b"1")
    search = find_films([url])
    names = {tuple(str(reel).removeprefix(f"{url}/") for reel in reels) for reels in search.films}
    assert names == {(film.name,) for (film,) in films} | {("x/A-cd1.avi", "x/A-cd2.avi"), ("x/ü #?.mkv",)}
    assert (search.passed_over, search.complaints) == (1, [])
    assert as_path(f"{url}/x/ü #?.mkv").open("rb").read() == b"1"


def test_without_obstore_one_line_says_what_to_install(monkeypatch):
    asking._opened.cache_clear()
    monkeypatch.setitem(__import__("sys").modules, "obstore.store", None)
    with pytest.raises(UsageError, match=r'pip install "cuespotter\[cluster\]"'):
        as_path(f"s3://{BUCKET}/film.mkv").stat()
