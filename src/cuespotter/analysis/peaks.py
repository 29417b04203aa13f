"""Power by frame and bin -> peaks, the cells louder than all around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil, log10

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis._kernels import keep_loudest, local_maxima
from cuespotter.errors import ShapeError

F32 = NDArray[np.float32]


_FARTHEST = 2**31 - 1
"""The largest int32: no frame is later."""


@dataclass(frozen=True)
class Peaks:
    """The peaks of one view, sorted by frame, then by cents.

    Attributes
    ----------
    frame : int32[n]
        Frame of each peak; frame 0 is centred on sample 0.
    cents : uint16[n] or float32[n]
        Height above `AnalysisSettings.lowest_hz` in cents (1200 to the octave), interpolated. Whole for
        recordings, as they are kept; a film's are not rounded, since the median of many differences tells
        its speed.
    """

    frame: NDArray[np.int32]
    cents: NDArray[np.uint16] | NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.frame)

    def between(self, first: float, last: float) -> slice:
        """Say which peaks lie in frames ``[first, last)``."""
        # keys of the array's own type: with others, numpy copies the whole array at every question
        keys = [min(max(ceil(frame), -_FARTHEST), _FARTHEST) for frame in (first, last)]
        start, stop = np.searchsorted(self.frame, np.array(keys, np.int32))
        return slice(int(start), int(stop))

    def cut(self, first: int, last: int) -> Peaks:
        """Give the peaks in frames ``[first, last)``, counted from `first`."""
        inside = self.between(first, last)
        return Peaks(self.frame[inside] - np.int32(first), self.cents[inside])


def join_peaks(parts: list[Peaks], kind: type[np.uint16 | np.float32]) -> Peaks:
    """Join the peaks of consecutive sections."""
    return Peaks(
        np.concatenate([np.zeros(0, np.int32), *(part.frame for part in parts)]),
        np.concatenate([np.zeros(0, kind), *(part.cents for part in parts)]),
    )


@dataclass(frozen=True)
class Section:
    """Some frames of a power spectrogram with their surroundings.

    Attributes
    ----------
    first : int
        Number of the first frame of the section proper.
    frames : int
        How many are in the section proper.
    margin : int
        Rows before and after them; silence where the sound has ended.
    power : float32[margin + frames + margin, bins]
    """

    first: int
    frames: int
    margin: int
    power: F32


class Sectioner:
    """Cuts rows of a spectrogram into sections with margins, independent of how the rows arrive.

    Between calls it holds the rows of the section that is being filled and of its margin before, at the front
    of one buffer as long as a section with both margins, and the number of the section's first frame. When
    the buffer is full a section is handed out, and its last rows move to the front as the next one's margin
    and beginning.

    Parameters
    ----------
    section_frames, margin_frames : int > 0
        Silence stands before the first section and after the last, which is shorter.
    """

    def __init__(self, *, section_frames: int, margin_frames: int) -> None:
        self._frames, self._margin = section_frames, margin_frames
        self._held: F32 = np.empty((0, 0), np.float32)
        self._length = 0
        self._first = 0
        self._total = 0

    def push(self, rows: F32) -> Iterator[Section]:
        """Take some rows, and give the sections that they complete, each good until the next is asked for.

        Parameters
        ----------
        rows : float32[n, bins]
        """
        whole = self._frames + 2 * self._margin
        if not len(self._held):
            self._held = np.empty((whole, rows.shape[1]), np.float32)
            self._held[: self._margin] = 0.0
            self._length = self._margin
        self._total += len(rows)
        while len(rows):
            some = rows[: whole - self._length]
            self._held[self._length : self._length + len(some)] = some
            self._length += len(some)
            rows = rows[len(some) :]
            if self._length == whole:
                yield Section(self._first, self._frames, self._margin, self._held)
                self._length -= self._frames
                self._held[: self._length] = self._held[self._frames :].copy()
                self._first += self._frames

    def finish(self) -> Iterator[Section]:
        """Give the sections that are left."""
        if not len(self._held):
            return
        silence = np.zeros((self._margin, self._held.shape[1]), np.float32)
        joined = np.concatenate([self._held[: self._length], silence])
        while self._first < self._total:
            frames = min(self._frames, self._total - self._first)
            yield Section(self._first, frames, self._margin, joined[: frames + 2 * self._margin])
            joined = joined[frames:]
            self._first += frames


def cut_sections(rows: Iterable[F32], *, section_frames: int, margin_frames: int) -> Iterator[Section]:
    """Cut a stream of spectrogram rows into sections with margins; see `Sectioner`."""
    sectioner = Sectioner(section_frames=section_frames, margin_frames=margin_frames)
    for some in rows:
        yield from sectioner.push(some)
    yield from sectioner.finish()


@dataclass(frozen=True)
class LocalPeaks:
    """Peaks of a section: row of `Section.power`, interpolated bin, level in dB re a full-scale sine."""

    row: NDArray[np.int32]
    height: F32
    level_db: F32

    def __len__(self) -> int:
        return len(self.row)

    def only(self, keep: NDArray[np.bool_]) -> LocalPeaks:
        """Give those marked."""
        return LocalPeaks(self.row[keep], self.height[keep], self.level_db[keep])


def pick_peaks(
    section: Section,
    *,
    reach_frames: int,
    reach_bins: int,
    lowest_bin: int,
    highest_bin: int,
    floor_db: float,
) -> LocalPeaks:
    """Pick the local maxima of a section and its margins.

    A peak is louder than every cell in reach; of equals, the earliest, then the lowest.

    Parameters
    ----------
    section : Section
        Margins are wider than `reach_frames`.
    reach_frames, reach_bins : int > 0
        Half width and half height of the neighbourhood.
    lowest_bin, highest_bin : int
        Peaks lie in ``lowest_bin <= bin < highest_bin``; there is a bin more on both sides.
    floor_db : float
        A quieter cell is never a peak.

    Raises
    ------
    ShapeError
        There are too few bins.

    References
    ----------
    A. Wang, "An Industrial-Strength Audio Search Algorithm", ISMIR 2003, section 2.1.
    """
    rows, bins = section.power.shape
    if not 1 <= lowest_bin <= highest_bin < bins:
        raise ShapeError(f"bins {lowest_bin}..{highest_bin} of a spectrogram with {bins} bins")
    floor = np.float32(10.0 ** (floor_db / 10.0))
    found = local_maxima(section.power, 0, rows, reach_frames, reach_bins, lowest_bin, highest_bin, floor)
    return LocalPeaks(*found)


RANK_STEP_DB = 20.0 * log10(2.0) / 24.0
"""Levels nearer to each other than a quarter of a dB are equal when the loudest peaks are chosen; doubling
all samples moves all by whole steps."""


def loudest(peaks: LocalPeaks, *, half_width_frames: int, per_half_width: int) -> NDArray[np.bool_]:
    """Mark the peaks with fewer than `per_half_width` louder ones within `half_width_frames` of them.

    A sliding rule: a film that begins later has the same peaks, later.
    """
    # what is quieter than -200 dB is no sound; 1023 steps reach to +56 dB, far beyond full scale
    rank = np.clip((peaks.level_db + 200.0) / RANK_STEP_DB, 0, 1023).astype(np.int64)
    marked: NDArray[np.bool_] = keep_loudest(peaks.row, rank, half_width_frames, per_half_width)
    return marked
