"""Sound -> its level, as a curve for the eye: whole dB re full scale, one value a step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cuespotter.media.decode import blocks
from cuespotter.media.streams import chosen
from cuespotter.model import FilmFile

LEVEL_RATE_HZ = 8000
"""Enough for a curve of level."""
FINE_STEP_S = 0.01
"""One value of a film's fine curve: a beat's attack is seen."""
LEVEL_STEP_S = 0.5
"""One value of its coarse curve."""
FLOOR_DB = -80.0
"""What is quieter counts as silence."""


def film_level(
    reels: Sequence[tuple[FilmFile, Path]], duration_s: float, report: Callable[[float], None]
) -> NDArray[np.int8]:
    """Measure the level of all reels.

    Parameters
    ----------
    reels : sequence of (FilmFile, Path)
        What each is, and where it lies.
    duration_s : float
        Of the film.
    report : callable
        Told the share of the film that is measured, 0 to 1; what it raises ends the work.

    Returns
    -------
    int8[n]
        Whole dB re full scale, one for each `FINE_STEP_S` of the film.
    """
    step = round(FINE_STEP_S * LEVEL_RATE_HZ)
    length = max(1, round(duration_s / FINE_STEP_S))
    power = np.zeros(length + 1)
    for reel, path in reels:
        start = round(reel.film_start_s / FINE_STEP_S)
        for block in blocks(path, rate_hz=LEVEL_RATE_HZ, stream=chosen(reel), block_samples=step * 3200):
            at = start + block.first_sample // step
            energy = _step_power(block.samples, step)[: max(0, length - at)]
            power[at : at + len(energy)] = energy
            report(at / length)
    return np.array(_in_db(power[:length]), np.int8)


def coarse_level(fine: NDArray[np.int8]) -> list[int]:
    """Give a film's level in steps of `LEVEL_STEP_S` from that in steps of `FINE_STEP_S`.

    Parameters
    ----------
    fine : int8[n]
        Whole dB re full scale.

    Examples
    --------
    >>> coarse_level(np.array([-20] * 50 + [-80] * 50 + [-10] * 20, np.int8))
    [-20, -80, -10]
    """
    many = round(LEVEL_STEP_S / FINE_STEP_S)
    power = np.where(fine <= FLOOR_DB, 0.0, 10.0 ** (fine.astype(np.float64) / 10.0))
    starts = np.arange(0, len(fine), many)
    counts = np.minimum(many, len(fine) - starts)
    return _in_db(np.add.reduceat(power, starts) / counts)


def level_of(samples: NDArray[np.int16], *, values: int) -> tuple[int, list[int]]:
    """Measure the level of a recording in so many values.

    Parameters
    ----------
    samples : int16[channels, n]
    values : int
        At most so many.

    Returns
    -------
    int, list of int
        Samples of a step, and the level of each in whole dB re full scale.
    """
    step = max(1, -(-samples.shape[1] // values))
    return step, _in_db(_step_power(samples.astype(np.float32) / np.float32(32768.0), step))


def _step_power(samples: NDArray[np.float32], step: int) -> NDArray[np.float64]:
    """Give the mean power of each step, over all channels."""
    energy = np.square(samples, dtype=np.float64).mean(axis=0)
    energy = np.pad(energy, (0, -len(energy) % step))
    power: NDArray[np.float64] = energy.reshape(-1, step).mean(axis=1)
    return power


def _in_db(power: NDArray[np.float64]) -> list[int]:
    """Give powers as whole dB, none below the floor."""
    level = 10.0 * np.log10(np.maximum(power, 10.0 ** (FLOOR_DB / 10.0)))
    return [int(value) for value in np.rint(level)]
