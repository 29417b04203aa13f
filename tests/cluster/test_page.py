"""The administrator's page, done: its roles are made, its commands run, by whom it says."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.short_films import SAMPLE
from tests.cluster.roles import BLOCKS, HAND, OWNER, revoke_version

COMMANDS = [line for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]


def test_what_the_page_says_can_be_done(server, roles, tmp_path, films):
    music, folder = tmp_path / "music", films[0][0].parent
    shutil.copytree(SAMPLE / "library", music)

    def run(line, role):
        words = line.replace("/srv/music", str(music)).replace("/srv/films", str(folder)).split()[1:]
        environment = os.environ | {
            "CUESPOTTER_LIBRARY": str(tmp_path / "library"),
            "CUESPOTTER_CATALOGUE_URL": roles[role],
        }
        program = Path(sys.executable).with_name("cuespotter")
        return subprocess.run([program, *words], env=environment, capture_output=True, text=True, check=False)

    put_music, put_films, until_done = (
        next(line for line in COMMANDS if line.startswith(begin))
        for begin in ("cuespotter enqueue add", "cuespotter enqueue /srv", "cuespotter work --jobs 8 --until")
    )
    refused = run("cuespotter jobs", HAND)
    assert refused.returncode == 2, "there are no tables yet, and this role may make none"
    added = run(put_music, OWNER)
    assert added.returncode == 0, added.stderr
    revoke_version(server)
    work = until_done.replace("--jobs 8", "--jobs 1")
    done = run(work, HAND)
    assert done.returncode == 0, done.stderr
    assert "11 of them new" in done.stderr
    enqueued = run(put_films, OWNER)
    assert f"{len(films)} enqueued" in enqueued.stderr
    assert run(work, HAND).returncode == 0
    listed = run("cuespotter jobs --json", HAND)
    assert [job["state"] for job in json.loads(listed.stdout)] == ["done"] * (1 + len(films))
    metrics = run("cuespotter jobs --prometheus", HAND).stdout
    assert f'cuespotter_jobs{{kind="film",state="done"}} {len(films)}\n' in metrics
    assert f"0 enqueued, 0 in the queue already, {len(films)} done already" in run(put_films, OWNER).stderr
    assert "0 enqueued, 0" in run("cuespotter enqueue films", OWNER).stderr
    for command in ("cuespotter compact", "cuespotter verify", "cuespotter jobs"):
        one = run(command, OWNER)
        assert one.returncode == 0, one.stderr
