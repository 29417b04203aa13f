import json
from pathlib import Path

import pytest

from needledrop.model import FilmDocument

READERS = [
    ["show", "x"],
    ["films"],
    ["recordings"],
    ["export", "x", "y.json"],
    ["stats"],
    ["verify"],
    ["identify", "x"],
]


@pytest.mark.parametrize("arguments", READERS, ids=lambda arguments: arguments[0])
def test_without_a_library_the_first_step_is_named(needledrop, tmp_path: Path, arguments: list[str]) -> None:
    answer = needledrop(*arguments, "--library", tmp_path / "none")
    assert answer.status == 2
    assert "needledrop add" in answer.err
    assert answer.err.count("\n") == 1
    assert not (tmp_path / "none").exists()


def test_the_library_may_be_named_by_the_environment(needledrop, library: Path, monkeypatch) -> None:
    monkeypatch.setenv("NEEDLEDROP_LIBRARY", str(library))
    assert "Drive" in needledrop("films").out


def test_show_prints_the_cue_list(needledrop, library: Path) -> None:
    answer = needledrop("show", "drive", "--library", library)
    assert (answer.status, answer.err) == (0, "")
    assert "Nightcall" in answer.out


def test_show_json_prints_only_the_document(needledrop, library: Path, drive: FilmDocument) -> None:
    answer = needledrop("show", "drive.mkv", "--json", "--library", library)
    assert FilmDocument.model_validate(json.loads(answer.out)) == drive


def test_show_of_an_unknown_film_says_how_to_get_it(needledrop, library: Path) -> None:
    answer = needledrop("show", "Juno", "--library", library)
    assert answer.status == 2
    assert "identify" in answer.err


def test_films_are_listed(needledrop, library: Path) -> None:
    lines = needledrop("films", "--library", library).out.splitlines()
    assert lines[1].split() == ["drive-2011", "Drive", "2011", "1:40:20", "3", "2"]


def test_which_films_use_a_recording(needledrop, library: Path) -> None:
    for arguments in (["films", "--using", "Nightcall"], ["recordings", "nightcall", "--films"]):
        lines = needledrop(*arguments, "--library", library).out.splitlines()
        assert lines[1].split() == ["Drive", "1m01", "0:00", "0:50", "Nightcall", "-", "Kavinsky"]
    answer = needledrop("films", "--using", "no such thing", "--library", library)
    assert answer.status == 2


def test_recordings_are_listed_and_found(needledrop, library: Path) -> None:
    assert len(needledrop("recordings", "--library", library).out.splitlines()) == 3
    lines = needledrop("recordings", "college", "--library", library).out.splitlines()
    assert lines[1].split()[:2] == ["bbbb33334444", "4:27"]
    assert len(needledrop("recordings", "--used-by", "drive", "--library", library).out.splitlines()) == 3


def test_nothing_to_list_is_said_plainly(needledrop, empty_library: Path, library: Path) -> None:
    answer = needledrop("recordings", "zzz", "--library", library)
    assert (answer.status, answer.out, answer.err) == (0, "", "no recording fits\n")


def test_an_empty_library_says_what_to_do(needledrop, empty_library: Path) -> None:
    assert "needledrop add" in needledrop("recordings", "--library", empty_library).err
    assert "needledrop identify" in needledrop("films", "--library", empty_library).err


def test_stats_count(needledrop, library: Path) -> None:
    assert "recordings   2 (0.1 h) in 2 files" in needledrop("stats", "--library", library).out
    stats = json.loads(needledrop("stats", "--json", "--library", library).out)
    assert (stats["recordings"], stats["films"], stats["segments"]) == (2, 1, 1)


def test_export_writes_a_file_by_its_suffix(needledrop, library: Path, tmp_path: Path) -> None:
    answer = needledrop("export", "drive", tmp_path / "drive.m3u8", "--library", library)
    assert answer.status == 0
    assert "Nightcall.flac" in (tmp_path / "drive.m3u8").read_text()
    assert answer.out == ""


def test_export_to_stdout_needs_a_format(needledrop, library: Path) -> None:
    assert needledrop("export", "drive", "-", "--library", library).status == 2
    answer = needledrop("export", "drive", "-", "--as", "json", "--library", library)
    assert json.loads(answer.out)["film"]["title"] == "Drive"


def test_export_in_an_unknown_format_writes_nothing(needledrop, library: Path, tmp_path: Path) -> None:
    answer = needledrop("export", "drive", tmp_path / "drive.xyz", "--library", library)
    assert answer.status == 2
    assert answer.err.count("\n") == 1
    assert not (tmp_path / "drive.xyz").exists()


def test_removed_recordings_and_films_are_gone(needledrop, library: Path) -> None:
    answer = needledrop("remove", "aaaa", "--library", library)
    assert (answer.status, answer.err) == (0, "removed Kavinsky/Nightcall.flac\n1 removed\n")
    assert "Nightcall" not in needledrop("recordings", "--library", library).out
    assert needledrop("remove", "--film", "drive", "--library", library).status == 0
    assert needledrop("films", "--library", library).out == ""
    assert needledrop("remove", "nothing", "--library", library).status == 2


def test_another_catalogue_may_be_named_by_url(needledrop, library: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{library / 'catalogue.db'}"
    assert "Drive" in needledrop("films", "--library", tmp_path / "none", "--catalogue", url).out
