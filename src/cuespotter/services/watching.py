"""Watch folders: a film that is put there is identified once it is complete, and its files are written.

A film that is still being copied grows, or its time changes: it is left alone until it has stood still for a
while. One that fails is told, and tried again when it has changed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Final

from cuespotter.errors import UsageError
from cuespotter.services.handing_all import HandingAll, Written
from cuespotter.services.identifying import Failed, Identified
from cuespotter.services.profile import Profile
from cuespotter.services.unattended import FilmReport, Skipped, Unattended, looks_of

if TYPE_CHECKING:
    from cuespotter.exports.base import ExportOptions

SETTLED_S: Final = 10.0
"""A film that has stood still for so long is complete: copying programs write more often."""
Look = tuple[tuple[int, int] | None, ...]
"""Size and time of a film's files."""


class Watching(Unattended, HandingAll):
    """Folders are watched for new films."""

    def watch(
        self,
        folders: Sequence[Path | str],
        *,
        profile: Profile | None = None,
        poll: bool = False,
        settled_s: float = SETTLED_S,
        stop: Event | None = None,
        report: FilmReport = lambda _progress: None,
    ) -> Iterator[Identified | Skipped | Failed | Written]:
        """Identify films that are in folders, and those that come, and write their files.

        Parameters
        ----------
        folders : sequence of Path or str
            With the folders in them.
        profile : Profile, optional
            Which files go with each film; none by default.
        poll : bool
            Look again and again: network shares do not say when something changes.
        settled_s : float
            How long a film must have stood still.
        stop : Event, optional
            Ends the watch when it is set; Ctrl-C does too.
        report : callable, optional
            Told how far the film in work is.

        Yields
        ------
        Identified, Skipped, Failed or Written
            What becomes of each film and of each of its files, as it happens.

        Raises
        ------
        UsageError
            A folder is not there, the profile names no format, or watchfiles is not installed.
        """
        places = [Path(folder) for folder in folders]
        for place in places:
            if not place.is_dir():
                raise UsageError(f"there is no folder {place} to watch; check the name")
        wanted = profile or Profile()
        self._check_filled()
        for name in wanted.formats:
            self._format(name)
        waiting = _Waiting(places, settled_s)
        for has_changed in _glances(places, poll=poll, every_s=settled_s, stop=stop or Event()):
            for film in waiting.settled(has_changed=has_changed):
                yield from self._take_in(film, wanted, report)
                if stop is not None and stop.is_set():
                    return

    def _take_in(
        self, film: tuple[Path, ...], profile: Profile, report: FilmReport
    ) -> Iterator[Identified | Skipped | Failed | Written]:
        """Identify one film and write its files."""
        for one in self.identify_all([film], report=report):
            yield one
            if isinstance(one, Failed):
                continue
            film_id = one.film_id if isinstance(one, Skipped) else one.document.film.id
            yield from self.export_all(
                profile.formats,
                where=profile.where,
                to=profile.to,
                options=_options(profile),
                among=[film_id],
            )


class _Waiting:
    """Films that have changed since they were taken in, until they stand still."""

    def __init__(
        self, places: Sequence[Path], settled_s: float, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._places, self._settled_s, self._now = places, settled_s, now
        self._taken: dict[tuple[Path, ...], Look] = {}
        self._since: dict[tuple[Path, ...], tuple[Look, float]] = {}

    def settled(self, *, has_changed: bool) -> Iterator[tuple[Path, ...]]:
        """Give the films that are complete now; without a change, only those waited for are looked at."""
        from cuespotter.library.films import find_films

        films = find_films(self._places).films if has_changed else list(self._since)
        self._since = {film: seen for film, seen in self._since.items() if film in films}
        for film in films:
            look = tuple(looks_of(film))
            if self._taken.get(film) == look or None in look:
                self._since.pop(film, None)
            elif self._stands_still(film, look):
                self._taken[film] = look
                del self._since[film]
                yield film

    def _stands_still(self, film: tuple[Path, ...], look: Look) -> bool:
        """Say whether a film is as it was for long enough, by its own time or as it was seen."""
        before, since = self._since.setdefault(film, (look, self._now()))
        if before != look:
            self._since[film] = look, self._now()
            return False
        newest_s = max(one[1] for one in look if one is not None) / 1e9
        return self._now() - since >= self._settled_s or time.time() - newest_s >= 2 * self._settled_s


def _glances(places: Sequence[Path], *, poll: bool, every_s: float, stop: Event) -> Iterator[bool]:
    """Say at once, and then whenever time has passed, whether something may have changed."""
    if poll:
        yield True
        while not stop.wait(every_s / 2):
            yield True
        return
    try:
        from watchfiles import watch
    except ModuleNotFoundError as error:
        raise UsageError(
            'watching needs watchfiles, which is not installed: pip install "cuespotter[watch]"'
        ) from error
    yield True
    changes = watch(
        *places,
        watch_filter=None,
        stop_event=stop,
        rust_timeout=max(1, int(1000 * every_s / 2)),
        yield_on_timeout=True,
        raise_interrupt=True,
        ignore_permission_denied=True,
    )
    for found in changes:
        yield bool(found)


def _options(profile: Profile) -> ExportOptions:
    """Say what the profile asks of formats."""
    from cuespotter.exports.base import ExportOptions

    if profile.show_for_s is None:
        return ExportOptions()
    return ExportOptions(now_playing_s=profile.show_for_s)
