"""Files for all films at once: beside each film, or in one folder; what has not changed is not touched."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cuespotter.errors import CuespotterError, ExportError, UsageError
from cuespotter.services.asking import Asking
from cuespotter.services.handing import HandingOn

if TYPE_CHECKING:
    from cuespotter.catalogue.film_rows import FilmSummary
    from cuespotter.exports.base import ExportOptions, Format

SUBTITLES: Final = frozenset({"srt", "webvtt", "ass"})
"""Formats that a player shows over the film: they are named as players look for them."""
KODI: Final = "kodi-edl"
"""The one that Kodi finds by the film's own name."""
NAME_CHARACTERS: Final = 120
"""A longer title is cut in a file's name: many file systems take 255 bytes, endings included."""


@dataclass(frozen=True)
class Written:
    """What became of one file.

    Attributes
    ----------
    film_id : str
        Of the film that it is about.
    target : Path or None
        Where it is; None where no place could be found.
    outcome : str
        'written', 'unchanged' or 'failed'.
    reason : str or None
        Why it failed, or what it lacks.
    """

    film_id: str
    target: Path | None
    outcome: str
    reason: str | None = None


class HandingAll(HandingOn, Asking):
    """All films go out, or those that a filter chooses."""

    def export_all(
        self,
        format_names: Sequence[str],
        *,
        where: str = "",
        to: Path | None = None,
        options: ExportOptions | None = None,
        among: Collection[str] | None = None,
    ) -> Iterator[Written]:
        """Write files for films.

        A file beside a film is called after it: ``Drive.nowplaying.srt`` for subtitles (Jellyfin, Kodi and
        Plex pick them up), ``Drive.music.html`` and the like for all else, so that a file of the user's own
        is never met; Kodi's list of what to skip must be called ``Drive.edl``, and another's is left alone.
        In a folder they are called by title and year, and by id where two are the same.

        Parameters
        ----------
        format_names : sequence of str
            Some of `formats`.
        where : str
            Which films: a filter (docs/filters.md); all by default.
        to : Path, optional
            One folder for all, made where it is missing; by default each beside its film.
        options : ExportOptions, optional
            What the formats may be asked for.
        among : collection of str, optional
            Which films, by their ids; all by default.

        Yields
        ------
        Written
            For each file, as soon as it is done; one that fails costs only itself.

        Raises
        ------
        UsageError
            No format of that name, or one that fills a template; the filter cannot be understood.

        Examples
        --------
        >>> [one.outcome for one in library.export_all(["srt"], to=folder / "all")]
        ['written']
        >>> [one.outcome for one in library.export_all(["srt"], to=folder / "all")]
        ['unchanged']
        """
        formats = [self._format(name) for name in format_names]
        films = self.films(where, among=among)
        if to is not None:
            _make_folder(to)
        # named among all films: a file is called alike whichever of them are written today
        names = {} if to is None else _names_of(films if among is None and not where else self.films())
        for film in films:
            if to is None and not film.locations and not self.film(film.id).film.is_listened_to:
                continue  # it was told of: nothing lies beside it
            for one in formats:
                yield self._write(film, one, to, names.get(film.id, ""), options)

    def _format(self, name: str) -> Format:
        """Find a format that needs nothing but a film."""
        from cuespotter.exports.formats import choose_format

        chosen = choose_format(Path(name), name)
        if chosen.needs_template:
            raise UsageError(f"{name} fills a template of yours, film by film: cuespotter export --template")
        return chosen

    def _write(
        self, film: FilmSummary, form: Format, to: Path | None, name: str, options: ExportOptions | None
    ) -> Written:
        """Write one file, if it is not there as it would be written."""
        from cuespotter.exports.base import write_whole

        target = None
        try:
            target = _beside(film, form) if to is None else to / f"{name}{form.suffixes[0]}"
            content = self.render(film.id, form.name, options=options)
            if target.is_file() and target.read_bytes() == content:
                return Written(film.id, target, "unchanged")
            write_whole(target, content)
        except (CuespotterError, OSError) as error:
            message = error.message if isinstance(error, CuespotterError) else str(error)
            return Written(film.id, target, "failed", f"{film.title}: {message}")
        lost = self._lost_chapters(self.film(film.id), form) if form.has_chapters else None
        return Written(film.id, target, "written", lost and f"{film.title}: {lost}")


def _beside(film: FilmSummary, form: Format) -> Path:
    """Say how a file beside a film is called; raises `ExportError` where the film is not there."""
    first = Path(film.locations[0]) if film.locations else None
    if first is None or not first.parent.is_dir():
        place = "nowhere that is known" if first is None else f"not at {first}"
        raise ExportError(f"the film is {place}; identify it where it is, or write --to a folder")
    if form.name == KODI:
        return _unless_foreign(first.with_name(f"{first.stem}.edl"))
    word = "nowplaying" if form.name in SUBTITLES else "music"
    return first.with_name(f"{first.stem}.{word}{form.suffixes[0]}")


def _unless_foreign(target: Path) -> Path:
    """Give a place that Kodi reads, unless somebody else's list of breaks lies there."""
    from cuespotter.exports.players.kodi_edl import OURS

    if not target.is_file() and target.exists():
        raise ExportError(f"{target} is no regular file; move it away to have one that skips the opening")
    if target.is_file() and not target.read_bytes().startswith(OURS):
        raise ExportError(f"{target} is somebody else's; move it away to have one that skips the opening")
    return target


def _names_of(films: Sequence[FilmSummary]) -> dict[str, str]:
    """Name each film for a file: title and year, and its id where that would name two."""
    plain = {film.id: _file_name(film.title, film.year) for film in films}
    count = Counter(name.casefold() for name in plain.values())
    return {
        film_id: name if count[name.casefold()] == 1 else f"{name} [{film_id}]"
        for film_id, name in plain.items()
    }


def _file_name(title: str, year: int | None) -> str:
    """Write a title so that any file system takes it for a name."""
    text = unicodedata.normalize("NFC", title.encode("utf-8", "replace").decode("utf-8"))
    text = re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f]+', " ", text)
    text = " ".join(text.split())[:NAME_CHARACTERS].strip(". ") or "film"
    return text if year is None else f"{text} ({year})"


def _make_folder(folder: Path) -> None:
    """Make the folder that all files go to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"the folder {folder} cannot be made: {error.strerror}") from error
