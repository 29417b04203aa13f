"""A folder is watched: films are taken in once they are complete, and their files are written."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

pytest.importorskip("watchfiles")

import cuespotter
from cuespotter.errors import UsageError
from cuespotter.services import Failed, Identified, Profile, Skipped, Written, read_profile

SETTLED_S = 0.4


@pytest.fixture
def watch(library, engine, tmp_path):
    """Watch a folder in a thread; gives what has become of what so far."""
    folder = tmp_path / "films"
    folder.mkdir()
    stop, told = threading.Event(), []
    threads = []

    def begin(profile=None, **options):
        def run():
            with cuespotter.open_library(library, who="Ann") as opened:
                for one in opened.watch([folder], profile=profile, settled_s=SETTLED_S, stop=stop, **options):
                    told.append(one)  # noqa: PERF402 (each as it comes)

        threads.append(threading.Thread(target=run))
        threads[0].start()
        return folder, told

    yield begin
    stop.set()
    for thread in threads:
        thread.join(120)
        assert not thread.is_alive()


def wait_for(told, count, kind=Identified):
    end = time.monotonic() + 120
    while time.monotonic() < end:
        if sum(isinstance(one, kind) for one in told) >= count:
            return [one for one in told if isinstance(one, kind)]
        time.sleep(0.05)
    raise AssertionError(f"{told}")


@pytest.mark.parametrize("poll", [False, True])
def test_a_new_film_is_identified_and_its_files_are_written_beside_it(watch, poll):
    folder, told = watch(Profile(formats=("srt",)), poll=poll)
    (folder / "One (2001).mkv").write_bytes(b"one")
    (written,) = wait_for(told, 1, Written)
    assert (written.outcome, written.target) == ("written", folder / "One (2001).nowplaying.srt")
    time.sleep(3 * SETTLED_S)
    assert [type(one) for one in told] == [Identified, Written]


def test_a_film_that_is_being_copied_is_left_alone_until_it_is_complete(watch):
    folder, told = watch()
    with (folder / "slow.mkv").open("wb") as file:
        for _ in range(12):
            file.write(b"x" * 1000)
            file.flush()
            time.sleep(SETTLED_S / 4)
            assert told == []
    (film,) = wait_for(told, 1)
    assert film.document.film.title == "slow"


def test_what_is_there_and_done_is_skipped_and_what_fails_is_tried_again_when_it_changes(watch, library):
    folder, told = watch()
    (folder / "mute.mkv").write_bytes(b"mute")
    wait_for(told, 1, Failed)
    (folder / "mute.mkv").write_bytes(b"mute still")
    wait_for(told, 2, Failed)
    (folder / "one.mkv").write_bytes(b"one")
    wait_for(told, 1)
    os.utime(folder / "one.mkv", (1, 1))
    wait_for(told, 1, Skipped)


@pytest.mark.parametrize("poll", [False, True])
def test_links_in_a_circle_end(watch, tmp_path, poll):
    (tmp_path / "films" / "circle").symlink_to(tmp_path / "films")
    folder, told = watch(poll=poll)
    (folder / "one.mkv").write_bytes(b"one")
    wait_for(told, 1)
    assert len(told) == 1


def test_a_profile_says_formats_place_filter_and_length(tmp_path):
    path = tmp_path / "night.toml"
    path.write_text('formats = ["srt", "html"]\nto = "cues"\nwhere = "year:2001"\nshow_for = 5\n')
    assert read_profile(path) == Profile(("srt", "html"), tmp_path / "cues", "year:2001", 5.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("formats = 'srt'", "formats cannot be 'srt'"),
        ("formts = ['srt']", "says 'formts', which means nothing here"),
        ("show_for = true", "show_for cannot be True"),
        ("show_for = 0", "show_for cannot be 0"),
        ("formats = [", "is no TOML"),
    ],
)
def test_a_profile_that_cannot_be_is_one_line(tmp_path, text, words):
    path = tmp_path / "night.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=words):
        read_profile(path)


def test_a_format_that_is_none_and_a_folder_that_is_not_there_are_told_before_anything_is_watched(
    library, tmp_path
):
    with cuespotter.open_library(library) as opened:
        with pytest.raises(UsageError, match="there is no folder"):
            next(opened.watch([tmp_path / "none"]))
        with pytest.raises(UsageError, match="nonsense"):
            next(opened.watch([tmp_path], profile=Profile(formats=("nonsense",))))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
def test_sigterm_ends_it_at_once(library, tmp_path):
    folder = tmp_path / "films"
    folder.mkdir()
    cuespotter_command = Path(sys.executable).with_name("cuespotter")
    watching = subprocess.Popen(
        [cuespotter_command, "watch", folder, "--library", library], stderr=subprocess.PIPE, text=True
    )
    assert "watching" in watching.stderr.readline()
    time.sleep(1)
    watching.send_signal(signal.SIGTERM)
    _, err = watching.communicate(timeout=120)
    assert watching.returncode == 130
    assert "Traceback" not in err
