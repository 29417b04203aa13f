"""What became of files that were written for many films."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from cuespotter.cli.voice import Voice

if TYPE_CHECKING:
    from cuespotter.services import Written


def tell_written(files: Iterable[Written], voice: Voice) -> Counter[str]:
    """Say of each file that failed why, and of all how many there are; gives the numbers by outcome."""
    count = Counter[str]()
    for one in files:
        count[one.outcome] += 1
        if one.reason is not None:
            voice.complain(one.reason)
    voice.say(f"{count['written']} written, {count['unchanged']} unchanged, {count['failed']} failed")
    return count
