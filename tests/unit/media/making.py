"""Small media files made with FFmpeg's own encoders, whole or damaged on purpose."""

import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

CLICK_S = 0.004


def tone(seconds, hz, rate_hz=48000, level=0.4):
    return (level * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate_hz)) / rate_hz)).astype(np.float32)


def clicks(seconds, at_s, rate_hz=48000, channels=1):
    """Bursts of 1 kHz, centred on the times given, on faint noise that keeps the coders awake."""
    samples = np.random.default_rng(7).normal(0, 1e-3, round(seconds * rate_hz))
    half = round(CLICK_S * rate_hz)
    burst = np.hanning(2 * half + 1) * np.cos(2 * np.pi * 1000 * np.arange(-half, half + 1) / rate_hz)
    for time_s in at_s:
        centre = round(time_s * rate_hz)
        samples[centre - half : centre + half + 1] += 0.8 * burst
    return np.tile(samples.astype(np.float32), (channels, 1))


def centres(samples, rate_hz, around_s, reach_s=0.1):
    """Find where the energy of each click is centred."""
    power = np.asarray(samples, np.float64) ** 2
    found = []
    for time_s in around_s:
        low = max(0, round((time_s - reach_s) * rate_hz))
        part = power[low : round((time_s + reach_s) * rate_hz)]
        part = np.where(part > 0.05 * part.max(initial=1e-12), part, 0)
        found.append((low + np.average(np.arange(part.size), weights=part)) / rate_hz)
    return found


def frames_of(samples, rate_hz, sample_format, layout, size=1024):
    """Cut samples into frames in an encoder's sample format."""
    resampler = av.AudioResampler(format=sample_format, layout=layout, rate=rate_hz, frame_size=size)
    whole = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(samples.T.reshape(1, -1)), format="flt", layout=layout
    )
    whole.sample_rate = rate_hz
    whole.pts = 0
    whole.time_base = Fraction(1, rate_hz)
    return [*resampler.resample(whole), *resampler.resample(None)]


def encode(
    path,
    samples,
    rate_hz=48000,
    *,
    codec,
    layout=None,
    container=None,
    metadata=None,
    video=False,
    start_s=0.0,
    options=None,
    more=(),
):
    """Write a file with one audio stream, more of them, and perhaps pictures."""
    layout = layout or {1: "mono", 2: "stereo"}[samples.shape[0]]
    with av.open(str(path), "w", format=container, options=options or {}) as out:
        out.metadata.update(metadata or {})
        pictures = _add_pictures(out, samples.shape[1] / rate_hz) if video else None
        streams = [_add_sound(out, rate_hz, codec, layout)]
        for extra in more:
            stream = _add_sound(out, rate_hz, codec, extra.get("layout", layout))
            stream.metadata.update(extra.get("metadata", {}))
            streams.append(stream)
        if pictures is not None:
            out.mux(pictures())
        sounds = [samples, *(extra["samples"] for extra in more)]
        packets = []
        for stream, sound in zip(streams, sounds, strict=True):
            context = stream.codec_context
            for frame in frames_of(
                sound, rate_hz, context.format.name, context.layout.name, context.frame_size or 1024
            ):
                frame.pts += round(start_s * rate_hz)
                packets += stream.encode(frame)
            packets += stream.encode(None)
        out.start_encoding()
        for packet in sorted(packets, key=lambda each: each.dts * each.time_base):
            out.mux(packet)
    return path


def _add_sound(out, rate_hz, codec, layout):
    stream = out.add_stream(codec, rate=rate_hz)
    stream.codec_context.layout = layout
    stream.codec_context.open()
    return stream


def _add_pictures(out, seconds):
    stream = out.add_stream("mpeg4", rate=Fraction(24000, 1001))
    stream.width = stream.height = 32
    stream.pix_fmt = "yuv420p"

    def encode_all():
        frame = av.VideoFrame(32, 32, "yuv420p")
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        packets = []
        for number in range(max(1, round(seconds * 24000 / 1001))):
            frame.pts = number
            frame.time_base = Fraction(1001, 24000)
            packets += stream.encode(frame)
        return packets + stream.encode(None)

    return encode_all


def packet_places(path):
    """Say where each audio packet lies in a file: (position, size)."""
    with av.open(str(path)) as container:
        return [
            (packet.pos, packet.size) for packet in container.demux(audio=0) if packet.size and packet.pos
        ]


def overwrite(path, target, places, filler=b"\x00"):
    """Copy a file with stretches of it overwritten."""
    content = bytearray(Path(path).read_bytes())
    for position, size in places:
        content[position : position + size] = (filler * size)[:size]
    Path(target).write_bytes(content)
    return target


def core_audio(path, labels, samples, rate_hz=48000):
    """Write a Core Audio file, whose channels stand in any order: 1 FL, 2 FR, 3 FC, 4 LFE, 5 BL, 6 BR."""
    count = samples.shape[0]
    chunks = {
        b"desc": struct.pack(">d4sIIIII", rate_hz, b"lpcm", 0, 2 * count, 1, count, 16),
        b"chan": struct.pack(">III", 0, 0, count)
        + b"".join(struct.pack(">II3f", label, 0, 0, 0, 0) for label in labels),
        b"data": struct.pack(">I", 0) + (samples * 32767).astype(">i2").T.tobytes(),
    }
    body = b"".join(kind + struct.pack(">q", len(chunk)) + chunk for kind, chunk in chunks.items())
    path.write_bytes(b"caff" + struct.pack(">HH", 1, 0) + body)
    return path


def save_picture(path, codec, container=None, count=1):
    with av.open(str(path), "w", format=container) as out:
        pictures = out.add_stream(codec, rate=24)
        pictures.width = pictures.height = 32
        pictures.pix_fmt = {"mjpeg": "yuvj420p", "png": "rgb24", "gif": "rgb8"}.get(codec, "yuv420p")
        frame = av.VideoFrame(32, 32, pictures.pix_fmt)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        for number in range(count):
            frame.pts = number
            out.mux(pictures.encode(frame))
        out.mux(pictures.encode(None))
    return path
