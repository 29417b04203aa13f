"""Decoded recordings kept ready to be played: who listens asks for the same few again and again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.folding import folded
from cuespotter.media.decode import blocks
from cuespotter.media.excerpt import RATE_HZ

HELD_BYTES = 256 << 20
"""Kept in all; what was not asked for longest goes first."""
BLOCK_S = 10
"""Decoded at once, so that a file of many channels is never held whole."""


@dataclass(frozen=True)
class HeldRecording:
    """A recording ready to be played: int16[one or two channels, n] at 48 kHz."""

    samples: NDArray[np.int16]
    layout: tuple[str, ...]


class HeldRecordings:
    """The recordings that were played last; between calls it holds at most `HELD_BYTES` of samples."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, HeldRecording] = OrderedDict()
        self._lock = threading.Lock()
        self._decoding_lock = threading.Lock()

    def recording(self, recording_id: str, path: Path) -> HeldRecording:
        """Decode a whole recording, or give it from those kept ready; threads may ask side by side."""
        held = self._kept(recording_id)
        if held is not None:
            return held
        with self._decoding_lock:  # one at a time: whoever asks for the same meanwhile finds it here
            held = self._kept(recording_id) or _decode(path)
        with self._lock:
            self._held[recording_id] = held
            while len(self._held) > 1 and sum(one.samples.nbytes for one in self._held.values()) > HELD_BYTES:
                self._held.popitem(last=False)
        return held

    def _kept(self, recording_id: str) -> HeldRecording | None:
        """Give a recording from those kept ready."""
        with self._lock:
            if recording_id in self._held:
                self._held.move_to_end(recording_id)
            return self._held.get(recording_id)


def _decode(path: Path) -> HeldRecording:
    """Decode a recording block by block into one or two channels: 11 MB a minute, however many it has."""
    parts = [
        (np.clip(folded(block.samples, block.layout, "mix"), -1.0, 1.0) * 32767.0).round().astype(np.int16)
        for block in blocks(path, rate_hz=RATE_HZ, block_samples=RATE_HZ * BLOCK_S)
    ]
    rows = max((len(part) for part in parts), default=1)
    even = [part if len(part) == rows else np.repeat(part, rows, axis=0) for part in parts]
    samples = np.concatenate([np.zeros((rows, 0), np.int16), *even], axis=1)
    return HeldRecording(samples, ("FL", "FR") if rows > 1 else ("FC",))
