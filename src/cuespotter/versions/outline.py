"""Which recordings are worth a comparison? Those whose chords fit, whatever the key.

An outline says which pitch classes sound together in 20 s of a performance; turning it by a class is to play
it a semitone higher. The outlines of a whole library are one table that is multiplied with the query's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cuespotter.settings import VersionSettings
from cuespotter.versions._kernels import CLASSES, greatest_of_runs
from cuespotter.versions.chroma import Harmony

I8 = NDArray[np.int8]
F32 = NDArray[np.float32]
UPPER = np.triu_indices(CLASSES)
WIDTH = len(UPPER[0])
# what stands off the diagonal counts twice in a product of whole matrices
_WEIGHT = np.where(UPPER[0] == UPPER[1], 1.0, np.sqrt(2.0)).astype(np.float32)
SCALE = 127.0
ROWS_AT_ONCE = 1 << 14
"""Their products stay in the processor's cache."""


@dataclass(frozen=True)
class Outlines:
    """The outlines of a library's recordings.

    Attributes
    ----------
    recordings : tuple[str, ...]
        Ids.
    starts : int64[recordings + 1]
        The outlines of recording i are rows ``starts[i]:starts[i + 1]``, at least one.
    rows : int8[n, 78]
        Directions, at `SCALE`.
    """

    recordings: tuple[str, ...]
    starts: NDArray[np.int64]
    rows: I8

    @cached_property
    def means(self) -> F32:
        """What each recording sounds like as a whole: float32[recordings, 78], each a direction."""
        means = np.empty((len(self.recordings), WIDTH), np.float32)
        for first, last in _runs(self.starts):
            begin, end = self.starts[first], self.starts[last]
            sums = np.add.reduceat(self.rows[begin:end], self.starts[first:last] - begin, 0, np.float32)
            means[first:last] = _directions(sums)
        return means


def outline_library(
    recordings: Sequence[str],
    harmony_of: Callable[[str], Harmony],
    settings: VersionSettings,
    *,
    known: Outlines | None = None,
) -> Outlines:
    """Outline recordings, those that are not known yet.

    Parameters
    ----------
    recordings : sequence of str
        Ids, in the order they shall have.
    harmony_of : callable
        Gives the harmony of one.
    settings : VersionSettings
    known : Outlines, optional
        Made with the same settings.
    """
    old = {} if known is None else {one: place for place, one in enumerate(known.recordings)}
    parts: list[I8] = []
    for one in recordings:
        if known is not None and one in old:
            parts.append(known.rows[known.starts[old[one]] : known.starts[old[one] + 1]])
        else:
            parts.append(_stored(outline(harmony_of(one), settings)))
    starts = np.cumsum([0, *(len(part) for part in parts)]).astype(np.int64)
    rows = np.concatenate(parts) if parts else np.zeros((0, WIDTH), np.int8)
    return Outlines(tuple(recordings), starts, rows)


def outline(harmony: Harmony, settings: VersionSettings, key: int = 0) -> F32:
    """Outline a performance, `key` semitones higher: float32[n, 78], each a direction."""
    classes = np.roll(harmony.classes, key, axis=1)
    classes = classes - classes.mean(axis=1, keepdims=True)
    length = np.linalg.norm(classes, axis=1, keepdims=True)
    # 1e-9: silence has no direction, and stays at 0
    classes = classes / np.maximum(length, 1e-9)
    size, hop = settings.outline_steps, settings.outline_hop_steps
    firsts = range(0, max(1, len(classes) - size // 2), hop)
    rows = [(part.T @ part)[UPPER] for part in (classes[first : first + size] for first in firsts)]
    return _directions(np.array(rows, np.float32) * _WEIGHT)


def shortlist(query: Harmony, outlines: Outlines, settings: VersionSettings) -> list[int]:
    """Give the recordings whose chords fit best, by their place in the outlines, the best first.

    Of a large library only those are looked at closely whose chords fit as a whole.
    """
    count = len(outlines.recordings)
    if count <= settings.shortlist:
        return list(range(count))
    turned = np.stack([outline(query, settings, key) for key in range(CLASSES)])
    places = np.arange(count)
    if count > settings.skimmed:
        fits = (outlines.means @ _directions(turned.sum(axis=1)).T).max(axis=1)
        places = np.sort(np.lexsort((places, -fits))[: settings.skimmed])
    # neighbours overlap by half: every other one says nearly all that all say
    fits = _closely(outlines, places, turned[:, ::2])
    order = np.lexsort((places, -fits))
    return [int(place) for place in places[order[: settings.shortlist]]]


def _closely(outlines: Outlines, places: NDArray[np.int64], turned: F32) -> F32:
    """Say how well the outlines of some recordings fit a query's, float32[keys, n, 78], in the best key."""
    asked = turned.reshape(-1, WIDTH).T / np.float32(SCALE)
    lengths = outlines.starts[places + 1] - outlines.starts[places]
    starts = np.concatenate([[0], np.cumsum(lengths)])
    fits = np.empty(len(places), np.float32)
    for first, last in _runs(starts):
        begins = np.repeat(outlines.starts[places[first:last]] - starts[first:last], lengths[first:last])
        rows = outlines.rows[begins + np.arange(starts[first], starts[last])]
        nearest = np.empty((last - first, asked.shape[1]), np.float32)
        runs = starts[first : last + 1] - starts[first]
        greatest_of_runs(rows.astype(np.float32) @ asked, runs, nearest)
        fits[first:last] = nearest.reshape(last - first, CLASSES, -1).mean(axis=2).max(axis=1)
    return fits


def _runs(starts: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Cut recordings into runs of at most `ROWS_AT_ONCE` rows, or one: first, one after the last."""
    first, count = 0, len(starts) - 1
    while first < count:
        last = int(np.searchsorted(starts, starts[first] + ROWS_AT_ONCE, "right")) - 1
        last = min(max(last, first + 1), count)
        yield first, last
        first = last


def _directions(rows: F32) -> F32:
    """Give rows length 1; those of silence stay at 0."""
    # 1e-9: silence has no direction
    directions: F32 = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return directions.astype(np.float32)


def _stored(rows: F32) -> I8:
    """Round directions for keeping."""
    stored: I8 = np.rint(rows * np.float32(SCALE)).astype(np.int8)
    return stored
