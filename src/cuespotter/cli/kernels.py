"""The compiled kernels' cache: where it lies, and what of it is still missing.

The first run compiles the engine's inner loops, which takes longer than people like to wait without a word.
All later runs load them. Found out by the cache's files alone, so that nothing heavy is imported at start-up.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import struct
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cuespotter import __version__
from cuespotter.cli.voice import Voice

CACHE_VARIABLE = "NUMBA_CACHE_DIR"
"""The compiler's own; what the user sets there stays."""
PACKAGE = Path(__file__).parents[1]
PYTHON = f".py{sys.version_info.major}{sys.version_info.minor}"
"""How an entry's name ends: each Python compiles for itself."""
ANALYSIS, INDEX, SEARCH = (
    ("analysis", "local_maxima"),
    ("index", "pack_blocks"),
    ("matching", "pick_cells"),
)
"""For each part of the work the room of a kernel without which it cannot be done, and the kernel's name.

A library of any size picks cells; small and large ones tally their votes differently."""
OF_ADD = (ANALYSIS, INDEX)
OF_IDENTIFY = (ANALYSIS, SEARCH)
COMPILING_S: dict[tuple[tuple[str, str], ...], int] = {OF_ADD: 10, OF_IDENTIFY: 30}
"""Seconds of one processor that compiling took on the machine of 2026 where it was measured."""


def settle_cache() -> None:
    """Choose a folder for compiled kernels where the program's own cannot be written.

    Beside the program, as the compiler does it; else in the user's cache folder; else, where there is none,
    in one of this run alone. Workers inherit the choice.
    """
    if os.environ.get(CACHE_VARIABLE) or all(map(_can_write, _own_folders())):
        return
    from platformdirs import user_cache_path

    try:
        chosen = user_cache_path("cuespotter", appauthor=False) / f"kernels-{__version__}"
        chosen.mkdir(parents=True, exist_ok=True)
        can_write = os.access(chosen, os.W_OK)
    except (OSError, RuntimeError, KeyError):
        # nowhere to write, or a user without a name and a home, as containers have them
        can_write = False
    if not can_write:
        chosen = Path(tempfile.mkdtemp(prefix="cuespotter-kernels-"))
        atexit.register(shutil.rmtree, chosen, ignore_errors=True)
    os.environ[CACHE_VARIABLE] = str(chosen)


def say_compiling(voice: Voice, kernels: Sequence[tuple[str, str]], what: str) -> None:
    """Say that the work begins with compiling, where it does."""
    if must_compile(kernels):
        seconds = COMPILING_S[tuple(kernels)]
        voice.say(f"compiling {what}, once after an installation; it takes about {seconds} s")


def must_compile(kernels: Sequence[tuple[str, str]]) -> bool:
    """Say whether kernels must be compiled before they can be used.

    Parameters
    ----------
    kernels : sequence of (str, str)
        Rooms and the names of kernels in them.
    """
    return not all(_is_cached(room, name) for room, name in kernels)


def _is_cached(room: str, name: str) -> bool:
    """Look for a kernel's entry in the cache that was made of the source as it is now."""
    chosen = os.environ.get(CACHE_VARIABLE)
    folders = Path(chosen).glob(f"{room}_*") if chosen else [PACKAGE / room / "__pycache__"]
    stamps = stamps_of(PACKAGE / room / "_kernels.py")
    return any(
        stamp in entry.read_bytes()
        for folder in folders
        for entry in folder.glob(f"_kernels.{name}-*{PYTHON}.nbi")
        for stamp in stamps
    )


def stamps_of(source: Path) -> tuple[bytes, bytes]:
    """Say by what bytes an entry names its source: the hash of the text, or its time.

    The compiler stamps entries by either, depending on its version, and takes none whose stamp differs. Dates
    alone tell nothing: a fresh checkout's sources are younger than a cache that fits them.
    """
    return hashlib.sha256(source.read_bytes()).digest(), struct.pack(">d", source.stat().st_mtime)


def _own_folders() -> list[Path]:
    """List the folders beside the kernels where the compiler would put what it makes."""
    return [path.parent / "__pycache__" for path in PACKAGE.glob("*/_kernels.py")]


def _can_write(folder: Path) -> bool:
    """Say whether files can be made in a folder that may have to be made first."""
    return os.access(folder if folder.exists() else folder.parent, os.W_OK)
