"""Stretches of film and recordings, in bands -> where in each recording each stretch fits best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, rfft

from cuespotter.settings import SecondLookSettings
from cuespotter.waveform.bands import F32

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]


@dataclass(frozen=True)
class Fits:
    """How well stretches fit recordings.

    Attributes
    ----------
    z : float64[recordings, stretches]
        Deviations of the best offset, against all other offsets of that recording.
    frame : int64[recordings, stretches]
        Frame of the recording at which the stretch's first would lie.
    """

    z: F64
    frame: I64


def fits_of(stretches: Sequence[F32], music: Sequence[F32], settings: SecondLookSettings) -> Fits:
    """Lay stretches of film at every offset of every recording.

    Parameters
    ----------
    stretches : sequence of float32[frames, bands]
    music : sequence of float[frames, bands]
        Of each recording.
    settings : SecondLookSettings
    """
    z = np.zeros((len(music), len(stretches)))
    frame = np.zeros((len(music), len(stretches)), np.int64)
    for first in range(0, len(stretches), settings.together):
        part = slice(first, first + settings.together)
        z[:, part], frame[:, part] = _fits(stretches[part], music, settings)
    return Fits(z, frame)


def _fits(stretches: Sequence[F32], music: Sequence[F32], settings: SecondLookSettings) -> tuple[F64, I64]:
    """Lay some stretches at every offset."""
    size, longest = settings.transform, max(map(len, stretches))
    padded = np.zeros((settings.bands, len(stretches), size), np.float32)
    for place, stretch in enumerate(stretches):
        padded[:, place, : len(stretch)] = (stretch - stretch.mean(axis=0)).T
    looked_for = np.ascontiguousarray(np.conj(rfft(padded)).transpose(2, 0, 1))
    seen = [_Seen(len(stretches)) for _ in music]
    for numbers, starts, lengths, blocks in _blocks(music, longest, settings):
        spectra = rfft(blocks).transpose(2, 0, 1)
        sums = irfft(np.matmul(spectra, looked_for).transpose(1, 2, 0), n=size)
        for number, start, length, told in zip(numbers, starts, lengths, sums, strict=True):
            seen[number].take(told[:, :length], start)
    return np.array([one.z for one in seen]), np.array([one.frame for one in seen])


class _Seen:
    """What was seen of one recording so far: the best offset of each stretch, and how all others spread."""

    def __init__(self, stretches: int) -> None:
        self.frame: I64 = np.zeros(stretches, np.int64)
        self._best = np.full(stretches, -np.inf)
        self._count, self._total, self._squares = 0, np.zeros(stretches), np.zeros(stretches)

    def take(self, told: F32, start: int) -> None:
        """See some offsets more: float32[stretches, offsets], the first of them `start`."""
        place = told.argmax(axis=1)
        clear = np.take_along_axis(told, place[:, np.newaxis], axis=1)[:, 0]
        better = clear > self._best
        self._best[better], self.frame[better] = clear[better], start + place[better]
        self._count += told.shape[1]
        self._total += told.sum(axis=1, dtype=np.float64)
        self._squares += np.square(told, dtype=np.float64).sum(axis=1)

    @property
    def z(self) -> F64:
        """Deviations of the best; 0 of a recording that is too short."""
        if not self._count:
            return np.zeros_like(self._best)
        mean = self._total / self._count
        z: F64 = (self._best - mean) / np.sqrt(np.maximum(self._squares / self._count - mean**2, 1e-9))
        return z


def _blocks(
    music: Sequence[F32], longest: int, settings: SecondLookSettings
) -> Iterator[tuple[list[int], list[int], list[int], F32]]:
    """Cut recordings into what is transformed at once: numbers, first frames, offsets that count, cells."""
    size, least = settings.transform, settings.least_beside_frames
    step = size - longest
    wanted = [
        (number, start, min(step, len(cells) - least - start))
        for number, cells in enumerate(music)
        for start in range(least - longest, len(cells) - least, step)
    ]
    for first in range(0, len(wanted), settings.recordings_together):
        some = wanted[first : first + settings.recordings_together]
        blocks = np.zeros((len(some), settings.bands, size), np.float32)
        for block, (number, start, _) in zip(blocks, some, strict=True):
            have = music[number][max(0, start) : start + size]
            block[:, max(0, -start) : max(0, -start) + len(have)] = have.T
        numbers, starts, lengths = map(list, zip(*some, strict=True))
        yield numbers, starts, lengths, blocks
