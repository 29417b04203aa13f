"""A stretch of a file -> samples at its exact place, brought to another speed, and encoded.

`media.decode` reads whole files; who listens must hear from the third hour at once. Here the file is entered
shortly before the stretch. Time stamps may be coarse (a millisecond in Matroska), so that a run of sound is
placed by the median of all its time stamps, not by the first.
"""

from __future__ import annotations

import io
import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.filter import Graph
from numpy.typing import NDArray

from cuespotter.media.entering import choice_of, enter
from cuespotter.media.frames import SoundStream
from cuespotter.media.probe import open_container
from cuespotter.media.streams import StreamChoice
from cuespotter.media.timeline import zero_of

F32 = NDArray[np.float32]
RATE_HZ = 48000
"""What browsers play without another conversion."""
JUMP_S = 0.05
"""A time stamp this far from where the sound is begins a new run."""
HALF_TAPS = 16
"""Half the length of the interpolating filter: its pass band is flat to 0.9 of the highest frequency."""
LEAST_TEMPO_SAMPLES = RATE_HZ
"""``atempo`` of FFmpeg 7 and 8 writes beyond its memory where it is given less than one of its windows."""
PHASES = 512
"""Places between two samples at which the filter is tabulated; between them it is taken linearly."""


@dataclass(frozen=True)
class Cut:
    """A stretch of a file: float32[channels, n] at `rate_hz`, the first sample at the time asked for."""

    samples: F32
    layout: tuple[str, ...]
    rate_hz: int


@dataclass
class _Run:
    """Frames that hang together, as they come: how late each was for its place, and its samples."""

    rate_hz: int
    layout: tuple[str, ...]
    lates_s: list[float] = field(default_factory=list)
    parts: list[F32] = field(default_factory=list)
    length: int = 0

    def expects_s(self) -> float:
        """Say when the next frame should sound."""
        return float(np.median(self.lates_s)) + self.length / self.rate_hz

    def take(self, at_s: float, samples: F32) -> None:
        """Add a frame."""
        self.lates_s.append(at_s - self.length / self.rate_hz)
        self.parts.append(samples)
        self.length += samples.shape[1]


def cut(path: Path, *, start_s: float, end_s: float, stream: int | StreamChoice | None = None) -> Cut:
    """Decode a stretch of a file, at the file's own rate.

    Parameters
    ----------
    path : Path
    start_s, end_s : float
        On the player's clock; what lies outside of the file is silence.
    stream : int or Choice, optional
        Number of the stream, or several streams as the channels of one mix; default what a player would take.

    Raises
    ------
    MediaError
        The file cannot be listened to.
    """
    choice = choice_of(path, stream)
    parts = [_cut_of_one(path, start_s, end_s, index) for index in choice.streams]
    if len(parts) == 1:
        return parts[0]
    rate_hz = max(part.rate_hz for part in parts)
    lines = [
        at_rate(part.samples.mean(axis=0, keepdims=True), rate_hz=part.rate_hz, wanted_hz=rate_hz)
        for part in parts
    ]
    count = max(line.shape[1] for line in lines)
    return Cut(np.concatenate([fitted(line, count) for line in lines]), choice.channels, rate_hz)


def _cut_of_one(path: Path, start_s: float, end_s: float, index: int) -> Cut:
    """Decode a stretch of one stream; each of a mix by itself, since they may lie far apart in the file."""
    with open_container(path) as container:
        source = container.streams[index]
        assert isinstance(source, AudioStream)
        tick_s = float(source.time_base) if source.time_base else 1.0
        sound = SoundStream(container, source)
        enter(path, container, source, start_s)
        runs = list(_runs(sound, tick_s, zero_of(container), end_s))
    if not runs:
        return Cut(np.zeros((1, round((end_s - start_s) * RATE_HZ)), np.float32), ("FC",), RATE_HZ)
    return _laid(runs, start_s, end_s)


