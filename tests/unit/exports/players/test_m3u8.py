from tests.golden.documents import hostile, sample

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.formats import render


def test_recordings_come_in_film_order_each_once():
    lines = render(sample(), "m3u8").decode().splitlines()
    assert lines[:4] == [
        "#EXTM3U",
        "#PLAYLIST:Night Ferry",
        "#EXTINF:271,The Quay - Harbour Lights Off",
        "The Quay/Low Water/03 Harbour Lights Off.flac",
    ]
    assert len(lines) == 2 + 2 * 5


def test_every_cue_is_listed_where_asked_and_the_folder_is_put_before():
    text = render(sample(), "m3u8", ExportOptions(every_cue=True, music_root="/music/"))
    lines = text.decode().splitlines()
    assert len(lines) == 2 + 2 * 6
    assert lines[3] == "/music/The Quay/Low Water/03 Harbour Lights Off.flac"


def test_a_title_cannot_break_its_line_nor_a_path_become_a_comment():
    lines = render(hostile(), "m3u8").decode().split("\n")
    assert [line[:2] for line in lines if line] == ["#E", "#P", "#E", "./", "#E", "-", "#E", "Ti"]
