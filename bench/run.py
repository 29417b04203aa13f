"""CPU time and memory of `add` and `identify`, against bare decoding of the same files, in one run.

``python -m bench.run`` measures the sample; ``--music FOLDER`` and ``--film FILE`` something else;
``--document`` writes the table into docs/benchmarks.md, and ``--scale FILE`` the index's figures beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av
from bench.scale import table as scale_table
from evaluation.report import number, replace_between, table

from cuespotter import __version__
from cuespotter.settings import AnalysisSettings

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "benchmarks.md"
RATE_HZ = AnalysisSettings().rate_hz
LOOK_EVERY_S = 0.02
SOUND_SUFFIXES = {".opus", ".ogg", ".mp3", ".m4a", ".flac", ".wav"}
PROGRAM = (sys.executable, "-m", "cuespotter")


@dataclass(frozen=True)
class Cost:
    """What a process and all that it started cost.

    Attributes
    ----------
    cpu_s : float
        User and system.
    wall_s : float
    peak_mib : float
        The most memory of their own that all held at one moment, the page cache's part of files left out.
    said : str
        What it printed.
    """

    cpu_s: float
    wall_s: float
    peak_mib: float
    said: str


def run(command: Sequence[str | Path]) -> Cost:
    """Run a command and measure it.

    Raises
    ------
    subprocess.CalledProcessError
        It failed.
    """
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen([str(word) for word in command], stdout=said, cwd=ROOT)
        over = threading.Event()
        peak_kib = [0]

        def watch() -> None:
            while not over.wait(LOOK_EVERY_S):
                peak_kib[0] = max(peak_kib[0], sum(own_kib(pid) for pid in family(process.pid)))

        watcher = threading.Thread(target=watch)
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - began
        over.set()
        watcher.join()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, process.args)
        said.seek(0)
        return Cost(usage.ru_utime + usage.ru_stime, wall_s, peak_kib[0] / 1024, said.read())


def family(pid: int) -> list[int]:
    """List a process and its descendants."""
    found = [pid]
    for one in found:
        try:
            for children in Path(f"/proc/{one}/task").glob("*/children"):
                found += [int(word) for word in children.read_text(encoding="ascii").split()]
        except OSError:
            continue
    return found


def own_kib(pid: int) -> int:
    """Give a process's own memory, or 0 where it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    return int(status.split("RssAnon:")[1].split()[0]) if "RssAnon:" in status else 0


def measure(music: Sequence[Path], films: Sequence[Path]) -> list[list[str]]:
    """Measure one library and some films, all in turn; give the table's rows."""
    files = [path for folder in music for path in sorted(folder.rglob("*")) if path.suffix in SOUND_SUFFIXES]
    with tempfile.TemporaryDirectory() as folder:
        kept = ["--library", folder, "--quiet"]
        # compiled kernels are kept from the first run on: a user meets that run once
        run([*PROGRAM, "add", *kept, files[0]])
        run([*PROGRAM, "identify", *kept, "--json", "-", files[0]])
        run([*PROGRAM, "remove", *kept, files[0]])
        rows = [_row("start (`--help`)", run([*PROGRAM, "--help"]), None)]
        decoded = _decode(files)
        rows.append(_row(f"decode {len(files)} recordings", decoded, decoded))
        added = run([*PROGRAM, "add", *kept, "--jobs", "1", *music])
        rows.append(_row(f"`add` {len(files)} recordings", added, decoded))
        for film in films:
            decoded = _decode([film])
            name = f"{film.name}, {_layout(film)}"
            rows.append(_row(f"decode {name}", decoded, decoded))
            identified = run([*PROGRAM, "identify", *kept, "--json", "-", film])
            rows.append(_row(f"`identify` {name}", identified, decoded))
    return rows


def _decode(files: Sequence[Path]) -> Cost:
    """Measure bare decoding; it prints the seconds of sound."""
    return run([sys.executable, "-m", "bench.decode", str(RATE_HZ), *files])


def _row(what: str, cost: Cost, decoded: Cost | None) -> list[str]:
    """Write one row; `decoded` is the bare decoding of the same files."""
    if decoded is None:
        return [what, "-", number(cost.cpu_s, 2), "-", "-", number(cost.wall_s, 2), number(cost.peak_mib, 0)]
    hours = float(decoded.said) / 3600
    times = number(cost.cpu_s / decoded.cpu_s, 2)
    each_hour = number(cost.cpu_s / hours, 0)
    return [
        what,
        number(hours, 2),
        number(cost.cpu_s, 2),
        times,
        each_hour,
        number(cost.wall_s, 2),
        number(cost.peak_mib, 0),
    ]


def _layout(film: Path) -> str:
    """Name a film's codec and channels."""
    with av.open(str(film)) as container:
        stream = container.streams.audio[0]
        return f"{stream.codec_context.name} {stream.layout.name}"


def report(rows: Sequence[Sequence[str]]) -> str:
    """Draw the table, and say on what it was measured."""
    heads = ["what", "hours", "CPU s", "times decoding", "CPU s an hour", "wall s", "peak MiB"]
    load = f"{os.getloadavg()[0]:.1f}"
    machine = f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}"
    about = f"Cuespotter {__version__}, {machine}; load of the machine at the end {load}."
    return f"{table(heads, rows)}\n\n{about}"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--music", type=Path, action="append", help="folder to add (default: the sample's)")
    parser.add_argument("--film", type=Path, action="append", help="film to identify (default: the sample's)")
    parser.add_argument("--scale", type=Path, help="what bench.scale wrote: put its table into the document")
    parser.add_argument("--document", action="store_true", help="write into docs/benchmarks.md")
    a = parser.parse_args(arguments)
    music = a.music or [ROOT / "sample" / "library"]
    films = a.film or [ROOT / "sample" / "film.mkv"]
    text = report(measure([path.resolve() for path in music], [path.resolve() for path in films]))
    print(text)
    if a.document:
        replace_between(DOCUMENT, "trips", text)
    if a.scale:
        rows = json.loads(a.scale.read_text(encoding="utf-8"))
        replace_between(DOCUMENT, "scale", scale_table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
