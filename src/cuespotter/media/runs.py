"""A run: sound that hangs together, on its way through one resampler to its place on the timeline.

In: frames of one stream, bunch by bunch. Out: `AudioBlock`s from the timeline they are laid on. Lost packets,
a jump of the time stamps or a change of format begin a new run; between two runs there is silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.filter import Graph

from cuespotter.media.frames import SoundStream
from cuespotter.media.timeline import AudioBlock, StampClock, Timeline

_RESAMPLER = "filter_size=16:kaiser_beta=5"
"""As steep as FFmpeg's default of 32 and 9, at half the cost: aliases lie 54 dB down instead of 90."""
_BATCH_SAMPLES = 16384
"""Frames are gathered to this length before they are resampled: fewer calls, still in the cache."""
_PULL_SAMPLES = 65536
"""So much goes into the resampler before anything is fetched from it."""
_JUMP_S = 0.05
"""A time stamp this far from where the sound is moves it. Time stamps are coarse and some jitter."""
_JUMP_AFTER_LOSS_S = 0.005
"""... or this far, where a packet was lost and a hole is expected."""
_STEP_S = 0.01
"""... or this far, if all that follow agree: a packet went missing unnoticed, or clocks drift apart."""
_STEP_SPREAD_S, _STEP_FRAMES = 0.003, 4
"""How well time stamps, and how many, must agree."""
_MOST_SILENT_S = 0.02
"""960 samples at 48 kHz; after 640 of them a timeline of 11,025 Hz has a whole place again."""
SLOWEST_HZ, FASTEST_HZ = 1000, 1_536_000
"""Rates that sound can have; anything else is damage, and would make the resampler ask for gigabytes."""


def lay_down(
    sound: SoundStream, clock: StampClock, timeline: Timeline, begin_s: float = 0.0
) -> Iterator[AudioBlock]:
    """Lay a stream's frames down on a timeline, run by run, and give the blocks as they fill."""
    run: _Run | None = None
    end_s = begin_s
    for frames in sound.frames():
        while frames:
            taken = 0 if run is None else run.take(frames)
            if taken == 0:  # begin anew
                if run is not None:
                    end_s = run.end_s
                    yield from run.flush()
                start_s = clock.place_s(frames[0].pts, end_s)
                run = _begin_run(sound, frames[0], start_s, clock, timeline)
                taken = 1
                if run is None:
                    sound.lose(frames[0].samples / max(1, frames[0].sample_rate))
            del frames[:taken]
        if sound.lost_s is not None and clock.counted:  # no time stamp will tell of the hole
            if run is not None:
                end_s = run.end_s
                yield from run.flush()
                run = None
            end_s += sound.lost_s
        elif sound.lost_s is not None and run is not None:
            run.expect_hole()
        if run is not None and run.waiting >= _PULL_SAMPLES:
            yield from run.drain()
    if run is not None:
        yield from run.flush()


