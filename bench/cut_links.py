"""Workers on hosts of their own whose links are cut and healed at random: figures for docs/cluster.md.

``python -m bench.cut_links FOLDER --films 60 --film-s 30 --hosts 2`` has one process identify all films, then
a worker on each host (`bench.hosts`: Linux, as root), while the link of one or other, now and then that
of the server, is cut without a word for a random time, up to three leases. At the end every film must be
there once, as the one process made it. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.cluster import ROOT, alone, documents
from bench.hosts import NET, Hosts, why_not
from bench.one_worker import SHORT
from bench.postgres_server import USER, PostgresServer
from bench.short_films import SAMPLE, make_films

from cuespotter import open_library

SERVER = "server"
APART_S = (2.0, 10.0)
"""Between two cuts."""
PORT = 5437


def serve_on(hosts: Hosts) -> PostgresServer:
    """Start a database on the server's host."""
    server = PostgresServer(port=PORT)
    rules = server.folder / "hba"
    rules.write_text(f"local all all trust\nhost all all {NET}.0.0/16 trust\n")
    server.hand_over(rules)
    server.options = f"-c listen_addresses={hosts.address(SERVER)} -c hba_file={rules}"
    server.before = tuple(hosts.command(SERVER, "postgres"))
    return server.make()


def start(hosts: Hosts, name: str, folder: Path, database: str) -> subprocess.Popen[str]:
    """Start a worker on a host."""
    url = f"postgresql+psycopg://{USER}@{hosts.address(SERVER)}:{PORT}/{database}"
    command = [*hosts.command(name), sys.executable, "-m", "bench.one_worker", str(folder)]
    environment = os.environ | {"CUESPOTTER_CATALOGUE_URL": url}
    return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def cut_at_random(hosts: Hosts, names: Sequence[str], crew: Sequence[subprocess.Popen[str]]) -> Counter[str]:
    """Cut links and heal them, one after the other, until all workers have left."""
    chance, cuts = random.Random(18), Counter[str]()
    while any(one.poll() is None for one in crew):
        time.sleep(chance.uniform(*APART_S))
        name = chance.choice([*names, *names, SERVER])
        hosts.cut(name)
        length_s = chance.uniform(0.5, 3.0 * SHORT.lease_s)
        time.sleep(length_s)
        hosts.heal(name)
        cuts[SERVER if name == SERVER else "a worker"] += 1
        cuts["longer than a lease"] += length_s > SHORT.lease_s
    return cuts


def measure(folder: Path, films: Sequence[Sequence[Path]], count: int) -> dict[str, Any]:
    """Have films identified by one process, then by several hosts."""
    library, names = folder / "library", [f"host{number}" for number in range(count)]
    with Hosts((SERVER, *names)) as hosts, serve_on(hosts) as server:
        with open_library(library, catalogue=server.make_database("stocked"), create=True) as stocked:
            stocked.add([SAMPLE / "library"], jobs=1)
        urls = {name: server.copy_database("stocked", name) for name in ("alone", "cut")}
        figures: dict[str, Any] = {"one process": alone(library, urls["alone"], films)}
        with open_library(library, catalogue=urls["cut"]) as opened:
            opened.enqueue_films(films)
        begun = time.monotonic()
        crew = [start(hosts, name, library, "cut") for name in names]
        cuts = cut_at_random(hosts, names, crew)
        wall_s = round(time.monotonic() - begun, 1)
        said = Counter(line.split()[0] for one in crew for line in one.communicate()[0].splitlines())
        with open_library(library, catalogue=urls["cut"]) as opened:
            jobs = opened.jobs()
            twice = sum(bool(opened.history(one.id)) for one in opened.films())
        same = documents(library, urls["cut"]) == documents(library, urls["alone"])
    return figures | {
        "cuts": dict(cuts),
        "wall_s": wall_s,
        "workers that ended badly": sum(one.returncode != 0 for one in crew),
        "said by workers": dict(said),
        "jobs": dict(Counter(job.state for job in jobs)),
        "jobs that came back": sum(job.losses > 0 for job in jobs),
        "films kept twice": twice,
        "as one process": same,
    }


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--films", type=int, default=60)
    parser.add_argument("--film-s", type=float, default=30.0, help="Length of the longest.")
    parser.add_argument("--hosts", type=int, default=2)
    given = parser.parse_args()
    reason = why_not()
    if reason:
        raise SystemExit(reason)
    make_films(given.folder / "films", given.films, between_s=(given.film_s - 2.0, given.film_s))
    films = [[one] for one in sorted((given.folder / "films").iterdir())]
    print(json.dumps(measure(given.folder, films, given.hosts), indent=2))


if __name__ == "__main__":
    main()
