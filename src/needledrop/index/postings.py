"""Sort, group and pack: landmarks -> the packed postings of a segment and their directory.

Postings travel as *keys*, ``hash << 32 | position on the time line``, which sort as they are stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from needledrop.analysis.landmarks import Landmarks
from needledrop.errors import ShapeError
from needledrop.index._kernels import pack_blocks
from needledrop.index.file_format import BLOCK_POSTINGS, HASH_BITS

Keys = NDArray[np.uint64]
_CHUNK_KEYS = 1 << 18
_KEY_WORDS = 3
_SENTINEL_HASH = (1 << HASH_BITS) - 1


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
        raise ShapeError(f"landmarks need two columns of one length, not shapes {hashes.shape} and {frame.shape}")
    if len(hashes) and int(hashes.max()) >> HASH_BITS:
        raise ShapeError(f"a hash is {int(hashes.max())}, the index keeps {HASH_BITS} bits")
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
        sentinel = np.array([_SENTINEL_HASH << 40 | self._bit], np.uint64)
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
        self._directory.append((blocks[:count, 0] << 40 | first_bits).astype(np.uint64))
        self._rest = keys[used:].copy()
        self.postings += int(used)
        self._bit += int(bit) - first
        self._part_word = words[bit >> 6]
        return words[: bit >> 6].astype("<u8").tobytes()
