"""Learn: parties, works, versions and releases, for the recordings and the films that use them.

From side tables, from MusicBrainz, from a beets library: each only when asked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cuespotter.services.asking import Asking

if TYPE_CHECKING:
    from cuespotter.catalogue.store import Catalogue
    from cuespotter.catalogue.told import Told
    from cuespotter.model import Recording
    from cuespotter.online.fetch import Clock, Fetcher
    from cuespotter.online.recording_facts import RecordingFacts

FAILURES: Final = 3
"""Questions without an answer on end after which a server is left alone."""
AskReport = Callable[[int, int, str], None]
"""Told how many recordings were asked about, of how many, and which is asked about now."""


@dataclass(frozen=True)
class Learnt:
    """What a source said.

    Attributes
    ----------
    rows : int
        Rows read; recordings asked about.
    recordings : int
        Recordings of which more is known now.
    films : int
        Films brought up to it.
    remarks : tuple of str
        What was not taken, each with its reason.
    took_any : bool
        Whether any row was understood.
    unknown : int
        Recordings that the source does not know, or not for sure.
    """

    rows: int
    recordings: int
    films: int
    remarks: tuple[str, ...]
    took_any: bool
    unknown: int = 0


class Learning(Asking):
    """More becomes known than the files' own tags say."""

    def learn(self, tables: Sequence[Path | str], *, replace: bool = False) -> Learnt:
        """Take what side tables (docs/side-tables.md) say, and bring films up to it.

        Tables with a column ``film`` enter films, and the music that is said to be in them, before anybody
        has listened to them.

        Parameters
        ----------
        tables : sequence of Path or str
            CSV files.
        replace : bool
            These are right where earlier ones said otherwise; else what was said before stays. The
            reviewer's word on a work stays either way.

        Raises
        ------
        UsageError
            A file is no side table; nothing of any is taken then.
        """
        from cuespotter.catalogue.film_tables import is_film_table, read_film_tables

        paths = [Path(table) for table in tables]
        of_films = [path for path in paths if is_film_table(path)]
        of_music = [path for path in paths if path not in of_films]
        films = read_film_tables(of_films)
        learnt = self._learn_music(of_music, replace=replace)
        entered = [self._catalogue.enter(one, replace=replace, who=self.who) for one in films.films]
        return Learnt(
            learnt.rows + films.rows,
            learnt.recordings,
            learnt.films + sum(entered),
            (*learnt.remarks, *films.remarks),
            learnt.took_any or bool(films.films),
        )

    def _learn_music(self, paths: Sequence[Path], *, replace: bool) -> Learnt:
        """Take what side tables of recordings say."""
        from cuespotter.catalogue.side_tables import read_side_tables

        if not paths:
            return Learnt(0, 0, 0, (), took_any=False)
        catalogue = self._catalogue
        recordings = {recording.id: recording for recording in catalogue.recordings()}
        places = {place: file.recording_id for place, file in catalogue.known_files().items()}
        lesson = read_side_tables(paths, recordings.values(), places)
        new, refused = _under_the_reviewer(lesson.told, catalogue.told(), replace=replace)
        remarks = [*lesson.remarks, *(f"{recordings[one].path}: {why}" for one, why in refused)]
        films = catalogue.tell(new, summary="side tables said more of recordings", who=self.who)
        return Learnt(lesson.rows, len(new), films, tuple(remarks), bool(lesson.told))

    def learn_from_musicbrainz(
        self,
        *,
        contact: str,
        where: str = "",
        again: bool = False,
        server: str | None = None,
        clock: Clock | None = None,
        report: AskReport = lambda _done, _count, _what: None,
    ) -> Learnt:
        """Ask MusicBrainz what it knows of recordings, one request a second, and bring films up to it.

        Each recording's facts are kept at once, each answer of the server too: what `report` raises (or
        Ctrl-C) breaks off, and the next call goes on where this one was.

        Parameters
        ----------
        contact : str
            A mail address or a page of whoever asks; the server asks for it.
        where : str
            Only about recordings that a filter keeps (docs/filters.md).
        again : bool
            Ask anew what was answered in an earlier call.
        server : str, optional
            The web service's address; by default ``MUSICBRAINZ_URL``, else the public one.
        clock : Clock, optional
            Real time by default.
        report : callable, optional
            Told before each recording, and at the end.

        Raises
        ------
        UsageError
            No contact, an address that is none, a filter that cannot be understood, or httpx is missing.
        OnlineError
            The server gave no answer, one that makes no sense, or pointed elsewhere, three times on end; once
            or twice is a remark.
        """
        from cuespotter import __version__
        from cuespotter.catalogue.database import utc_now
        from cuespotter.catalogue.learnt import Answers
        from cuespotter.online import Fetcher
        from cuespotter.online.musicbrainz import SERVER

        chosen = self.recordings(where=where)
        base = server or os.environ.get("MUSICBRAINZ_URL") or SERVER
        kept = Answers(self._catalogue, since=utc_now() if again else "")
        fetcher = Fetcher(base, contact=contact, kept=kept, version=__version__, clock=clock)
        try:
            return self._ask_of(chosen, fetcher, report)
        finally:
            fetcher.close()

    def learn_from_beets(self, library: Path | str) -> Learnt:
        """Take what a beets library says of recordings, and bring films up to it; the library is only read.

        Parameters
        ----------
        library : Path or str
            Its data base, ``library.db``.

        Raises
        ------
        UsageError
            It is no beets library, is locked, or of a version that nobody knows here.
        """
        from cuespotter.catalogue.beets import read_beets

        catalogue = self._catalogue
        lesson = read_beets(Path(library), catalogue.recordings(), catalogue.known_files())
        before = catalogue.learnt("beets")
        new = {one: facts for one, facts in lesson.facts.items() if before.get(one) != facts}
        catalogue.put_learnt("beets", new)
        films = self._refresh(new, "a beets library")
        return Learnt(lesson.items, len(new), films, (), bool(lesson.facts), lesson.strangers)

    def _ask_of(self, chosen: Sequence[Recording], fetcher: Fetcher, report: AskReport) -> Learnt:
        """Ask about recordings one by one; films are brought up to it even where that breaks off."""
        from cuespotter.online import MusicBrainz

        inquiry = _Inquiry(MusicBrainz(fetcher).facts_of, self._catalogue)
        try:
            for number, recording in enumerate(chosen):
                report(number, len(chosen), recording.label_text)
                inquiry.ask(recording)
        finally:
            films = self._refresh(inquiry.new, "MusicBrainz")
        report(len(chosen), len(chosen), "done")
        known = len(chosen) - inquiry.unknown - len(inquiry.remarks)
        return Learnt(
            len(chosen), len(inquiry.new), films, tuple(inquiry.remarks), known > 0, inquiry.unknown
        )

    def _refresh(self, recordings: Iterable[str], source: str) -> int:
        """Bring films up to what is known of recordings now, with one line of history each."""
        known = self._catalogue.recordings_of(list(recordings))
        return self._catalogue.refresh_recordings(
            known, who=self.who, summary=f"{source} said more of recordings"
        )


