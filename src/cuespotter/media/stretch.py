"""A stretch of a file, all channels at one rate: entered by a seek, and read no further than is asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from av.audio.stream import AudioStream

from cuespotter.media.entering import choice_of, enter
from cuespotter.media.frames import SoundStream
from cuespotter.media.probe import open_container
from cuespotter.media.runs import lay_down
from cuespotter.media.streams import StreamChoice
from cuespotter.media.timeline import AudioBlock, StampClock, Timeline

BLOCK_SAMPLES = 65536
"""Changes no sample."""
SILENCE = ("FC",)
"""The layout of a stretch in which no stream has any sound."""


def read_stretch(
    path: Path, *, rate_hz: int, start_s: float, end_s: float, stream: StreamChoice | None = None
) -> AudioBlock:
    """Decode a stretch of a file: the samples that any other stretch of it has there.

    `decode.blocks` of the whole file has nearly the same; they may lie up to half a sample away.

    Parameters
    ----------
    path : Path
    rate_hz : int > 0
        The rate to resample to.
    start_s, end_s : float
        On the player's clock; what lies outside of the file is silence.
    stream : StreamChoice or None
        What to listen to; None takes what a player would.

    Raises
    ------
    MediaError
        The file cannot be listened to.
    """
    choice = choice_of(path, stream)
    first, last = round(start_s * rate_hz), round(end_s * rate_hz)
    # each of a mix by itself, since they may lie far apart in the file
    parts = [
        _read_one(path, index, Timeline(rate_hz, BLOCK_SAMPLES, in_phase=True), first, last)
        for index in choice.streams
    ]
    if len(parts) == 1:
        return parts[0]
    return AudioBlock(first, choice.channels, np.stack([part.samples.mean(axis=0) for part in parts]))


def _read_one(path: Path, index: int, timeline: Timeline, first: int, last: int) -> AudioBlock:
    """Decode a stretch of one stream."""
    timeline.end = first
    with open_container(path) as container:
        source = container.streams[index]
        assert isinstance(source, AudioStream)
        sound = SoundStream(container, source)
        clock = StampClock.of(container, source, unstated_zero_s=0.0)
        enter(path, container, source, first / timeline.rate_hz)
        blocks: list[AudioBlock] = []
        for block in lay_down(sound, clock, timeline):
            blocks.append(block)
            if timeline.end >= last:
                break
        blocks += timeline.rest()
    layout = SILENCE if timeline.layout is None else timeline.layout.channels
    samples = np.zeros((len(layout), last - first), np.float32)
    for block in blocks:
        place = block.first_sample - first
        part = block.samples[:, : max(0, last - block.first_sample)]
        samples[:, place : place + part.shape[1]] = part
    return AudioBlock(first, layout, samples)
