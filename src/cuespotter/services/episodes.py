"""Series: episodes held against each other for the opening and the closing that they share.

What was kept of their sound when they were identified is all that is needed; films that were identified by an
older program are heard once more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cuespotter.catalogue.database import together
from cuespotter.errors import CuespotterError, LibraryError
from cuespotter.model import FilmDocument
from cuespotter.model.episode import EpisodePart, PartKind
from cuespotter.model.spelling import folded
from cuespotter.services.unattended import Unattended

if TYPE_CHECKING:
    from cuespotter.series.ends import Ends
    from cuespotter.series.find import EpisodeParts, Found

SeriesReport = Callable[[str, float], None]
"""Told what is being done, and the share of the work that is done, 0 to 1."""
COMPARING = 0.1
"""Share of the work that is comparing; the rest is hearing what was not heard yet."""


@dataclass(frozen=True)
class Episode:
    """An episode of a series, and what was found in it.

    Attributes
    ----------
    series : str
        Its series' title, or the folder that it lies in.
    name : str
        Its own title, or its file's name.
    film_id : str or None
        Under which it is kept; None where it was not identified.
    intro, credits : EpisodePart or None
        What it shares with the others.
    why_no_intro, why_no_credits : str
        Why not, where it does not; else empty.
    could_be_heard : bool
        Whether it was compared with others, or would have been, had there been enough.
    """

    series: str
    name: str
    film_id: str | None
    intro: EpisodePart | None = None
    credits: EpisodePart | None = None
    why_no_intro: str = ""
    why_no_credits: str = ""
    could_be_heard: bool = True


@dataclass(frozen=True)
class _Heard:
    """An episode on its way: where it lies, what is known of it, or why it cannot be compared."""

    path: Path
    document: FilmDocument | None = None
    sound: Ends | None = None
    refusal: str = ""

    @property
    def series(self) -> str:
        """Its series' title, else the folder that it lies in."""
        told = None if self.document is None else self.document.film.series_title
        return told or self.path.absolute().parent.name

    @property
    def name(self) -> str:
        """Its title, else its file's name."""
        return self.path.name if self.document is None else self.document.film.title

    @property
    def order(self) -> list[object]:
        """Sorts as people count: 2 before 10."""
        told = None if self.document is None else self.document.film.episode_number
        return [
            (0, int(part), "") if part.isdecimal() else (1, 0, part)
            for part in re.split(r"(\d+)", folded(told or self.path.name))
            if part
        ]


