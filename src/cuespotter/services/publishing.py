"""Publish: films and lists as one static site, to be laid on any server or read from disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cuespotter.errors import CuespotterError, UsageError
from cuespotter.services.handing_all import HandingAll
from cuespotter.services.listing import Listing
from cuespotter.services.picturing import Picturing
from cuespotter.services.site_folder import SiteFolder

if TYPE_CHECKING:
    from cuespotter.exports.site.contents import SiteOptions
    from cuespotter.model import FilmDocument
    from cuespotter.report.lists import NamedList

SiteReport = Callable[[int, int, str], None]
"""Told how many files are made, of how many, and which is next."""


@dataclass
class Published:
    """What became of a site.

    Attributes
    ----------
    films, lists : int
        How many it has.
    written, unchanged : int
        Files that were written, and that were there already as they should be.
    removed : list of str
        Files of an earlier site that this one has not.
    remarks : list of str
        What could not be shown, and why, a line each.
    """

    films: int = 0
    lists: int = 0
    written: int = 0
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


class Publishing(HandingAll, Listing, Picturing):
    """A site goes out."""

    def publish_site(
        self,
        out: Path | str,
        *,
        where: str = "",
        lists: Sequence[str] | None = None,
        options: SiteOptions | None = None,
        stills: bool = False,
        over: bool = False,
        report: SiteReport = lambda _done, _count, _what: None,
    ) -> Published:
        """Write films and lists as a static site: an index, a page for each, and for each piece and composer.

        It needs no server and asks nothing of any network: it can be read from disk, and laid on any host.
        Files that are as they should be are not touched; what an earlier call wrote and this one has not is
        taken away; a file that is not ours, or was changed since, stops it before anything is written.

        Parameters
        ----------
        out : Path or str
            The site's folder, made where it is missing.
        where : str
            Which films: a filter (docs/filters.md); all by default.
        lists : sequence of str, optional
            Which of the lists that are kept, by name; all by default.
        options : SiteOptions, optional
            Title, introduction, address, posters, and what is asked of each film's page.
        stills : bool
            With a picture of the film for each cue, not only where one was chosen; a film that cannot be seen
            goes without, and is named.
        over : bool
            Write over files that are not ours or were changed.
        report : callable, optional
            Told before each file.

        Returns
        -------
        Published

        Raises
        ------
        UsageError
            No such list, or the filter cannot be understood.
        ExportError
            The folder holds what is not ours, or cannot be written; a picture or template cannot be read.

        Examples
        --------
        >>> done = library.publish_site(folder / "site")
        >>> done.films, (folder / "site" / "films" / "the-needle-and-the-groove.html").is_file()
        (1, True)
        >>> library.publish_site(folder / "site").written
        0
        """
        from cuespotter.exports.site.contents import SiteOptions, gather
        from cuespotter.exports.site.site import site_files, site_paths

        options = options or SiteOptions()
        self._check_address(options)
        contents = gather(self._documents_of(where), self._lists_of(lists), options)
        folder, paths = SiteFolder(Path(out)), site_paths(contents)
        folder.begin(paths, over=over)
        done = Published(films=len(contents.films), lists=len(contents.lists))
        pictures = self._pictures_for(done, asked=stills)
        for number, (path, content) in enumerate(site_files(contents, self.film, pictures)):
            report(number, len(paths), path)
            if folder.put(path, content):
                done.written += 1
            else:
                done.unchanged += 1
        done.removed = folder.end(paths)
        report(len(paths), len(paths), "done")
        return done

    def _documents_of(self, where: str) -> Iterator[tuple[FilmDocument, str]]:
        """Give the films that a filter keeps, and when each was last changed."""
        from cuespotter.exports.base import writable

        for film in self.films(where):
            yield writable(self._catalogue.document(film.id)), film.saved_at

    def _lists_of(self, names: Sequence[str] | None) -> Iterator[tuple[NamedList, str]]:
        """Put together the lists that were asked for."""
        chosen = self.lists() if names is None else [self.kept_list(name) for name in names]
        times = self._catalogue.list_times()
        for kept in chosen:
            yield self.make_list(kept), times.get(kept.name, "")

    def _pictures_for(self, done: Published, *, asked: bool) -> Callable[[str], Mapping[str, bytes]]:
        """Prepare to give a film's stills, at least those that were chosen; why there are none is noted."""

        def pictures(film_id: str) -> Mapping[str, bytes]:
            try:
                return self.stills(film_id) if asked else self.chosen_stills(self.film(film_id))
            except CuespotterError as error:
                done.remarks.append(f"{self.summary(film_id).title}: {error.message}")
                return {}

        return pictures

    @staticmethod
    def _check_address(options: SiteOptions) -> None:
        """Refuse an address that is none."""
        from cuespotter.exports.page.links import WEB

        if options.url is not None and not WEB.fullmatch(options.url):
            raise UsageError(
                f"{options.url!r} is no web address; write it whole: https://example.org/films/",
                url=options.url,
            )
