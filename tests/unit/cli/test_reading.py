import csv
import io
import json
from pathlib import Path

import pytest

from cuespotter.model import FilmDocument

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
def test_without_a_library_the_first_step_is_named(cuespotter, tmp_path: Path, arguments: list[str]) -> None:
    answer = cuespotter(*arguments, "--library", tmp_path / "none")
    assert answer.status == 2
    assert "cuespotter add" in answer.err
    assert answer.err.count("\n") == 1
    assert not (tmp_path / "none").exists()


IN_TWO_FORMS = [
    ["check", "drive"],
    ["compare", "drive", "music.edl", "--confirm"],
    ["films"],
    ["history", "drive"],
    ["jobs"],
    ["list", "Mine", "--keep"],
    ["recordings"],
    ["suggest", "drive", "--take", "0.5"],
    ["versions"],
    ["works"],
]


@pytest.mark.parametrize("arguments", IN_TWO_FORMS, ids=lambda arguments: arguments[0])
def test_two_forms_are_refused_before_anything_is_done(
    cuespotter, tmp_path: Path, arguments: list[str]
) -> None:
    answer = cuespotter(*arguments, "--json", "--csv", "--library", tmp_path / "none")
    assert answer.status == 2
    # were the library opened first, it would be what is missing
    assert "two forms of one listing" in answer.err


def test_the_library_may_be_named_by_the_environment(cuespotter, library: Path, monkeypatch) -> None:
    monkeypatch.setenv("CUESPOTTER_LIBRARY", str(library))
    assert "Drive" in cuespotter("films").out


def test_show_prints_the_cue_list(cuespotter, library: Path) -> None:
    answer = cuespotter("show", "drive", "--library", library)
    assert (answer.status, answer.err) == (0, "")
    assert "Nightcall" in answer.out


def test_show_json_prints_only_the_document(cuespotter, library: Path, drive: FilmDocument) -> None:
    answer = cuespotter("show", "drive.mkv", "--json", "--library", library)
    assert FilmDocument.model_validate(json.loads(answer.out)) == drive


def test_show_of_an_unknown_film_says_how_to_get_it(cuespotter, library: Path) -> None:
    answer = cuespotter("show", "Juno", "--library", library)
    assert answer.status == 2
    assert "identify" in answer.err


def test_films_are_listed(cuespotter, library: Path) -> None:
    lines = cuespotter("films", "--library", library).out.splitlines()
    assert lines[1].split() == ["drive-2011", "Drive", "2011", "1:40:20", "3", "2"]


def test_which_films_use_a_recording(cuespotter, library: Path) -> None:
    for arguments in (["films", "--using", "Nightcall"], ["recordings", "nightcall", "--films"]):
        lines = cuespotter(*arguments, "--library", library).out.splitlines()
        assert lines[1].split() == ["Drive", "1m01", "0:00", "0:50", "Nightcall", "-", "Kavinsky"]
    answer = cuespotter("films", "--using", "no such thing", "--library", library)
    assert answer.status == 2


def test_recordings_are_listed_and_found(cuespotter, library: Path) -> None:
    assert len(cuespotter("recordings", "--library", library).out.splitlines()) == 3
    lines = cuespotter("recordings", "college", "--library", library).out.splitlines()
    assert lines[1].split()[:2] == ["bbbb33334444", "4:27"]
    assert len(cuespotter("recordings", "--used-by", "drive", "--library", library).out.splitlines()) == 3


def test_nothing_to_list_is_said_plainly(cuespotter, empty_library: Path, library: Path) -> None:
    answer = cuespotter("recordings", "zzz", "--library", library)
    assert (answer.status, answer.out, answer.err) == (0, "", "no recording fits\n")


def test_an_empty_library_says_what_to_do(cuespotter, empty_library: Path) -> None:
    assert "cuespotter add" in cuespotter("recordings", "--library", empty_library).err
    assert "cuespotter identify" in cuespotter("films", "--library", empty_library).err


