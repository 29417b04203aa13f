"""What the queue itself costs: jobs without work, through real workers and a real database.

``python -m bench.queue_cost FOLDER --jobs 400`` prints JSON: CPU seconds a job in the worker (less what a
worker costs that finds nothing to do) and in the database, and the time a job takes.
"""

from __future__ import annotations

import argparse
import json
import time
from functools import partial
from pathlib import Path
from typing import Any

from bench.cpu import children_cpu_s
from bench.postgres_server import PostgresServer

from cuespotter import open_library
from cuespotter.catalogue.store import Catalogue
from cuespotter.cluster.bounds import LeaseSettings
from cuespotter.cluster.crew import Crew
from cuespotter.cluster.job import Job, Order
from cuespotter.cluster.leases import Leases, Worker
from cuespotter.cluster.queue import Queue
from cuespotter.cluster.slot import Keep, KeptResult, Report, SlotOrder

QUEUE = "empty"


class EmptyBench:
    """A place at which every job is done at once."""

    def __init__(self, url: str, bounds: LeaseSettings) -> None:
        self._catalogue = Catalogue.open(url)
        self.leases = Leases(Queue(self._catalogue.engine, self._catalogue.place, bounds))

    def perform(self, job: Job, report: Report) -> Keep:
        """Do nothing, and say so."""
        report("nothing", 1.0)
        return lambda: KeptResult(f"{job.name}: nothing was to be done")

    def close(self) -> None:
        """Close the catalogue."""
        self._catalogue.close()


def work_off(url: str, processes: int) -> tuple[float, float]:
    """Have all jobs done; the CPU seconds of the processes, and the seconds that passed."""
    catalogue = Catalogue.open(url)
    bounds = LeaseSettings()
    order = SlotOrder(
        open_bench=partial(EmptyBench, url), worker=Worker(0, "here", QUEUE), bounds=bounds, until_done=True
    )
    begun, before = time.monotonic(), children_cpu_s()
    Crew(Leases(Queue(catalogue.engine, catalogue.place, bounds)), order, lambda _ended: None).run(processes)
    took = children_cpu_s() - before, time.monotonic() - begun
    catalogue.close()
    return took


def measure(server: PostgresServer, url: str, *, jobs: int, processes: int) -> dict[str, Any]:
    """Measure so many jobs."""
    catalogue = Catalogue.open(url)
    queue = Queue(catalogue.engine, catalogue.place, create=True)
    idle_cpu_s, idle_s = work_off(url, processes)
    queue.put([Order("film", f"film {one}", f"key {one}", {}) for one in range(jobs)], QUEUE)
    before = server.cpu_s()
    cpu_s, took_s = work_off(url, processes)
    database_s = server.cpu_s() - before
    states = {job.state for job in queue.jobs()}
    catalogue.close()
    assert states == {"done"}, states
    return {
        "jobs": jobs,
        "processes": processes,
        "worker, CPU ms a job": round(1000 * (cpu_s - idle_cpu_s) / jobs, 2),
        "database, CPU ms a job": round(1000 * database_s / jobs, 2),
        "ms a job": round(1000 * (took_s - idle_s) * processes / jobs, 2),
    }


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="An empty folder for a library.")
    parser.add_argument("--jobs", type=int, default=400)
    parser.add_argument("--processes", type=int, default=1)
    given = parser.parse_args()
    with PostgresServer() as server:
        url = server.make().make_database("empty")
        open_library(given.folder, catalogue=url, create=True).close()
        print(json.dumps(measure(server, url, jobs=given.jobs, processes=given.processes), indent=2))


if __name__ == "__main__":
    main()
