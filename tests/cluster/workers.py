"""Workers as processes of their own, that can be killed with all that belongs to them."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
QUICK_PROGRAM = """#!{python}
import sys
from dataclasses import astuple

sys.path.insert(0, {str_root!r})
from bench.one_worker import SHORT
from cuespotter.__main__ import main
from cuespotter.cluster.bounds import LeaseSettings

LeaseSettings.__init__.__defaults__ = astuple(SHORT)
if __name__ == "__main__":
    main()
"""


def start_worker(folder, url, *given, before=()):
    """Start a worker in a session of its own, on another host by what stands before; wait until it has begun."""
    environment = os.environ | {"CUESPOTTER_CATALOGUE_URL": url}
    command = [*before, sys.executable, "-m", "bench.one_worker", str(folder), *map(str, given)]
    worker = subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    worker.stdout.readline()
    return worker


def kill(worker):
    """Kill a worker with all its processes, as a loss of power would."""
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    worker.stdout.close()


def quick_program(folder):
    """Write the command into a folder, as it is but for its leases, which are as short as `bench.one_worker`'s."""
    folder.mkdir()
    program = folder / "cuespotter"
    program.write_text(QUICK_PROGRAM.format(python=sys.executable, str_root=str(ROOT)))
    program.chmod(0o755)
    return folder


@contextmanager
def working(folder, url, *given):
    """Have a worker while the block runs."""
    worker = start_worker(folder, url, *given)
    try:
        yield worker
    finally:
        kill(worker)


def documents(library):
    return {one.id: library.film(one.id) for one in library.films()}


def told_without_files_of(recording_id, document):
    """Give the cues, and how many are of a recording whose own file may not have been listened to."""
    others = [cue for cue in document.cues if cue.recording is None or cue.recording.id != recording_id]
    return others, len(document.cues) - len(others)


def wait_for(library, state, limit_s=60.0):
    """Wait until a job is in that state."""
    until = time.monotonic() + limit_s
    while not (found := library.jobs([state])):
        assert time.monotonic() < until, library.jobs()
        time.sleep(0.1)
    return found[0]