def test_stats_count(cuespotter, library: Path) -> None:
    assert "recordings   2 (0.1 h) in 2 files" in cuespotter("stats", "--library", library).out
    stats = json.loads(cuespotter("stats", "--json", "--library", library).out)
    assert (stats["recordings"], stats["films"], stats["segments"]) == (2, 1, 1)


def test_export_writes_a_file_by_its_suffix(cuespotter, library: Path, tmp_path: Path) -> None:
    answer = cuespotter("export", "drive", tmp_path / "drive.m3u8", "--library", library)
    assert answer.status == 0
    assert "Nightcall.flac" in (tmp_path / "drive.m3u8").read_text()
    assert answer.out == ""


def test_export_to_stdout_needs_a_format(cuespotter, library: Path) -> None:
    assert cuespotter("export", "drive", "-", "--library", library).status == 2
    answer = cuespotter("export", "drive", "-", "--as", "json", "--library", library)
    assert json.loads(answer.out)["film"]["title"] == "Drive"


def test_export_in_an_unknown_format_writes_nothing(cuespotter, library: Path, tmp_path: Path) -> None:
    answer = cuespotter("export", "drive", tmp_path / "drive.xyz", "--library", library)
    assert answer.status == 2
    assert answer.err.count("\n") == 1
    assert not (tmp_path / "drive.xyz").exists()


def test_removed_recordings_and_films_are_gone(cuespotter, library: Path) -> None:
    answer = cuespotter("remove", "aaaa", "--library", library)
    assert (answer.status, answer.err) == (0, "removed Kavinsky/Nightcall.flac\n1 removed\n")
    assert "Nightcall" not in cuespotter("recordings", "--library", library).out
    assert cuespotter("remove", "--film", "drive", "--library", library).status == 0
    assert cuespotter("films", "--library", library).out == ""
    assert cuespotter("remove", "nothing", "--library", library).status == 2


def test_another_catalogue_may_be_named_by_url(cuespotter, library: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{library / 'catalogue.db'}"
    assert "Drive" in cuespotter("films", "--library", tmp_path / "none", "--catalogue", url).out


def test_listings_are_there_for_programs_too(cuespotter, library: Path) -> None:
    films = json.loads(cuespotter("films", "--json", "--library", library).out)
    assert [(film["title"], film["cues"], film["named_cues"]) for film in films] == [("Drive", 3, 2)]
    rows = list(csv.DictReader(io.StringIO(cuespotter("recordings", "--csv", "--library", library).out)))
    assert {row["title"] for row in rows} == {"Nightcall", "A Real Hero"}
    uses = json.loads(cuespotter("films", "--using", "Nightcall", "--json", "--library", library).out)
    assert [(use["cue_no"], use["start_s"]) for use in uses] == [("1m01", 0.0)]
    remarks = cuespotter("check", "drive", "--json", "--library", library)
    assert (remarks.status, json.loads(remarks.out)[0]["gravity"]) == (1, "missing")
    assert cuespotter("films", "--json", "--csv", "--library", library).status == 2


def test_a_filter_that_nothing_fits_is_no_empty_library(cuespotter, library: Path) -> None:
    assert (
        cuespotter("recordings", "--where", "artist:Abba", "--library", library).err == "no recording fits\n"
    )
    assert cuespotter("films", "--where", "year:1900", "--library", library).err == "no film fits\n"


def test_help_is_short_to_ask_for(cuespotter) -> None:
    assert cuespotter("show", "-h").out == cuespotter("show", "--help").out != ""
    assert "--install-completion" in cuespotter("-h").out


def test_without_a_home_folder_the_library_must_be_named(cuespotter, monkeypatch) -> None:
    def no_home(*_: object, **__: object) -> None:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr("platformdirs.user_data_path", no_home)
    answer = cuespotter("stats")
    assert answer.status == 2
    assert answer.err == (
        "cuespotter: there is no home folder to keep the library in; name one with --library or in "
        "CUESPOTTER_LIBRARY\n"
    )
