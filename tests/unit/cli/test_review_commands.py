import json
from pathlib import Path

import pytest

from cuespotter.catalogue.film_rows import Reel
from cuespotter.catalogue.store import Catalogue
from cuespotter.cli.reviewing import read_fields, read_time
from cuespotter.errors import UsageError
from cuespotter.model import Cue, FilmDocument, FilmStretch, FilmTheme


def test_confirmed_and_rejected_cues(cuespotter, library: Path) -> None:
    assert cuespotter("confirm", "drive", "1m01", "1m02", "--library", library).err == "2 confirmed\n"
    assert cuespotter("reject", "drive", "1m03", "--library", library).err == "1 rejected\n"
    out = cuespotter("show", "drive", "--library", library).out
    assert out.count("confirmed") == 2
    assert "1m03" not in out


def test_an_unknown_cue_leaves_all_as_it_was(cuespotter, library: Path) -> None:
    answer = cuespotter("confirm", "drive", "1m01", "9m99", "--library", library)
    assert answer.status == 2
    assert "no cue '9m99'" in answer.err
    assert "confirmed" not in cuespotter("show", "drive", "--library", library).out


def test_edits_of_one_call_are_one_change(cuespotter, library: Path) -> None:
    answer = cuespotter(
        "edit", "drive", "1m01", "--start", "0:05", "--set", "film_part=main_title", "--title", "Night call",
        "--library", library,
    )  # fmt: skip
    assert answer.err == "1m01: part of the film: main title, title: Night call, start 5.00\n"
    line = cuespotter("show", "drive", "--library", library).out.splitlines()[1]
    assert "Night call" in line
    assert "0:05" in line
    assert cuespotter("undo", "drive", "--library", library).status == 0
    assert "Night call" not in cuespotter("show", "drive", "--library", library).out
    assert cuespotter("undo", "drive", "--library", library).status == 2


def test_split_merge_new_and_recording(cuespotter, library: Path) -> None:
    def edit(*arguments: object) -> None:
        answer = cuespotter("edit", "drive", *arguments, "--library", library)
        assert answer.status == 0, answer.err

    edit("1m01", "--split", "0:20")
    assert "1m01b" in cuespotter("show", "drive", "--library", library).out
    edit("1m01", "--merge", "1m01b")
    assert "1m01b" not in cuespotter("show", "drive", "--library", library).out
    edit("1m03", "--recording", "aaaa")
    edit("--new", "--start", "5:00", "--end", "5:10", "--title", "Humming")
    out = cuespotter("show", "drive", "--library", library).out
    assert out.count("Nightcall") == 2
    assert "Humming" in out
    history = cuespotter("history", "drive", "--library", library).out
    assert "merge 1m01, 1m01b" in history
    assert len(history.splitlines()) == 5


def test_the_film_itself_is_edited_without_a_cue(cuespotter, library: Path) -> None:
    assert (
        cuespotter(
            "edit", "drive", "--set", "header.network=BBC", "--title", "Drive!", "--library", library
        ).status
        == 0
    )
    assert '"network": "BBC"' in cuespotter("show", "Drive!", "--json", "--library", library).out


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
def test_edits_that_make_no_sense_are_one_line(cuespotter, library: Path, arguments: list[str]) -> None:
    answer = cuespotter("edit", "drive", *arguments, "--library", library)
    assert answer.status == 2
    assert answer.err.count("\n") == 1
    assert "nothing was changed" in cuespotter("history", "drive", "--library", library).err


def test_check_lists_what_is_missing_with_its_row(cuespotter, library: Path) -> None:
    answer = cuespotter("check", "drive", "--library", library)
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


def test_side_tables_reach_the_library_and_its_films(cuespotter, library: Path, tmp_path: Path) -> None:
    table = tmp_path / "parties.csv"
    table.write_text(
        "path,work_title,name,role,share\nKavinsky/Nightcall.flac,Nightcall,V. Belorgey,composer,100\nno,x,y,C,1\n"
    )
    answer = cuespotter("learn", table, "--library", library)
    assert answer.status == 1
    assert "row 3 of parties.csv meets no recording" in answer.err
    assert "2 rows: 1 recordings learnt, 1 films brought up to it" in answer.err
    assert '"V. Belorgey"' in cuespotter("show", "drive", "--json", "--library", library).out
    table.write_text("path,work_title\nKavinsky/Nightcall.flac,Night Call\n")
    answer = cuespotter("learn", table, "--library", library)
    assert "--replace" in answer.err
    assert cuespotter("learn", table, "--replace", "--library", library).status == 0
    assert '"V. Belorgey"' not in cuespotter("show", "drive", "--json", "--library", library).out


