"""A film's file and a time -> the picture that stands there, small, as JPEG.

In: an open container and a time on the player's clock. Out: the picture shown at that time, upright and at
its true width, or the key picture before it where near is good enough: a strip of a whole film is then a
matter of a few seconds. Decoders are entered at the key picture before; who asks for the next moment goes on.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import av
import av.error
import numpy as np
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from cuespotter.errors import DecodeError, MediaError, NoPictureError
from cuespotter.media.names import quoted
from cuespotter.media.probe import moving_pictures, open_container
from cuespotter.media.timeline import zero_of

Drawn = TypeVar("Drawn")
MOST_HEIGHT = 1080
"""Higher stills than this show nothing more on a desk."""
ON_S = 4.0
"""Up to this far ahead a decoder goes on, rather than enter the file anew."""
LAST_PICTURE_S = 2.0
"""How long after its last picture a film still shows it."""
LONGEST_S = 10.0
"""A picture that takes longer to reach is given up: its key picture lies minutes before, or it is made to."""
QUALITY = 5
"""Of JPEG, as FFmpeg counts: 2 is best, 31 worst."""
LARGEST_PIXELS = 64_000_000
"""Of a picture as it is coded; 8K has 33 million."""


class PictureReader:
    """The pictures of one file, in whatever order they are asked for; one caller at a time.

    Parameters
    ----------
    path : Path
        Opened when the first picture is asked for, and again after it was closed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stack = ExitStack()
        self._lock = threading.Lock()
        self._is_open = False
        self._is_near = False
        self._frames: Iterator[VideoFrame] | None = None
        self._seen: VideoFrame | None = None
        self._ahead: VideoFrame | None = None

    def close(self) -> None:
        """Let the file go."""
        with self._lock:
            self._let_go()

    def _let_go(self) -> None:
        self._is_open = False
        self._frames, self._seen, self._ahead = None, None, None
        self._stack.close()

    def _open(self) -> None:
        """Open the file and choose its moving pictures."""
        self._container = self._stack.enter_context(open_container(self.path))
        self._source = self._choose()
        self._tick_s = float(self._source.time_base) if self._source.time_base else 1.0
        self._zero_s = zero_of(self._container)
        self._pixel_shape = float(self._source.sample_aspect_ratio or 1) or 1.0
        self._is_near = False
        self._is_open = True

    def still(self, at_s: float, *, height: int, near: bool) -> bytes:
        """Give the picture at a time.

        Parameters
        ----------
        at_s : float
            On the player's clock; before the first picture the first is given, after the last the last.
        height : int
            Of the still, in pixels; smaller pictures are not made larger.
        near : bool
            Whether the key picture before it will do.

        Returns
        -------
        bytes
            JPEG.

        Raises
        ------
        MediaError
            The file cannot be read, has no moving pictures, or none that can be decoded there in `LONGEST_S`.
        """
        return self._drawn(
            at_s,
            lambda one: as_jpeg(one, height=min(height, MOST_HEIGHT), pixel_shape=self._pixel_shape),
            near=near,
        )

    def small(self, at_s: float, *, longer_side: int) -> bytes | None:
        """Give the picture at a time as `still` does, its longer side at most so many pixels.

        None where the film shows none any more: its last picture stands for `LAST_PICTURE_S`.
        """

        def draw(one: VideoFrame) -> bytes | None:
            if self._ahead is None and at_s > self._time_s(one) + LAST_PICTURE_S:
                return None
            longer = max(one.width * self._pixel_shape, one.height)
            height = round(one.height * min(1.0, longer_side / longer))
            return as_jpeg(one, height=height, pixel_shape=self._pixel_shape)

        return self._drawn(at_s, draw, near=False)

    def _drawn(self, at_s: float, draw: Callable[[VideoFrame], Drawn], *, near: bool) -> Drawn:
        """Reach the picture at a time, and make something of it."""
        with self._lock:
            try:
                if not self._is_open:
                    self._open()
                return draw(self._picture(at_s, near=near))
            except MediaError:
                self._let_go()
                raise
            except (av.error.FFmpegError, ValueError) as error:
                self._let_go()
                raise DecodeError(
                    f"{quoted(self.path)} shows no picture at {at_s:.2f} s: {error}", path=str(self.path)
                ) from error

    def _choose(self) -> VideoStream:
        """Choose the moving pictures, and all else to be passed over."""
        source = moving_pictures(self._container)
        if source is None or source.codec_context is None or not source.codec_context.width:
            raise NoPictureError(f"{quoted(self.path)} has no moving pictures to be shown")
        if source.codec_context.width * source.codec_context.height > LARGEST_PIXELS:
            raise NoPictureError(f"{quoted(self.path)} has pictures of more than {LARGEST_PIXELS} pixels")
        for other in self._container.streams:
            if other.index != source.index:
                other.discard = av.stream.Discard.all
        source.thread_type = "SLICE"  # frame threads would decode a picture for each core before the first
        return source

    def _picture(self, at_s: float, *, near: bool) -> VideoFrame:
        """Give the last picture that does not come later, or the first of all."""
        if self._frames is None or near or self._is_near or not self._is_just_before(at_s):
            self._enter(at_s, near=near)
        until = time.monotonic() + LONGEST_S
        while self._ahead is not None:
            if self._seen is not None and (near or self._time_s(self._ahead) > at_s + self._tick_s / 2):
                break
            self._seen, self._ahead = self._ahead, next(self._frames or iter(()), None)
            if time.monotonic() > until:
                raise DecodeError(
                    f"the picture of {quoted(self.path)} at {at_s:.1f} s lies too far behind its last key "
                    "picture; watch it in a player, or make a copy with more key pictures",
                    path=str(self.path),
                )
        if self._seen is None:
            raise DecodeError(
                f"{quoted(self.path)} shows no picture at {at_s:.1f} s: none can be decoded there",
                path=str(self.path),
            )
        return self._seen

    def _is_just_before(self, at_s: float) -> bool:
        """Say whether going on leads to a time soon."""
        return self._seen is not None and 0.0 <= at_s + self._tick_s / 2 - self._time_s(self._seen) <= ON_S

    def _enter(self, at_s: float, *, near: bool) -> None:
        """Go to the key picture before a time."""
        self._source.codec_context.skip_frame = "NONKEY" if near else "DEFAULT"
        self._is_near = near
        self._container.seek(round((at_s + self._zero_s) / self._tick_s), stream=self._source, backward=True)
        self._frames = self._decoded()
        self._seen = None
        self._ahead = next(self._frames, None)

    def _decoded(self) -> Iterator[VideoFrame]:
        """Decode on, over damage too."""
        failures = 0
        while failures < 3:  # as for sound: then the rest of the file is given up
            try:
                for packet in self._container.demux(self._source):
                    try:
                        for frame in packet.decode():
                            if isinstance(frame, VideoFrame) and frame.pts is not None:
                                yield frame
                    except av.error.InvalidDataError:
                        continue
            except (av.error.FFmpegError, IndexError):
                failures += 1
            else:
                return

    def _time_s(self, frame: VideoFrame) -> float:
        """Say when a picture is shown, on the player's clock."""
        return (frame.pts or 0) * self._tick_s - self._zero_s


