"""What the search through one shard found in a film, as bytes that travel; and a library that has answered.

Small: a line for each alignment, and the fingerprints of the recordings that they are of, so that whoever
chooses what explains the film needs nothing of the shard.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cuespotter.alignment.align import Alignment
from cuespotter.alignment.lookup import Line
from cuespotter.analysis.fingerprint import Fingerprint, Heard
from cuespotter.errors import JobError
from cuespotter.index.fingerprints import pack_fingerprint, unpack_fingerprint
from cuespotter.index.reader import Index
from cuespotter.index.shards import Searched

F64 = NDArray[np.float64]
_NUMBERS = 12
"""Of an alignment: its line, its bounds and their errors, and the evidence, in the order of `_numbers`."""
DIGEST_BYTES = 16
_UNREADABLE = (
    *(OSError, EOFError, ValueError, KeyError, IndexError, TypeError),
    *(zipfile.BadZipFile, zlib.error),
)


@dataclass(frozen=True)
class ShardAnswer:
    """What was found in one shard.

    Attributes
    ----------
    reels : mapping of str to sequence of (str, Alignment)
        By `heard_digest` of each reel, the alignments with the ids of their recordings, those of one
        recording together.
    fingerprints : mapping of str to Fingerprint
        Of all these recordings.
    """

    reels: Mapping[str, Sequence[tuple[str, Alignment]]]
    fingerprints: Mapping[str, Fingerprint]

    def to_bytes(self) -> bytes:
        """Write it: the same bytes for the same answer."""
        names = sorted(self.fingerprints)
        place = {name: number for number, name in enumerate(names)}
        packed = [pack_fingerprint(self.fingerprints[name]) for name in names]
        columns: dict[str, NDArray[Any]] = {
            "reels": np.array(list(self.reels), np.str_),
            "names": np.array(names, np.str_),
            "frames": np.array([self.fingerprints[name].frames for name in names], np.int64),
            "starts": np.cumsum([0, *map(len, packed)]),
            "words": np.concatenate([*packed, np.zeros(0, np.uint64)]),
        }
        for number, found in enumerate(self.reels.values()):
            columns[f"recording{number}"] = np.array([place[name] for name, _ in found], np.int64)
            rows = [_numbers(one) for _, one in found]
            columns[f"numbers{number}"] = np.array(rows, np.float64).reshape(len(rows), _NUMBERS)
            columns[f"views{number}"] = np.array([one.view_strength for _, one in found], np.float64)
        written = io.BytesIO()
        np.savez_compressed(written, allow_pickle=False, **columns)
        return written.getvalue()

    @classmethod
    def from_bytes(cls, written: bytes) -> ShardAnswer:
        """Read what `to_bytes` wrote.

        Raises
        ------
        JobError
            It is damaged, or of another version.
        """
        try:
            with np.load(io.BytesIO(written), allow_pickle=False) as held:
                return cls(_reels(held), _fingerprints(held))
        except _UNREADABLE as error:
            raise JobError(
                f"what a shard answered cannot be read ({error}); enqueue the film again"
            ) from error


@dataclass(frozen=True)
class Answered:
    """A library whose shards have been searched already, wherever that was.

    Attributes
    ----------
    library : Searched
    answers : sequence of ShardAnswer
        One of each shard, in the library's order.
    """

    library: Searched
    answers: Sequence[ShardAnswer]
    _held: dict[str, Fingerprint] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.answers:
            self._held.update(one.fingerprints)

    @property
    def recordings(self) -> tuple[str, ...]:
        """As `Searched.recordings`."""
        return self.library.recordings

    @property
    def parts(self) -> tuple[Index, ...]:
        """As `Searched.parts`."""
        return self.library.parts

    def fingerprint(self, recording_id: str) -> Fingerprint:
        """As `Searched.fingerprint`: what came with the answers is not read again."""
        held = self._held.get(recording_id)
        return self.library.fingerprint(recording_id) if held is None else held

    @cached_property
    def _place(self) -> dict[str, int]:
        """The number of each recording."""
        return {name: number for number, name in enumerate(self.recordings)}

    def found(self, heard: Heard) -> list[Alignment] | None:
        """Give what all shards found in a reel, by recording; None where one heard something else."""
        digest = heard_digest(heard)
        if not all(digest in one.reels for one in self.answers):
            return None
        return [
            replace(alignment, recording=self._place[name])
            for one in self.answers
            for name, alignment in one.reels[digest]
        ]


def parts_of(library: Searched) -> tuple[Index, ...]:
    """Give a library's parts; an index is its only one, and no room is entered to ask it."""
    return (library,) if isinstance(library, Index) else library.parts


def heard_digest(heard: Heard) -> str:
    """Name what was heard: an answer belongs to just this, wherever the film's file lies."""
    digest = hashlib.blake2b(repr(heard.frames).encode(), digest_size=DIGEST_BYTES)
    for view in heard.views:
        digest.update(f"\n{view.name} {len(view.peaks)}\n".encode())
        digest.update(np.ascontiguousarray(view.peaks.frame).tobytes())
        digest.update(np.ascontiguousarray(view.peaks.cents).tobytes())
    return digest.hexdigest()


def _numbers(one: Alignment) -> tuple[float, ...]:
    """Give the numbers of an alignment, but for the views'."""
    line = one.line
    return (
        *(line.offset, line.speed, line.pitch_cents),
        *(one.first, one.last, one.first_error, one.last_error),
        *(one.gain, one.support, one.peaks, one.strength, one.sharpness),
    )


def _alignment(numbers: F64, views: F64) -> Alignment:
    """Make an alignment of its numbers; its recording is known by its name alone."""
    offset, speed, pitch, first, last, first_error, last_error, gain, support, peaks, *rest = map(
        float, numbers
    )
    strength, sharpness = rest
    return Alignment(
        recording=-1,
        line=Line(offset, speed, pitch),
        first=first,
        last=last,
        first_error=first_error,
        last_error=last_error,
        gain=gain,
        support=support,
        peaks=int(peaks),
        strength=strength,
        sharpness=sharpness,
        view_strength=views,
    )


def _reels(held: Mapping[str, NDArray[Any]]) -> dict[str, list[tuple[str, Alignment]]]:
    """Read the alignments of all reels."""
    names = held["names"].tolist()
    return {
        digest: [
            (names[at], _alignment(numbers, views))
            for at, numbers, views in zip(
                held[f"recording{number}"], held[f"numbers{number}"], held[f"views{number}"], strict=True
            )
        ]
        for number, digest in enumerate(held["reels"].tolist())
    }


def _fingerprints(held: Mapping[str, NDArray[Any]]) -> dict[str, Fingerprint]:
    """Read the fingerprints."""
    found: dict[str, Fingerprint] = {}
    # reading on, as the index does, needs a word behind the last
    words = np.append(held["words"], np.uint64(0))
    columns = (held["names"].tolist(), held["frames"].tolist(), pairwise(held["starts"].tolist()))
    for name, frames, (first, last) in zip(*columns, strict=True):
        fingerprint = unpack_fingerprint(words[first : last + 1], frames)
        if fingerprint is None:
            raise ValueError(f"the fingerprint of {name} is damaged")
        found[name] = fingerprint
    return found
