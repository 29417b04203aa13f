"""Who is asked: Cuespotter by its own commands, or a peer. All are asked in the same way."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from evaluation.detections import Detection, detections_of


@dataclass(frozen=True)
class Cost:
    """What an answer cost.

    Attributes
    ----------
    cpu_s : float
        Processor seconds, user and system, all processes together.
    peak_mb : float
        Largest resident memory of one process.
    """

    cpu_s: float
    peak_mb: float


class Identifier(Protocol):
    """Somebody who knows a library and can be asked about a film."""

    name: str

    def learn(self, files: Sequence[Path], folder: Path) -> Cost:
        """Index a library's files into a fresh folder."""

    def ask(self, film: Path, folder: Path) -> tuple[list[Detection], Cost]:
        """Say what plays in a film."""

    def size_bytes(self, folder: Path) -> int:
        """Size on disk of what is needed to answer."""


class Cuespotter:
    """The product itself, by its commands, each a process of its own.

    Parameters
    ----------
    names : mapping
        From a recording's path to its id in the truth.
    jobs : int
        Worker processes of ``add``.
    asking : sequence of str
        Further words of ``identify``.
    """

    name = "cuespotter"

    def __init__(self, names: Mapping[str, str], *, jobs: int = 2, asking: Sequence[str] = ()) -> None:
        self.names = names
        self.jobs = jobs
        self.asking = list(asking)

    def learn(self, files: Sequence[Path], folder: Path) -> Cost:
        """Run ``cuespotter add``."""
        shutil.rmtree(folder, ignore_errors=True)
        words = ["--library", str(folder), "--jobs", str(self.jobs), "--quiet"]
        cost, _ = run_measured([*_CUESPOTTER, "add", *words, *map(str, files)])
        return cost

    def ask(self, film: Path, folder: Path) -> tuple[list[Detection], Cost]:
        """Run ``cuespotter identify --json -``."""
        words = ["--library", str(folder), "--quiet", "--json", "-", *self.asking, str(film)]
        cost, said = run_measured([*_CUESPOTTER, "identify", *words])
        return detections_of(json.loads(said), self.names), cost

    def size_bytes(self, folder: Path) -> int:
        """Size of index and fingerprints, without the catalogue."""
        return folder_bytes(folder / "index")


_CUESPOTTER = [sys.executable, "-m", "cuespotter"]


def folder_bytes(folder: Path) -> int:
    """Add up the sizes of a folder's files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


_LAUNCH = """
import os, sys
pid = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, used = os.wait4(pid, 0)
os.write(int(sys.argv[1]), f"{used.ru_utime + used.ru_stime} {used.ru_maxrss}".encode())
code = os.waitstatus_to_exitcode(status)
sys.exit(code if code >= 0 else 128 - code)
"""
"""Runs a program for one that is larger: Linux counts as a program's most memory what its starter holds."""


def run_measured(command: Sequence[str]) -> tuple[Cost, str]:
    """Run a program to its end.

    Returns
    -------
    Cost, str
        What it and its children cost, and what it printed.

    Raises
    ------
    RuntimeError
        Its exit status is not 0 (128 and more: a signal); the message holds the last of its words.
    """
    alone = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with tempfile.TemporaryFile("w+") as errors, tempfile.TemporaryFile("w+") as spent:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _LAUNCH, str(spent.fileno()), *command],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=os.environ | alone,
            pass_fds=[spent.fileno()],
            check=False,
        )
        errors.seek(0)
        words = errors.read().strip()
        spent.seek(0)
        used = spent.read().split()
    if done.returncode != 0:
        raise RuntimeError(f"{command[:4]} ended with status {done.returncode}: {words[-2000:]}")
    return Cost(float(used[0]), int(used[1]) / 1024), done.stdout
