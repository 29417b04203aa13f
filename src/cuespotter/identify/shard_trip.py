"""A part of the film trip: a film goes in, what one shard of the library has of it comes out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cuespotter.alignment.align import Alignment
from cuespotter.analysis.fingerprint import Fingerprint, Heard
from cuespotter.identify.answers import ShardAnswer, heard_digest
from cuespotter.identify.reels import Report, hear_reels
from cuespotter.identify.search import search_reel
from cuespotter.index.reader import Index
from cuespotter.settings import Settings


def answer_film(
    paths: Sequence[Path],
    shard: Index,
    settings: Settings,
    *,
    recordings: int,
    stream: int | None = None,
    report: Report = lambda _stage, _fraction: None,
) -> ShardAnswer:
    """Listen to a film and say what one shard has of it; `explain_reel` chooses of what all have.

    Parameters
    ----------
    paths : sequence of Path
        The film's reels, in order.
    shard : Index
    settings : Settings
    recordings : int
        In the whole library: how likely chance is depends on it.
    stream : int, optional
        As for `identify`.
    report : callable, optional
        Is told the stage and the share of the work done, between 0 and 1.

    Raises
    ------
    MediaError
        A file cannot be listened to.
    """
    reels: dict[str, list[tuple[str, Alignment]]] = {}
    fingerprints: dict[str, Fingerprint] = {}
    for heard, _, share in hear_reels(paths, stream, settings, report):
        found = _search(heard, shard, settings, recordings, share)
        reels[heard_digest(heard)] = found
        fingerprints |= {name: shard.fingerprint(name) for name, _ in found}
        del heard  # two would not fit where one does
    return ShardAnswer(reels, fingerprints)


def _search(
    heard: Heard, shard: Index, settings: Settings, recordings: int, report: Report
) -> list[tuple[str, Alignment]]:
    """Search a reel in a shard; gives what was found with the ids of the recordings."""
    names = shard.recordings
    search = search_reel(
        heard,
        shard,
        lambda number: shard.fingerprint(names[number]),
        settings,
        report,
        recordings=recordings,
    )
    return [(names[one.recording], one) for one in search.found()]