class _Run:
    """Sound that hangs together, on its way through one resampler to its place.

    Between calls it holds how much it has taken since the resampler was emptied (`waiting`) and since its
    first frame, in samples that came in, and at which place of the time line the next ones go.
    """

    def __init__(
        self, frame: AudioFrame, target: str, start_s: float, clock: StampClock, timeline: Timeline
    ) -> None:
        self.waiting = 0
        self._timeline = timeline
        self._start_s = start_s
        self._rate_in_hz = frame.sample_rate
        self._taken = 0
        self._first_pts = frame.pts
        self._tick_s = clock.tick_s
        self._counted = clock.counted
        self._lost = False
        silent, self._place = 0, round(start_s * timeline.rate_hz)
        if timeline.in_phase:
            silent, self._place = _whole_place(start_s, frame.sample_rate, timeline.rate_hz)
        self._graph = Graph()
        self._graph.threads = 1
        self._into = self._graph.add(
            "abuffer",
            sample_rate=str(frame.sample_rate),
            sample_fmt=frame.format.name,
            channel_layout=frame.layout.name,
            time_base="1/1",
        )
        self._out_of = self._graph.add("abuffersink")
        self._graph.link_nodes(
            self._into,
            *([self._graph.add("adelay", f"{silent}S:all=1")] if silent else []),
            self._graph.add("asetnsamples", f"n={_BATCH_SAMPLES}:p=0"),
            self._graph.add("aresample", f"sample_rate={timeline.rate_hz}:{_RESAMPLER}"),
            self._graph.add("aformat", target),
            self._out_of,
        )
        self._graph.configure()

    @property
    def end_s(self) -> float:
        """Where the sound taken so far ends."""
        return self._start_s + self._taken / self._rate_in_hz

    def expect_hole(self) -> None:
        """Look closely at the next time stamp: a packet was lost before it."""
        self._lost = True

    def take(self, frames: list[AudioFrame]) -> int:
        """Take the frames that go on where the last ended, in the same format; say how many."""
        lengths = [frame.samples for frame in frames]
        number = 0
        for frame in frames[: self._count_fitting(frames, lengths)]:
            try:
                self._into.push(frame)
            except av.error.FFmpegError:  # FFmpeg's word for "another format"
                break
            number += 1
        taken = sum(lengths[:number])
        self._taken += taken
        self.waiting += taken
        return number

    def _count_fitting(self, frames: list[AudioFrame], lengths: list[int]) -> int:
        """Count the frames whose time stamps go on where the last frame ended."""
        if self._counted:
            return len(frames)
        lost, self._lost = self._lost, False
        late_s = [self._late_s(frames[0], 0), self._late_s(frames[-1], sum(lengths) - lengths[-1])]
        if max(late_s) <= _STEP_S >= -min(late_s) and not lost:
            return len(frames)
        ahead = accumulate(lengths, initial=0)
        late_s = [self._late_s(frame, before) for frame, before in zip(frames, ahead, strict=False)]
        return _count_even(late_s, lost=lost)

    def _late_s(self, frame: AudioFrame, ahead: int) -> float:
        """Say how late a frame's time stamp is, so many samples ahead of what was taken."""
        if frame.pts is None:
            return 0.0
        elapsed_s = (self._taken + ahead) / self._rate_in_hz
        if self._first_pts is None:
            self._first_pts = frame.pts - round(elapsed_s / self._tick_s)
        return (frame.pts - self._first_pts) * self._tick_s - elapsed_s

    def drain(self) -> Iterator[AudioBlock]:
        """Lay down what the resampler has ready."""
        self.waiting = 0
        while True:
            try:
                frame = self._out_of.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            assert isinstance(frame, AudioFrame)
            flat = np.frombuffer(frame.planes[0], np.float32)  # type: ignore[call-overload]
            assert self._timeline.layout is not None
            channels = len(self._timeline.layout.channels)
            samples = flat[: frame.samples * channels].reshape(-1, channels).T
            yield from self._timeline.lay(self._place, samples)
            self._place += frame.samples

    def flush(self) -> Iterator[AudioBlock]:
        """Lay down all the rest."""
        self._into.push(None)
        yield from self.drain()


def _whole_place(start_s: float, rate_in_hz: int, rate_hz: int) -> tuple[int, int]:
    """Say how many silent samples go before a run so that it begins at a whole place of the timeline.

    Of those up to `_MOST_SILENT_S` the number that comes nearest: none is off at the rates that music has.

    Returns
    -------
    int, int
        Silent samples at the rate that comes in, and the place of the first.

    Examples
    --------
    >>> _whole_place(2.0, 44100, 11025), _whole_place(1 / 44100, 44100, 11025)
    ((0, 22050), (1, 0))
    """
    silent = np.arange(max(1, round(_MOST_SILENT_S * rate_in_hz)))
    places = (round(start_s * rate_in_hz) - silent) * rate_hz
    off = np.abs((places + rate_in_hz // 2) % rate_in_hz - rate_in_hz // 2)
    best = int(np.argmin(off))
    return best, round(int(places[best]) / rate_in_hz)


def _count_even(late_s: list[float], *, lost: bool) -> int:
    """Count the frames before the first that must be moved, given how late each one's time stamp is."""
    jump_s = _JUMP_AFTER_LOSS_S if lost else _JUMP_S
    even = next((number for number, late in enumerate(late_s) if abs(late) > jump_s), len(late_s))
    for number, late in enumerate(late_s[:even]):
        rest = late_s[number:]
        if abs(late) > _STEP_S and max(rest) - min(rest) < _STEP_SPREAD_S and len(rest) >= _STEP_FRAMES:
            return number
    return even


def _begin_run(
    sound: SoundStream, frame: AudioFrame, start_s: float, clock: StampClock, timeline: Timeline
) -> _Run | None:
    """Begin a run with a frame, or say that its format cannot be heard."""
    if not SLOWEST_HZ <= frame.sample_rate <= FASTEST_HZ:
        return None
    layout = sound.layout_of(frame)
    first = timeline.layout or layout
    target = "sample_fmts=flt"  # one plane: PyAV miscounts the planes of eight channels and more
    if layout.channels != first.channels:
        if {layout.kind, first.kind} != {"named"}:
            return None
        target += f":channel_layouts={first.name}"
    try:
        run = _Run(frame, target, start_s, clock, timeline)
    except av.error.FFmpegError:
        return None
    timeline.layout = first
    return run if run.take([frame]) else None