def test_the_reviewers_word_on_a_work_stands_above_tables(cuespotter, library: Path, tmp_path: Path) -> None:
    def learn(*rows: str):
        table = tmp_path / "parties.csv"
        table.write_text("\n".join(["path,work_title,name,role,share,version", *rows, ""]))
        return cuespotter("learn", table, "--replace", "--library", library)

    def parties() -> list[str]:
        film = json.loads(cuespotter("show", "drive", "--json", "--library", library).out)
        return [party["name"] for party in film["cues"][0]["recording"]["work"]["parties"]]

    path = "Kavinsky/Nightcall.flac"
    assert learn(f"{path},Nightcall,V. Belorgey,composer,100,").status == 0
    said = cuespotter("edit", "drive", "1m01", "--party", "publisher=A House", "--library", library)
    assert said.status == 0, said.err
    mine = parties()
    assert "A House" in mine
    answer = learn(f"{path},Night Call,Somebody Else,composer,100,live")
    assert answer.status == 1
    assert f"{path}: the reviewer said otherwise of its work, and that stays" in answer.err
    assert parties() == mine
    film = json.loads(cuespotter("show", "drive", "--json", "--library", library).out)
    assert film["cues"][0]["recording"]["version"]["kind"] == "live"  # the rest is the table's to tell


def test_a_bad_table_is_one_line(cuespotter, library: Path, tmp_path: Path) -> None:
    answer = cuespotter("learn", tmp_path / "no.csv", "--library", library)
    assert (answer.status, answer.err.count("\n")) == (2, 1)


def test_lists_are_made_by_filter(cuespotter, library: Path, tmp_path: Path) -> None:
    answer = cuespotter("list", "Mine", "--where", "artist:Kavinsky", "--recordings", "--library", library)
    assert "Nightcall" in answer.out
    assert "A Real Hero" not in answer.out
    out = tmp_path / "mine.html"
    assert cuespotter("list", "Mine", "--out", out, "--library", library).status == 0
    assert "Drive" in out.read_text()
    assert cuespotter("list", "Mine", "--out", tmp_path / "mine.doc", "--library", library).status == 2
    answer = cuespotter("list", "Mine", "--where", "colour:pink)", "--library", library)
    assert answer.status == 2
    assert answer.err.count("\n") == 1


def test_lists_are_printed_for_programs_too(cuespotter, library: Path) -> None:
    def ask(*arguments: str) -> str:
        answer = cuespotter("list", *arguments, "--library", library)
        assert answer.status == 0, answer.err
        return answer.out

    assert json.loads(ask("--json")) == []
    mine = ("Mine", "--recordings", "--where", "artist:Kavinsky", "--note", "Nightcall=Loud.", "--keep")
    (entry,) = json.loads(ask(*mine, "--json"))
    assert (entry["title"], entry["by"], entry["note"]) == ("Nightcall", "Kavinsky", "Loud.")
    assert entry["recordings"] == [entry["id"]]
    (kept,) = json.loads(ask("--json"))
    assert (kept["name"], kept["kind"], kept["where"]) == ("Mine", "recordings", "artist:Kavinsky")
    assert kept["entries"] == 1
    head, row = ask("Mine", "--csv").splitlines()
    assert head.startswith("title,by,year")
    assert row.startswith("Nightcall,Kavinsky,")
    assert cuespotter("list", "--json", "--csv", "--library", library).status == 2


def test_films_and_recordings_are_filtered(cuespotter, library: Path) -> None:
    def lines(*arguments: str) -> int:
        return len(cuespotter(*arguments, "--library", library).out.splitlines())

    assert lines("films", "--where", "year:2000..2020") == 2
    assert lines("films", "--where", "year:1990..1999") == 0
    assert lines("recordings", "--where", "artist:College") == 2
    assert lines("recordings", "--where", "artist:nobody") == 0


