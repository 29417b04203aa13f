"""Reel and order -> "1m01", "1m02", "2m03"."""

from __future__ import annotations

from collections.abc import Sequence

from cuespotter.model.cue_number import number_text, reel_at


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
        reel = reel_at(start_s, reel_starts_s)
        counted[reel - 1] += 1
        numbers.append(number_text(reel, counted[reel - 1]))
    return numbers
