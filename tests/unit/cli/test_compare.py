"""The music editor's list beside the cues, at the shell."""

import json
from pathlib import Path

EDL = """TITLE: Reel 1
FCM: NON-DROP FRAME

001  AX       A     C        00:00:12:00 00:01:02:10 01:00:00:00 01:00:50:10
* FROM CLIP NAME: Nightcall.flac
002  AX       A     C        00:00:12:00 00:01:02:10 01:01:45:00 01:02:30:10
* FROM CLIP NAME: A Real Hero-02
003  AX       A     C        00:00:00:00 00:00:10:00 01:09:00:00 01:09:10:00
* FROM CLIP NAME: Under Your Spell
"""


def test_differences_are_listed_and_what_agrees_is_confirmed_on_request(
    cuespotter, library: Path, tmp_path: Path
) -> None:
    edl = tmp_path / "music.edl"
    edl.write_text(EDL)
    told = ("--picture-rate", "25", "--timecode-origin", "01:00:00:00", "--library", library)
    answer = cuespotter("compare", "drive", edl, *told)
    assert answer.status == 1
    lines = [" ".join(line.split()) for line in answer.out.splitlines()]
    assert lines[1].startswith("1m02 01:01:40:00 01:02:30:10 other bounds begins 5.00 s later in the edit")
    assert any(line.startswith("01:09:00:00 01:09:10:00 only in the edit Under Your Spell") for line in lines)
    assert "1 agrees, " in answer.err
    assert "confirmed" not in cuespotter("show", "drive", "--library", library).out
    answer = cuespotter("compare", "drive", edl, "--confirm", *told)
    assert answer.err.endswith("1 confirmed\n")
    shown = cuespotter("show", "drive", "--library", library).out
    assert shown.count("confirmed") == 1
    again = cuespotter("compare", "drive", edl, "--confirm", *told)
    assert again.err.endswith("no cue to confirm that is not reviewed yet\n")
    rows = json.loads(cuespotter("compare", "drive", edl, "--json", *told).out)
    assert [row["verdict"] for row in rows][:2] == ["agrees", "bounds"]
    assert rows[1]["edit_in"] == "01:01:45:00"


def test_a_list_that_is_none_or_is_not_there_is_told_in_a_line(
    cuespotter, library: Path, tmp_path: Path
) -> None:
    answer = cuespotter("compare", "drive", tmp_path / "none.edl", "--library", library)
    assert (answer.status, answer.err) == (2, f"cuespotter: there is no file {tmp_path / 'none.edl'}\n")
    other = tmp_path / "notes.txt"
    other.write_text("Song at 1:00")
    answer = cuespotter("compare", "drive", other, "--library", library)
    assert answer.status == 2
    assert "notes.txt is no edit list that can be read; needed is an EDL" in answer.err
