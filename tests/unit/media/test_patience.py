"""A file is waited for only so long, and the one who waits hears every signal."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from tests.unit.media.making import clicks, encode

from cuespotter.errors import DecodeError
from cuespotter.media import probe
from cuespotter.media.decode import blocks
from cuespotter.media.patience import patiently

FILM = Path("film.mkv")


def test_items_come_in_their_order_and_an_end_ends():
    assert list(patiently(lambda: iter(range(50)), FILM)) == list(range(50))


def test_an_error_comes_where_the_items_are_wanted():
    def broken():
        yield 1
        raise ValueError("odd")

    items = patiently(broken, FILM)
    assert next(items) == 1
    with pytest.raises(ValueError, match="odd"):
        next(items)


def test_what_never_opens_is_given_up_in_one_line():
    let_go = threading.Event()

    def stuck():
        let_go.wait(60)
        yield 1

    with pytest.raises(DecodeError, match=r"film\.mkv was given up after 0 s: FFmpeg did not open"):
        list(patiently(stuck, FILM, first_limit_s=0.1))
    let_go.set()


def test_a_signal_is_heard_while_ffmpeg_holds_on():
    let_go = threading.Event()

    def stuck():
        os.kill(os.getpid(), signal.SIGTERM)
        let_go.wait(60)
        yield 1

    def interrupt(number, frame):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        with pytest.raises(KeyboardInterrupt):
            list(patiently(stuck, FILM))
    finally:
        signal.signal(signal.SIGTERM, before)
        let_go.set()


def test_the_file_ends_at_its_next_read_once_nobody_waits(tmp_path, monkeypatch):
    path = encode(tmp_path / "song.wav", clicks(30, [1], channels=2), codec="pcm_s16le")
    failed = threading.Event()
    refusing = probe._File.read

    def watched(self, size=-1):
        time.sleep(0.02)
        found = refusing(self, size)
        if found == b"" and self.tell() < path.stat().st_size:
            failed.set()
        return found

    monkeypatch.setattr(probe._File, "read", watched)
    with pytest.raises(DecodeError, match="given up"):
        list(patiently(lambda: blocks(path, rate_hz=8000), path, first_limit_s=0.0))
    assert failed.wait(30)


def test_a_reader_that_stops_early_ends_the_thread(tmp_path):
    path = encode(tmp_path / "song.flac", clicks(20, [1], channels=2), codec="flac")
    items = patiently(lambda: blocks(path, rate_hz=8000, block_samples=1000), path)
    next(items)
    items.close()
    assert not any("_Errand" in repr(thread) for thread in threading.enumerate())
