"""A recording's own file is listened to where it lies as it did when it was added, and nowhere else."""

from types import SimpleNamespace

import pytest

from cuespotter.catalogue.files import KnownFile
from cuespotter.services.hand import Hand
from cuespotter.services.opened import Opened
from cuespotter.services.unattended import settings_digest
from cuespotter.settings import Settings, WaveformSettings


def opened(kind, path, size):
    """A library that knows of one file."""
    library = kind.__new__(kind)
    known = KnownFile(str(path), str(path.parent), size, 0, "one")
    library._catalogue = SimpleNamespace(files_at_hand=lambda ids: {"one": known} if "one" in ids else {})
    return library


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "one.flac"
    path.write_bytes(b"sound")
    return path


def test_a_file_that_lies_where_it_was_is_listened_to(file):
    assert opened(Opened, file, 5)._file_of("one") == file
    assert opened(Opened, file, 5)._file_of("another") is None


def test_a_file_that_is_gone_or_was_replaced_is_not(file):
    assert opened(Opened, file, 6)._file_of("one") is None
    file.unlink()
    assert opened(Opened, file, 5)._file_of("one") is None


def test_a_worker_looks_where_its_machine_has_the_folder(file, tmp_path):
    hand = opened(Hand, tmp_path.parent / "archive" / "one.flac", 5)
    assert hand._file_of("one") is None
    hand.roots = ((str(tmp_path.parent / "archive"), str(tmp_path)),)
    assert hand._file_of("one") == file


def test_films_stay_done_where_no_files_are_listened_to():
    silent = Settings(waveform=WaveformSettings(listens=False))
    other = Settings(waveform=WaveformSettings(listens=False, per_log=1.0))
    listening = Settings(waveform=WaveformSettings(listens=True))
    assert settings_digest(silent) == settings_digest(other) != settings_digest(listening)
