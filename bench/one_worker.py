"""One worker of many, with short leases: ``python -m bench.one_worker LIBRARY --processes 1``.

The catalogue is that of ``CUESPOTTER_CATALOGUE_URL``. A line is printed for each job: its end and its number.
With ``--clock-off-s`` the clock of this machine seems to go wrong by so many seconds.
"""

from __future__ import annotations

import argparse
import signal
import time
from pathlib import Path

from cuespotter import open_library
from cuespotter.cluster.bounds import LeaseSettings
from cuespotter.cluster.slot import Ended

SHORT = LeaseSettings(
    beat_s=0.5, lease_s=5.0, look_again_s=0.2, losses=100, wait_s=(0.5,), elsewhere_s=1.0, outage_s=120.0
)
"""As an archive's, only quicker; killed at random, a worker is lost over a film more often than ten times."""


def say(ended: Ended) -> None:
    """Say what became of a job."""
    print(ended.ending, ended.job_id, ended.words, flush=True)


def main() -> None:
    """Work until nothing is left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--clock-off-s", type=float, default=0.0)
    given = parser.parse_args()
    # what is started in the background of a shell is deaf to Ctrl-C, and measures and tests send it
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if given.clock_off_s:
        true = time.time
        time.time = lambda: true() + given.clock_off_s
    with open_library(given.library) as library:
        print("begun", flush=True)
        library.work(processes=given.processes, until_done=True, bounds=SHORT, tell=say)


if __name__ == "__main__":
    main()
