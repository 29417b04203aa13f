"""Reel and order -> "1m01", "1m02", "2m03"."""

from __future__ import annotations

from collections.abc import Sequence


def number_cues(starts_s: Sequence[float], reel_starts_s: Sequence[float]) -> list[str]:
    """Give cues their numbers, by reel and by order within the reel, as spotting notes do.

    Parameters
    ----------
    starts_s : sequence of float
        Where the cues begin on the film's clock, ascending.
    reel_starts_s : sequence of float
        Where the reels begin, ascending; the first at 0.

    Examples
    --------
    >>> number_cues([3.0, 80.0, 700.0], [0.0, 600.0])
    ['1m01', '1m02', '2m01']
    """
    numbers = []
    counted = [0] * len(reel_starts_s)
    for start_s in starts_s:
        reel = max(sum(reel_start_s <= start_s for reel_start_s in reel_starts_s) - 1, 0)
        counted[reel] += 1
        numbers.append(f"{reel + 1}m{counted[reel]:02d}")
    return numbers
