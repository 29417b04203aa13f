"""Hand on: a film's cues as files and lists that other people's programs read; and what they still miss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cuespotter.errors import CuespotterError, MediaError, UsageError
from cuespotter.model import FilmDocument
from cuespotter.services.picturing import Picturing

if TYPE_CHECKING:
    from cuespotter.exports.base import ExportOptions, Format, OwnChapter
    from cuespotter.report.check import Remark
    from cuespotter.report.lists import NamedList
    from cuespotter.report.shares import MusicShares

LIST_SUFFIXES = frozenset({".html", ".htm", ".md", ".m3u8"})
"""Endings of a file that a list can be written to."""


class HandingOn(Picturing):
    """Films and lists go out; each also takes a document that is in no catalogue."""

    def export(
        self,
        film: str | FilmDocument,
        target: Path | str,
        *,
        format_name: str | None = None,
        options: ExportOptions | None = None,
    ) -> Format:
        """Write a film's cue list as a file, whole or not at all.

        Parameters
        ----------
        film : str or FilmDocument
            Its path, file name, title or id; or the document itself.
        target : Path or str
            The file to write.
        format_name : str, optional
            One of `formats`; by default the target's ending tells.
        options : ExportOptions, optional
            What the formats may be asked for.

        Returns
        -------
        Format
            The format that was chosen.

        Raises
        ------
        UnknownFilmError
            No film fits, or several do.
        UnknownFormatError
            Neither name nor ending names a format.
        ExportError
            The film cannot be put into the format, or the target cannot be written.

        Examples
        --------
        >>> library.export("film.mkv", folder / "film.srt").name
        'srt'
        """
        from cuespotter.exports.formats import choose_format, export

        document = self._document(film)
        chosen = choose_format(Path(target), format_name)
        told = self._with_places(document, options, chosen)
        return export(document, Path(target), format_name=chosen.name, options=told)

    def render(
        self, film: str | FilmDocument, format_name: str, *, options: ExportOptions | None = None
    ) -> bytes:
        """Make an export in memory; parameters and errors as of `export`.

        Examples
        --------
        >>> library.render("film.mkv", "json")[:1]
        b'{'
        """
        from cuespotter.exports.formats import render

        document, chosen = self._document(film), self.choose_format(format_name)
        return render(document, chosen.name, self._with_places(document, options, chosen))

    def export_notes(
        self, film: str | FilmDocument, format_name: str, *, options: ExportOptions | None = None
    ) -> list[str]:
        """Say what an export does not hold, a line each; parameters and errors as of `render`.

        What was cut, left out or cannot be written there; last, of a cue sheet, how much is missing before it
        can be filed (`check` tells what). Empty where all is well.

        Examples
        --------
        >>> library.export_notes("film.mkv", "jspf")[0][:21]
        'the playlist is empty'
        """
        from cuespotter.exports.formats import notes_on

        document, chosen = self._document(film), self.choose_format(format_name)
        notes = notes_on(document, chosen.name, self._with_places(document, options, chosen))
        unseen = self._seen(document, chosen)[1]
        lost = self._lost_chapters(document, chosen)
        return [*(one for one in (unseen,) if one), *notes, *(one for one in (lost,) if one)]

    def formats(self) -> dict[str, Format]:
        """List every format by name; docs/formats.md says what each is for."""
        from cuespotter.exports.formats import FORMATS

        return dict(FORMATS)

    def choose_format(self, format_name: str) -> Format:
        """Give a format by its name; `UnknownFormatError` lists those there are."""
        from cuespotter.exports.formats import choose_format

        return choose_format(Path(format_name), format_name)

    def check(self, film: str | FilmDocument) -> list[Remark]:
        """Say what a film's cue sheet misses, and what in it does not add up; nothing where it is ready.

        Examples
        --------
        >>> sorted({remark.gravity for remark in library.check("film.mkv")})
        ['missing']
        """
        from cuespotter.report.check import check_film

        return check_film(self._document(film))

    def shares(self, film: str | FilmDocument) -> MusicShares:
        """Count music, commissioned score, and all music made for the film: each second once, with bounds.

        Examples
        --------
        >>> shares = library.shares("film.mkv")
        >>> round(shares.music_in_film.whole_s)  # the film's length, of which the share is
        240
        """
        from cuespotter.report.shares import share_music

        return share_music(self._document(film))

    def list_films(
        self,
        name: str,
        *,
        where: str = "",
        order: str = "title",
        notes: Mapping[str, str] | None = None,
        introduction: str | None = None,
    ) -> NamedList:
        """Make a list of films to publish.

        Parameters
        ----------
        name : str
            What the list is called.
        where : str
            Which films: a filter (docs/filters.md).
        order : str
            A field, with '-' before it for the greatest first; 'none' for no order; 'given' for the
            catalogue's.
        notes : mapping of str to str, optional
            A word on each, by the film's id.
        introduction : str, optional
            What to say before the list.

        Raises
        ------
        UsageError
            The filter or the order cannot be understood.

        Examples
        --------
        >>> [entry.title for entry in library.list_films("Mine").entries]
        ['The Needle and the Groove']
        """
        from cuespotter.report.lists import list_films

        documents = [self._catalogue.document(film.id) for film in self._catalogue.films()]
        return list_films(name, documents, where=where, order=order, notes=notes, introduction=introduction)

    def list_recordings(
        self,
        name: str,
        *,
        where: str = "",
        order: str = "title",
        notes: Mapping[str, str] | None = None,
        introduction: str | None = None,
    ) -> NamedList:
        """Make a list of recordings to publish; parameters and errors as of `list_films`.

        Examples
        --------
        >>> len(library.list_recordings("Mine", where="artist:Beek").entries)
        2
        """
        from cuespotter.report.lists import list_recordings

        return list_recordings(
            name,
            self._catalogue.recordings(),
            where=where,
            order=order,
            notes=notes,
            introduction=introduction,
        )

    def _with_places(
        self, document: FilmDocument, options: ExportOptions | None, form: Format
    ) -> ExportOptions:
        """Say where the recordings lie, for exports that point at files; and the film's chapters."""
        from cuespotter.exports.base import ExportOptions

        heard = {cue.recording.id for cue in document.cues if cue.recording is not None}
        own = self._own_chapters(document)[0] if form.has_chapters else ()
        files = self._catalogue.files_at_hand(heard)
        asked = options or ExportOptions()
        stills = self._seen(document, form)[0] | dict(asked.page.stills)
        page = replace(asked.page, stills=stills)
        return replace(asked, music_files=files, own_chapters=own, page=page)

    def _seen(self, document: FilmDocument, form: Format) -> tuple[dict[str, bytes], str | None]:
        """Give the stills that the reviewer chose, for a form that shows them; or say why there are none."""
        if not form.has_stills:
            return {}, None
        try:
            return self.chosen_stills(document), None
        except CuespotterError as error:
            return {}, f"the stills that were chosen are left out: {error.message}"

    def _lost_chapters(self, document: FilmDocument, form: Format) -> str | None:
        """Say why a film's own chapters are not in an export that should have them; None where they are."""
        return self._own_chapters(document)[1] if form.has_chapters else None

    def _own_chapters(self, document: FilmDocument) -> tuple[tuple[OwnChapter, ...], str | None]:
        """Read the chapters of a film's files, on the film's clock; or say why that cannot be."""
        from cuespotter.exports.base import OwnChapter
        from cuespotter.media.chapters import read_chapters

        places = self._catalogue.film_places(document.film.id)
        try:
            return tuple(
                OwnChapter(one.begin_s + reel.film_start_s, one.end_s + reel.film_start_s, one.title)
                for reel, place in zip(document.film.reels, places, strict=False)
                for one in read_chapters(Path(place))
            ), None
        except MediaError as error:
            return (), f"the film's own chapters are not among these: {error.message}"


