"""From a container to decoded frames: of one stream, or of several that are read side by side.

In: an open container and its streams. Out: bunches of frames, and a `DecodingTally` of what was lost.
A container is read once, whatever is wanted of it; what else it holds is passed over.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

import av.error
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Discard

from cuespotter.errors import DecodeError
from cuespotter.media.layouts import Layout, read_layout

_BUNCH_FRAMES = 32
"""Frames handed on together, and looked at one by one only where something is odd."""
_READ_ATTEMPTS = 3
"""After so many failures to read a packet in a row the rest of the file is given up."""
_MOST_AHEAD_BYTES = 1 << 28
"""So much is kept of streams that come too early; further apart lie no streams of one mix."""


@dataclass
class DecodingTally:
    """What decoding has come to so far.

    Attributes
    ----------
    share_read : float
        How much of the file has been read, between 0 and 1.
    read_bytes : int
        The same in bytes.
    lost_s : float
        How much sound could not be decoded, as far as packets tell their length.
    gave_up : bool
        Whether FFmpeg could not read on before the end.
    remarks : list of str
        What a listener should know, each in one line.
    """

    share_read: float = 0.0
    read_bytes: int = 0
    lost_s: float = 0.0
    gave_up: bool = False
    remarks: list[str] = field(default_factory=list)


class Packets:
    """The packets of some streams of a container, each stream's in its order, however they are mixed."""

    def __init__(
        self,
        container: InputContainer,
        sources: Sequence[AudioStream],
        account: DecodingTally | None = None,
        *,
        start: int = 0,
    ) -> None:
        self.account = DecodingTally() if account is None else account
        self._container = container
        self._sources = list(sources)
        self._waiting: dict[int, deque[Packet[AudioStream]]] = {source.index: deque() for source in sources}
        self._waiting_bytes = 0
        self._all = self._read()
        self._start = start
        self._size = max(1, start + container.size)
        for other in container.streams:
            if other.index not in self._waiting:
                other.discard = Discard.all

    def of(self, source: AudioStream) -> Iterator[Packet[AudioStream]]:
        """Give one stream's packets; what comes of the others meanwhile is kept for them."""
        mine = self._waiting[source.index]
        while True:
            while mine:
                packet = mine.popleft()
                self._waiting_bytes -= packet.size
                yield packet
            for packet in self._all:
                if packet.stream_index == source.index:
                    yield packet
                    break
                self._keep(packet)
            else:
                if not mine:
                    return

    def _keep(self, packet: Packet[AudioStream]) -> None:
        """Put a packet by for its stream."""
        self._waiting[packet.stream_index].append(packet)
        self._waiting_bytes += packet.size
        if self._waiting_bytes > _MOST_AHEAD_BYTES:
            raise DecodeError(
                "the streams of this mix lie too far apart in the file to be heard together; "
                "listen to one with --stream"
            )

    def _note_place(self, place: int) -> None:
        """Note how far the file has been read."""
        account = self.account
        account.read_bytes = max(account.read_bytes, self._start + place)
        account.share_read = min(1.0, account.read_bytes / self._size)

    def _read(self) -> Iterator[Packet[AudioStream]]:
        """Read on, over damage too, until the end or until nothing can be read any more."""
        failures = 0
        while failures < _READ_ATTEMPTS:
            try:
                for packet in self._container.demux(self._sources):
                    failures = 0
                    if packet.size:  # an empty one only says that the end has come
                        self._note_place((packet.pos or 0) + packet.size)
                        yield cast("Packet[AudioStream]", packet)
            except (av.error.FFmpegError, IndexError):  # PyAV's word for a stream that appeared meanwhile
                failures += 1
            else:
                return
        self.account.gave_up = True


class SoundStream:
    """One stream of a container, decoded frame by frame."""

    def __init__(
        self, container: InputContainer, source: AudioStream, packets: Packets | None = None
    ) -> None:
        self.damaged = False
        self.lost_s: float | None = None  # length of the packet lost just now
        self._packets = Packets(container, [source]) if packets is None else packets
        self._tick_s = float(source.time_base) if source.time_base else 1.0
        self._source = source
        context = source.codec_context
        self._context = context
        if context is None:  # FFmpeg has no decoder
            return
        context.thread_count = 1
        self._declared = read_layout(context.layout)
        if self._declared.kind == "custom":  # PyAV would free each frame's layout twice
            context.options = {"ch_layout": f"{len(self._declared.channels)} channels"}

    def frames(self) -> Iterator[list[AudioFrame]]:
        """Decode; frames come in bunches, each from packets without a loss between them."""
        if self._context is None:
            self.damaged = True
            return
        decode = self._context.decode
        bunch: list[AudioFrame] = []
        for packet in self._to_the_last():
            try:
                bunch += decode(packet)
            except av.error.MemoryError:
                raise
            except av.error.FFmpegError:
                self.lost_s = 0.0 if packet is None else (packet.duration or 0) * self._tick_s
                self.lose(self.lost_s)
                yield bunch
                bunch = []
            if len(bunch) >= _BUNCH_FRAMES:
                self.lost_s = None
                yield bunch
                bunch = []
        self.lost_s = None
        yield bunch

    def lose(self, length_s: float) -> None:
        """Note that sound of some length could not be decoded."""
        self.damaged = True
        self._packets.account.lost_s += length_s

    def layout_of(self, frame: AudioFrame) -> Layout:
        """Name a frame's channels, by the container where the decoder leaves them open."""
        layout = read_layout(frame.layout)
        if layout.kind == "open" and len(layout.channels) == len(self._declared.channels):
            return self._declared
        return layout

    def _to_the_last(self) -> Iterator[Packet[AudioStream] | None]:
        """Read the stream's packets; the last one is none, which has the decoder give all it holds."""
        yield from self._packets.of(self._source)
        self.damaged |= self._packets.account.gave_up
        yield None
