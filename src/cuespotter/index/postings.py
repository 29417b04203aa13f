"""Sort, group and pack: landmarks -> the packed postings of a segment and their directory.

Postings travel as *keys*, ``hash << 32 | position on the time line``, which sort as they are stored.  Keys
come in portions, so that no step holds all postings of a large library in memory.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.landmarks import Landmarks
from cuespotter.errors import ShapeError
from cuespotter.index._kernels import DIRECTORY_BITS, pack_blocks
from cuespotter.index.durable import PARTIAL_SUFFIX, Disk
from cuespotter.index.file_format import BLOCK_POSTINGS, KEY_BITS

Keys = NDArray[np.uint64]
_CHUNK_KEYS = 1 << 18
"""2 MiB of keys are packed at a time."""
_KEY_WORDS = 3
"""A posting takes three codes of 56 bits at most: its hash's gap, its group's count, its position."""
_SENTINEL_HASH = (1 << KEY_BITS) - 1


def make_keys(landmarks: Landmarks, *, start: int, frames: int) -> Keys:
    """Turn a recording's landmarks into keys, in no order.

    Parameters
    ----------
    landmarks : Landmarks
        Hashes below 2**24, frames inside the recording.
    start : int
        Where the recording begins on the time line.
    frames : int
        Its length.

    Raises
    ------
    ShapeError
        A hash or a frame is out of range.
    """
    hashes = np.asarray(landmarks.hash)
    frame = np.asarray(landmarks.frame)
    if hashes.ndim != 1 or hashes.shape != frame.shape:
        raise ShapeError(
            f"landmarks need two columns of one length, not shapes {hashes.shape} and {frame.shape}"
        )
    if len(hashes) and int(hashes.max()) >> KEY_BITS:
        raise ShapeError(f"a hash is {int(hashes.max())}, the index keeps {KEY_BITS} bits")
    if len(frame) and not 0 <= int(frame.min()) <= int(frame.max()) < frames:
        raise ShapeError(f"a landmark lies outside the recording's {frames} frames")
    return (hashes.astype(np.uint64) << np.uint64(32)) | (frame.astype(np.int64) + start).astype(np.uint64)


class PostingsPacker:
    """Packs ascending keys, given in portions, into one bit stream.

    Parameters
    ----------
    frames : int
        Length of the segment's time line.

    Attributes
    ----------
    postings : int
        How many were packed.
    """

    def __init__(self, frames: int) -> None:
        self.postings = 0
        self._frames = frames
        self._bit = 0
        self._part_word = np.uint64(0)
        self._rest = np.empty(0, np.uint64)
        self._directory: list[Keys] = []

    def pack(self, portions: Iterable[Keys]) -> Iterator[bytes]:
        """Pack all keys; yield the stream's bytes as they become whole words.

        Where the portions are cut changes no byte.
        """
        for portion in portions:
            for at in range(0, len(portion), _CHUNK_KEYS):
                yield self._pack_some(portion[at : at + _CHUNK_KEYS], final=False)
        yield self._pack_some(np.empty(0, np.uint64), final=True)
        used = np.array([self._part_word], "<u8")[: 1 if self._bit % 64 else 0]
        yield used.tobytes() + bytes(8)

    def directory(self) -> bytes:
        """Give the directory of all that was packed, with its sentinel."""
        sentinel = np.array([_SENTINEL_HASH << DIRECTORY_BITS | self._bit], np.uint64)
        return np.concatenate([*self._directory, sentinel]).astype("<u8").tobytes()

    def _pack_some(self, keys: Keys, *, final: bool) -> bytes:
        """Pack what is certain of these keys and those that waited; give the whole words."""
        keys = np.concatenate([self._rest, keys])
        words = np.zeros(_KEY_WORDS * len(keys) + 3, np.uint64)
        words[0] = self._part_word
        blocks = np.empty((len(keys) + 1, 2), np.int64)
        first = self._bit % 64
        count, used, bit = pack_blocks(keys, self._frames, BLOCK_POSTINGS, final, words, first, blocks)
        first_bits = blocks[:count, 1] + (self._bit - first)
        self._directory.append((blocks[:count, 0] << DIRECTORY_BITS | first_bits).astype(np.uint64))
        self._rest = keys[used:].copy()
        self.postings += int(used)
        self._bit += int(bit) - first
        self._part_word = words[bit >> 6]
        return words[: bit >> 6].astype("<u8").tobytes()


def merge_keys(sources: Sequence[Iterator[Keys]]) -> Iterator[Keys]:
    """Merge ascending keys, given in portions by each source, into one ascending sequence of portions.

    What is not above the last key of any portion at hand is complete and can go on; only a source whose
    portion is used up gives its next one.
    """
    waiting: list[tuple[Keys, Iterator[Keys]]] = []
    for source in sources:
        _await_next(source, waiting)
    while waiting:
        bound = min(int(keys[-1]) for keys, _source in waiting)
        ready, still_waiting = [], []
        for keys, source in waiting:
            cut = int(np.searchsorted(keys, np.uint64(bound), side="right"))
            ready.append(keys[:cut])
            if cut < len(keys):
                still_waiting.append((keys[cut:], source))
            else:
                _await_next(source, still_waiting)
        waiting = still_waiting
        merged = np.concatenate(ready)
        merged.sort()
        yield merged


def _await_next(source: Iterator[Keys], waiting: list[tuple[Keys, Iterator[Keys]]]) -> None:
    """Queue a source with its next portion that has keys, if it has one."""
    for keys in source:
        if len(keys):
            waiting.append((keys, source))
            return


class KeyRuns:
    """Keys that come in no order, given back ascending; too many for memory wait in sorted runs on the disk.

    Parameters
    ----------
    path : Path
        The segment in the making; the run files stand beside it and are gone when this is closed.
    disk : Disk
        What to write with.
    most_keys : int
        So many keys are held in memory, at 8 bytes (while they are sorted: 16).
    """

    def __init__(self, path: Path, disk: Disk, *, most_keys: int) -> None:
        self._path = path
        self._disk = disk
        self._most_keys = most_keys
        self._held: list[Keys] = []
        self._held_keys = 0
        self._runs: list[Path] = []

    def add(self, keys: Keys) -> None:
        """Take keys in."""
        self._held.append(keys)
        self._held_keys += len(keys)
        if self._held_keys >= self._most_keys:
            self._spill()

    def portions(self) -> Iterator[Keys]:
        """Give all keys, ascending."""
        last = self._sorted()
        if not self._runs:
            return iter([last])
        portion = max(1, self._most_keys // (len(self._runs) + 1))
        return merge_keys([*(_read_run(run, portion) for run in self._runs), iter([last])])

    def close(self) -> None:
        """Remove the run files."""
        for run in self._runs:
            with contextlib.suppress(OSError):
                self._disk.unlink(run)

    def _sorted(self) -> Keys:
        """Give up the keys in memory, sorted."""
        keys = np.concatenate([*self._held, np.empty(0, np.uint64)])
        self._held, self._held_keys = [], 0
        keys.sort()
        return keys

    def _spill(self) -> None:
        """Write the keys in memory as a run."""
        run = self._path.with_name(f"{self._path.name}.{len(self._runs)}{PARTIAL_SUFFIX}")
        self._runs.append(run)
        file = self._disk.create(run)
        try:
            self._disk.write(file, self._sorted().data.cast("B"))
        finally:
            self._disk.close(file)


def _read_run(run: Path, portion: int) -> Iterator[Keys]:
    """Read a run, `portion` keys at a time."""
    with run.open("rb") as file:
        while len(keys := np.fromfile(file, np.uint64, portion)):
            yield keys
