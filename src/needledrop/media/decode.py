"""From a file to blocks of samples: all channels, at one rate, on the file's clock.

In: a path. Out: `AudioBlock`s without gap or overlap, sample 0 at the player's time zero. FFmpeg decodes and
resamples (PyAV). Sound that the file holds in one piece is a *run*: it has one place on the clock and one
resampler. A hole, a jump of the time stamps or a change of format begins a new run, and the space between is silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.filter import Graph
from av.stream import Discard
from numpy.typing import NDArray

from needledrop.errors import DecodeError, NoSoundError
from needledrop.media.probe import choose_stream, open_container, probe, quoted

_BATCH_SAMPLES = 16384
_JUMP_S = 0.05
_JUMP_AFTER_LOSS_S = 0.005
_BEYOND_END_S = 10.0


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


def blocks(
    path: Path, *, rate_hz: int, stream: int | None = None, block_samples: int = 65536
) -> Iterator[AudioBlock]:
    """Decode a file into blocks of equal length.

    Parameters
    ----------
    path : Path
        Any audio or video file that FFmpeg reads.
    rate_hz : int > 0
        The rate to resample to.
    stream : int or None
        Index of the stream in the container; None takes the one a player would.
    block_samples : int > 0
        Length of every block but the last.

    Yields
    ------
    AudioBlock
        In order, without gaps, from sample 0; all with the same layout. Nothing where the stream is empty.

    Raises
    ------
    MediaError
        The file cannot be listened to; see `needledrop.media.probe.probe`. A file that ends too early, or is
        damaged in places, gives what it holds.
    """
    chosen = choose_stream(probe(path), stream)
    with open_container(path) as container:
        source = container.streams[chosen]
        assert isinstance(source, AudioStream)
        timeline = _Timeline(rate_hz, block_samples)
        for run in _runs(path, container, source, rate_hz, timeline):
            yield from run
        yield from timeline.rest()


def read(path: Path, *, rate_hz: int, stream: int | None = None) -> AudioBlock:
    """Decode a whole file; parameters and errors as for `blocks`."""
    parts = list(blocks(path, rate_hz=rate_hz, stream=stream))
    if not parts:
        raise NoSoundError(f"{quoted(path)} holds no sound; its audio stream is empty", path=str(path))
    samples = np.concatenate([part.samples for part in parts], axis=1)
    return AudioBlock(first_sample=0, layout=parts[0].layout, samples=samples)


class _Timeline:
    """Lays pieces of sound down at their places and cuts the whole into blocks."""

    def __init__(self, rate_hz: int, block_samples: int) -> None:
        self.rate_hz = rate_hz
        self.layout: tuple[str, ...] = ()
        self.end = 0
        self._block_samples = block_samples
        self._block = np.zeros((0, 0), np.float32)
        self._filled = 0

    def lay(self, place: int, samples: NDArray[np.float32]) -> Iterator[AudioBlock]:
        """Put samples at a place: silence before them if there is a gap, without what is already there."""
        if place > self.end:
            yield from self._append(None, place - self.end)
        skip = max(0, self.end - place)
        if skip < samples.shape[1]:
            yield from self._append(samples[:, skip:], samples.shape[1] - skip)

    def rest(self) -> Iterator[AudioBlock]:
        """Give the last, shorter block."""
        if self._filled:
            yield self._give()

    def _append(self, samples: NDArray[np.float32] | None, length: int) -> Iterator[AudioBlock]:
        done = 0
        while done < length:
            if self._filled == 0:
                self._block = np.zeros((len(self.layout), self._block_samples), np.float32)
            step = min(length - done, self._block_samples - self._filled)
            if samples is not None:
                self._block[:, self._filled : self._filled + step] = samples[:, done : done + step]
            self._filled += step
            self.end += step
            done += step
            if self._filled == self._block_samples:
                yield self._give()

    def _give(self) -> AudioBlock:
        block = AudioBlock(self.end - self._filled, self.layout, self._block[:, : self._filled])
        self._filled = 0
        return block


def _runs(
    path: Path, container: InputContainer, source: AudioStream, rate_hz: int, timeline: _Timeline
) -> Iterator[Iterator[AudioBlock]]:
    zero_s = max(0.0, (container.start_time or 0) / av.time_base)
    time_base = source.time_base or Fraction(1, 1)
    tick = float(time_base)
    run: _Run | None = None
    shape: tuple[object, ...] = ()
    for frame in _frames(path, container, source):
        if frame is None:
            if run is not None:
                run.lost = True
            continue
        now = (frame.sample_rate, frame.format.name, frame.layout.name)
        start_s = None if frame.pts is None else frame.pts * tick - zero_s
        if run is None or now != shape or run.jumps(start_s):
            if run is not None:
                yield run.flush()
            shape = now
            at_s = start_s if start_s is not None else (run.end_s if run else 0.0)
            if not timeline.layout:
                timeline.layout = tuple(channel.name for channel in frame.layout.channels)
                first_layout = frame.layout.name
            run = _Run(frame, at_s, first_layout, time_base, timeline)
        if run.push(frame):
            yield run.drain()
    if run is not None:
        yield run.flush()


class _Run:
    def __init__(
        self, frame: AudioFrame, start_s: float, layout: str, time_base: Fraction, timeline: _Timeline
    ) -> None:
        self.lost = False
        self._timeline = timeline
        self._start_s = start_s
        self._rate_in = frame.sample_rate
        self._taken = 0
        self._place = round(start_s * timeline.rate_hz)
        self._waiting = 0
        graph = Graph()
        graph.threads = 1
        self._source = graph.add(
            "abuffer",
            sample_rate=str(frame.sample_rate),
            sample_fmt=frame.format.name,
            channel_layout=frame.layout.name,
            time_base=str(time_base),
        )
        nodes = [
            self._source,
            graph.add("asetnsamples", f"n={_BATCH_SAMPLES}:p=0"),
            graph.add("aresample", f"sample_rate={timeline.rate_hz}"),
            graph.add("aformat", f"sample_fmts=fltp:channel_layouts={layout}"),
            graph.add("abuffersink"),
        ]
        graph.link_nodes(*nodes)
        graph.configure()
        self._graph = graph
        self._sink = nodes[-1]

    @property
    def end_s(self) -> float:
        return self._start_s + self._taken / self._rate_in

    def jumps(self, start_s: float | None) -> bool:
        lost, self.lost = self.lost, False
        if start_s is None:
            return False
        return abs(start_s - self.end_s) > (_JUMP_AFTER_LOSS_S if lost else _JUMP_S)

    def push(self, frame: AudioFrame) -> bool:
        self._taken += frame.samples
        self._waiting += frame.samples
        self._source.push(frame)
        return self._waiting >= _BATCH_SAMPLES

    def drain(self) -> Iterator[AudioBlock]:
        self._waiting = 0
        while True:
            try:
                samples = self._sink.pull().to_ndarray()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            yield from self._timeline.lay(self._place, samples)
            self._place += samples.shape[1]

    def flush(self) -> Iterator[AudioBlock]:
        self._source.push(None)
        yield from self.drain()


def _frames(path: Path, container: InputContainer, source: AudioStream) -> Iterator[AudioFrame | None]:
    """Decode frame by frame; None stands for what could not be decoded."""
    for other in container.streams:
        if other is not source:
            other.discard = Discard.all
    context = source.codec_context
    if context is None:
        raise DecodeError(f"FFmpeg has no decoder for {quoted(path)}", path=str(path))
    context.thread_count = 1
    packets = container.demux(source)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except av.error.FFmpegError:
            return
        try:
            yield from context.decode(packet)
        except av.error.FFmpegError:
            yield None
