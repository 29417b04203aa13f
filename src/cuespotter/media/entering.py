"""Before a stretch of a file is read: which of its streams to hear, and where to enter it."""

from __future__ import annotations

from pathlib import Path

import av.error
from av.audio.stream import AudioStream
from av.container import InputContainer

from cuespotter.errors import DecodeError
from cuespotter.media.names import quoted
from cuespotter.media.probe import describe, open_container
from cuespotter.media.streams import StreamChoice, choose
from cuespotter.media.timeline import zero_of

PREROLL_S = 1.0
"""Coders need some frames before the first that is right; Opus 80 ms, AC-3 and AAC less."""


def choice_of(path: Path, stream: int | StreamChoice | None) -> StreamChoice:
    """Give what to listen to in a file: what was chosen already, a stream, or what a player would take.

    Raises
    ------
    MediaError
        The file cannot be opened, or has no such stream.
    """
    if isinstance(stream, StreamChoice):
        return stream
    with open_container(path) as container:
        return choose(describe(path, container), stream)


def enter(path: Path, container: InputContainer, source: AudioStream, start_s: float) -> None:
    """Go to a little before a time on the player's clock.

    Raises
    ------
    DecodeError
        The file cannot be entered there.
    """
    if start_s <= PREROLL_S:
        return
    tick_s = float(source.time_base) if source.time_base else 1.0
    try:
        container.seek(int((start_s - PREROLL_S + zero_of(container)) / tick_s), stream=source, backward=True)
    except av.error.FFmpegError as error:
        raise DecodeError(f"{quoted(path)} cannot be entered at {start_s:.1f} s: {error}") from error
