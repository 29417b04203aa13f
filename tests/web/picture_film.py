"""A film whose every picture says which one it is: eleven bars, black or white, are its number in binary."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

RATE = 25
BITS = 11
BAR, TALL = 16, 96
WIDE = BITS * BAR


def picture(number: int) -> np.ndarray:
    bars = [255 if number >> bit & 1 else 0 for bit in range(BITS)]
    row = np.repeat(np.array(bars, np.uint8), BAR)
    return np.repeat(np.tile(row, (TALL, 1))[:, :, np.newaxis], 3, axis=2)


def number_in(grey: np.ndarray) -> int:
    """Read the number from a picture of any size, as brightness of 0 to 255."""
    tall, wide = grey.shape
    places = [int((bit + 0.5) * wide / BITS) for bit in range(BITS)]
    return sum(1 << bit for bit, place in enumerate(places) if grey[tall // 2, place] > 127)


def number_in_jpeg(content: bytes) -> int:
    coder = av.CodecContext.create("mjpeg", "r")
    frames = [*coder.decode(av.Packet(content)), *coder.decode(None)]
    return number_in(frames[0].to_ndarray(format="gray"))


def write_film(
    path: Path, *, seconds: float, codec: str, gop: int = 50, sound: str = "libopus", **settings: object
) -> Path:
    """Write it, with a quiet tone."""
    with av.open(str(path), "w") as target:
        shown = target.add_stream(codec, rate=RATE)
        shown.width, shown.height, shown.pix_fmt = WIDE, TALL, "yuv420p"
        shown.codec_context.gop_size = gop
        shown.options = {name: str(value) for name, value in settings.items()}
        heard = target.add_stream(sound, rate=48000, layout="mono")
        for packet in (*_pictures(shown, round(seconds * RATE)), *_sound(heard, seconds)):
            target.mux(packet)
    return path


def _pictures(stream, count: int):
    for number in range(count):
        frame = av.VideoFrame.from_ndarray(picture(number), format="rgb24")
        frame.pts, frame.time_base = number, Fraction(1, RATE)
        yield from stream.encode(frame)
    yield from stream.encode(None)


def _sound(stream, seconds: float):
    tone = 0.1 * np.sin(2 * np.pi * 300 * np.arange(round(seconds * 48000)) / 48000)
    frame = av.AudioFrame.from_ndarray(tone.astype(np.float32)[np.newaxis], format="flt", layout="mono")
    frame.sample_rate, frame.time_base, frame.pts = 48000, Fraction(1, 48000), 0
    fitted = av.AudioResampler(stream.format.name, "mono", 48000, frame_size=stream.frame_size or 1024)
    for part in (*fitted.resample(frame), *fitted.resample(None)):
        yield from stream.encode(part)
    yield from stream.encode(None)
