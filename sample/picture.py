"""The sample film's picture: a record on a turntable, whose label changes colour as the music does."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import av
import numpy as np
from numpy.typing import NDArray

PICTURES_PER_SECOND = Fraction(24000, 1001)
WIDTH, HEIGHT = 320, 180
LABELS = ((196, 64, 52), (232, 168, 56), (72, 140, 96), (56, 112, 176), (140, 84, 164), (200, 200, 192))
ROOM, VINYL, GROOVE, ARM = (112, 92, 76), (20, 20, 22), (40, 40, 44), (216, 216, 220)
CENTRE = (150, 90)
RADIUS, LABEL_RADIUS, HOLE_RADIUS = 78, 26, 3

EXACT = {"fflags": "+bitexact"}
"""The same input gives the same bytes: no date, no random numbers in the file."""

Picture = NDArray[np.uint8]
Packet: TypeAlias = "av.Packet[Any]"  # generic for the type checker only


def add_picture(
    sound: Path, film: Path, *, duration_s: float, changes_s: Sequence[float], title: str
) -> None:
    """Write a film from a file with sound, which is copied as it is, and the turntable.

    Parameters
    ----------
    sound : Path
        A file whose first audio stream becomes the film's.
    film : Path
        The Matroska file to write.
    duration_s : float
        Length of the picture.
    changes_s : sequence of float
        Where the label changes its colour, ascending.
    title : str
        The film's title, kept as a tag.
    """
    with av.open(str(sound)) as source, av.open(str(film), "w", format="matroska", options=EXACT) as target:
        target.metadata["title"] = title
        picture = target.add_stream("libvpx-vp9", rate=PICTURES_PER_SECOND)
        assert isinstance(picture, av.VideoStream)
        picture.width, picture.height, picture.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        picture.options = {"crf": "40", "b": "0", "deadline": "realtime", "cpu-used": "8"}
        picture.codec_context.gop_size = 240
        picture.codec_context.thread_count = 1
        heard = source.streams.audio[0]
        copied = target.add_stream_from_template(heard)
        pictures = _pictures(picture, duration_s, changes_s)
        sounds: Iterator[Packet] = (packet for packet in source.demux(heard) if packet.dts is not None)
        for packet in heapq.merge(pictures, sounds, key=_moment_s):
            if packet.stream is heard:
                packet.stream = copied
            target.mux(packet)


def _pictures(stream: av.VideoStream, duration_s: float, changes_s: Sequence[float]) -> Iterator[Packet]:
    """Encode the turntable, picture by picture."""
    for number in range(int(duration_s * PICTURES_PER_SECOND)):
        scene = int(np.searchsorted(changes_s, float(number / PICTURES_PER_SECOND), side="right"))
        frame = av.VideoFrame.from_ndarray(turntable(LABELS[scene % len(LABELS)]), format="rgb24")
        frame.pts, frame.time_base = number, 1 / PICTURES_PER_SECOND
        yield from stream.encode(frame)
    yield from stream.encode(None)


def _moment_s(packet: Packet) -> float:
    """Say when a packet is shown or heard."""
    assert packet.pts is not None
    assert packet.time_base is not None
    return float(packet.pts * packet.time_base)


def turntable(label: tuple[int, int, int]) -> Picture:
    """Draw the record, its grooves, its label and the arm: uint8[HEIGHT, WIDTH, 3]."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    away = np.hypot(x - CENTRE[0], y - CENTRE[1])
    picture = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    picture[:] = ROOM
    picture[away <= RADIUS] = VINYL
    picture[(away <= RADIUS - 4) & (away.astype(int) % 6 == 0)] = GROOVE
    picture[away <= LABEL_RADIUS] = label
    picture[away <= HOLE_RADIUS] = ROOM
    # the arm: a bar from the pivot at the right to the grooves
    pivot, needle = np.array([258.0, 30.0]), np.array([196.0, 118.0])
    along = ((x - pivot[0]) * (needle - pivot)[0] + (y - pivot[1]) * (needle - pivot)[1]) / np.sum(
        (needle - pivot) ** 2
    )
    along = np.clip(along, 0, 1)
    beside = np.hypot(x - pivot[0] - along * (needle - pivot)[0], y - pivot[1] - along * (needle - pivot)[1])
    picture[beside <= 2] = ARM
    picture[np.hypot(x - pivot[0], y - pivot[1]) <= 9] = ARM
    return picture
