"""A path that lies in a bucket is a path: its name, its neighbours, its parents; and it is told as it was written."""

import os
import pickle
from pathlib import Path

import pytest

from cuespotter.buckets import BucketPath, as_path
from cuespotter.errors import UsageError

URL = "s3://archive/films/Drive (2011)/Drive #1?.mkv"


def test_a_url_is_a_path_in_a_bucket_and_keeps_its_spelling():
    path = as_path(URL)
    assert isinstance(path, BucketPath)
    assert str(path) == os.fspath(path) == f"{path}" == URL
    assert (path.name, path.stem, path.suffix) == ("Drive #1?.mkv", "Drive #1?", ".mkv")
    assert path.parent.name == "Drive (2011)"
    assert (path.address.bucket, path.address.key) == ("s3://archive", "films/Drive (2011)/Drive #1?.mkv")
    assert path.absolute() == path.resolve() == path


def test_what_is_made_of_it_lies_in_the_bucket_too():
    path = as_path(URL)
    for other in (path.with_suffix(".nfo"), path.with_name("movie.nfo"), path.parent / "x", path.parent):
        assert isinstance(other, BucketPath)
        assert str(other).startswith("s3://archive/films/")
    assert path.relative_to("s3://archive/films").parts == ("Drive (2011)", "Drive #1?.mkv")
    assert path.is_relative_to("s3://archive")
    assert not path.is_relative_to("s3://archives")


def test_it_travels_to_other_processes():
    again = pickle.loads(pickle.dumps(as_path(URL)))
    assert isinstance(again, BucketPath)
    assert str(again) == URL


def test_what_was_taken_for_a_path_before_is_known_again():
    assert str(as_path(Path(URL))) == URL
    assert as_path(as_path(URL)) == as_path(URL)


@pytest.mark.parametrize("name", ["films/drive.mkv", "/films/s3://x", "s3", "c:/films", "http://x/y.mkv"])
def test_other_names_are_files(name):
    assert not isinstance(as_path(name), BucketPath)
    assert as_path(name) == Path(name)


@pytest.mark.parametrize(
    "name",
    ["s3://AKIA1:secret@archive/film.mkv", "s3:/AKIA1:secret@archive/film.mkv", "s3://AKIA1:secret@a/../b"],
)
def test_keys_in_a_url_are_refused_and_not_shown(name):
    with pytest.raises(UsageError, match=r"keys stand in the environment") as caught:
        as_path(name)
    assert "secret" not in caught.value.message
    assert "AKIA" not in caught.value.message


@pytest.mark.parametrize("name", ["s3://", "s3://archive/../other"])
def test_what_names_no_bucket_is_refused(name):
    with pytest.raises(UsageError, match=r"names no bucket; write s3://BUCKET/FOLDER"):
        as_path(name)


def test_nothing_is_written_into_a_bucket():
    with pytest.raises(OSError, match=r"is only read, and as bytes"):
        as_path(URL).open("wb")
