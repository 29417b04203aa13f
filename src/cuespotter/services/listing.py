"""Keep lists: of films, recordings and releases, by name, with the user's words on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cuespotter.errors import UsageError
from cuespotter.model.kept_list import KeptList, ListKind
from cuespotter.review.edits import find_cue
from cuespotter.services.opened import Opened

if TYPE_CHECKING:
    from cuespotter.exports.base import ExportOptions
    from cuespotter.report.lists import NamedList


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
        """Give the id of a film's cue by its number or id; `CatalogueError` where there is none."""
        return find_cue(self._document(film), cue).id

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
        from dataclasses import replace

        from cuespotter.exports.base import ExportOptions
        from cuespotter.services.handing import render_list

        heard = {recording.id for entry in made.entries for recording in entry.recordings}
        told = replace(options or ExportOptions(), music_files=self._catalogue.files_at_hand(heard))
        return render_list(made, suffix, told)