def as_jpeg(frame: VideoFrame, *, height: int, pixel_shape: float = 1.0) -> bytes:
    """Write a picture as JPEG, upright, at its true width.

    Parameters
    ----------
    frame : VideoFrame
    height : int
        Of the still at most, in pixels.
    pixel_shape : float
        Width of one pixel over its height.
    """
    tall = max(2, min(height, frame.height) // 2 * 2)
    wide = max(2, min(4 * MOST_HEIGHT, round(tall * pixel_shape * frame.width / frame.height / 2) * 2))
    small = frame.reformat(wide, tall, format="yuvj420p", dst_color_range="JPEG")
    turns = round(frame.rotation / 90) % 4
    if turns:  # the file says that the picture lies on its side
        turned = np.ascontiguousarray(np.rot90(small.to_ndarray(format="rgb24"), turns), np.uint8)
        small = VideoFrame.from_ndarray(turned, format="rgb24").reformat(format="yuvj420p")
    small.pts = 0
    coder = av.CodecContext.create("mjpeg", "w")
    assert isinstance(coder, VideoCodecContext)
    coder.width, coder.height, coder.pix_fmt = small.width, small.height, "yuvj420p"
    coder.time_base = Fraction(1, 25)
    coder.options = {"qmin": str(QUALITY), "qmax": str(QUALITY)}
    return b"".join(bytes(packet) for packet in (*coder.encode(small), *coder.encode(None)))