class _Inquiry:
    """Asks about one recording after the other, and keeps what is said at once."""

    def __init__(self, facts_of: Callable[[Recording], RecordingFacts | None], catalogue: Catalogue) -> None:
        self._facts_of, self._catalogue = facts_of, catalogue
        self._before = catalogue.learnt("musicbrainz")
        self._failures = 0
        self.new: list[str] = []
        self.unknown = 0
        self.remarks: list[str] = []

    def ask(self, recording: Recording) -> None:
        """Ask about one recording; raises `OnlineError` where the server has failed too often on end."""
        from cuespotter.online import OnlineError

        try:
            facts = self._facts_of(recording)
        except OnlineError as error:
            self._failures += 1
            if self._failures == FAILURES:
                raise
            self.remarks.append(f"{recording.label_text}: {error.message}")
            return
        self._failures = 0
        if facts is None:
            self.unknown += 1
        elif self._before.get(recording.id) != facts:
            self._catalogue.put_learnt("musicbrainz", {recording.id: facts})
            self.new.append(recording.id)


def _under_the_reviewer(
    said: Mapping[str, Told], before: Mapping[str, Told], *, replace: bool
) -> tuple[dict[str, Told], list[tuple[str, str]]]:
    """Lay what tables say over what earlier ones said, where that is wanted, and under the reviewer's word.

    Gives what is new, and what is not taken: of which recording, and why.
    """
    from cuespotter.catalogue.told import Told

    new: dict[str, Told] = {}
    refused = []
    for one, table in said.items():
        earlier = before.get(one, Told())
        told = earlier.over(table)
        if table.work not in (None, told.work):
            refused.append((one, "the reviewer said otherwise of its work, and that stays"))
        if told == earlier:
            continue
        if replace or earlier == earlier.reviewers_part:
            new[one] = told
        else:
            refused.append((one, "an earlier table said otherwise; --replace takes what these say"))
    return new, refused
