"""Thousands of films, one call, over night: each once, whatever happens to it or to the machine.

What is done is known by a key of the recordings that can be found, the settings and the stream that was asked
for; a film whose key and files are as they were is passed over after a look at its files. Where
only recordings were added since, a film is searched for those alone (see `growing`). Every film is kept as
soon as it is done, so breaking off loses the film in work and no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cuespotter.buckets import as_path
from cuespotter.errors import MediaError
from cuespotter.services.aiming import Aim
from cuespotter.services.growing import Growing
from cuespotter.services.identifying import Failed, Identified, Report, Unkept, attempted

FilmReport = Callable[["Progress"], None]


@dataclass(frozen=True)
class Skipped:
    """A film that was done already with this library and these settings.

    Attributes
    ----------
    reels : tuple of Path
        Its files.
    film_id : str
        Under which it is kept.
    """

    reels: tuple[Path, ...]
    film_id: str


@dataclass(frozen=True)
class Progress:
    """How far the work on many films is.

    Attributes
    ----------
    film : Path
        The first file of the film in work.
    stage : str
        What is being done to it.
    share : float
        Share of all the work that is done, 0 to 1, by the bytes of the films' files.
    number, count : int
        The film in work is the `number`-th of `count`.
    """

    film: Path
    stage: str
    share: float
    number: int
    count: int


class Unattended(Growing):
    """Many films are listened to, those that are not done yet."""

    def identify_all(
        self,
        films: Sequence[Sequence[Path]],
        *,
        again: bool = False,
        stream: int | None = None,
        report: FilmReport = lambda _progress: None,
    ) -> Iterator[Identified | Skipped | Failed]:
        """Identify films that are not done; one that fails costs only itself.

        Parameters
        ----------
        films : sequence of sequence of Path
            The files of each; see `library.films.find_films`.
        again : bool
            Also those that are done.
        stream : int, optional
            Audio stream to listen to in each.
        report : callable, optional
            Told how far all is; what it raises ends the work.

        Yields
        ------
        Identified, Skipped or Failed
            For each film, in order.

        Raises
        ------
        LibraryError
            The library itself cannot be used: no further film would fare better.

        Examples
        --------
        >>> [type(one).__name__ for one in library.identify_all([[folder / "no such film.mkv"]])]
        ['Failed']
        """
        aim = self._aim(stream)
        sizes = [sum(map(_size_of, reels)) for reels in films]
        whole, done = max(1, sum(sizes)), 0
        for number, (reels, size) in enumerate(zip(films, sizes, strict=True), start=1):
            paths = tuple(map(as_path, reels))

            def report_film(stage: str, share: float, first: Path = paths[0]) -> None:
                at = (done + share * size) / whole  # noqa: B023 (called before the loop goes on)
                report(Progress(first, stage, at, number, len(films)))  # noqa: B023

            yield self._identify_and_note(paths, aim, report_film, again=again)
            done += size

    def _identify_and_note(
        self, paths: tuple[Path, ...], aim: Aim, report: Report, *, again: bool
    ) -> Identified | Skipped | Failed:
        """Identify one film and note with what, unless it is done."""
        found = attempted(paths, lambda: self._found(paths, aim, report, again=again))
        return self._noted(found, aim) if isinstance(found, Unkept) else found

    def _found(self, paths: tuple[Path, ...], aim: Aim, report: Report, *, again: bool) -> Skipped | Unkept:
        """Search one film, unless it is done; one that is written to meanwhile is refused."""
        known = None if again else self._known(paths)
        if known is not None and self._is_done(known, aim):
            return Skipped(paths, known)
        before = looks_of(paths)
        found = self._search(paths, known, aim, report)
        if looks_of(paths) != before:
            message = f"{paths[0]} was written to while it was heard; run again when it is complete"
            raise MediaError(message, path=str(paths[0]))
        return found

    def _is_done(self, known: str, aim: Aim) -> bool:
        """Say whether a film was searched for just that, and says nothing that cannot be found any more."""
        is_searched = self._catalogue.searched_with(known) == aim.key
        return is_searched and not self._catalogue.names_what_is_gone(known)

    def _search(self, paths: tuple[Path, ...], known: str | None, aim: Aim, report: Report) -> Unkept:
        """Search a film whole, or in what was added, where nothing else has changed since it was searched."""
        searched = None if known is None else self._catalogue.searched_before(known, aim.settings)
        if (
            known is None
            or searched is None
            or not searched.issubset(aim.library.recordings)
            or self._catalogue.names_what_is_gone(known)
        ):
            return self._search_all(paths, stream=aim.stream, title=None, report=report)
        new = frozenset(aim.library.recordings) - searched
        return self._search_new(paths, known, new, stream=aim.stream, report=report)

    def _known(self, paths: Sequence[Path]) -> str | None:
        """Find a film that is known: where it was, or by its content where it was moved or copied to."""
        from cuespotter.catalogue.film_rows import Reel

        try:
            there = self._catalogue.film_at(paths)
            if there is not None:
                return there
            reels = [Reel.of(path) for path in paths]
        except OSError:
            # what is wrong with the files is told when they are listened to
            return None
        moved = self._catalogue.film_of_contents(reels)
        if moved is not None:
            self._catalogue.put_places(moved, reels)
        return moved


def _size_of(path: Path) -> int:
    """Give a file's size in bytes; 0 where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def looks_of(paths: Sequence[Path]) -> list[tuple[int, int] | None]:
    """Give size and time of files, by which it shows that one is still being written."""
    looks: list[tuple[int, int] | None] = []
    for path in paths:
        try:
            facts = path.stat()
        except OSError:
            looks.append(None)
        else:
            looks.append((facts.st_size, facts.st_mtime_ns))
    return looks
