"""A mix becomes a film file, and the file says how late it sounds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np

from evaluation.layouts import Layout
from evaluation.stems import F32, RATE_HZ
from evaluation.treatments import frames_of, lag_samples

LISTEN_S = 60.0
MOST_LATE_SAMPLES = 4096


LANGUAGES = ("eng", "ger", "fre", "spa")
"""Of a film's streams, where it has dubs."""


def encode_film(
    channels: F32, path: Path, *, layout: Layout, codec: str, kbit_per_s: int, dubs: Sequence[F32] = ()
) -> float:
    """Write a Matroska file with one audio stream, and one for each dub.

    Parameters
    ----------
    channels : float32[channels, n]
        At 48 kHz, in FFmpeg's order for the layout.
    path : Path
        The file to write.
    layout : Layout
        The channels' names.
    codec : str
        FFmpeg's name of an encoder.
    kbit_per_s : int
        Bit rate of all channels together.
    dubs : sequence of float32[channels, n]
        Further language tracks.

    Returns
    -------
    float
        By how many milliseconds the decoded sound, on the player's clock, is later than `channels`.
    """
    with av.open(str(path), "w", format="matroska") as container:
        streams = [
            _stream(container, codec, kbit_per_s, layout, language if dubs else None)
            for language, _ in zip(LANGUAGES, (channels, *dubs), strict=False)
        ]
        for frames in zip(
            *(frames_of(track, layout.channel_layout) for track in (channels, *dubs)), strict=True
        ):
            for stream, frame in zip(streams, frames, strict=True):
                container.mux(stream.encode(frame))
        for stream in streams:
            container.mux(stream.encode(None))
    return _late_ms(path, channels)


def _stream(
    container: av.container.OutputContainer, codec: str, kbit_per_s: int, layout: Layout, language: str | None
) -> av.AudioStream:
    """Add an audio stream to a file."""
    stream = container.add_stream(codec, rate=RATE_HZ)
    assert isinstance(stream, av.AudioStream)
    stream.bit_rate = kbit_per_s * 1000
    stream.layout = layout.channel_layout
    stream.codec_context.thread_count = 1
    if language is not None:
        stream.metadata["language"] = language
    return stream


def _late_ms(path: Path, channels: F32) -> float:
    """Measure the file's delay against what was sent, from its first minute."""
    n = min(channels.shape[1], round(LISTEN_S * RATE_HZ))
    heard = np.zeros(n, np.float32)
    with av.open(str(path)) as container:
        packer = av.AudioResampler(format="flt")  # PyAV cannot read 8 planes
        for frame in container.decode(audio=0):
            assert frame.time is not None
            first = round(frame.time * RATE_HZ)
            if first >= n:
                break
            for packed in packer.resample(frame):
                mono = packed.to_ndarray().reshape(-1, channels.shape[0]).mean(axis=1)
                mono = mono[max(0, -first) : n - max(0, first)]
                heard[max(0, first) : max(0, first) + len(mono)] = mono
    sent = channels[:, :n].mean(axis=0)
    loudest = _loudest_stretch(sent)
    return round(1000 * lag_samples(heard[loudest], sent[loudest], most=MOST_LATE_SAMPLES) / RATE_HZ, 3)


def _loudest_stretch(sound: F32) -> slice:
    """Find the ten seconds with most energy, so that silence is not measured."""
    width = 10 * RATE_HZ
    if len(sound) <= width:
        return slice(0, len(sound))
    energy = np.add.reduceat(np.square(sound, dtype=np.float64), np.arange(0, len(sound), RATE_HZ))
    sums = np.convolve(energy, np.ones(10), "valid")
    first = int(np.argmax(sums)) * RATE_HZ
    return slice(first, first + width)
