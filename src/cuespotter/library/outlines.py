"""Outlines of the library's recordings, kept beside its index: made once, when a film first asks.

The file is derived: where it is missing, damaged or of other settings it is made anew, and where it cannot be
written the answer is the same.
"""

from __future__ import annotations

import contextlib
import zipfile
from pathlib import Path

import numpy as np

from cuespotter.errors import LibraryUnwritableError
from cuespotter.index.durable import Disk, written_whole
from cuespotter.index.shards import Searched
from cuespotter.settings import VersionSettings, digest_of
from cuespotter.versions.chroma import fingerprint_harmony
from cuespotter.versions.outline import WIDTH, Outlines, outline_library

FILE_NAME = "outlines.npz"


def kept_outlines(folder: Path, index: Searched, rules: VersionSettings) -> Outlines:
    """Give the outlines of an index's recordings, and keep those that are new.

    Parameters
    ----------
    folder : Path
        Where the index lies.
    index : Searched
    rules : VersionSettings
    """
    known = _read(folder / FILE_NAME, rules)
    outlines = outline_library(
        index.recordings, lambda name: fingerprint_harmony(index.fingerprint(name), rules), rules, known=known
    )
    is_new = known is None or not set(known.recordings) >= set(outlines.recordings)
    # an index of a part of the library must not take the place of the whole
    if is_new and len(outlines.recordings) >= (0 if known is None else len(known.recordings)):
        with contextlib.suppress(LibraryUnwritableError):
            _write(folder / FILE_NAME, outlines, rules)
    return outlines


def _read(path: Path, rules: VersionSettings) -> Outlines | None:
    """Read what was kept; None where there is nothing to be used."""
    try:
        with np.load(path, allow_pickle=False) as held:
            names, starts, rows = held["recordings"], held["starts"], held["rows"]
            if str(held["digest"]) != digest_of(rules) or rows.dtype != np.int8 or rows.shape[1:] != (WIDTH,):
                return None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    is_whole = len(starts) == len(names) + 1 and bool((np.diff(starts) > 0).all()) and starts[-1] == len(rows)
    return Outlines(tuple(names.tolist()), starts.astype(np.int64), rows) if is_whole else None


def _write(path: Path, outlines: Outlines, rules: VersionSettings) -> None:
    """Keep outlines, whole or not at all."""
    with written_whole(path, Disk()) as file:
        np.savez(
            file,
            digest=digest_of(rules),
            recordings=np.array(outlines.recordings, np.str_),
            starts=outlines.starts,
            rows=outlines.rows,
        )
