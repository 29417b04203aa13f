"""Identify and keep: a film's files -> its cue list, kept in the catalogue under the reviewer's word."""

from __future__ import annotations

import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cuespotter.buckets import as_path
from cuespotter.catalogue.database import together
from cuespotter.catalogue.film_rows import Reel
from cuespotter.errors import (
    CuespotterError,
    LibraryError,
    LibraryUnwritableError,
    MediaError,
    MissingFileError,
    NotMediaError,
)
from cuespotter.media.streams import heard_words
from cuespotter.model import FilmDocument
from cuespotter.model.film import REVIEWER
from cuespotter.review.rerun import Rerun
from cuespotter.services.aiming import Aim, Aiming
from cuespotter.wording.numbers import count_text

if TYPE_CHECKING:
    from cuespotter.naming import Fact
    from cuespotter.series.ends import Ends

Found = TypeVar("Found")
Facts = Callable[[], tuple[dict[str, "Fact"], list[str]]]
"""Gives what `facts_of` says of a film: its file is opened for that, once and not before it is wanted."""
Report = Callable[[str, float], None]
"""Told the stage of the work, and the share of it that is done, 0 to 1."""


@dataclass(frozen=True)
class Identified:
    """What an identification found, and what became of it.

    Attributes
    ----------
    document : FilmDocument
        The film as it stands now: what was found, under the reviewer's word.
    rerun : Rerun or None
        How it differs from the last time; None for a film that is new, or where it was not kept.
    refusal : LibraryUnwritableError or None
        Why it could not be kept; it can still be shown and exported.
    remarks : tuple of str
        One line for each file beside the film that could not be read.
    among : int or None
        In how many recordings it was searched, where those were the ones added since; None: in all.
    """

    document: FilmDocument
    rerun: Rerun | None = None
    refusal: LibraryUnwritableError | None = None
    remarks: tuple[str, ...] = ()
    among: int | None = None

    @property
    def summary(self) -> str:
        """One line: how much was found."""
        heard = self.document.cues_heard
        if not heard:
            return f"no music was found in {self.document.film.title}"
        recordings = [cue.recording for cue in heard if cue.recording is not None]
        remembered = sum(recording.heard_in is not None for recording in recordings)
        more = f", {remembered} remembered from a film" if remembered else ""
        return (
            f"{count_text(len(heard), 'cue')}, {len(recordings) - remembered} of them from the library{more}"
        )

    @property
    def hearing(self) -> list[str]:
        """Which streams were heard and which not, a line for each reel where there was a choice.

        Where no music was found, it is said in any case: perhaps another stream has it.
        """
        reels = self.document.film.reels
        wanted = [reel for reel in reels if len(reel.streams) > 1 or not self.document.cues_heard]
        lines = [
            f"{reel.name}: {words}" if len(reels) > 1 else words
            for reel in wanted
            if (words := heard_words(reel))
        ]
        return list(dict.fromkeys(lines))

    @property
    def originals(self) -> list[str]:
        """How many of the recordings' own files were not to be had, in lines; none where all were there."""
        reels = self.document.film.reels
        advice = "if they moved or were changed, add their folder again"
        lines = []
        if missing := max(reel.originals_missing for reel in reels):
            where = f"music files not at hand, or not readable as they were when added: {missing}"
            lines.append(f"{where}; peaks alone tell of them; {advice}")
        if missing := max(reel.second_look_missing for reel in reels):
            looked = "not looked a second time"
            if any(reel.second_look_heard for reel in reels):
                looked = "not looked for a second time"
            lines.append(f"{looked}: {missing} recordings have no music file at hand, or readable; {advice}")
        return lines

    @property
    def unheard(self) -> list[str]:
        """What could not be heard, and why, each in one line."""
        return [remark for reel in self.document.film.reels for remark in reel.remarks]

    @property
    def difference(self) -> str | None:
        """One line: what differs from the last time; None where there was none."""
        if self.rerun is None:
            return None
        if self.rerun.changes_nothing:
            return "nothing has changed since the last time"
        new, gone, moved = (len(part) for part in (self.rerun.new, self.rerun.gone, self.rerun.moved))
        renamed = f", {len(self.rerun.renamed)} named otherwise" if self.rerun.renamed else ""
        return f"{new} new, {gone} gone, {moved} moved{renamed}"


