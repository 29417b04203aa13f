"""How a recording lies in a stretch of film, and the samples of both that belong together there."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cuespotter.waveform.blocks import I64, Grid, Spectra, film_blocks, music_blocks
from cuespotter.waveform.samples import SampleSource, Views

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

    def recording_sample(self, at: float) -> float:
        """Say where in the recording the film is."""
        return self.speed * (at - self.offset)

    def turned(self, middle: float, half: float, *, drift: float, shift: float = 0.0) -> Course:
        """Move a course by `shift` samples of film in its middle, and by `drift` more each `half` later."""
        slower = 1.0 - drift / half
        offset = (self.offset + shift - drift * middle / half) / slower
        return replace(self, speed=self.speed * slower, offset=offset)


@dataclass(frozen=True)
class Both:
    """What blocks need of a film and of a recording.

    Attributes
    ----------
    film, music : dict of str to float32[n]
        By view.
    origin, beginning : int
        Numbers of their first samples in the files.
    """

    film: Views
    origin: int
    music: Views
    beginning: int

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Views that may hold the same."""
        pairs = ((a, b if b in self.music else "mid") for a, b in PAIRS if a in self.film)
        return list(dict.fromkeys(pairs))

    def of_film(self, view: str, starts: I64, grid: Grid) -> Spectra:
        """Transform blocks of a view of the film: see `film_blocks`."""
        return film_blocks(self.film[view], starts - self.origin, grid)

    def of_music(self, view: str, course: Course, starts: I64, grid: Grid) -> Spectra:
        """Transform what a view of the recording has in the blocks' places: see `music_blocks`."""
        places = np.asarray((starts - course.offset) * course.speed, np.float64)
        return music_blocks(self.music[view], places - self.beginning, course.ratio, grid)


def read_both(film: SampleSource, music: SampleSource, course: Course, starts: I64, grid: Grid) -> Both:
    """Read what blocks of film and their places in a recording need.

    Parameters
    ----------
    film, music : SampleSource
        At one rate.
    course : Course
    starts : int64[blocks]
        Samples of film at which blocks begin, in any order.
    grid : Grid

    Raises
    ------
    MediaError
        One of the files cannot be listened to.
    """
    rate_hz, around = film.rate_hz, grid.block + 2 * grid.margin
    first, last = int(starts.min()), int(starts.max())
    heard, origin = film.stretch(first / rate_hz, (last + grid.block) / rate_hz)
    begin, end = course.recording_sample(first), course.recording_sample(last)
    known, beginning = music.stretch((begin - around) / rate_hz, (end + 2 * around) / rate_hz)
    return Both(heard, origin, known, beginning)
