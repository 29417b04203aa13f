"""From a folder of films to files beside each of them, in the three commands of the archivist's guide."""

import os
import subprocess
import sys
from pathlib import Path

from bench.short_films import SAMPLE, make_films

CUESPOTTER = Path(sys.executable).with_name("cuespotter")
COUNT = 4


def test_three_commands_lead_from_films_to_files_beside_them(tmp_path):
    films = tmp_path / "films"
    make_films(films, COUNT)
    environment = os.environ | {"CUESPOTTER_LIBRARY": str(tmp_path / "library")}

    def run(*arguments):
        done = subprocess.run(
            [CUESPOTTER, *map(str, arguments)], env=environment, capture_output=True, text=True, check=True
        )
        return done.stderr

    run("add", SAMPLE / "library", "--jobs", 1)
    assert run("identify", films, "--report", tmp_path / "night.html").endswith(
        f"{COUNT} done, 0 skipped, 0 failed\n"
    )
    assert run("export", "--all", "--as", "srt,html", "--beside").startswith(f"{2 * COUNT} written")
    for number in range(COUNT):
        for ending in ("nowplaying.srt", "music.html"):
            assert (films / f"Film {number:04}.{ending}").is_file()
    assert run("export", "--all", "--as", "srt,html", "--beside").startswith(
        f"0 written, {2 * COUNT} unchanged"
    )
