"""Tracks of an album in one file."""

import struct
from fractions import Fraction

import av
import pytest
from tests.unit.media.making import clicks, encode

from cuespotter.media.cue_sheet import parse_cue_sheet, read_tracks
from cuespotter.media.flac import read_flac_contents

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
    assert read_tracks(path) == (TRACKS, [])


def test_a_sheet_of_several_files_gives_only_this_files_tracks():
    one = 'FILE "{0}.wav" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:0{0}:00\n'
    assert parse_cue_sheet(one.format(1) + one.format(2), "2") == [{"start_s": 2.0}]
    assert parse_cue_sheet(one.format(1) + one.format(2), "3") == []


def test_what_is_no_sheet_gives_no_tracks(tmp_path):
    path = encode(tmp_path / "album.flac", clicks(0.3, [0.1]), codec="flac")
    (tmp_path / "album.cue").write_bytes(b"\xff\x00\x80 TRACK INDEX 01 99:99\nTRACK 01 AUDIO\nINDEX 01 xx")
    tracks, remarks = read_tracks(path)
    assert tracks == []
    assert len(remarks) == 1
    assert remarks[0].startswith(f"{tmp_path / 'album.cue'} places no track (it needs lines TRACK 01 AUDIO")


def contents_block(tracks, rate_hz=48000):
    """Write a FLAC file's CUESHEET block by RFC 9639: tracks are (number, start_s, ISRC, is audio)."""
    block = struct.pack(">128sQB258xB", b"", 2 * rate_hz, 0x80, len(tracks))
    for number, start_s, isrc, is_audio in tracks:
        block += struct.pack(
            ">QB12sB13xB", round(start_s * rate_hz), number, isrc, 0 if is_audio else 0x80, 2
        )
        # index 00, the pause, begins with the track; index 01 half a second behind it
        block += struct.pack(">QB3x", 0, 0) + struct.pack(">QB3x", rate_hz // 2, 1)
    return block


def with_block(path, kind, block):
    """Put a metadata block behind STREAMINFO."""
    raw = path.read_bytes()
    path.write_bytes(raw[:42] + bytes([kind]) + len(block).to_bytes(3, "big") + block + raw[42:])
    return path


def test_the_table_of_contents_of_a_flac_file_gives_tracks_and_isrcs(tmp_path):
    metadata = {"CUE_TRACK01_TITLE": "Side Pink", "cue_track02_performer": "Two"}
    path = encode(tmp_path / "album.flac", clicks(3, [0.1]), codec="flac", metadata=metadata)
    tracks = [(1, 0.0, b"DEA123456789", True), (2, 1.0, b"", True), (3, 2, b"", False), (170, 3, b"", True)]
    with_block(path, 5, contents_block(tracks))
    with av.open(str(path)) as still_whole:
        assert next(still_whole.decode(audio=0)).samples > 0
    assert read_tracks(path) == (
        [
            {"start_s": 0.5, "isrc": "DEA123456789", "title": "Side Pink"},
            {"start_s": 1.5, "artist": "Two"},
        ],
        [],
    )


def test_a_broken_table_of_contents_is_none(tmp_path):
    path = encode(tmp_path / "album.flac", clicks(0.3, [0.1]), codec="flac")
    block = contents_block([(1, 0.0, b"", True), (2, 1.0, b"", True)])
    with_block(path, 5, block[:400] + bytes([0, 255]))
    assert read_flac_contents(path) == []


@pytest.mark.parametrize(
    ("name", "codec"), [("album.mka", "flac"), ("album.m4b", "aac"), ("album.opus", "libopus")]
)
def test_chapters_with_titles_are_tracks(tmp_path, name, codec):
    path = tmp_path / name
    container = "ipod" if name.endswith("m4b") else None
    samples = clicks(3, [0.1])
    plain = encode(tmp_path / f"plain-{name}", samples, codec=codec, container=container)
    with av.open(str(plain)) as source, av.open(str(path), "w", format=container) as out:
        stream = out.add_stream_from_template(source.streams.audio[0])
        out.set_chapters(
            [
                {
                    "id": n,
                    "start": n * 1250,  # FFmpeg writes a second too many from .5 on into Ogg
                    "end": n * 1250 + 1250,
                    "time_base": Fraction(1, 1000),
                    "metadata": {"title": t},
                }
                for n, t in enumerate(["Side Pink", "Seite Ä"])
            ]
        )
        for packet in source.demux(audio=0):
            if packet.dts is not None:
                packet.stream = stream
                out.mux(packet)
    tracks, remarks = read_tracks(path)
    assert [one["title"] for one in tracks] == ["Side Pink", "Seite Ä"]
    assert [one["start_s"] for one in tracks] == pytest.approx([0.0, 1.25], abs=0.01)
    assert remarks == []