class Episodes(Unattended):
    """Episodes of series are compared."""

    def find_series(
        self, films: Sequence[Sequence[Path]], *, report: SeriesReport = lambda _stage, _share: None
    ) -> list[Episode]:
        """Find the opening and the closing that episodes share, and keep them with each film.

        Parameters
        ----------
        films : sequence of sequence of Path
            The files of each, identified before; see `find_films`. Those of several series are told apart by
            their titles, else by their folders.
        report : callable, optional
            Told what is being done, and the share of the work that is done; what it raises ends the work.

        Returns
        -------
        list of Episode
            By series, in the order of the episodes.

        Raises
        ------
        LibraryError
            The library cannot be used.

        Examples
        --------
        >>> [one.why_no_intro for one in library.find_series([[Path("sample/film.mkv")]])]
        ['too few episodes of "sample": 1, and 3 are needed to tell an opening from music that returns']
        """
        heard = []
        for number, paths in enumerate(films):
            name, begun = paths[0].name, (1 - COMPARING) * number / max(1, len(films))

            def report_film(_stage: str, share: float, name: str = name, begun: float = begun) -> None:
                report(f"listening to {name}", begun + (1 - COMPARING) * share / len(films))

            heard.append(self._episode(tuple(paths), report_film))
        found: list[Episode] = []
        groups: dict[str, list[_Heard]] = {}
        for one in heard:
            groups.setdefault(folded(one.series), []).append(one)
        for number, group in enumerate(groups.values()):

            def report_group(share: float, number: int = number) -> None:
                report("comparing", 1 - COMPARING + COMPARING * (number + share) / len(groups))

            found += self._compared(sorted(group, key=lambda one: one.order), report_group)
        return found

    def _episode(self, paths: tuple[Path, ...], report: SeriesReport) -> _Heard:
        """Get what is known of an episode, and what was heard of it."""
        film_id = self._known(paths)
        if film_id is None:
            return _Heard(paths[0], refusal=f"not identified yet: cuespotter identify {paths[0].name}")
        document = self._catalogue.document(film_id)
        try:
            return _Heard(paths[0], document, self._sound(document, paths, report))
        except LibraryError:
            raise
        except CuespotterError as error:
            return _Heard(paths[0], document, refusal=error.message)

    def _sound(self, document: FilmDocument, paths: tuple[Path, ...], report: SeriesReport) -> Ends:
        """Give what was kept of a film's sound; if nothing was, hear the same streams again and keep it."""
        from cuespotter.identify.reels import hear_again
        from cuespotter.series.ends import EndsTaker, ends_digest, unpack_ends

        film_id = document.film.id
        kept = self._catalogue.sound(film_id, ends_digest(self.settings))
        known = None if kept is None else unpack_ends(kept)
        if known is not None:
            return known
        settings = replace(self.settings, hearing=replace(self.settings.hearing, tells_kinds=False))
        taker = EndsTaker(settings)
        for heard, reel, _ in hear_again(paths, document.film.reels, settings, report):
            taker.take(heard, reel.film_start_s)
            del heard  # two would not fit where one does
        sound = taker.ends()
        self._keep_sound(film_id, sound)
        return sound

    def _compared(self, episodes: Sequence[_Heard], report: Callable[[float], None]) -> list[Episode]:
        """Hold the episodes of one series against each other, and keep what was found."""
        from cuespotter.series.find import find_parts

        compared = self._each_once(episodes)
        sounds = [one.sound for one in compared if one.sound is not None]
        least = self.settings.series.least_episodes
        if len(sounds) < least:
            why = (
                f'too few episodes of "{episodes[0].series}": {len(sounds)}, and {least} are needed '
                "to tell an opening from music that returns"
            )
            return [_left(one, why) if one.sound is not None else _refused(one) for one in compared]
        of_each = iter(find_parts(sounds, self.settings, report))
        # whoever breaks this off has all of the series' parts, or those of before
        with together(self._catalogue.engine, self._catalogue.place):
            return [
                self._kept(one, next(of_each)) if one.sound is not None else _refused(one) for one in compared
            ]

    def _each_once(self, episodes: Sequence[_Heard]) -> list[_Heard]:
        """Refuse what is an episode that is there already: the same file, or coded once more."""
        from cuespotter.series.copies import copies_of

        places = [place for place, one in enumerate(episodes) if one.sound is not None]
        copies = copies_of([one.sound for one in episodes if one.sound is not None], self.settings)
        once = list(episodes)
        for copy, first in copies.items():
            of = episodes[places[first]].path.name
            why = f"the same episode as {of}, which is compared in its place; leave one of them out"
            once[places[copy]] = replace(episodes[places[copy]], sound=None, refusal=why)
        return once

    def _kept(self, one: _Heard, parts: EpisodeParts) -> Episode:
        """Keep with a film what was found in it."""
        assert one.document is not None
        intro, closing = _part("intro", parts.opening), _part("credits", parts.closing)
        told = [part for part in (intro, closing) if part is not None]
        film_id = one.document.film.id
        if one.document.film.series_parts != told:
            self._catalogue.change(
                film_id,
                lambda before: before.model_copy(
                    update={"film": before.film.model_copy(update={"series_parts": told})}
                ),
                action="series",
                summary="opening and closing: " + (", ".join(map(_words, told)) or "none"),
                who=self.who,
            )
        return Episode(
            one.series,
            one.name,
            film_id,
            intro,
            closing,
            parts.opening if isinstance(parts.opening, str) else "",
            parts.closing if isinstance(parts.closing, str) else "",
        )


def _left(one: _Heard, why: str) -> Episode:
    """Leave an episode that cannot be compared with what is known of it."""
    assert one.document is not None
    film = one.document.film
    known = {part.kind: part for part in film.series_parts}
    intro, closing = known.get("intro"), known.get("credits")
    return Episode(
        one.series, one.name, film.id, intro, closing, "" if intro else why, "" if closing else why
    )


def _refused(one: _Heard) -> Episode:
    """Say of an episode why it was not compared."""
    film_id = None if one.document is None else one.document.film.id
    return Episode(one.series, one.name, film_id, None, None, one.refusal, one.refusal, could_be_heard=False)


def _part(kind: PartKind, found: Found | str) -> EpisodePart | None:
    """Put what was found into the document's words."""
    if isinstance(found, str):
        return None
    return EpisodePart(kind=kind, start_s=found.start_s, end_s=found.end_s, episodes=found.episodes)


def _words(part: EpisodePart) -> str:
    """Say where a part is."""
    from cuespotter.wording.times import clock_text

    return f"{part.kind} {clock_text(part.start_s)} to {clock_text(part.end_s)}"
