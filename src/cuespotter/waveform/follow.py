"""A film and a recording's own file, laid beside each other -> how far the one follows the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cuespotter.settings import WaveformSettings
from cuespotter.waveform.coherence import Grid, Spectra, coherence, film_spectra, grid_of, music_spectra
from cuespotter.waveform.samples import Waveform

F32 = NDArray[np.float32]
I64 = NDArray[np.int64]
PAIRS = (
    ("mid", "mid"),
    ("side", "side"),
    ("side", "mid"),
    ("front", "mid"),
    ("surround", "side"),
    ("surround", "mid"),
)
"""Views of a film and of a recording that may hold the same: a loudspeaker at the side plays the middle."""


@dataclass(frozen=True)
class Course:
    """How a recording is said to lie in a stretch of film, in samples of both.

    Attributes
    ----------
    first, last : int
        Samples of film.
    speed : float
        Samples of the recording in one of the film.
    offset : float
        Sample of film at which the recording's first would sound.
    ratio : float
        The speed that its pitch tells; another than `speed` where tempo or pitch was changed alone.
    """

    first: int
    last: int
    speed: float
    offset: float
    ratio: float


def deviations(
    film: Waveform, music: Waveform, course: Course, *, is_stretched: bool, settings: WaveformSettings
) -> float:
    """Say how far above chance the samples of film and recording follow each other along a course.

    Parameters
    ----------
    film, music : Waveform
        At one rate.
    course : Course
    is_stretched : bool
        Whether tempo or pitch was changed alone.
    settings : WaveformSettings

    Returns
    -------
    float
        Standard deviations.

    Raises
    ------
    MediaError
        One of the files cannot be listened to.
    """
    grid = grid_of(film.rate_hz, stretched=is_stretched, settings=settings)
    count = max(1, (course.last - course.first) // grid.block)
    blocks = np.unique(np.linspace(0, count - 1, min(count, settings.most_blocks)).astype(np.int64))
    starts = course.first + blocks * grid.block
    return coherence(_pairs(film, music, starts, course, grid, settings), grid, settings)


def _pairs(
    film: Waveform, music: Waveform, starts: I64, course: Course, grid: Grid, settings: WaveformSettings
) -> Iterator[tuple[Spectra, Spectra]]:
    """Give the spectra of all views that may hold the same, each made when it is asked for."""
    rate_hz = film.rate_hz
    heard, origin = film.stretch(starts[0] / rate_hz, (starts[-1] + grid.block) / rate_hz)
    places = np.asarray((starts - course.offset) * course.speed, np.float64)
    around = grid.block + 2 * grid.margin
    known, beginning = music.stretch(
        float(places[0] - around) / rate_hz, float(places[-1] + 2 * around) / rate_hz
    )
    of_film: dict[str, Spectra] = {}
    of_music: dict[str, Spectra] = {}
    pairs = ((a, b if b in known else "mid") for a, b in PAIRS if a in heard)
    for a, b in dict.fromkeys(pairs):
        if a not in of_film:
            of_film[a] = film_spectra(heard[a], starts - origin, grid, settings)
        if b not in of_music:
            of_music[b] = music_spectra(known[b], places - beginning, course.ratio, grid, settings)
        yield of_film[a], of_music[b]