@dataclass(frozen=True)
class Unkept:
    """What an identification found, before it is kept: nothing is written yet.

    Attributes
    ----------
    document : FilmDocument
        What the engine found, named.
    places : tuple of Reel
        The film's files.
    remarks : tuple of str
        One line for each file beside the film that could not be read.
    among : int or None
        As in `Identified`.
    sound : Ends or None
        What is kept of the film's sound.
    """

    document: FilmDocument
    places: tuple[Reel, ...]
    remarks: tuple[str, ...] = ()
    among: int | None = None
    sound: Ends | None = None


@dataclass(frozen=True)
class Failed:
    """A film of several that could not be identified.

    Attributes
    ----------
    reels : tuple of Path
        Its files.
    error : CuespotterError
        Why.
    """

    reels: tuple[Path, ...]
    error: CuespotterError


class Identifying(Aiming):
    """Films are listened to."""

    def identify(
        self,
        reels: Sequence[Path | str],
        *,
        stream: int | None = None,
        title: str | None = None,
        report: Report = lambda _stage, _share: None,
    ) -> Identified:
        """Identify one film, and keep what was found.

        A film that is known, wherever its files lie now, is identified again: the reviewer's word stands.

        Parameters
        ----------
        reels : sequence of Path or str
            The film's files, in order; ``s3://BUCKET/KEY`` for one that lies in a bucket, where it is read.
        stream : int, optional
            Audio stream to listen to, by its number in the file; default the one a player would choose.
        title : str, optional
            Default: what an .nfo file, the names of file and folder or the container say (see `naming`).
        report : callable, optional
            Told the stage, and the share of the work done, 0 to 1; what it raises ends the work.

        Returns
        -------
        Identified

        Raises
        ------
        MediaError
            A file is not there, or cannot be listened to.
        LibraryError
            There is no recording to find, or the library is damaged.

        Examples
        --------
        >>> found = library.identify(["sample/film.mkv"], title="The Needle and the Groove")
        >>> found.summary
        '9 cues, 8 of them from the library'
        >>> found.difference
        'nothing has changed since the last time'
        """
        aim = self._aim(stream)
        paths = list(map(as_path, reels))
        return self._noted(self._search_all(paths, stream=stream, title=title, report=report), aim)

    def _search_all(
        self, paths: Sequence[Path], *, stream: int | None, title: str | None, report: Report
    ) -> Unkept:
        """Search a film in the whole library, and write nothing."""
        self._check_filled()
        _check_files(paths)
        from cuespotter.identify import identify
        from cuespotter.series.ends import EndsTaker

        report("reading the files", 0.0)
        places, taker = self._places_of(paths), EndsTaker(self.settings)
        facts = cache(partial(facts_of, paths[0], title))
        holdings = self._holdings
        found = identify(
            paths,
            holdings.searched(),
            holdings.recording,
            self.settings,
            stream=stream,
            title=title,
            outlined=holdings.outlined,
            kin=self._kin(facts),
            overhear=taker.take,
            file_of=self._file_of,
            report=report,
        )
        named, remarks = named_film(found, facts)
        return Unkept(named, places, tuple(remarks), sound=taker.ends())

    def _kin(self, facts: Facts) -> Callable[[Collection[str]], Collection[str]]:
        """Say by what was found in a film which others it is likely to have; nothing is read until asked."""

        def kin(found: Collection[str]) -> Collection[str]:
            title = facts()[0].get("title")
            return self._catalogue.kin(found, None if title is None else str(title.value))

        return kin

    def _places_of(self, paths: Sequence[Path]) -> tuple[Reel, ...]:
        """Look at a film's files."""
        return tuple(map(looked_at, paths))

    def identify_each(
        self,
        films: Iterable[Sequence[Path | str]],
        *,
        stream: int | None = None,
        report: Callable[[Path, str, float], None] = lambda _film, _stage, _share: None,
    ) -> Iterator[Identified | Failed]:
        """Identify several films, one after the other; one that fails costs only itself.

        Parameters
        ----------
        films : iterable of sequence of Path or str
            The files of each.
        stream : int, optional
            Audio stream to listen to in each.
        report : callable, optional
            Told the first file of the film in work, the stage, and the share of the work on it, 0 to 1.

        Yields
        ------
        Identified or Failed
            For each film, in order, as soon as it is done.

        Raises
        ------
        LibraryError
            The library itself cannot be used: no further film would fare better.

        Examples
        --------
        >>> for one in library.identify_each([["sample/film.mkv"], ["no such film.mkv"]]):
        ...     print(type(one).__name__)
        Identified
        Failed
        """
        for reels in films:
            paths = [as_path(reel) for reel in reels]

            def report_film(stage: str, share: float, first: Path = paths[0]) -> None:
                report(first, stage, share)

            yield attempted(paths, partial(self.identify, paths, stream=stream, report=report_film))

    def _check_filled(self) -> None:
        """Refuse to search a library without a recording in it: nothing could be found."""
        count, _ = self._catalogue.count_recordings()
        if count == 0:
            raise LibraryError(
                f"the library {self.folder} holds no recording to find; "
                "add music first: cuespotter add FOLDER"
            )

    def _noted(self, found: Unkept, aim: Aim) -> Identified:
        """Keep what was found in one film, and note with what it was searched."""
        one = self._keep(found)
        if one.refusal is None:
            self._catalogue.put_search(one.document.film.id, aim.key, aim.settings, aim.library)
        return one

    def _keep(self, unkept: Unkept) -> Identified:
        """Keep what was found, under the reviewer's word; what cannot be kept can still be shown."""
        found = self._catalogue.as_known_film(unkept.document, unkept.places)
        told = partial(Identified, remarks=unkept.remarks, among=unkept.among)
        try:
            with together(self._catalogue.engine, self._catalogue.place):
                rerun = self._catalogue.save_found(found, unkept.places, who=self.who)
                self._keep_sound(found.film.id, unkept.sound)
        except LibraryUnwritableError as error:
            return told(found, refusal=error)
        return told(found if rerun is None else rerun.document, rerun)

    def _keep_sound(self, film_id: str, sound: Ends | None) -> None:
        """Keep what was heard of a film, so that it need not be heard again to compare it."""
        from cuespotter.series.ends import ends_digest, pack_ends

        if sound is not None:
            self._catalogue.put_sound(film_id, ends_digest(self.settings), pack_ends(sound))