def test_what_was_undone_is_done_again(cuespotter, library: Path) -> None:
    cuespotter("reject", "drive", "1m02", "--library", library)
    cuespotter("undo", "drive", "--library", library)
    answer = cuespotter("redo", "drive", "--library", library)
    assert (answer.status, answer.err) == (0, "done again: reject 1m02\n")
    assert "A Real Hero" not in cuespotter("show", "drive", "--library", library).out
    assert cuespotter("redo", "drive", "--library", library).status == 2


def test_all_that_is_likely_enough_is_confirmed_as_one_change(cuespotter, library: Path) -> None:
    answer = cuespotter("confirm", "drive", "--above", "0.9", "--library", library)
    assert (answer.status, answer.err) == (0, "3 confirmed\n")
    assert cuespotter("show", "drive", "--library", library).out.count("confirmed") == 3
    cuespotter("undo", "drive", "--library", library)
    assert "confirmed" not in cuespotter("show", "drive", "--library", library).out
    assert cuespotter("confirm", "drive", "--above", "0.98", "--library", library).err.startswith("no cue")
    assert cuespotter("confirm", "drive", "--library", library).status == 2
    assert cuespotter("confirm", "drive", "1m01", "--above", "0.9", "--library", library).status == 2


def test_all_cues_that_fit_are_edited_as_one_change(cuespotter, library: Path) -> None:
    where = ("--where", "named:yes", "--set", "vocal=vocal")
    assert (
        cuespotter("edit", "drive", *where, "--library", library).err
        == "1m01, 1m02: vocal or instrumental: vocal\n"
    )
    document = json.loads(cuespotter("show", "drive", "--json", "--library", library).out)
    assert [cue["vocal"] for cue in document["cues"]] == ["vocal", "vocal", None]
    assert len(json.loads(cuespotter("history", "drive", "--json", "--library", library).out)) == 1
    none = cuespotter("edit", "drive", "--where", "artist:Abba", "--set", "vocal=vocal", "--library", library)
    assert (none.status, "no cue" in none.err) == (2, True)
    assert cuespotter("edit", "drive", "1m01", *where, "--library", library).status == 2


def test_a_slip_of_the_pen_is_understood(cuespotter, library: Path) -> None:
    assert "did you mean 'drive'?" in cuespotter("show", "drvie", "--library", library).err
    assert "did you mean '1m01'?" in cuespotter("confirm", "drive", "1n01", "--library", library).err
    assert "did you mean 'confirm'?" in cuespotter("cofnirm").err


def test_parties_are_said_of_the_work_and_undone_with_it(cuespotter, library: Path) -> None:
    party = "composer=Ann Writer, Jr., share=50 %, ipi=00014107338, society=ascap"
    house = "publisher=A House, share=50, society=NS"
    arguments = ["edit", "drive", "1m01", "--party", party, "--party", house, "--library", library]
    assert cuespotter(*arguments).err == (
        "1m01: composer Ann Writer, Jr. 50 % (ascap), publisher A House 50 % (NS)\n"
    )
    (work,) = json.loads(cuespotter("works", "--json", "--library", library).out)
    assert (work["title"], work["recordings"]) == ("Nightcall", ["aaaa11112222"])
    assert [(one["name"], one["society"]) for one in work["parties"]] == [
        ("Ann Writer, Jr.", "ASCAP"),
        ("A House", "NS"),
    ]
    assert "Ann Writer, Jr. 50 % (ASCAP)" in cuespotter("works", "writer", "--library", library).out
    assert cuespotter("undo", "drive", "--library", library).status == 0
    assert json.loads(cuespotter("works", "--json", "--library", library).out) == []


def test_a_work_is_taken_by_its_title_with_all_its_parties(cuespotter, library: Path) -> None:
    def edit(*arguments: str) -> None:
        answer = cuespotter("edit", "drive", *arguments, "--library", library)
        assert answer.status == 0, answer.err

    edit("1m01", "--work", "Night Call", "--party", "CA=Ann Writer, share=100, society=NS")
    edit("1m03", "--work", "night call")
    document = (
        json.loads(cuespotter("show", "drive", "--json", "-", "--library", library).out or "{}") or None
    )
    (work,) = json.loads(cuespotter("works", "--json", "--film", "drive", "--library", library).out)
    assert document is None or document["cues"][2]["work"]["title"] == "Night Call"
    assert work["parties"][0]["role"] == "composer_lyricist"
    edit("1m03", "--without-party", "ann writer")


