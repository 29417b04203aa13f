"""Many short films in one folder, killed at random: whether each is there once, and memory stays flat.

``python -m bench.many_films FOLDER --films 2000 --kills 12`` cuts films of 10 to 12 s from the sample film,
each with content of its own, identifies their folder in one process, kills that at random moments and starts
it again, lets it end, and prints the figures as JSON; asked again, it must skip all. ``--from`` and
``--music`` name other films and recordings. With ``--for-s 420`` it works that long only, ended by a kill,
and goes on where it was the next time: what each run did stands in FOLDER/runs.jsonl. ``--kills`` is for all
of it. Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench.cpu import children_cpu_s
from bench.short_films import SAMPLE, make_films

import cuespotter

KILL_AFTER_S = (10.0, 180.0)
"""A run is killed at a moment drawn from here."""
GLANCE_S = 1.0


@dataclass
class Run:
    """One process over the folder, from its start to its end or its kill.

    Attributes
    ----------
    status : int
        Its exit status; below 0: killed.
    done : list of str
        The films it said something about, in order.
    memory_kib : list of int
        How much of it was in memory, a glance each second.
    wall_s, cpu_s : float
        How long it took.
    said : str
        Its last line.
    """

    status: int
    done: list[str]
    memory_kib: list[int] = field(repr=False)
    wall_s: float
    cpu_s: float
    said: str


def identify(folder: Path, run: int, *, kill_after_s: float | None) -> Run:
    """Run `identify` over the films once."""
    command = [sys.executable, "-m", "cuespotter", "identify", str(folder / "films")]
    begun_s, cpu_s = time.monotonic(), children_cpu_s()
    printed, words = folder / f"run{run}.out", folder / f"run{run}.err"
    memory: list[int] = []
    with (
        printed.open("wb") as out,
        words.open("wb") as err,
        subprocess.Popen(
            [*command, "--library", str(folder / "library")],
            stdout=out,
            stderr=err,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        ) as work,
    ):
        while work.poll() is None:
            if kill_after_s is not None and time.monotonic() - begun_s > kill_after_s:
                work.kill()
                break
            memory.append(_memory_kib(work.pid))
            time.sleep(GLANCE_S)
    said = words.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
    return Run(
        work.returncode,
        re.findall(r"^(Film \d+):$", printed.read_text(encoding="utf-8"), re.MULTILINE),
        [one for one in memory if one],
        round(time.monotonic() - begun_s, 1),
        round(children_cpu_s() - cpu_s, 1),
        *said or [""],
    )


def _memory_kib(process: int) -> int:
    """Say how much of a process is in memory."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


def work(folder: Path, *, kills: int, for_s: float | None) -> Iterator[Run]:
    """Run over the films, killing as often as is still wanted, until one run ends or time is over."""
    before = _runs_of(folder)
    left = kills - sum(run.status < 0 for run in before)
    end_s = None if for_s is None else time.monotonic() + for_s
    chance = random.Random(len(before))
    for number in range(len(before), len(before) + kills + 2):
        waits = [chance.uniform(*KILL_AFTER_S)] if left > 0 else []
        if end_s is not None:
            waits.append(end_s - time.monotonic())
        run = identify(folder, number, kill_after_s=min(waits, default=None))
        left -= run.status < 0
        yield run
        if run.status >= 0 or (end_s is not None and time.monotonic() > end_s):
            return


def _runs_of(folder: Path) -> list[Run]:
    """Read what each run before did."""
    kept = folder / "runs.jsonl"
    lines = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
    return [Run(**json.loads(line)) for line in lines]


def figures(folder: Path) -> dict[str, Any]:
    """Count what is kept, and what was done for it."""
    runs = _runs_of(folder)
    with cuespotter.open_library(folder / "library", writable=False) as library:
        kept = library.films()
    places = Counter(location for film in kept for location in film.locations)
    heard = Counter(name for run in runs for name in run.done)
    longest = max(runs, key=lambda run: len(run.done))
    return {
        "films": len(list((folder / "films").glob("*.mka"))),
        "kept": len(kept),
        "kept_once": sum(count == 1 for count in places.values()),
        "with_music_of_the_library": sum(film.named_cues > 0 for film in kept),
        "heard_twice": sum(count > 1 for count in heard.values()),
        "runs": len(runs),
        "killed": sum(run.status < 0 for run in runs),
        "killed_at_work": sum(run.status < 0 and bool(run.done) for run in runs),
        "cpu_s": round(sum(run.cpu_s for run in runs)),
        "longest_run": {"films": len(longest.done), "memory_mib_by_tenths": _tenths(longest.memory_kib)},
        "most_memory_mib": max(max(run.memory_kib, default=0) for run in runs) >> 10,
        "last": runs[-1].said,
    }


def _tenths(memory_kib: list[int]) -> list[int]:
    """Give the median of each tenth of a run, in MiB."""
    size = max(1, len(memory_kib) // 10)
    parts = [sorted(memory_kib[at : at + size]) for at in range(0, len(memory_kib), size)]
    return [part[len(part) // 2] >> 10 for part in parts]


def main() -> None:
    """Make, run, kill, run again, and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--films", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--for-s", type=float)
    parser.add_argument("--from", dest="sources", nargs="+", type=Path, default=[SAMPLE / "film.mkv"])
    parser.add_argument("--music", nargs="+", type=Path, default=[SAMPLE / "library"])
    asked = parser.parse_args()
    make_films(asked.folder / "films", asked.films, asked.sources)
    with cuespotter.open_library(asked.folder / "library", create=True) as library:
        if not library.stats().recordings:
            library.add(asked.music, jobs=1)
    for run in work(asked.folder, kills=asked.kills, for_s=asked.for_s):
        with (asked.folder / "runs.jsonl").open("a", encoding="utf-8") as kept:
            kept.write(json.dumps(asdict(run)) + "\n")
    print(json.dumps(figures(asked.folder), indent=1))


if __name__ == "__main__":
    main()
