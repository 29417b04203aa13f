"""Tracks of an album in one file."""

import pytest
from tests.unit.media.making import clicks, encode

from cuespotter.media.cue_sheet import parse_cue_sheet, read_tracks

SHEET = """PERFORMER "Все"
FILE "album.wav" WAVE
  TRACK 01 AUDIO
    TITLE "Песня года"
    INDEX 01 00:00:00
  TRACK 02 AUDIO
    TITLE Side Hall
    PERFORMER "Two"
    INDEX 00 00:19:00
    INDEX 01 01:20:15
"""
TRACKS = [
    {"artist": "Все", "title": "Песня года", "start_s": 0.0},
    {"artist": "Two", "title": "Side Hall", "start_s": 80.2},
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_a_sheet_beside_the_file_is_read_in_every_encoding(tmp_path, encoding):
    path = encode(tmp_path / "album.flac", clicks(0.3, [0.1]), codec="flac")
    (tmp_path / "album.cue").write_bytes(SHEET.encode(encoding))
    assert read_tracks(path) == TRACKS


def test_a_sheet_of_several_files_gives_only_this_files_tracks():
    one = 'FILE "{0}.wav" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:0{0}:00\n'
    assert parse_cue_sheet(one.format(1) + one.format(2), "2") == [{"start_s": 2.0}]
    assert parse_cue_sheet(one.format(1) + one.format(2), "3") == []


def test_what_is_no_sheet_gives_no_tracks(tmp_path):
    path = encode(tmp_path / "album.flac", clicks(0.3, [0.1]), codec="flac")
    (tmp_path / "album.cue").write_bytes(b"\xff\x00\x80 TRACK INDEX 01 99:99\nTRACK 01 AUDIO\nINDEX 01 xx")
    assert read_tracks(path) == []