@pytest.mark.parametrize(
    ("party", "message"),
    [
        ("Ann", "is no party; write ROLE=NAME"),
        ("singer=Ann", "is no party; write ROLE=NAME"),
        ("composer=Ann, shares=50", "'shares' says nothing of a party; there are share, ipi"),
        ("composer=Ann, share=half", "write a number"),
        ("composer=Ann, ipi=00014107339", "is no IPI name number"),
        ("composer=Ann, share=101", "share_percent"),
    ],
)
def test_a_party_that_is_none_is_one_line_and_changes_nothing(
    cuespotter, library: Path, party, message
) -> None:
    answer = cuespotter("edit", "drive", "1m01", "--party", party, "--library", library)
    assert (answer.status, answer.err.count("\n")) == (2, 1)
    assert message in answer.err
    assert json.loads(cuespotter("works", "--json", "--library", library).out) == []


def test_the_cues_of_a_film_are_numbered_anew(cuespotter, library) -> None:
    assert cuespotter("edit", "Drive", "1m02", "--set", "cue_no=1m07", "--library", library).status == 0
    answer = cuespotter("edit", "Drive", "--renumber", "--library", library)
    assert (answer.status, "numbered anew" in answer.err) == (0, True)
    shown = cuespotter("show", "Drive", "--library", library).out
    assert [line.split()[0] for line in shown.splitlines()[1:]] == ["1m01", "1m02", "1m03"]


def test_a_theme_is_shown_and_all_its_cues_are_named_as_one_change(cuespotter, library: Path) -> None:
    with Catalogue.open(library, writable=True) as catalogue:
        document = catalogue.document("drive")
        unnamed = [
            Cue(
                id=f"theme{number}", cue_no=f"1m2{number}", kind="unnamed_music", confidence=0.9,
                start_s=start_s, end_s=start_s + 20,
            )
            for number, start_s in enumerate((700.0, 800.0, 900.0))
        ]  # fmt: skip
        places = [FilmStretch(start_s=cue.start_s, end_s=cue.end_s, confidence=0.9) for cue in unnamed]
        film = document.film.model_copy(update={"themes": [FilmTheme(letter="A", places=places)]})
        catalogue.save_document(
            document.model_copy(update={"film": film, "cues": [*document.cues, *unnamed]})
        )
    shown = cuespotter("show", "drive", "--library", library).out
    assert shown.splitlines()[-1] == "Theme A: 3 times, 1:00 in all (1m20, 1m21, 1m22)"
    answer = cuespotter("edit", "drive", "--theme", "a", "--title", "The sea", "--library", library)
    assert answer.err == "1m20, 1m21, 1m22: title: The sea\n"
    shown = cuespotter("show", "drive", "--library", library).out
    assert shown.count("The sea") == 4
    assert shown.splitlines()[-1].endswith("called The sea (1m20, 1m21, 1m22)")
    assert cuespotter("undo", "drive", "--library", library).status == 0
    assert "The sea" not in cuespotter("show", "drive", "--library", library).out
    answer = cuespotter("edit", "drive", "--theme", "Q", "--title", "x", "--library", library)
    assert "has no theme 'Q'; its themes are A" in answer.err
    answer = cuespotter("edit", "drive", "1m20", "--theme", "A", "--title", "x", "--library", library)
    assert "leave out CUE" in answer.err


def test_a_cue_whose_bar_is_less_sure_than_asked_is_not_confirmed_with_the_others(
    cuespotter, empty_library: Path, drive: FilmDocument
) -> None:
    doubtful = drive.cues[0].placements[0].model_copy(update={"bar_confidence": 0.62})
    cues = [drive.cues[0].model_copy(update={"placements": [doubtful]}), *drive.cues[1:]]
    with Catalogue.open(empty_library) as catalogue:
        catalogue.save_document(
            drive.model_copy(update={"cues": cues}), [Reel("/films/drive.mkv", "content of drive")]
        )
    assert cuespotter("confirm", "drive", "--above", "0.9", "--library", empty_library).err == "2 confirmed\n"
    assert "which bar: 62 %" in cuespotter("show", "drive", "--library", empty_library).out
    assert cuespotter("confirm", "drive", "1m01", "--library", empty_library).status == 0
    assert "which bar" not in cuespotter("show", "drive", "--library", empty_library).out
