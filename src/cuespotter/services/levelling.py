"""See the sound: how loud films and recordings are, measured once and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cuespotter.services.listening import LONGEST_HELD_S, SOUND_RATE_HZ, Listening

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEVEL_VALUES = 400
"""Values of a recording's curve of level: as many as its picture is wide."""
FILMS_HELD = 8
"""Curves of films kept in memory: a film of two hours is 720 kB."""


class Levelling(Listening):
    """Curves of level, coarse for a whole film and fine for a stretch of it."""

    def film_level(
        self, film: str, report: Callable[[str, float], None] = lambda _stage, _share: None
    ) -> list[int]:
        """Give a film's level, from the library where it was measured before.

        Parameters
        ----------
        film : str
            Its path, file name, title or id.
        report : callable, optional
            Told the stage, and the share of the work done, 0 to 1; what it raises ends the work.

        Returns
        -------
        list of int
            Whole dB re full scale, a value for each half second.

        Raises
        ------
        MediaError
            A file is gone, or cannot be listened to.

        Examples
        --------
        >>> len(library.film_level("film.mkv"))
        480
        """
        from cuespotter.media.levels import coarse_level, film_level

        if self._fine_curve(film) is None:
            document = self.film(film)
            level = film_level(
                self._reels(film),
                document.film.duration_s,
                lambda share: report("measuring the level", share),
            )
            stored = self._level_file(film)
            _store(stored, level)
            self._hold(stored, level)
        known = self._fine_curve(film)
        return [] if known is None else coarse_level(known)

    def known_film_level(self, film: str) -> list[int] | None:
        """Give a film's level if it was measured before; else None, at once."""
        from cuespotter.media.levels import coarse_level

        known = self._fine_curve(film)
        return None if known is None else coarse_level(known)

    def fine_level(self, film: str, start_s: float, end_s: float) -> list[int]:
        """Give the level of a stretch of a film, as fine as it was measured.

        Parameters
        ----------
        film : str
            Its path, file name, title or id.
        start_s, end_s : float
            On the film's clock, in seconds; the start is taken back to a whole hundredth.

        Returns
        -------
        list of int
            Whole dB re full scale, a value for each hundredth of a second; none where the film was not
            measured yet (`film_level` does that), fewer where it ends before.

        Examples
        --------
        >>> level = library.film_level("film.mkv")
        >>> len(library.fine_level("film.mkv", 10.0, 12.5))
        250
        """
        from cuespotter.media.levels import FINE_STEP_S

        known = self._fine_curve(film)
        if known is None:
            return []
        first = int(start_s / FINE_STEP_S + 1e-6)
        return [int(value) for value in known[first : first + round((end_s - start_s) / FINE_STEP_S)]]

    def recording_level(self, recording_id: str) -> tuple[float, list[int]]:
        """Give a recording's level from its start to its end.

        Returns
        -------
        float, list of int
            Seconds of a step, and whole dB re full scale for each; none of a very long recording.
        """
        from cuespotter.media.levels import level_of

        recording = self.recording(recording_id)
        if recording.duration_s > LONGEST_HELD_S:
            return recording.duration_s, []
        if recording.heard_in is not None:
            place = recording.heard_in
            sound = self.film_sound(place.film_id, place.start_s, place.end_s)
            step, level = level_of((sound * 32767.0).astype("int16"), values=LEVEL_VALUES)
            return step / SOUND_RATE_HZ, level
        held = self._held.recording(recording_id, self.recording_file(recording_id))
        step, level = level_of(held.samples, values=LEVEL_VALUES)
        return step / SOUND_RATE_HZ, level

    @cached_property
    def _levels(self) -> dict[Path, NDArray[np.int8]]:
        """Fine curves by their files, the last ones asked for."""
        return {}

    def _fine_curve(self, film: str) -> NDArray[np.int8] | None:
        """Give a film's fine curve if it was measured before."""
        import numpy as np

        stored = self._level_file(film)
        if stored not in self._levels and stored.is_file():
            try:
                self._hold(stored, np.fromfile(stored, np.int8))
            except OSError:
                return None
        return self._levels.get(stored)

    def _hold(self, stored: Path, level: NDArray[np.int8]) -> None:
        """Keep a curve in memory, in the place of the one that was kept longest."""
        self._levels[stored] = level
        while len(self._levels) > FILMS_HELD:
            self._levels.pop(next(iter(self._levels)), None)

    def _level_file(self, film: str) -> Path:
        """Say where a film's curve of level is kept: another when its files are others."""
        summary = self.summary(self._catalogue.film_id(film))
        key = hashlib.sha256(repr((summary.locations, summary.duration_s)).encode()).hexdigest()[:24]
        return self.folder / "desk" / f"level-{key}.i8"


def _store(path: Path, level: NDArray[np.int8]) -> None:
    """Keep a curve for the next time, where the library may be written."""
    try:
        path.parent.mkdir(exist_ok=True)
        beside = path.with_suffix(".new")
        level.tofile(beside)
        beside.replace(path)
    except OSError:
        return
