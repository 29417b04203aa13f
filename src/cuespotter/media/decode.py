"""From a file to blocks of samples: all channels, at one rate, on the file's clock.

In: a path. Out: `AudioBlock`s without gap or overlap, sample 0 at the player's time zero. FFmpeg decodes and
resamples (PyAV). Where a film has a stream for each channel, they are decoded side by side into one mix.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, zip_longest
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import InputContainer

from cuespotter.errors import DecodeError, NoSoundError
from cuespotter.media.frames import DecodingTally, Packets, SoundStream
from cuespotter.media.names import quoted
from cuespotter.media.probe import describe, open_container, readable
from cuespotter.media.runs import FASTEST_HZ, SLOWEST_HZ, lay_down
from cuespotter.media.stream_ends import ends_without_mark, mp3_contents
from cuespotter.media.streams import StreamChoice, choose
from cuespotter.media.timeline import AudioBlock, StampClock, Timeline
from cuespotter.media.wholeness import missing_bytes, next_link

_REMARKABLE_LOSS_S = 1.0
"""Less than this is a scratch, of which nobody need be told."""
_COUNTED_FORMATS = frozenset({"flac", "wv", "tta", "ape", "w64", "caf", "aiff"})
"""Files of sound that state its length in samples."""


def blocks(
    path: Path,
    *,
    rate_hz: int,
    stream: int | StreamChoice | None = None,
    block_samples: int = 65536,
    account: DecodingTally | None = None,
) -> Iterator[AudioBlock]:
    """Decode a file into blocks of equal length.

    Sample k sounds k / `rate_hz` seconds after the time that a player shows as zero. A stream that starts
    late or has holes is filled with silence; one that changes its rate or channels is brought to its first.

    Parameters
    ----------
    path : Path
        Any audio or video file that FFmpeg reads.
    rate_hz : int > 0
        The rate to resample to.
    stream : int, Choice or None
        Index of the stream in the container, or several streams as the channels of one mix; None takes what
        a player would; see `cuespotter.media.streams.choose`.
    block_samples : int > 0
        Length of every block but the last; changes no sample.
    account : Account, optional
        Is kept up to date with how far the file is read and what was lost.

    Yields
    ------
    AudioBlock
        In order, without gaps, from sample 0; all with the same layout; at least one.

    Raises
    ------
    MediaError
        The file cannot be listened to; see `cuespotter.media.probe.probe`.
    NoSoundError
        No such audio stream, or nothing in it.
    DecodeError
        FFmpeg can decode no part of the stream, or the disk cannot be read. A file that ends too early, or is
        damaged in places, is no error and gives what it holds; `account` says so.
    """
    account = DecodingTally() if account is None else account
    timelines: list[Timeline] = []
    start: int | None = 0
    damaged = False
    while start is not None:
        account.gave_up = False
        with open_container(path, start=start) as container:
            choice = _choice(path, container, stream, is_first=start == 0)
            sources = [_source(path, container, index) for index in choice.streams]
            packets = Packets(container, sources, account, start=start)
            sounds = [SoundStream(container, source, packets) for source in sources]
            timelines = timelines or [Timeline(rate_hz, block_samples) for _ in sources]
            begin_s = max(timeline.end for timeline in timelines) / rate_hz
            parts = [
                lay_down(sound, StampClock.of(container, source, begin_s), timeline, begin_s)
                for sound, source, timeline in zip(sounds, sources, timelines, strict=False)
            ]
            yield from parts[0] if len(parts) == 1 else _stacked(parts, timelines, choice.channels)
            damaged = damaged or any(sound.damaged for sound in sounds)
            stated_s = _stated_s(path, container)
            is_chain = account.gave_up and container.format.name == "ogg"
        with readable(path):
            start = next_link(path, account.read_bytes) if is_chain else None
    if not any(timeline.end for timeline in timelines):
        raise _silence(path, damaged=damaged)
    if len(timelines) == 1:
        yield from timelines[0].rest()
    with readable(path):
        _remark(path, account, max(timeline.end for timeline in timelines) / rate_hz, stated_s)


def read(path: Path, *, rate_hz: int, stream: int | StreamChoice | None = None) -> AudioBlock:
    """Decode a whole file into one block; parameters and errors as for `blocks`."""
    parts = list(blocks(path, rate_hz=rate_hz, stream=stream))
    samples = np.concatenate([part.samples for part in parts], axis=1)
    return AudioBlock(first_sample=0, layout=parts[0].layout, samples=samples)


def _source(path: Path, container: InputContainer, index: int) -> AudioStream:
    """Find a stream, and refuse one whose rate no sound has before anything waits for it."""
    source = container.streams[index]
    assert isinstance(source, AudioStream)
    rate_hz = 0 if source.codec_context is None else source.codec_context.sample_rate
    if rate_hz and not SLOWEST_HZ <= rate_hz <= FASTEST_HZ:
        raise DecodeError(
            f"{quoted(path)} says it has {rate_hz} samples a second; "
            f"sound that can be listened to has {SLOWEST_HZ:,} to {FASTEST_HZ:,}",
            path=str(path),
            rate_hz=rate_hz,
        )
    return source


def _choice(
    path: Path, container: InputContainer, stream: int | StreamChoice | None, *, is_first: bool
) -> StreamChoice:
    """Say what to listen to; a later link of a chain may have its streams elsewhere."""
    facts = describe(path, container)
    if isinstance(stream, StreamChoice) and is_first:
        return stream
    wanted = stream.streams[0] if isinstance(stream, StreamChoice) else stream
    known = wanted in {one.index for one in facts.streams}
    return choose(facts, wanted if is_first or known else None)


def _silence(path: Path, *, damaged: bool) -> DecodeError | NoSoundError:
    """Say why there is no sound at all."""
    if damaged:
        return DecodeError(f"no part of the sound in {quoted(path)} can be decoded", path=str(path))
    return NoSoundError(f"{quoted(path)} holds no sound: its audio stream is empty", path=str(path))


def _stated_s(path: Path, container: InputContainer) -> float:
    """Give the length that a file of sound counts in its header; 0 where it may be an estimate."""
    if container.format.name == "mp3":
        return mp3_contents(path).length_s
    if container.format.name not in _COUNTED_FORMATS or container.duration is None:
        return 0.0
    return container.duration / av.time_base


def _remark(path: Path, account: DecodingTally, ended_s: float, stated_s: float) -> None:
    """Note what of a file was not heard."""
    name = quoted(Path(path.name))
    missing = missing_bytes(path)
    if missing:
        account.remarks.append(
            f"{name} breaks off after {ended_s:.1f} s of sound: {missing:,} bytes of what it states are "
            "missing; copy it again"
        )
    elif ended_s + _REMARKABLE_LOSS_S < stated_s:
        account.remarks.append(
            f"{name} breaks off after {ended_s:.1f} s of the {stated_s:.1f} s that it states; copy it again"
        )
    elif ends_without_mark(path):
        account.remarks.append(
            f"{name} ends after {ended_s:.1f} s without the mark that ends an Ogg stream, so that more may "
            "have followed; compare it with its source"
        )
    if account.gave_up:
        account.remarks.append(
            f"{name} could not be read beyond {ended_s:.1f} s ({account.share_read:.0%} of the file); "
            "what follows was not heard"
        )
    if account.lost_s >= _REMARKABLE_LOSS_S:
        account.remarks.append(
            f"{account.lost_s:.1f} s of the sound in {name} could not be decoded and count as silence"
        )


def _stacked(
    parts: list[Iterator[AudioBlock]], timelines: list[Timeline], channels: tuple[str, ...]
) -> Iterator[AudioBlock]:
    """Put the blocks of several streams above each other; a stream that ends early is silent from there."""
    whole = [chain(part, _rest(timeline)) for part, timeline in zip(parts, timelines, strict=True)]
    for row in zip_longest(*whole):
        there = [block for block in row if block is not None]
        samples = np.zeros((len(row), max(block.samples.shape[1] for block in there)), np.float32)
        for line, block in zip(samples, row, strict=True):
            if block is not None:
                line[: block.samples.shape[1]] = block.samples.mean(axis=0)
        yield AudioBlock(there[0].first_sample, channels, samples)


def _rest(timeline: Timeline) -> Iterator[AudioBlock]:
    """Give a stream's last block, once all before it are given."""
    yield from timeline.rest()
