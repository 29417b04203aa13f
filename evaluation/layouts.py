"""Where music and everything else go in a film's channels.

Dialogue sits in the centre: alone in the centre channel of surround sound, equal in left and right of stereo.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import signal

from evaluation.bed import Bed
from evaluation.stems import F32, RATE_HZ

HALF_POWER = float(np.sqrt(0.5))
LOW_EFFECTS_HZ = 120.0


@dataclass(frozen=True)
class Layout:
    """A film's channels.

    Attributes
    ----------
    name : str
        As the command line and the truth call it.
    channel_layout : str
        As FFmpeg calls it; channels stand in its order.
    codecs : tuple of (encoder, bit rate in kbit/s)
        What films in this layout are really coded with; a film takes one.
    """

    name: str
    channel_layout: str
    channels: int
    codecs: tuple[tuple[str, int], ...]

    @property
    def surround(self) -> bool:
        """Whether there are channels behind."""
        return self.channels > 2


LAYOUTS = {
    "stereo": Layout(
        "stereo",
        "stereo",
        2,
        (("aac", 128), ("aac", 192), ("ac3", 192), ("libopus", 96), ("libmp3lame", 160)),
    ),
    "matrix": Layout("matrix", "stereo", 2, (("ac3", 192), ("aac", 160))),
    "mono": Layout("mono", "mono", 1, (("libmp3lame", 64), ("aac", 64), ("libopus", 48))),
    "5.1": Layout("5.1", "5.1(side)", 6, (("ac3", 384), ("ac3", 448), ("eac3", 256), ("aac", 320))),
    "7.1": Layout("7.1", "7.1", 8, (("libopus", 448),)),
}
MIXED = ("stereo", "5.1", "mono", "stereo", "5.1", "7.1", "matrix")
"""What `mixed` goes through, film by film."""


@dataclass(frozen=True)
class MusicDesk:
    """How one film's mixer spreads music over surround channels.

    Attributes
    ----------
    behind : float
        Gain of the music in the surrounds.
    centre : float
        Gain of its middle in the centre channel.
    """

    behind: float
    centre: float


def place_bed(bed: Bed, layout: Layout) -> F32:
    """Spread dialogue, effects and ambience over float32[channels, n]."""
    if layout.channels <= 2:
        stereo = bed.effects + bed.ambience
        stereo += np.float32(HALF_POWER) * bed.dialogue
        if layout.name == "matrix":
            stereo += matrixed(0.7 * bed.surround.mean(axis=0))
        return stereo if layout.channels == 2 else stereo.mean(axis=0, keepdims=True)
    out = np.zeros((layout.channels, bed.dialogue.shape[0]), np.float32)
    # effects in the middle stand half in the centre channel
    middle = np.float32(0.5) * bed.effects.mean(axis=0)
    out[0:2] = bed.ambience + bed.effects - middle
    out[2] = bed.dialogue + middle
    lows = signal.butter(4, LOW_EFFECTS_HZ, "lowpass", fs=RATE_HZ, output="sos")
    out[3] = 0.5 * signal.sosfilt(lows, bed.effects.mean(axis=0))
    for first in range(4, layout.channels, 2):
        out[first : first + 2] = bed.surround[:: 1 if first == 4 else -1]
    return out


def place_music(music: F32, layout: Layout, desk: MusicDesk, *, from_centre: bool) -> F32:
    """Spread stereo music over float32[channels, n]; `from_centre` puts source music where the voices are."""
    if layout.channels == 1:
        return np.asarray(music.mean(axis=0, keepdims=True), np.float32)
    if layout.name == "matrix":
        return np.add(music, matrixed(desk.behind * _late(music.mean(axis=0), 0.015)), dtype=np.float32)
    if layout.channels == 2:
        return music
    out = np.zeros((layout.channels, music.shape[1]), np.float32)
    if from_centre:
        out[2] = music.sum(axis=0) * HALF_POWER
        return out
    out[0:2] = music
    out[2] = desk.centre * music.mean(axis=0)
    for first in range(4, layout.channels, 2):
        out[first : first + 2] = desk.behind * _late(music, 0.012 if first == 4 else 0.019)
    return out


def matrixed(behind: F32) -> F32:
    """Fold a surround channel into stereo as Dolby Surround does: turned by 90°, against each other."""
    taps = 511
    k = np.arange(taps) - taps // 2
    turn = np.where(k % 2, 2 / np.pi / np.where(k == 0, 1, k), 0.0) * np.hamming(taps)
    turned = signal.oaconvolve(behind, turn.astype(np.float32), "same")
    return np.asarray(np.stack([turned, -turned]) * HALF_POWER, np.float32)


def counted(layout: Layout) -> list[int]:
    """Channels whose energy counts for levels: all but the low-frequency effects."""
    return [c for c in range(layout.channels) if not (layout.channels > 2 and c == 3)]


def _late(sound: F32, by_s: float) -> F32:
    """Delay sound."""
    shift = round(by_s * RATE_HZ)
    out = np.zeros_like(sound)
    out[..., shift:] = sound[..., : sound.shape[-1] - shift]
    return out
