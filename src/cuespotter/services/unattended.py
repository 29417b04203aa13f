"""Thousands of films, one call, over night: each once, whatever happens to it or to the machine.

What is done is known by a key of the recordings that can be found, the settings and the stream that was asked
for; a film whose key and files are as they were is passed over after a look at its files. Every film is kept
as soon as it is done, so breaking off loses the film in work and no other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from cuespotter.errors import MediaError
from cuespotter.services.identifying import Failed, Identified, Identifying

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


class Unattended(Identifying):
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
        key = self._search_key(stream)
        sizes = [sum(map(_size_of, reels)) for reels in films]
        whole, done = max(1, sum(sizes)), 0
        for number, (reels, size) in enumerate(zip(films, sizes, strict=True), start=1):
            paths = tuple(Path(reel) for reel in reels)
            is_done = None if again else self._done(paths, key)
            if is_done is not None:
                yield Skipped(paths, is_done)
            else:

                def report_film(film: Path, stage: str, share: float) -> None:
                    at = (done + share * size) / whole  # noqa: B023 (called before the loop goes on)
                    report(Progress(film, stage, at, number, len(films)))  # noqa: B023

                yield from self._identify_and_note(paths, key, stream, report_film)
            done += size

    def _identify_and_note(
        self,
        paths: tuple[Path, ...],
        key: str,
        stream: int | None,
        report: Callable[[Path, str, float], None],
    ) -> Iterator[Identified | Failed]:
        """Identify one film and note with what; one that was written to meanwhile has failed."""
        before = _looks(paths)
        for one in self.identify_each([paths], stream=stream, report=report):
            if isinstance(one, Identified) and one.refusal is None:
                if _looks(paths) != before:
                    message = f"{paths[0]} was written to while it was heard; run again when it is complete"
                    yield Failed(paths, MediaError(message, path=str(paths[0])))
                    continue
                self._catalogue.put_search(one.document.film.id, key)
            yield one

    def _search_key(self, stream: int | None) -> str:
        """Digest all that decides what is found in a film, but for the film itself."""
        # threads change no answer: machines of any size share a library
        settings = replace(self.settings, hearing=replace(self.settings.hearing, threads=1))
        said = (self._catalogue.library_digest(), sorted(asdict(settings).items()), stream)
        return hashlib.blake2b(repr(said).encode(), digest_size=16).hexdigest()

    def _done(self, paths: Sequence[Path], key: str) -> str | None:
        """Find a film that is done: where it was, or by its content where it was moved or copied to."""
        from cuespotter.catalogue.films import Reel

        try:
            there = self._catalogue.film_at(paths)
            if there is not None:
                return there if self._catalogue.searched_with(there) == key else None
            reels = [Reel.of(path) for path in paths]
        except OSError:
            # what is wrong with the files is told when they are listened to
            return None
        moved = self._catalogue.film_of_contents(reels)
        if moved is None or self._catalogue.searched_with(moved) != key:
            return None
        self._catalogue.put_places(moved, reels)
        return moved


def _size_of(path: Path) -> int:
    """Give a file's size in bytes; 0 where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _looks(paths: Sequence[Path]) -> list[tuple[int, int] | None]:
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
