"""A film and a recording's own file, laid beside each other -> how far the one follows the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

import numpy as np
from numpy.typing import NDArray

from cuespotter.settings import WaveformSettings
from cuespotter.waveform.blocks import Spectra
from cuespotter.waveform.coherence import (
    Clear,
    Reach,
    coherence,
    film_spectra,
    grid_of,
    music_spectra,
)
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

    def recording_sample(self, at: float) -> float:
        """Say where in the recording the film is."""
        return self.speed * (at - self.offset)


@dataclass(frozen=True)
class Followed:
    """How far a film follows a recording, and along which course.

    Attributes
    ----------
    deviations : float
        Above chance.
    course : Course
        The given one, moved and turned to where they follow each other best.
    """

    deviations: float
    course: Course


def followed(
    film: Waveform, music: Waveform, course: Course, *, is_stretched: bool, settings: WaveformSettings
) -> Followed:
    """Say how far above chance the samples of film and recording follow each other near a course.

    Peaks know a line to a frame or two, samples to a part of one: a first look, wide, finds shift and speed,
    and a second holds film and recording together there.

    Parameters
    ----------
    film, music : Waveform
        At one rate.
    course : Course
    is_stretched : bool
        Whether tempo or pitch was changed alone.
    settings : WaveformSettings

    Raises
    ------
    MediaError
        One of the files cannot be listened to.
    """
    held = _Held(film, music, course, is_stretched=is_stretched, settings=settings)
    drift = (settings.drift_s, settings.drift_step_s)
    if is_stretched:
        drift = (settings.stretched_drift_s, settings.stretched_step_s)
    wide, fine = Reach(settings.shift_s, *drift), Reach.fine(settings)
    best, views = Clear(0.0, 0.0, 0.0), None
    for pair in held.pairs:
        clear = held.along(course, pair, wide)
        if clear > best:
            best, views = clear, pair
        if clear.deviations >= settings.enough:
            break
    if views is None:
        return Followed(0.0, course)
    turned = held.turned(course, best)
    again = held.along(turned, views, fine)
    if again.deviations < best.deviations:
        return Followed(best.deviations, turned)
    return Followed(again.deviations, held.turned(turned, again))


class _Held:
    """Blocks of a film, and what a recording has in their places."""

    def __init__(
        self,
        film: Waveform,
        music: Waveform,
        course: Course,
        *,
        is_stretched: bool,
        settings: WaveformSettings,
    ) -> None:
        self._settings, self._is_stretched = settings, is_stretched
        self._grid = grid = grid_of(film.rate_hz, stretched=is_stretched, settings=settings)
        count = max(1, (course.last - course.first) // grid.block)
        most = settings.most_stretched_blocks if is_stretched else settings.most_blocks
        blocks = np.unique(np.linspace(0, count - 1, min(count, most)).astype(np.int64))
        self._starts: I64 = course.first + blocks * grid.block
        rate_hz, around = film.rate_hz, grid.block + 2 * grid.margin
        first, last = int(self._starts[0]), int(self._starts[-1])
        self._film, self._origin = film.stretch(first / rate_hz, (last + grid.block) / rate_hz)
        begin, end = course.recording_sample(first), course.recording_sample(last)
        self._music, self._beginning = music.stretch((begin - around) / rate_hz, (end + 2 * around) / rate_hz)
        self._of_film: dict[str, Spectra] = {}

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Views that may hold the same."""
        pairs = ((a, b if b in self._music else "mid") for a, b in PAIRS if a in self._film)
        return list(dict.fromkeys(pairs))

    def along(self, course: Course, pair: tuple[str, str], reach: Reach) -> Clear:
        """Hold two views together along a course."""
        a, b = pair
        grid, settings = self._grid, self._settings
        if a not in self._of_film:
            self._of_film[a] = film_spectra(self._film[a], self._starts - self._origin, grid, settings)
        places = np.asarray((self._starts - course.offset) * course.speed, np.float64)
        music = music_spectra(self._music[b], places - self._beginning, course.ratio, grid, settings)
        most = inf if self._is_stretched else settings.most_of_block
        return coherence(self._of_film[a], music, grid, reach, most, settings)

    def turned(self, course: Course, clear: Clear) -> Course:
        """Move and turn a course to where both follow each other."""
        first, last = float(self._starts[0]), float(self._starts[-1])
        middle, half = (first + last) / 2, (last - first) / 2
        rate_hz = self._grid.rate_hz
        ahead = course.recording_sample(middle) + course.ratio * clear.shift_s * rate_hz
        speed = course.speed + (course.ratio * clear.drift_s * rate_hz / half if half else 0.0)
        ratio = course.ratio if self._is_stretched else course.ratio * speed / course.speed
        return replace(course, speed=speed, ratio=ratio, offset=middle - ahead / speed)
