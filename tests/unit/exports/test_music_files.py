"""Places on disk as paths and URIs."""

from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuespotter.catalogue.files import KnownFile
from cuespotter.errors import UsageError
from cuespotter.exports.base import ExportOptions
from cuespotter.exports.music_files import file_uri, path_of, read_music_roots, unmatched_roots, uri_of
from cuespotter.model import Recording

SONG = Recording(id="r1", path="Album/caf\\xe9.mp3", duration_s=1.0)


def options(location, *, root="/nas", music_root=None):
    return ExportOptions(music_root=music_root, music_files={"r1": KnownFile(location, root, 1, 1, "r1")})


def test_a_file_is_named_where_it_lies():
    assert path_of(SONG, options("/nas/Album/caf\udce9.mp3")) == "/nas/Album/caf\udce9.mp3"
    assert uri_of(SONG, options("/nas/Album/caf\udce9.mp3")) == "file:///nas/Album/caf%E9.mp3"


def test_another_folder_of_the_music_is_put_before_the_path_below_its_root():
    told = options("/nas/Album/caf\udce9.mp3", music_root="D:\\Music")
    assert path_of(SONG, told) == "D:/Music/Album/caf\udce9.mp3"
    assert uri_of(SONG, told) == "file:///D:/Music/Album/caf%E9.mp3"


def test_a_document_alone_has_paths_only():
    assert path_of(SONG, ExportOptions()) == "Album/caf\\xe9.mp3"
    assert uri_of(SONG, ExportOptions()) == "Album/caf%5Cxe9.mp3"


@pytest.mark.parametrize("host", ["", "localhost"])
@given(name=st.binary(min_size=1, max_size=30).filter(lambda name: not set(name) & set(b"\0/")))
def test_a_uri_leads_back_to_the_bytes_of_the_name(host, name):
    uri = file_uri("/m/" + name.decode("utf-8", "surrogateescape"), host=host)
    parts = urlsplit(uri)
    assert parts.netloc == host
    assert not parts.query
    assert not parts.fragment
    assert unquote_to_bytes(parts.path) == b"/m/" + name


def test_a_uri_is_what_pathlib_says():
    assert file_uri("/m/a b#c?d%é.flac") == Path("/m/a b#c?d%é.flac").as_uri()


def mapped(location, *texts):
    whole, pairs = read_music_roots(texts)
    files = {"r1": KnownFile(location, "/nas", 1, 1, "r1")}
    return ExportOptions(music_root=whole, music_roots=pairs, music_files=files)


def test_each_folder_of_the_music_has_a_place_of_its_own_and_the_longest_fits_first():
    roots = ("/nas=/Volumes/Music", "/nas/score/=S:\\Score")
    assert path_of(SONG, mapped("/nas/score/1m01.wav", *roots)) == "S:/Score/1m01.wav"
    assert uri_of(SONG, mapped("/nas/score/1m01.wav", *roots)) == "file:///S:/Score/1m01.wav"
    assert path_of(SONG, mapped("/nas/scores/1m01.wav", *roots)) == "/Volumes/Music/scores/1m01.wav"
    assert path_of(SONG, mapped("/home/a.wav", *roots)) == "/home/a.wav"
    here = Path("music").absolute()
    assert path_of(SONG, mapped(f"{here}/a.wav", "music=/Volumes/Music")) == "/Volumes/Music/a.wav"
    assert path_of(SONG, mapped("/nas/a.wav", "/srv=/Volumes/Music", "/all")) == "/all/a.wav"
    assert unmatched_roots([SONG], mapped("/nas/a.wav", "/srv=/Volumes/Music", "/nas=/x")) == ["/srv"]


@pytest.mark.parametrize("texts", [["/a", "/b"], ["/a="], [""], ["="]])
def test_a_folder_without_a_name_and_two_that_contradict_are_refused(texts):
    with pytest.raises(UsageError, match="folder"):
        read_music_roots(texts)
