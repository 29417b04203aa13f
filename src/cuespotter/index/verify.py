"""Is a segment what was written? Every checksum, every fingerprint, every posting."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from cuespotter.index._kernels import tally_parts
from cuespotter.index.file_format import SECTIONS, damaged
from cuespotter.index.segment import Segment

_PORTION = 1 << 20


def verify_segment(path: Path) -> None:
    """Read all of a segment.

    Parameters
    ----------
    path : Path
        The segment, made with any settings.

    Raises
    ------
    LibraryDamagedError
        A checksum is wrong, or a fingerprint or posting is not what a writer writes; the file is named.
    LibraryVersionError
        Another format version.
    """
    segment = Segment(path, digest=None)
    check_sections(segment)
    for number in range(len(segment.recordings)):
        segment.fingerprint(number)
    tally = np.zeros(len(segment.recordings), np.int64)
    every = np.ones(len(segment.recordings), np.bool_)
    for keys in segment.keys(*segment.moves(segment.in_a_row(every, 0)), _PORTION):
        tally_parts(keys, segment.starts, tally)
    if not np.array_equal(tally, segment.postings):
        raise damaged(path, "its recordings do not have the postings it gives them")


def check_sections(segment: Segment) -> None:
    """Compare every section with its checksum; `LibraryDamagedError` if one differs."""
    for name in SECTIONS:
        segment.check_section(name)
