"""What sounds like music and is none: hums, engines, sirens, bells, crowds, fairgrounds, birds, synthesised.

Recordings of ambience lack them. Each comes twice at least, once for each half of the material, with other
numbers and other voices in it, so that nothing is judged by the very sound that was fitted to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import signal

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
LASTS_S = 30.0
BELL = (
    (0.5, 1.0, 9.0),
    (1.0, 0.9, 6.0),
    (1.19, 0.8, 5.0),
    (1.56, 0.4, 4.0),
    (2.0, 0.8, 3.5),
    (2.66, 0.4, 2.0),
)
"""Partials of a church bell: hum, prime, minor third, fifth, nominal, twelfth; share, level, seconds."""
CROWD_VOICES = 24
NAMES = (
    "mains",
    "transformer",
    "fan",
    "engine",
    "motor",
    "siren",
    "wail",
    "church",
    "horns",
    "birds",
    "crowd",
    "fairground",
)
"""In the order in which they are made."""


class Noises:
    """Half a minute each of what hums, throbs, howls, tolls, chatters and sings without being music.

    Parameters
    ----------
    seed : tuple of int
        Other numbers for each.
    rate_hz : int
    voices : sequence of float32[n]
        What a crowd is made of, at `rate_hz`.
    """

    def __init__(self, seed: tuple[int, ...], rate_hz: int, voices: Sequence[F32]) -> None:
        self._rng = np.random.default_rng((7, *seed))
        self._rate_hz = rate_hz
        self._voices = voices
        self._time_s = np.arange(int(LASTS_S * rate_hz)) / rate_hz

    def all(self) -> Iterator[tuple[str, F32]]:
        """Give each one's name and its sound: float32[2, n], 20 dB below full scale."""
        makers: dict[str, Callable[[], F64]] = {
            "mains": lambda: self._partials(self._still(50.0, 60.0) * 2, 20),
            "transformer": lambda: (
                self._partials(self._still(95, 125), 6) + 0.7 * self._partials(self._still(210, 260), 4)
            ),
            "fan": lambda: self._partials(self._still(120, 260), 8),
            "engine": lambda: self._partials(self._wander(60, 110, 400), 20),
            "motor": lambda: self._partials(self._wander(45, 80, 250), 30),
            "siren": lambda: self._partials(self._still(600, 900) + self._swing(np.sin, 1.0, 2.0) * 300, 5),
            "wail": lambda: self._partials(
                self._still(800, 1000) + self._swing(signal.sawtooth, 0.5, 0.9) * 400, 4
            ),
            "church": self._church,
            "horns": self._horns,
            "birds": self._birds,
            "crowd": self._crowd,
            "fairground": lambda: self._crowd() + 0.3 * self._whistles() + 0.15 * self._bells(900, 2200, 0.5),
        }
        for name in NAMES:
            sound = makers[name]()
            sound = sound / max(1e-9, float(np.abs(sound).max()))
            own = [0.03 * self._rng.standard_normal(len(sound)) for _ in range(2)]
            yield name, (0.1 * np.stack([sound + own[0], 0.4 * sound + own[1]])).astype(np.float32)

    def _still(self, low_hz: float, high_hz: float) -> F64:
        """Give a height that stays, somewhere between."""
        return np.full(len(self._time_s), self._rng.uniform(low_hz, high_hz))

    def _wander(self, low_hz: float, high_hz: float, reach_hz: float) -> F64:
        """Give a height that wanders from somewhere between."""
        steps = self._rng.standard_normal(len(self._time_s))
        return self._still(low_hz, high_hz) + reach_hz * np.cumsum(steps) / self._rate_hz

    def _swing(self, wave: Callable[[F64], F64], slow: float, fast: float) -> F64:
        """Give a wave between -1 and 1, of so many radians a second."""
        swung: F64 = wave(self._time_s * self._rng.uniform(slow, fast))
        return swung

    def _partials(self, hz: F64, count: int) -> F64:
        """Sum the partials of a height that may change."""
        phase = 2 * np.pi * np.cumsum(hz) / self._rate_hz
        total: F64 = np.sum([np.sin(k * phase + k * k) / k for k in range(1, count + 1)], axis=0)
        return total

    def _laid(self, sounds: Iterator[tuple[float, F64]]) -> F64:
        """Lay sounds on the time line, each at its second."""
        whole = np.zeros(len(self._time_s))
        for at_s, sound in sounds:
            first = int(at_s * self._rate_hz)
            part = sound[: len(whole) - first]
            whole[first : first + len(part)] += part
        return whole

    def _times(self, gap_s: float) -> Iterator[float]:
        """Give moments about so far from each other."""
        at_s = 0.0
        while at_s < LASTS_S - 0.5:
            yield at_s
            at_s += gap_s * self._rng.uniform(0.6, 1.4)

    def _bells(self, low_hz: float, high_hz: float, gap_s: float) -> F64:
        """Strike two bells again and again."""
        pair = self._rng.uniform(low_hz, high_hz, 2)

        def struck(hz: float) -> F64:
            total: F64 = np.sum(
                [
                    level * np.exp(-self._time_s / lasts_s) * np.sin(2 * np.pi * hz * share * self._time_s)
                    for share, level, lasts_s in BELL
                ],
                axis=0,
            )
            return total

        return self._laid((at_s, struck(float(self._rng.choice(pair)))) for at_s in self._times(gap_s))

    def _church(self) -> F64:
        """Toll two church bells."""
        return self._bells(280, 520, 1.6)

    def _horns(self) -> F64:
        """Let cars hoot: two reeds each, a third or so apart."""

        def hoot() -> F64:
            low = self._rng.uniform(350, 450)
            length = int(self._rng.uniform(0.2, 1.5) * self._rate_hz)
            both = sum(
                self._partials(np.full(length, hz), 8) for hz in (low, low * self._rng.uniform(1.2, 1.3))
            )
            return np.asarray(both, np.float64)

        return self._laid((at_s, hoot()) for at_s in self._times(2.5))

    def _birds(self) -> F64:
        """Let birds chirp: short glides between 2 and 5 kHz, phrase by phrase."""

        def chirp() -> F64:
            length = int(self._rng.uniform(0.05, 0.3) * self._rate_hz)
            ends = self._rng.uniform(2000, 5000, 2)
            return np.hanning(length) * self._partials(np.linspace(ends[0], ends[1], length), 1)

        return self._laid((at_s, chirp()) for at_s in self._times(0.25))

    def _whistles(self) -> F64:
        """Blow whistles and let rides howl: long glides."""

        def glide() -> F64:
            length = int(self._rng.uniform(0.5, 3.0) * self._rate_hz)
            ends = self._rng.uniform(300, 1500, 2)
            return np.hanning(length) * self._partials(np.linspace(ends[0], ends[1], length), 4)

        return self._laid((at_s, glide()) for at_s in self._times(2.0))

    def _crowd(self) -> F64:
        """Let many people talk at once."""

        def talk(voice: F32) -> F64:
            return np.asarray(self._rng.uniform(0.4, 1.0) * voice / max(1e-9, float(np.abs(voice).max())))

        chosen = [self._voices[int(k)] for k in self._rng.integers(len(self._voices), size=5 * CROWD_VOICES)]
        return self._laid((float(self._rng.uniform(0, LASTS_S - 1)), talk(voice)) for voice in chosen)