def render_list(made: NamedList, suffix: str = ".md", options: ExportOptions | None = None) -> bytes:
    """Make the text of a list.

    Parameters
    ----------
    made : NamedList
        From `HandingOn.list_films`, `HandingOn.list_recordings` or `Listing.make_list`.
    suffix : str
        '.md' for Markdown, '.html' for a page, '.m3u8' for a playlist of what is in it.
    options : ExportOptions, optional
        What pages and playlists may be asked for.

    Raises
    ------
    UsageError
        A list has no such form.
    """
    from cuespotter.exports.base import ExportOptions
    from cuespotter.exports.page.list_page import list_html, list_markdown
    from cuespotter.exports.players.m3u8 import list_playlist

    options = options or ExportOptions()
    ending = suffix.lower()
    if ending not in LIST_SUFFIXES:
        raise UsageError(f"a list is written as .html, .md or .m3u8, not {suffix!r}")
    if ending == ".m3u8":
        played = [recording for entry in made.entries for recording in entry.recordings]
        return list_playlist(made.name, played, options)
    return list_markdown(made, options.page) if ending == ".md" else list_html(made, options.page)


def write_list(made: NamedList, target: Path, options: ExportOptions | None = None) -> None:
    """Write a list as a file, whole or not at all; raises as `render_list` and `export`."""
    from cuespotter.exports.base import write_whole

    write_whole(target, render_list(made, target.suffix or target.name, options))
