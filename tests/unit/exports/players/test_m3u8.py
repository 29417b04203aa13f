import pytest
from tests.golden.documents import hostile, sample

from cuespotter.catalogue.files import KnownFile
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


def located(document, location, root="/music"):
    ids = {cue.recording.id for cue in document.cues if cue.recording is not None}
    return ExportOptions(music_files={one: KnownFile(location, root, 1, 1, one) for one in ids})


def test_where_the_files_lie_is_what_the_playlist_says():
    lines = render(sample(), "m3u8", located(sample(), "/music/#1 100% é.flac")).decode().splitlines()
    assert lines[3] == "/music/#1 100% é.flac"


@pytest.mark.parametrize(
    ("location", "line"),
    [("/m/caf\udce9.mp3", "file:///m/caf%E9.mp3"), ("/m/two\nlines.mp3", "file:///m/two%0Alines.mp3")],
)
def test_a_name_that_no_line_of_text_can_hold_is_a_uri(location, line):
    assert render(sample(), "m3u8", located(sample(), location)).decode().splitlines()[3] == line
