"""Stills for a page: the film's pictures at some moments, each as a small JPEG."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from cuespotter.errors import NoPictureError
from cuespotter.media.pictures import PictureReader

LONGEST_SIDE_PX = 480
"""Wide enough beside a cue on any screen; some 20 kB each, so that a page of a hundred is two megabytes."""


def decode_stills(path: Path, times_s: Iterable[float]) -> dict[float, bytes]:
    """Give the pictures that a player shows at some moments.

    Parameters
    ----------
    path : Path
        The film's file.
    times_s : iterable of float
        In seconds from the file's first moment, on the player's clock.

    Returns
    -------
    dict of float to bytes
        JPEG by time, its longer side at most `LONGEST_SIDE_PX`; a time past the last picture has none, nor
        has a file without moving pictures.

    Raises
    ------
    MediaError
        The file is gone, or cannot be decoded.
    """
    stills: dict[float, bytes] = {}
    with closing(PictureReader(path)) as reader:
        try:
            for time_s in sorted(set(times_s)):
                still = reader.small(time_s, longer_side=LONGEST_SIDE_PX)
                if still is not None:
                    stills[time_s] = still
        except NoPictureError:
            return {}
    return stills
