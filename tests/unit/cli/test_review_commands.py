from pathlib import Path

import pytest

from needledrop.cli.reviewing import read_fields, read_time
from needledrop.errors import UsageError


def test_confirmed_and_rejected_cues(needledrop, library: Path) -> None:
    assert needledrop("confirm", "drive", "1m01", "1m02", "--library", library).err == "2 confirmed\n"
    assert needledrop("reject", "drive", "1m03", "--library", library).err == "1 rejected\n"
    out = needledrop("show", "drive", "--library", library).out
    assert out.count("confirmed") == 2
    assert "1m03" not in out


def test_an_unknown_cue_leaves_all_as_it_was(needledrop, library: Path) -> None:
    answer = needledrop("confirm", "drive", "1m01", "9m99", "--library", library)
    assert answer.status == 2
    assert "no cue '9m99'" in answer.err
    assert "confirmed" not in needledrop("show", "drive", "--library", library).out


def test_edits_of_one_call_are_one_change(needledrop, library: Path) -> None:
    answer = needledrop(
        "edit", "drive", "1m01", "--start", "0:05", "--set", "film_part=main_title", "--title", "Night call",
        "--library", library,
    )  # fmt: skip
    assert answer.err == "1m01: film_part=main_title, title=Night call, start=5.0\n"
    line = needledrop("show", "drive", "--library", library).out.splitlines()[1]
    assert "Night call" in line
    assert "0:05" in line
    assert needledrop("undo", "drive", "--library", library).status == 0
    assert "Night call" not in needledrop("show", "drive", "--library", library).out
    assert needledrop("undo", "drive", "--library", library).status == 2


def test_split_merge_new_and_recording(needledrop, library: Path) -> None:
    def edit(*arguments: object) -> None:
        answer = needledrop("edit", "drive", *arguments, "--library", library)
        assert answer.status == 0, answer.err

    edit("1m01", "--split", "0:20")
    assert "1m01b" in needledrop("show", "drive", "--library", library).out
    edit("1m01", "--merge", "1m01b")
    assert "1m01b" not in needledrop("show", "drive", "--library", library).out
    edit("1m03", "--recording", "aaaa")
    edit("--new", "--start", "5:00", "--end", "5:10", "--title", "Humming")
    out = needledrop("show", "drive", "--library", library).out
    assert out.count("Nightcall") == 2
    assert "Humming" in out
    history = needledrop("history", "drive", "--library", library).out
    assert "merge 1m01b" in history
    assert len(history.splitlines()) == 5


def test_the_film_itself_is_edited_without_a_cue(needledrop, library: Path) -> None:
    assert (
        needledrop(
            "edit", "drive", "--set", "header.network=BBC", "--title", "Drive!", "--library", library
        ).status
        == 0
    )
    assert '"network": "BBC"' in needledrop("show", "Drive!", "--json", "--library", library).out


@pytest.mark.parametrize(
    "arguments",
    [
        ["1m01"],
        ["--start", "5"],
        ["--new", "--start", "5"],
        ["1m01", "--start", "soon"],
        ["1m01", "--set", "film_part"],
        ["1m01", "--set", "colour=red"],
        ["1m01", "--split", "99:00"],
        ["1m01", "--recording", "zzzz"],
        ["--set", "duration_s=5"],
    ],
)
def test_edits_that_make_no_sense_are_one_line(needledrop, library: Path, arguments: list[str]) -> None:
    answer = needledrop("edit", "drive", *arguments, "--library", library)
    assert answer.status == 2
    assert answer.err.count("\n") == 1
    assert "nothing was changed" in needledrop("history", "drive", "--library", library).err


def test_check_lists_what_is_missing_with_its_row(needledrop, library: Path) -> None:
    answer = needledrop("check", "drive", "--library", library)
    assert answer.status == 1
    assert "1m01" in answer.out


def test_times_are_read_as_people_write_them() -> None:
    assert read_time("1:02:03.5") == 3723.5
    for text in ("", "a", "1:2:3:4", "-5", "nan", "inf"):
        with pytest.raises(UsageError, match="is no time"):
            read_time(text)


def test_fields_are_read_with_their_sign() -> None:
    assert read_fields(["a=b=c", "d="]) == {"a": "b=c", "d": None}
    for text in ("a", "=b", "a=[x"):
        with pytest.raises(UsageError):
            read_fields([text])
