"""A disk that is full, really: one line says so, nothing is lost, and with room again all goes on."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.small_disk import clear, fill, small_disk

import cuespotter
from cuespotter.errors import LibraryUnwritableError

SAMPLE = Path(__file__).parents[2] / "sample"
SONGS = sorted((SAMPLE / "library").glob("*.opus"))
FILM = "The Needle and the Groove"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A library of two songs and a film in it."""
    folder = tmp_path_factory.mktemp("kept")
    music = folder / "music"
    music.mkdir()
    for song in SONGS[:2]:
        shutil.copy(song, music)
    with cuespotter.open_library(folder / "library", create=True) as library:
        library.add([music], jobs=1)
        library.identify([SAMPLE / "film.mkv"], title=FILM)
    return folder / "library"


@pytest.fixture
def disk(tmp_path, kept):
    """The library on a disk without room."""
    with small_disk(tmp_path / "disk", kib=4096) as made:
        shutil.copytree(kept, made / "library")
        (made / "cues.csv").write_text("as it was", encoding="utf-8")
        fill(made)
        yield made


DEEDS = {
    "add": lambda library, _film: library.add([SONGS[2]], jobs=1),
    "compact": lambda library, _film: library.compact(),
    "reject": lambda library, film: library.reject(film, [library.film(film).cues[0].id]),
    "remove": lambda library, _film: library.remove([library.recordings()[0].id]),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_what_cannot_be_written_is_refused_and_can_be_done_later(disk, deed):
    before = state(disk)
    with (
        pytest.raises(
            LibraryUnwritableError, match=r"catalogue\.db cannot be written .* free some space"
        ) as said,
        cuespotter.open_library(disk / "library") as library,
    ):
        deed(library, before[0].film.id)
    assert "\n" not in said.value.message
    assert state(disk) == before
    clear(disk)
    with cuespotter.open_library(disk / "library") as library:
        deed(library, before[0].film.id)
        assert library.verify() == []


def state(disk):
    """Say what the library on a full disk still tells: its film, its recordings, what is wrong with its files."""
    with cuespotter.open_library(disk / "library", writable=False) as library:
        (film,) = library.films()
        return library.film(film.id), library.recordings(), library.verify()


def cuespotter_says(*words):
    command = [sys.executable, "-m", "cuespotter", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def test_what_was_heard_is_told_though_it_cannot_be_kept(disk, kept):
    done = cuespotter_says(
        "identify", SAMPLE / "film.mkv", "--title", "Another", "--library", disk / "library"
    )
    assert done.returncode == 1
    assert "Unnamed music" in done.stdout
    assert "the result was not kept" in done.stderr
    assert "room on its disk" in done.stderr
    assert state(disk)[0].film.title == FILM


def test_an_export_appears_whole_or_not_at_all(disk):
    old = disk / "cues.csv"
    for name in ("page.html", "cues.csv"):
        done = cuespotter_says("export", FILM, disk / name, "--library", disk / "library")
        assert done.returncode == 2
        assert name in done.stderr
        assert "space" in done.stderr
    assert old.read_text(encoding="utf-8") == "as it was"
    assert {one.name for one in disk.iterdir()} == {"library", "filler", "cues.csv"}
