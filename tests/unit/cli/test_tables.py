import os
import pty
import subprocess
import sys

import pytest

from cuespotter.cli.tables import clock_text, print_cues, print_table, speed_text
from cuespotter.model import FilmDocument


def test_without_a_terminal_nothing_is_cut_or_wrapped(capsys) -> None:
    print_table([("a", "left", True), ("b", "right", True)], [["x" * 300, "1"], ["y", "22"]])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert "x" * 300 in lines[1]
    assert lines[2].endswith("22")


def test_the_cue_list_says_what_plays_when(capsys, drive: FilmDocument) -> None:
    print_cues(drive)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["cue", "in", "out", "title", "artist", "part", "speed", "sure"]
    assert lines[1].split() == ["1m01", "0:00", "0:50", "Nightcall", "Kavinsky", "0:12-1:02", "97%"]
    assert "PAL 25/24" in lines[2]
    assert "(music not in the library)" in lines[3]


def test_no_speed_column_where_nothing_has_another_speed(capsys, drive: FilmDocument) -> None:
    print_cues(drive.model_copy(update={"cues": drive.cues[:1]}))
    assert "speed" not in capsys.readouterr().out


def test_rejected_cues_are_not_shown(capsys, drive: FilmDocument) -> None:
    cues = [cue.model_copy(update={"status": "rejected"}) for cue in drive.cues]
    print_cues(drive.model_copy(update={"cues": cues}))
    assert capsys.readouterr().out == ""


def test_the_reviewers_word_stands_for_the_probability(capsys, drive: FilmDocument) -> None:
    cues = [drive.cues[0].model_copy(update={"status": "confirmed"})]
    print_cues(drive.model_copy(update={"cues": cues}))
    out = capsys.readouterr().out
    assert "confirmed" in out
    assert "97%" not in out


def test_a_further_placement_stands_below_its_cue(capsys, drive: FilmDocument) -> None:
    cue = drive.cues[0]
    again = cue.placements[0].model_copy(
        update={"film_in_s": 60.0, "film_out_s": 70.0, "recording_in_s": 130.0, "recording_out_s": 140.0}
    )
    cue = cue.model_copy(update={"placements": [*cue.placements, again]})
    print_cues(drive.model_copy(update={"cues": [cue]}))
    assert capsys.readouterr().out.splitlines()[2].split() == ["1:00", "1:10", "2:10-2:20"]


def test_at_eighty_columns_every_line_fits(drive: FilmDocument) -> None:
    code = """
import sys
from cuespotter.cli.tables import print_cues
from cuespotter.model import FilmDocument
print_cues(FilmDocument.model_validate_json(sys.argv[1]))
"""
    recording = drive.cues[1].recording
    assert recording is not None
    longer = recording.model_copy(update={"title": "A very long title of a song indeed " * 2})
    cues = [
        *drive.cues,
        drive.cues[1].model_copy(update={"recording": longer, "start_s": 5000.0, "end_s": 5100.0}),
    ]
    document = drive.model_copy(update={"cues": cues}).model_dump_json()
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": "80", "TERM": "xterm"}
    subprocess.run([sys.executable, "-c", code, document], stdout=theirs, env=environment, check=True)
    os.close(theirs)
    seen = b""
    try:
        while block := os.read(ours, 65536):
            seen += block
    except OSError:
        pass  # Linux says so at the end of a terminal
    os.close(ours)
    lines = seen.decode().replace("\x1b[1m", "").replace("\x1b[0m", "").splitlines()
    assert max(len(line) for line in lines) <= 80
    assert any("1:23:20" in line for line in lines)


@pytest.mark.parametrize(
    ("speed", "cents", "words"),
    [
        (1.0, 0.0, ""),
        (1.0001, 0.0, ""),
        (24 / 25, 0.0, "24/25"),
        (1000 / 1001, 0.0, "1000/1001"),
        (1.0, 50.0, "pitch +50 ct"),
        (0.95, 0.0, "-5.0%"),
        (0.9996, 0.0, "-0.04%"),
    ],
)
def test_speeds_have_names(speed: float, cents: float, words: str) -> None:
    assert speed_text(speed, cents) == words


def test_minutes_carry_into_hours() -> None:
    assert clock_text(3599.6) == "1:00:00"
    assert clock_text(59.5) == "1:00"
    assert clock_text(-0.2) == "0:00"
