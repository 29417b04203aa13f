import os
import pty
import subprocess
import sys

from cuespotter.cli.tables import print_cues, print_table
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
    assert lines[1].split() == ["1m01", "0:00", "0:50", "Nightcall", "Kavinsky", "0:12-1:02", "97", "%"]
    assert "PAL speed-up" in lines[2]
    assert "Unnamed music" in lines[3]


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
    assert "97 %" not in out


def test_each_part_of_a_cue_stands_at_its_own_time_below_it(capsys, drive: FilmDocument) -> None:
    cue = drive.cues[0]
    again = cue.placements[0].model_copy(
        update={"film_in_s": 60.0, "film_out_s": 70.0, "recording_in_s": 130.0, "recording_out_s": 140.0}
    )
    cue = cue.model_copy(update={"placements": [*cue.placements, again], "end_s": 70.0})
    print_cues(drive.model_copy(update={"cues": [cue]}))
    lines = [line.split() for line in capsys.readouterr().out.splitlines()[1:]]
    assert lines[0] == ["1m01", "0:00", "1:10", "Nightcall", "Kavinsky", "97", "%"]
    assert lines[1:] == [["0:00", "0:50", "0:12-1:02"], ["1:00", "1:10", "2:10-2:20"]]


def test_at_eighty_columns_every_line_fits(drive: FilmDocument) -> None:
    code = """
import sys
from cuespotter.cli.tables import print_cues
from cuespotter.model import FilmDocument
print_cues(FilmDocument.model_validate_json(sys.argv[1]))
"""
    recording = drive.cues[1].recording
    assert recording is not None
    longer = recording.model_copy(update={"title": "A very long title of a song with Hallelujahs " * 2})
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
    assert any("Hallelujahs" in line for line in lines), "a name is broken within a word"


def test_a_bar_in_doubt_is_told_beside_the_probability_until_the_cue_is_reviewed(
    capsys, drive: FilmDocument
) -> None:
    cue = drive.cues[0]
    sure, doubtful = (cue.placements[0].model_copy(update={"bar_confidence": bar}) for bar in (0.99, 0.62))
    seen = []
    for parts, status in (
        ([doubtful], "found"),
        ([sure], "found"),
        ([sure, doubtful], "found"),
        ([doubtful], "confirmed"),
    ):
        told = cue.model_copy(update={"placements": parts, "status": status})
        print_cues(drive.model_copy(update={"cues": [told]}))
        seen.append([line.split("  ")[-1].strip() for line in capsys.readouterr().out.splitlines()[1:]])
    assert seen[0] == ["97 %, which bar: 62 %"]
    assert seen[1] == ["97 %"]
    assert [line.endswith("which bar: 62 %") for line in seen[2]] == [True, False, True]
    assert seen[3] == ["confirmed"]


def test_another_mix_is_told_beside_the_probability(capsys, drive: FilmDocument) -> None:
    cue = drive.cues[0]
    other = cue.placements[0].model_copy(update={"mix_confidence": 0.1})
    print_cues(drive.model_copy(update={"cues": [cue.model_copy(update={"placements": [other]})]}))
    assert capsys.readouterr().out.rstrip().endswith("97 %, another mix or version")