def attempted(paths: Sequence[Path], work: Callable[[], Found]) -> Found | Failed:
    """Work on one film of many; what goes wrong with it is told, with the library raised."""
    try:
        return work()
    except LibraryError:
        raise
    except CuespotterError as error:
        return Failed(tuple(paths), error)
    except (OSError, ValueError, ArithmeticError, LookupError) as error:
        # a file that nobody foresaw: a night's work on other films must not end with it
        kind = type(error).__name__
        return Failed(tuple(paths), MediaError(f"{paths[0]}: unexpected {kind}: {error}"))


def looked_at(path: Path) -> Reel:
    """Look at a film's file, all of it or enough to know it again.

    Raises
    ------
    MediaError
        It cannot be read.
    """
    from cuespotter.media.probe import readable

    with readable(path):
        return Reel.of(path)


def named_film(found: FilmDocument, facts: Facts) -> tuple[FilmDocument, list[str]]:
    """Say who the film is; what cannot be read of that is told, and costs nothing else."""
    from cuespotter.naming import film_with

    known, remarks = facts()
    return found.model_copy(update={"film": film_with(found.film, known)}), remarks


def facts_of(first: Path, title: str | None) -> tuple[dict[str, Fact], list[str]]:
    """Give what is known of a film unheard, and a line for each file beside it that could not be read."""
    from cuespotter.media.probe import container_tags, readable
    from cuespotter.naming import Fact, who_is

    with readable(first):
        facts, remarks = who_is(first, container_tags(first))
    if title is not None:
        facts["title"] = Fact(title, REVIEWER)
    return facts, remarks


def _check_files(reels: Sequence[Path]) -> None:
    """Refuse what plainly is no film before anything is listened to."""
    for reel in reels:
        try:
            mode = reel.stat().st_mode
        except (FileNotFoundError, NotADirectoryError) as error:
            raise MissingFileError(f"there is no file {reel}; check the name", path=str(reel)) from error
        except OSError as error:
            raise MediaError(f"{reel} cannot be read: {error.strerror}", path=str(reel)) from error
        if stat.S_ISDIR(mode):
            raise NotMediaError(f"{reel} is a folder; name the film's own file", path=str(reel))
        if not stat.S_ISREG(mode):
            raise NotMediaError(f"{reel} is no regular file; name the film's own file", path=str(reel))
