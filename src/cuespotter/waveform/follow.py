"""A film and a recording's own file, laid beside each other -> how far the one follows the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

import numpy as np

from cuespotter.settings import WaveformSettings
from cuespotter.waveform.blocks import I64, Spectra
from cuespotter.waveform.coherence import Clear, Reach, coherence, grid_of, levelled
from cuespotter.waveform.course import Course, read_both
from cuespotter.waveform.samples import SampleSource


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
    film: SampleSource, music: SampleSource, course: Course, *, is_stretched: bool, settings: WaveformSettings
) -> Followed:
    """Say how far above chance the samples of film and recording follow each other near a course.

    Peaks know a line to a frame or two, samples to a part of one: a first look, wide, finds shift and speed,
    and a second holds film and recording together there.

    Parameters
    ----------
    film, music : SampleSource
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
        film: SampleSource,
        music: SampleSource,
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
        self._both = read_both(film, music, course, self._starts, grid)
        self._of_film: dict[str, Spectra] = {}

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Views that may hold the same."""
        return self._both.pairs

    def along(self, course: Course, pair: tuple[str, str], reach: Reach) -> Clear:
        """Hold two views together along a course."""
        a, b = pair
        both, grid, settings = self._both, self._grid, self._settings
        if a not in self._of_film:
            self._of_film[a] = levelled(both.of_film(a, self._starts, grid), grid, settings)
        music = levelled(both.of_music(b, course, self._starts, grid), grid, settings)
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
