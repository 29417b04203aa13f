"""Workers killed at random over many short films, and what the queue costs: figures for docs/cluster.md.

``python -m bench.cluster FOLDER --films 200 --workers 4 --kill-for-s 240`` makes films of 12 s, has one
process identify them all, then workers that are killed with all their processes at random moments and
replaced, while the database is restarted once; at the end every film must be there once, as the one process
made it. Then some are worked on undisturbed by 1, 2 and 4 processes, and what the queue takes is measured.
Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.cpu import children_cpu_s
from bench.postgres_server import PostgresServer
from bench.short_films import SAMPLE, make_films

from cuespotter import open_library

ROOT = Path(__file__).parent.parent
KILL_EVERY_S = (2.0, 8.0)
CALM_FILMS = 60
CALM_PROCESSES = (1, 2, 4)
"""Worked on undisturbed: enough for a mean."""


def start(folder: Path, url: str, processes: int = 1) -> subprocess.Popen[bytes]:
    """Start a worker in a session of its own."""
    environment = os.environ | {"CUESPOTTER_CATALOGUE_URL": url}
    command = [sys.executable, "-m", "bench.one_worker", str(folder), "--processes", str(processes)]
    return subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True
    )


def kill_at_random(
    server: PostgresServer, folder: Path, url: str, *, workers: int, kill_for_s: float, chance: random.Random
) -> dict[str, int]:
    """Have workers work and kill them for so long; the database is restarted half way."""
    crew = [start(folder, url) for _ in range(workers)]
    until, killed, restarted = time.monotonic() + kill_for_s, 0, 0
    half = until - kill_for_s / 2
    while time.monotonic() < until and any(one.poll() is None for one in crew):
        time.sleep(chance.uniform(*KILL_EVERY_S))
        if not restarted and time.monotonic() > half:
            server.stop()
            server.start()
            restarted = 1
        number = chance.randrange(workers)
        if crew[number].poll() is None:
            os.killpg(crew[number].pid, signal.SIGKILL)
            crew[number].wait()
            killed += 1
            crew[number] = start(folder, url)
    statuses = [one.wait() for one in crew]
    return {"killed": killed, "restarted": restarted, "ended badly": sum(status != 0 for status in statuses)}


def documents(folder: Path, url: str) -> dict[str, str]:
    """Give every film's document as text, by its id."""
    with open_library(folder, catalogue=url) as library:
        return {one.id: library.film(one.id).model_dump_json() for one in library.films()}


def alone(folder: Path, url: str, films: Sequence[Sequence[Path]]) -> dict[str, Any]:
    """Have one process identify all films; what that costs."""
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF)
    with open_library(folder, catalogue=url) as library:
        kinds = Counter(type(one).__name__ for one in library.identify_all(films))
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    each = round(cpu_s / len(films), 2)
    return {**kinds, "CPU s a film": each, "wall_s": round(time.monotonic() - begun, 1)}


def database_bytes(url: str) -> int:
    """Say how large a database is."""
    import psycopg  # noqa: PLC0415 (an extra)

    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return 0 if row is None else int(row[0])


def undisturbed(
    folder: Path, url: str, films: Sequence[Sequence[Path]], processes: int = 1
) -> dict[str, Any]:
    """Work on all films with some processes of one worker; how much of their time passes between jobs."""
    with open_library(folder, catalogue=url) as library:
        library.enqueue_films(films)
        before = children_cpu_s()
        worker = start(folder, url, processes)
        worker.wait()
        cpu_s = children_cpu_s() - before
        rows = [(job.started_at or "", job.finished_at or "") for job in library.jobs()]
    spans = sorted((_seconds(first), _seconds(last)) for first, last in rows)
    busy = sum(last - first for first, last in spans) / processes
    whole = spans[-1][1] - spans[0][0]
    return {
        "films": len(spans),
        "films an hour": round(3600 * len(spans) / whole),
        "CPU s a film, with the worker's start": round(cpu_s / len(spans), 2),
        "between jobs, % of time": round(100 * (1 - busy / whole), 2),
        "between jobs, ms each": round(1000 * (whole - busy) / len(spans), 1),
    }


def _seconds(text: str) -> float:
    """Read a time of the database's."""
    from datetime import datetime  # noqa: PLC0415

    return datetime.fromisoformat(text).timestamp()


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--films", type=int, default=200)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--kill-for-s", type=float, default=240.0)
    parser.add_argument("--film-s", type=float, default=12.0, help="Length of the longest.")
    parser.add_argument("--no-calm", action="store_true", help="Do without the undisturbed part.")
    parser.add_argument("--seed", type=int, default=18)
    given = parser.parse_args()
    between_s = (given.film_s - 2.0, given.film_s)
    make_films(given.folder / "films", given.films, between_s=between_s)
    films = [[one] for one in sorted((given.folder / "films").iterdir())]
    library = given.folder / "library"
    with PostgresServer() as server:
        server.make()
        with open_library(library, catalogue=server.make_database("stocked"), create=True) as stocked:
            stocked.add([SAMPLE / "library"], jobs=1)
        urls = {name: server.copy_database("stocked", name) for name in ("alone", "killed")}
        empty = database_bytes(urls["alone"])
        figures: dict[str, Any] = {"one process": alone(library, urls["alone"], films)}
        figures["database, bytes a film"] = (database_bytes(urls["alone"]) - empty) // len(films)
        with open_library(library, catalogue=urls["killed"]) as opened:
            opened.enqueue_films(films)
        begun = time.monotonic()
        figures["killed at random"] = kill_at_random(
            server,
            library,
            urls["killed"],
            workers=given.workers,
            kill_for_s=given.kill_for_s,
            chance=random.Random(given.seed),
        )
        with open_library(library, catalogue=urls["killed"]) as opened:
            jobs = opened.jobs()
        figures["killed at random"] |= {
            "wall_s": round(time.monotonic() - begun, 1),
            "jobs": dict(Counter(job.state for job in jobs)),
            "jobs that came back": sum(job.losses > 0 for job in jobs),
            "as one process": documents(library, urls["killed"]) == documents(library, urls["alone"]),
        }
        for processes in () if given.no_calm else CALM_PROCESSES:
            url = server.copy_database("stocked", f"calm{processes}")
            done = undisturbed(library, url, films[:CALM_FILMS], processes)
            figures[f"undisturbed, {processes} at a time"] = done
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
