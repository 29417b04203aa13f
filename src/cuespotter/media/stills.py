"""Stills: the film's picture at a moment, as a small JPEG."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import av.error
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from cuespotter.errors import DecodeError
from cuespotter.media.names import quoted
from cuespotter.media.probe import moving_pictures, open_container

LONGEST_SIDE_PX = 480
"""Wide enough beside a cue on any screen; some 20 kB each, so that a page of a hundred is two megabytes."""
JPEG_QUALITY = 5
"""The encoder's quantizer, 2 to 31: at 5 no block is seen at this size."""
MOST_FRAMES = 600
"""From one key picture to the next lie 10 s at most, even at 60 pictures a second; what lies further is not
waited for."""


def decode_stills(path: Path, times_s: Iterable[float]) -> dict[float, bytes]:
    """Give the pictures that a player shows at some moments.

    Parameters
    ----------
    path : Path
        The film's file.
    times_s : iterable of float
        In seconds from the file's first moment, on the player's clock.

    Returns
    -------
    dict of float to bytes
        JPEG by time, its longer side at most `LONGEST_SIDE_PX`; a time past the last picture has none, nor
        has a file without moving pictures.

    Raises
    ------
    MediaError
        The file is gone, or cannot be decoded.
    """
    with open_container(path) as container:
        pictures = moving_pictures(container)
        if pictures is None:
            return {}
        pictures.thread_type = "AUTO"
        aspect = float(pictures.sample_aspect_ratio or 1)
        stills = {}
        for time_s in sorted(set(times_s)):
            frame = _picture_at(path, container, pictures, time_s)
            if frame is not None:
                stills[time_s] = _jpeg(frame, aspect)
        return stills


def _picture_at(
    path: Path, container: InputContainer, pictures: VideoStream, time_s: float
) -> VideoFrame | None:
    """Decode from the key picture before a moment up to the last picture that begins by then."""
    start_s = (container.start_time or 0) / av.time_base
    shown: VideoFrame | None = None
    try:
        container.seek(int((max(0.0, time_s) + start_s) * av.time_base), backward=True)
        for number, frame in enumerate(_frames(container, pictures)):
            begins_s = None if frame.time is None else frame.time - start_s
            if shown is not None and begins_s is not None and begins_s > time_s:
                return shown
            shown = frame
            if number == MOST_FRAMES:
                return shown
    except av.error.FFmpegError as error:
        if shown is None:
            raise DecodeError(f"{quoted(path)} has no picture at {time_s:.1f} s: {error.strerror}") from error
    return shown if shown is not None and _is_near(shown, start_s, time_s) else None


LAST_PICTURE_S = 2.0
"""How long after its last picture a film still shows it."""


def _is_near(frame: VideoFrame, start_s: float, time_s: float) -> bool:
    return frame.time is None or time_s <= frame.time - start_s + LAST_PICTURE_S


def _frames(container: InputContainer, pictures: VideoStream) -> Iterator[VideoFrame]:
    """Decode on, over packets that are damaged."""
    for packet in container.demux(pictures):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            continue


def _jpeg(frame: VideoFrame, aspect: float) -> bytes:
    """Bring a picture to its size and form, square pixels, and write it as JPEG."""
    width, height = frame.width * aspect, float(frame.height)
    scale = min(1.0, LONGEST_SIDE_PX / max(width, height))
    even = [max(2, 2 * round(side * scale / 2)) for side in (width, height)]
    encoder = av.CodecContext.create("mjpeg", "w")
    small = frame.reformat(width=even[0], height=even[1], format="yuvj420p")
    encoder.width, encoder.height, encoder.pix_fmt = even[0], even[1], "yuvj420p"
    encoder.time_base = Fraction(1, 25)  # a single picture has none; the encoder asks for one
    encoder.options = {"qmin": str(JPEG_QUALITY), "qmax": str(JPEG_QUALITY)}
    small.pts = 0
    small.time_base = encoder.time_base
    return b"".join(bytes(packet) for packet in [*encoder.encode(small), *encoder.encode(None)])
