"""Every command that lists anything does so for programs, too: --json and --csv, with paths."""

import csv
import inspect
import io
import json
from importlib import import_module

import pytest

from cuespotter.cli.main import COMMANDS

OTHERWISE = {
    "identify": "what it finds is kept: show and films list it; --json FILE and --report FILE are files",
    "reference": "it prints a page of this documentation",
}
"""Commands that print, and list nothing."""


def printing() -> list[str]:
    """Find the commands that print a result: words of `Voice` go to stderr and are none."""
    signs = ("print(", "print_table", "print_listing", "print_cues", "print_rows", "print_uses")
    return [
        name
        for name in COMMANDS
        if any(sign in inspect.getsource(import_module(f"cuespotter.cli.{name}")) for sign in signs)
        and name not in OTHERWISE
    ]


@pytest.mark.parametrize("name", printing())
def test_a_command_that_prints_prints_for_programs_too(name):
    options = inspect.signature(import_module(f"cuespotter.cli.{name}").command).parameters
    assert {"json", "csv"} <= options.keys(), f"cuespotter {name} prints; give it --json and --csv"


@pytest.fixture
def rows(cuespotter, library):
    """Run a listing in both forms, which say the same of as many things; gives the rows of JSON."""

    def run(*arguments: object) -> list[dict[str, object]]:
        asked = (*arguments, "--library", library)
        listed = json.loads(cuespotter(*asked, "--json").out)
        table = list(csv.DictReader(io.StringIO(cuespotter(*asked, "--csv").out)))
        assert len(table) == len(listed)
        assert all(row.keys() == line.keys() for row, line in zip(listed, table, strict=True))
        return listed

    return run


def test_films_and_recordings_are_listed_with_their_places(rows):
    assert [film["locations"] for film in rows("films")] == [["/films/drive.mkv"]]
    assert {one["location"] for one in rows("recordings")} == {
        "/music/Kavinsky/Nightcall.flac",
        "/music/College/A Real Hero.flac",
    }
    (use,) = rows("films", "--using", "Nightcall")
    assert (use["film_locations"], use["location"]) == (
        ["/films/drive.mkv"],
        "/music/Kavinsky/Nightcall.flac",
    )
    assert len(rows("recordings", "--films")) == 2


def test_the_library_in_numbers_names_its_folder(cuespotter, library):
    asked = ("stats", "--library", library)
    told = json.loads(cuespotter(*asked, "--json").out)
    (row,) = csv.DictReader(io.StringIO(cuespotter(*asked, "--csv").out))
    assert row == {name: str(value) for name, value in told.items()}
    assert (told["folder"], told["recordings"]) == (str(library), 2)


def test_a_film_is_shown_as_a_table_of_its_placements(cuespotter, library):
    table = list(csv.DictReader(io.StringIO(cuespotter("show", "drive", "--csv", "--library", library).out)))
    assert [row["cue_no"] for row in table] == ["1m01", "1m02", "1m03"]
    assert table[0]["path"] == "Kavinsky/Nightcall.flac"
    assert cuespotter("show", "drive", "--csv", "--json", "--library", library).status == 2


def test_what_verify_finds_is_listed_with_its_path_and_status_1(cuespotter, library):
    answer = cuespotter("verify", "--json", "--library", library)
    assert answer.status == 1
    (problem,) = json.loads(answer.out)
    assert problem["path"].startswith(f"{library}/index/")
    assert problem["path"].endswith("/one.ndx")


def test_where_there_is_nothing_a_list_is_empty(cuespotter, empty_library):
    for form, out in (("--json", "[]\n"), ("--csv", "")):
        assert cuespotter("films", form, "--library", empty_library).out == out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("films", "--where", "year:2011"), "no film was identified yet"),
        (("films", "--using", "x"), "no recording fits"),
        (("recordings", "nothing"), "the library is empty"),
        (("recordings", "--films"), "no film was identified yet"),
        (("works", "nothing"), "nothing is known of any work yet"),
    ],
)
def test_an_empty_library_is_said_to_be_empty(cuespotter, empty_library, arguments, words):
    answer = cuespotter(*arguments, "--library", empty_library)
    assert words in answer.err or answer.status == 2
