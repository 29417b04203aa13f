"""A recording's own file is listened to where it lies as it did when it was added, and nowhere else."""

import os

import pytest

from cuespotter.catalogue.content import content_digest
from cuespotter.catalogue.files import KnownFile
from cuespotter.catalogue.recording_rows import NewRecording
from cuespotter.catalogue.segments import SegmentRow
from cuespotter.catalogue.store import Catalogue
from cuespotter.model import Recording
from cuespotter.services.aiming import settings_digest
from cuespotter.services.hand import Hand
from cuespotter.services.opened import Opened
from cuespotter.settings import Settings, WaveformSettings


def opened(kind, path, folder, content=b"sound", mtime_ns=0):
    """A library that knows of one file with such content."""
    library = kind.__new__(kind)
    library._catalogue = Catalogue.open(folder, create=True)
    known = KnownFile(str(path), str(path.parent), len(content), mtime_ns, "one")
    one = Recording(id="one", path="one.flac", duration_s=10.0)
    new = [NewRecording(one, sha_of(content, folder), known)]
    library._catalogue.add_recordings(SegmentRow("one.ndx", "x", 1, 100), new, in_segment={"one"})
    return library


def sha_of(content, folder):
    """Digest a content as `add` does."""
    (folder / "content").write_bytes(content)
    return content_digest(folder / "content")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "one.flac"
    path.write_bytes(b"sound")
    return path


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "library"
    place.mkdir()
    return place


def test_a_file_that_lies_where_it_was_is_listened_to(file, folder):
    library = opened(Opened, file, folder, mtime_ns=file.stat().st_mtime_ns)
    assert library._file_of("one") == file
    assert library._file_of("another") is None


def test_one_that_was_touched_or_copied_is_known_by_its_content(file, folder):
    assert opened(Opened, file, folder)._file_of("one") == file


@pytest.mark.parametrize("content", [b"other", b"sou\0\0", b"soun", b""])
def test_a_file_that_is_another_by_now_is_not(file, folder, content):
    library = opened(Opened, file, folder, mtime_ns=file.stat().st_mtime_ns)
    file.write_bytes(content)
    os.utime(file, ns=(1, 1))
    assert library._file_of("one") is None


def test_a_file_that_is_gone_or_has_become_a_pipe_is_not(file, folder):
    library = opened(Opened, file, folder)
    file.unlink()
    assert library._file_of("one") is None
    os.mkfifo(file)
    assert library._file_of("one") is None


def test_a_worker_looks_where_its_machine_has_the_folder(file, folder, tmp_path):
    hand = opened(Hand, tmp_path.parent / "archive" / "one.flac", folder)
    assert hand._file_of("one") is None
    hand.roots = ((str(tmp_path.parent / "archive"), str(tmp_path)),)
    assert hand._file_of("one") == file


def test_films_stay_done_where_no_files_are_listened_to():
    silent = Settings(waveform=WaveformSettings(listens=False))
    other = Settings(waveform=WaveformSettings(listens=False, per_log=1.0))
    listening = Settings(waveform=WaveformSettings(listens=True))
    assert settings_digest(silent) == settings_digest(other) != settings_digest(listening)
