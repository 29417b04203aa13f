"""Keep lists: of films, recordings and releases, by name, with the user's words on each."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from cuespotter.errors import ExportError, UsageError
from cuespotter.model.kept_list import KeptList, ListKind
from cuespotter.model.spelling import folded
from cuespotter.review.edits import find_cue
from cuespotter.services.opened import Opened

if TYPE_CHECKING:
    from cuespotter.exports.base import ExportOptions
    from cuespotter.report.lists import ListEntry, NamedList


class Listing(Opened):
    """Lists that stay, and what is in them now."""

    def lists(self) -> list[KeptList]:
        """Give the lists that are kept, by name.

        Examples
        --------
        >>> library.lists()
        []
        """
        return self._catalogue.kept_lists()

    def kept_list(self, name: str) -> KeptList:
        """Give a list by its name; `UsageError` names those there are.

        Examples
        --------
        >>> library.kept_list("Mine")
        Traceback (most recent call last):
        cuespotter.errors.UsageError: no list is kept as 'Mine'; none is kept yet
        """
        kept = self._catalogue.kept_list(name)
        if kept is None:
            known = ", ".join(repr(one.name) for one in self.lists())
            raise UsageError(
                f"no list is kept as {name!r}; " + (f"kept are {known}" if known else "none is kept yet")
            )
        return kept

    def keep_list(self, kept: KeptList) -> None:
        """Keep a list under its name, instead of the one that was; what cannot be made is refused.

        Raises
        ------
        UsageError
            Its filter or its order cannot be understood.
        """
        self.make_list(kept)
        self._catalogue.put_list(kept)

    def forget_list(self, name: str) -> None:
        """Forget a list; raises as `kept_list`."""
        self.kept_list(name)
        self._catalogue.forget_list(name)

    def make_list(self, kept: KeptList) -> NamedList:
        """Put together what is in a list now.

        Raises
        ------
        UsageError
            Its filter or its order cannot be understood.

        Examples
        --------
        >>> from cuespotter.model.kept_list import KeptList
        >>> made = library.make_list(KeptList(name="Beek", kind="recordings", where="artist:Beek"))
        >>> [entry.title for entry in made.entries]
        ['Pink Blue', 'The Protagonist']
        """
        from cuespotter.report import lists

        if kept.kind == "films":
            documents = (self._catalogue.document(film.id) for film in self._catalogue.films())
            return lists.films_of(kept, documents)
        of = lists.recordings_of if kept.kind == "recordings" else lists.releases_of
        return of(kept, self._catalogue.recordings())

    def entry_id(self, kind: ListKind, name: str) -> str:
        """Find the one film, recording or release that a name means.

        Parameters
        ----------
        kind : str
            'films', 'recordings' or 'releases'.
        name : str
            An id or a title; of a film also its path, of a recording 'Title - Artist' or its path.

        Raises
        ------
        UnknownFilmError
            No film fits, or several do.
        UsageError
            The same of recordings and releases.

        Examples
        --------
        >>> library.entry_id("recordings", "pink blue") == library.recordings("Pink Blue")[0].id
        True
        """
        if kind == "films":
            return self._catalogue.film_id(name)
        from cuespotter.report.lists import releases_on

        recordings = self._catalogue.recordings()
        names = {one.id: {one.title, one.path, one.label_text} for one in recordings}
        if kind == "releases":
            names = {one.id: {one.release.title} for one in releases_on(recordings)}
        wanted = name.casefold()
        fitting = [
            one
            for one, known in names.items()
            if one == name or wanted in {(text or "").casefold() for text in known}
        ]
        if len(fitting) != 1:
            found = f"{len(fitting)} {kind} are" if fitting else f"none of the {kind} is"
            raise UsageError(f"{found} called {name!r}; name one by its id or its full title")
        return fitting[0]

    def cue_of(self, film: str, cue: str) -> str:
        """Give the id of a film's cue by its number or id, or by a title that is told of.

        Raises
        ------
        CatalogueError
            There is none.
        """
        document = self._document(film)
        told = [one.id for one in document.cues_told if folded(one.title_known or "") == folded(cue)]
        return told[0] if len(told) == 1 else find_cue(document, cue).id

    def cue_choices(self, film: str) -> dict[str, str]:
        """Give the cues that can stand for a film in a list, in words, by their ids.

        Examples
        --------
        >>> list(library.cue_choices("film.mkv").values())[1]
        'Pink Blue, 0:30'
        """
        from cuespotter.report.lists import cue_words

        document = self._document(film)
        return {cue.id: cue_words(document, cue) for cue in document.music_known}

    def list_choices(self, kind: ListKind, text: str = "", *, most: int = 40) -> list[ListEntry]:
        """Give what can be put into a list of a kind, by title.

        Parameters
        ----------
        kind : str
            'films', 'recordings' or 'releases'.
        text : str
            Words or a filter.
        most : int
            Given at most.

        Raises
        ------
        UsageError
            The filter cannot be understood.

        Examples
        --------
        >>> [one.title for one in library.list_choices("recordings", "pink")]
        ['Pink Blue']
        """
        made = self.make_list(KeptList(name="choices", kind=kind, where=text, order="title"))
        return list(made.entries[:most])

    def list_orders(self, kind: ListKind) -> list[str]:
        """Give what a list of a kind can be put in order by."""
        from cuespotter.report.lists import orders_of

        return orders_of(kind)

    def keep_picture(self, content: bytes) -> Path:
        """Keep a picture for lists in the library's folder, named by what it shows; gives its place.

        Raises
        ------
        ExportError
            It is no picture that browsers show, or too large, or cannot be kept.
        """
        from cuespotter.exports.base import write_whole
        from cuespotter.exports.page.pictures import ENDINGS, check_picture

        kind = check_picture(content, "this")
        place = self._picture_folder / f"{hashlib.sha256(content).hexdigest()[:20]}{ENDINGS[kind]}"
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ExportError(f"the picture cannot be kept: {error.strerror or error}") from error
        if not place.is_file():
            write_whole(place, content)
        return place

    def kept_pictures(self) -> list[Path]:
        """Give the pictures that `keep_picture` has kept."""
        return sorted(self._picture_folder.glob("*.*"))

    def read_picture(self, path: Path) -> tuple[bytes, str]:
        """Read a picture that browsers show: its bytes and media type; raises `ExportError`."""
        from cuespotter.exports.page.pictures import read_picture

        return read_picture(path)

    @property
    def _picture_folder(self) -> Path:
        return self.folder / "pictures"

    def list_bytes(self, made: NamedList, suffix: str, options: ExportOptions | None = None) -> bytes:
        """Make a list's file: '.html', '.md', or '.m3u8', which plays what is in it.

        Raises
        ------
        UsageError
            A list has no such form.

        Examples
        --------
        >>> from cuespotter.model.kept_list import KeptList
        >>> made = library.make_list(KeptList(name="Beek", kind="recordings", where="artist:Beek"))
        >>> library.list_bytes(made, ".m3u8").decode().splitlines()[:2]
        ['#EXTM3U', '#PLAYLIST:Beek']
        """
        from cuespotter.services.handing import render_list

        return render_list(made, suffix, self._with_files(made, options))

    def list_notes(self, made: NamedList, suffix: str, options: ExportOptions | None = None) -> list[str]:
        """Say what a list's file points at that is not there, a line each.

        Examples
        --------
        >>> from cuespotter.model.kept_list import KeptList
        >>> made = library.make_list(KeptList(name="Beek", kind="recordings", where="artist:Beek"))
        >>> library.list_notes(made, ".m3u8")
        []
        """
        from cuespotter.exports.music_files import files_gone

        if suffix.lower() != ".m3u8":
            return []
        played = (recording for entry in made.entries for recording in entry.recordings)
        return files_gone(played, self._with_files(made, options))

    def _with_files(self, made: NamedList, options: ExportOptions | None) -> ExportOptions:
        """Say where the files of a list's recordings lie."""
        from dataclasses import replace

        from cuespotter.exports.base import ExportOptions

        heard = {recording.id for entry in made.entries for recording in entry.recordings}
        return replace(options or ExportOptions(), music_files=self._catalogue.files_at_hand(heard))
