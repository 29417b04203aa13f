"""How a recording lies in a stretch of film, and the samples of both that belong together there."""

from __future__ import annotations

from dataclasses import dataclass

from cuespotter.waveform.blocks import I64, Grid
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