def _runs(sound: SoundStream, tick_s: float, zero_s: float, end_s: float) -> Iterator[_Run]:
    """Gather decoded frames into runs, up to the end of the stretch."""
    run: _Run | None = None
    for bunch in sound.frames():
        for frame in bunch:
            expected_s = 0.0 if run is None else run.expects_s()
            at_s = expected_s if frame.pts is None else frame.pts * tick_s - zero_s
            layout = tuple(sound.layout_of(frame).channels)
            fits = run is not None and (run.rate_hz, run.layout) == (frame.sample_rate, layout)
            if run is None or not fits or abs(at_s - expected_s) > JUMP_S:
                if run is not None:
                    yield run
                run = _Run(frame.sample_rate, layout)
            run.take(at_s, _samples_of(frame, len(layout)))
        if run is not None and run.expects_s() > end_s + 0.5:
            break
    if run is not None:
        yield run


def _samples_of(frame: AudioFrame, channels: int) -> F32:
    """Give a frame's samples as float32[channels, n], full scale 1."""
    raw = frame.to_ndarray()
    if not frame.format.is_planar:
        raw = raw.reshape(-1, channels).T
    if raw.dtype == np.uint8:
        return np.asarray((raw.astype(np.float32) - 128.0) / 128.0, np.float32)
    if np.issubdtype(raw.dtype, np.integer):
        return np.asarray(raw.astype(np.float32) * 2.0 ** (1 - 8 * raw.dtype.itemsize), np.float32)
    return np.asarray(raw, np.float32)


def _laid(runs: list[_Run], start_s: float, end_s: float) -> Cut:
    """Lay runs down at their places; those of another rate or layout than the first are left out."""
    first = runs[0]
    rate_hz = first.rate_hz
    origin = round(start_s * rate_hz)
    out = np.zeros((len(first.layout), round(end_s * rate_hz) - origin), np.float32)
    for run in runs:
        if (run.rate_hz, run.layout) != (rate_hz, first.layout):
            continue
        samples = np.concatenate(run.parts, axis=1)
        place = round(float(np.median(run.lates_s)) * rate_hz) - origin
        begin, end = max(0, place), min(out.shape[1], place + samples.shape[1])
        if begin < end:
            out[:, begin:end] = samples[:, begin - place : end - place]
    return Cut(out, first.layout, rate_hz)


def at_rate(samples: F32, *, rate_hz: int, wanted_hz: int) -> F32:
    """Resample to another rate; sample 0 stays where it is."""
    if rate_hz == wanted_hz or not samples.shape[1]:
        return samples
    from scipy.signal import resample_poly  # noqa: PLC0415 (slow to import, and not every listener needs it)

    ratio = Fraction(wanted_hz, rate_hz)
    resampled: F32 = resample_poly(samples, ratio.numerator, ratio.denominator, axis=1).astype(np.float32)
    return resampled


def at_places(samples: F32, *, first: float, step: float, count: int) -> F32:
    """Read samples at evenly spaced places between them, by a windowed sinc.

    Parameters
    ----------
    samples : float32[channels, n]
    first, step : float
        Place of the first, and distance between two, in samples; a step above 1 lowers the filter so that
        nothing folds back.
    count : int

    Returns
    -------
    float32[channels, count]
        Silence outside of the samples.
    """
    place = first + step * np.arange(count)
    whole = np.floor(place).astype(np.int64)
    fine = (place - whole) * PHASES
    row = fine.astype(np.int64)
    between = (fine - row).astype(np.float32)
    table = _sinc_table(min(1.0, 1.0 / step))
    out = np.zeros((len(samples), count), np.float32)
    low = int(whole.min(initial=0)) - HALF_TAPS
    high = int(whole.max(initial=0)) + HALF_TAPS + 1
    padded = np.zeros((len(samples), high - low + 1), np.float32)
    begin, end = max(0, low), min(samples.shape[1], high)
    if begin < end:
        padded[:, begin - low : end - low] = samples[:, begin:end]
    for tap in range(2 * HALF_TAPS):
        weight = table[row, tap] * (1.0 - between) + table[row + 1, tap] * between
        out += weight * padded[:, whole - low + tap - HALF_TAPS + 1]
    return out


