"""Where sound lies on a file's clock: time stamps become places, and pieces at places become blocks.

In: time stamps as the container bears them; pieces of sound. Out: `AudioBlock`s without gap or overlap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import InputContainer
from numpy.typing import NDArray

from cuespotter.media.layouts import Layout

_FAR_BACK_S = 0.5
"""Time stamps that fall back further are another clock: files laid end to end."""
_BEYOND_END_S = 10.0
"""Time stamps this far beyond the file's stated length are wrong."""
_UNSTATED_HOLE_S = 600.0
"""The longest hole that is believed where the file states no length."""
_REFUSALS = 20
"""After so many wrong time stamps none is believed."""
_COUNTED_FORMATS = frozenset({"aac", "ac3", "dts", "dtshd", "eac3", "latm", "loas", "mlp", "mp3", "truehd"})
"""Bare streams, whose time stamps FFmpeg counts up at the rate of their start, right or wrong."""
_FEWEST_BYTES_PER_S = 12.5
"""No coder stores sound, not even silence, in less; a file that states to be longer is wrong."""
_SHORTEST_S = 60.0
"""... unless it states no more than this."""


@dataclass(frozen=True)
class AudioBlock:
    """A stretch of sound.

    Parameters
    ----------
    first_sample : int
        Place of the first sample on the file's clock, at the rate that was asked for.
    layout : tuple of str
        FFmpeg's channel names in the order of `samples`: 'FL', 'FR', 'FC', 'LFE', 'BL', 'BR', 'SL', 'SR', ...
    samples : float32[channels, n], C order
        Full scale is 1.
    """

    first_sample: int
    layout: tuple[str, ...]
    samples: NDArray[np.float32]


class Timeline:
    """Lays pieces of sound down at their places and cuts the whole into blocks.

    Between calls it holds the block that is being filled, and how far; what was handed out is forgotten, so
    that the end only moves on: what comes too early for it loses its start.

    Parameters
    ----------
    rate_hz : int > 0
        Places are counted at this rate.
    block_samples : int > 0
        Length of every block but the last.
    in_phase : bool
        Whether a run's samples lie where those of any other run of the file do, wherever it begins; else its
        first sample is moved to the next place, by half a sample at most.

    Attributes
    ----------
    layout : Layout or None
        Its channels, to be set before anything is laid down.
    end : int
        Where the sound laid down so far ends.
    """

    def __init__(self, rate_hz: int, block_samples: int, *, in_phase: bool = False) -> None:
        self.rate_hz = rate_hz
        self.in_phase = in_phase
        self.layout: Layout | None = None
        self.end = 0
        self._block_samples = block_samples
        self._block = np.zeros((0, 0), np.float32)
        self._filled = 0

    def lay(self, place: int, samples: NDArray[np.float32]) -> Iterator[AudioBlock]:
        """Put samples at a place: after silence if they come late, without their start if they come early."""
        if place > self.end:
            yield from self._append(None, place - self.end)
        early = max(0, self.end - place)
        if early < samples.shape[1]:
            yield from self._append(samples[:, early:], samples.shape[1] - early)

    def rest(self) -> Iterator[AudioBlock]:
        """Give the last, shorter block."""
        if self._filled:
            yield self._give()

    def _append(self, samples: NDArray[np.float32] | None, length: int) -> Iterator[AudioBlock]:
        """Add samples, or silence, at the end."""
        assert self.layout is not None
        done = 0
        while done < length:
            if self._filled == 0:
                self._block = np.empty((len(self.layout.channels), self._block_samples), np.float32)
            step = min(length - done, self._block_samples - self._filled)
            room = self._block[:, self._filled : self._filled + step]
            room[...] = 0.0 if samples is None else samples[:, done : done + step]
            self._filled += step
            self.end += step
            done += step
            if self._filled == self._block_samples:
                yield self._give()

    def _give(self) -> AudioBlock:
        """Hand out the block as far as it is filled."""
        assert self.layout is not None
        samples = np.ascontiguousarray(self._block[:, : self._filled])
        block = AudioBlock(self.end - self._filled, self.layout.channels, samples)
        self._filled = 0
        return block


def zero_of(container: InputContainer) -> float:
    """Give the time stamp at which a player's clock begins, in seconds; 0 where the container says none."""
    return 0.0 if container.start_time is None else max(0.0, container.start_time / av.time_base)


class StampClock:
    """Turns time stamps into seconds since the player's zero, as far as they can be believed.

    Parameters
    ----------
    tick_s : float > 0
        Seconds in one unit of the time stamps.
    zero_s : float or None
        What the container calls the time that a player shows as zero; None where the first time stamp tells.
    end_s : float or None
        The length that the container states.
    counted : bool
        Whether time stamps say no more than how many samples came before; may become true.
    """

    def __init__(self, tick_s: float, zero_s: float | None, end_s: float | None, *, counted: bool) -> None:
        self.tick_s = tick_s
        self.counted = counted
        self._first = True
        self._refused = 0
        self._shift_s = None if zero_s is None else -zero_s
        self._end_s = end_s

    @classmethod
    def of(
        cls,
        container: InputContainer,
        source: AudioStream,
        begin_s: float = 0.0,
        *,
        unstated_zero_s: float | None = None,
    ) -> StampClock:
        """Read zero and end from a container that begins at a time; what lies before is a coder's priming.

        Who enters a file in its middle must say what is zero where the container does not: its first time
        stamp is another then.
        """
        tick_s = float(source.time_base) if source.time_base else 1.0
        zero_s = unstated_zero_s if container.start_time is None else zero_of(container)
        longest_s = _SHORTEST_S + max(0, container.size) / _FEWEST_BYTES_PER_S
        end_s = None if container.duration is None else min(container.duration / av.time_base, longest_s)
        zero_s = None if zero_s is None else zero_s - begin_s
        end_s = None if end_s is None else end_s + begin_s
        return cls(tick_s, zero_s, end_s, counted=container.format.name in _COUNTED_FORMATS)

    def place_s(self, pts: int | None, expected_s: float) -> float:
        """Say when a new run starts; where its time stamp is absurd, it goes on where the last one ended."""
        first, self._first = self._first, False
        if pts is None or (self.counted and not first):
            return expected_s
        if self._shift_s is None:
            self._shift_s = expected_s - pts * self.tick_s
        start_s = pts * self.tick_s + self._shift_s
        last_s = expected_s + _UNSTATED_HOLE_S if self._end_s is None else self._end_s + _BEYOND_END_S
        if expected_s - _FAR_BACK_S <= start_s <= max(last_s, expected_s + _BEYOND_END_S):
            return start_s
        self._shift_s += expected_s - start_s
        self._refused += 1
        self.counted = self.counted or self._refused >= _REFUSALS
        return expected_s
