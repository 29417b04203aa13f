"""The Makefile's demo, and after it every command of the guides, as their readers run them."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sample.compare import main as compare

ROOT = Path(__file__).parents[2]
USERS = ("soundtrack-lover", "cue-sheet", "archivist")
GUIDES = [*(ROOT / "docs" / f"guide-{user}.md" for user in USERS), ROOT / "docs" / "templates.md"]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with the sample, and the demo made in it by the Makefile's own recipe."""
    if shutil.which("make") is None:
        pytest.skip("make is not installed")
    folder = tmp_path_factory.mktemp("place")
    (folder / "sample").symlink_to(ROOT / "sample")
    settled = ["-o", ".venv/core.lock"]  # the environment is the one that runs this test
    programs = f"BIN={Path(sys.executable).parent}"
    run = subprocess.run(
        ["make", "-C", ROOT, *settled, programs, f"DEMO={folder / 'demo'}", "demo"],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    (folder / "said.txt").write_text(run.stdout, encoding="utf-8")
    return folder


def test_the_demo_prints_a_cue_list_that_agrees_with_the_truth(place):
    said = (place / "said.txt").read_text(encoding="utf-8")
    assert re.search(r"1m01 +0:00 +0:2[12] +Bright thunders +Krobonil", said)
    assert "9 of 9 placements found, 0 wrong" in said
    assert "rightly not named" in said


def test_the_demo_ends_with_what_to_try_next(place):
    said = (place / "said.txt").read_text(encoding="utf-8")
    assert "cuespotter add ~/Music" in said.split("Now with your own music and film:")[1]


def test_the_demo_writes_the_document_and_its_exports(place):
    document = json.loads((place / "demo" / "film.json").read_text(encoding="utf-8"))
    assert document["schema"] == "cuespotter.film/1"
    assert "Bright thunders" in (place / "demo" / "film.html").read_text(encoding="utf-8")
    assert (place / "demo" / "film.xlsx").stat().st_size > 0


@pytest.mark.parametrize(("originals", "at_most_s"), [("on", 0.5), ("thorough", 0.5), ("off", 1.0)])
def test_the_musics_own_files_tell_bounds_within_half_a_second(place, tmp_path, capsys, originals, at_most_s):
    shutil.copytree(place / "demo" / "library", tmp_path / "library")
    film, found = ROOT / "sample" / "film.mkv", tmp_path / "film.json"
    command = [sys.executable, "-m", "cuespotter", "identify", film, "--json", found]
    command += ["--library", tmp_path / "library"]
    environment = os.environ | {"CUESPOTTER_ORIGINALS": originals}
    subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert compare([str(found)]) == 0
    # an end is 0.71 s off by peaks alone
    assert float(re.search(r"at most ([\d.]+) s off", capsys.readouterr().out)[1]) <= at_most_s
    heard = json.loads(found.read_text(encoding="utf-8"))["film"]["file"]["originals_heard"]
    # the eight that play, and one of which peaks alone leave a doubt whether it does
    assert heard == (0 if originals == "off" else 9)


def test_a_worse_answer_does_not_pass_the_comparison(place, capsys):
    document = json.loads((place / "demo" / "film.json").read_text(encoding="utf-8"))
    missed, wrong = dict(document), json.loads(json.dumps(document))
    missed["cues"] = document["cues"][1:]
    wrong["cues"][0]["recording"] = wrong["cues"][1]["recording"]
    for worse, words in ((missed, "8 of 9 placements found, 0 wrong"), (wrong, "1 wrong")):
        path = place / "worse.json"
        path.write_text(json.dumps(worse), encoding="utf-8")
        assert compare([str(path)]) == 1
        assert words in capsys.readouterr().out


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_command_of_a_guide_runs(place, tmp_path, guide):
    (tmp_path / "sample").symlink_to(ROOT / "sample")
    shutil.copytree(place / "demo", tmp_path / "demo")
    blocks = re.findall(r"(?ms)^```sh\n(.*?)^```", guide.read_text(encoding="utf-8"))
    script = "".join(blocks).replace("make demo\n", "")
    run = subprocess.run(
        ["bash", "-e", "-u", "-x", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert run.returncode == 0, run.stderr