def _sinc_table(cutoff: float) -> F32:
    """Tabulate the filter: float32[PHASES + 1, 2 * HALF_TAPS], each row of sum 1."""
    distance = np.arange(PHASES + 1)[:, np.newaxis] / PHASES - (np.arange(2 * HALF_TAPS) - HALF_TAPS + 1)
    window = np.kaiser(2 * HALF_TAPS * 64 + 1, 8.0)
    at = np.clip((distance + HALF_TAPS) * 64, 0, 2 * HALF_TAPS * 64)
    table = np.sinc(distance * cutoff) * np.interp(at, np.arange(len(window)), window)
    return np.asarray(table / table.sum(axis=1, keepdims=True), np.float32)


def at_tempo(samples: F32, tempo: float) -> F32:
    """Play faster or slower at the same pitch (FFmpeg's ``atempo``).

    Parameters
    ----------
    samples : float32[channels, n]
    tempo : float
        In steps of at most an octave: a filter refuses less than 0.5, and at 16 it ends the process.

    Returns
    -------
    float32[channels, m]
        About n / `tempo` long; where n is very short, silence follows.
    """
    samples = fitted(samples, max(LEAST_TEMPO_SAMPLES, samples.shape[1]))
    graph = Graph()
    layout = "mono" if len(samples) == 1 else "stereo"
    source = graph.add(
        "abuffer", sample_rate=str(RATE_HZ), sample_fmt="flt", channel_layout=layout, time_base=f"1/{RATE_HZ}"
    )
    sink = graph.add("abuffersink")
    times = max(1, math.ceil(abs(math.log2(tempo))))
    turns = [graph.add("atempo", f"{tempo ** (1 / times):.9f}") for _ in range(times)]
    graph.link_nodes(source, *turns, graph.add("aformat", "sample_fmts=flt"), sink)
    graph.configure()
    flat = np.ascontiguousarray(samples.T).reshape(1, -1)
    frame = AudioFrame.from_ndarray(flat, format="flt", layout=layout)
    frame.sample_rate, frame.pts = RATE_HZ, 0
    graph.push(frame)
    graph.push(None)
    parts: list[F32] = []
    while True:
        try:
            done = graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            break
        assert isinstance(done, AudioFrame)
        parts.append(_samples_of(done, len(samples)))
    return np.concatenate([np.zeros((len(samples), 0), np.float32), *parts], axis=1)


def fitted(samples: F32, count: int) -> F32:
    """Cut to a length, or fill up with silence."""
    short = count - samples.shape[1]
    return samples[:, :count] if short <= 0 else np.pad(samples, ((0, 0), (0, short)))


def as_wav(samples: F32) -> bytes:
    """Write 16-bit WAV at `RATE_HZ`."""
    pcm = (np.clip(samples.T, -1.0, 1.0) * 32767.0).round().astype("<i2").tobytes()
    channels = len(samples)
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        *(b"RIFF", 36 + len(pcm), b"WAVE", b"fmt ", 16, 1, channels, RATE_HZ),
        *(RATE_HZ * channels * 2, channels * 2, 16, b"data", len(pcm)),
    )
    return head + pcm


def as_opus(samples: F32) -> bytes:
    """Write Opus in Ogg, for a desk on another machine: a tenth of the bytes; one sample at least."""
    samples = fitted(samples, max(1, samples.shape[1]))
    target = io.BytesIO()
    layout = "mono" if len(samples) == 1 else "stereo"
    with av.open(target, "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=RATE_HZ, layout=layout)
        stream.bit_rate = 96000 * len(samples)
        flat = np.ascontiguousarray(np.clip(samples, -1.0, 1.0).T).reshape(1, -1)
        frame = AudioFrame.from_ndarray(flat, format="flt", layout=layout)
        frame.sample_rate, frame.pts = RATE_HZ, 0
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    return target.getvalue()
