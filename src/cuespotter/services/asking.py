"""Ask: which films and recordings there are, who uses what, who changed what, and how much it all is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cuespotter.buckets import as_path
from cuespotter.catalogue.changes import Change
from cuespotter.catalogue.film_rows import FilmSummary, Use
from cuespotter.errors import MissingFileError, UnknownFilmError, UnknownRecordingError, UsageError
from cuespotter.model import Cue, FilmDocument, Recording
from cuespotter.services.opened import Opened

if TYPE_CHECKING:
    from cuespotter.library import LibraryStats


class Asking(Opened):
    """Questions, which change nothing."""

    def films(self, where: str = "", *, among: Collection[str] | None = None) -> list[FilmSummary]:
        """List the films that were identified, by title.

        Parameters
        ----------
        where : str
            Only those that a filter keeps (docs/filters.md).
        among : collection of str, optional
            Only those of these ids; all by default.

        Raises
        ------
        UsageError
            The filter cannot be understood.

        Examples
        --------
        >>> [(film.title, film.cues, film.named_cues) for film in library.films()]
        [('The Needle and the Groove', 9, 8)]
        >>> library.films("year<1920")
        []
        """
        films = [film for film in self._catalogue.films() if among is None or film.id in among]
        if not where.strip():
            return films
        from cuespotter.report.facts import FILM_FIELDS, film_facts
        from cuespotter.report.filter import parse_filter

        wanted = parse_filter(where, FILM_FIELDS)
        return [film for film in films if wanted.keeps(film_facts(self._catalogue.document(film.id)))]

    def film(self, name: str) -> FilmDocument:
        """Give a film's document.

        Parameters
        ----------
        name : str
            Its path, file name, title or id, or how one of these begins.

        Raises
        ------
        UnknownFilmError
            No film fits, or several do.

        Examples
        --------
        >>> film = library.film("film.mkv")
        >>> [cue.title_known for cue in film.cues][:2]
        ['Bright thunders', 'Pink Blue']
        """
        return self._catalogue.document(name)

    def cues(self, film: str, where: str = "") -> list[Cue]:
        """List a film's cues, those that are rejected left out.

        Parameters
        ----------
        film : str
            Its path, file name, title or id.
        where : str
            Only those that a filter keeps (docs/filters.md).

        Raises
        ------
        UsageError
            The filter cannot be understood.

        Examples
        --------
        >>> [cue.cue_no for cue in library.cues("film.mkv", "not named:yes")]
        ['1m08']
        """
        from cuespotter.report.facts import CUE_FIELDS, cue_facts
        from cuespotter.report.filter import parse_filter

        wanted = parse_filter(where, CUE_FIELDS)
        return [cue for cue in self._catalogue.document(film).cues_heard if wanted.keeps(cue_facts(cue))]

    def cue(self, film: str, name: str) -> Cue:
        """Give one cue of a film, by its number, its id, or the unique beginning of its id.

        Raises
        ------
        CatalogueError
            No cue fits, or several do.

        Examples
        --------
        >>> library.cue("film.mkv", "1m02").title_known
        'Pink Blue'
        """
        from cuespotter.review.edits import find_cue

        return find_cue(self._catalogue.document(film), name)

    def summary(self, film_id: str) -> FilmSummary:
        """Give a film by its id, and by nothing else: a stranger's word is never taken for a path.

        Raises
        ------
        UnknownFilmError
            There is none.
        """
        found = next((film for film in self._catalogue.films() if film.id == film_id), None)
        if found is None:
            raise UnknownFilmError("the catalogue knows no film of this id", name=film_id)
        return found

    def film_files(self, film_id: str) -> list[Path]:
        """Say where a film's files lie, in order.

        Raises
        ------
        MissingFileError
            One is no longer there.
        """
        film = self.summary(film_id)
        paths = [path for path in map(as_path, film.locations) if path.is_file()]
        if not paths or len(paths) < len(film.locations):
            raise MissingFileError(f"the files of {film.title} are no longer where they were")
        return paths

    def recordings(self, text: str = "", *, where: str = "", used_by: str | None = None) -> list[Recording]:
        """List the recordings of the library, by path.

        Parameters
        ----------
        text : str
            Only those whose path, tags or id hold it.
        where : str
            Only those that a filter keeps (docs/filters.md).
        used_by : str, optional
            Only those that are heard in this film.

        Raises
        ------
        UsageError
            The filter cannot be understood.
        UnknownFilmError
            No film fits, or several do.

        Examples
        --------
        >>> [recording.title for recording in library.recordings("tim beek")]
        ['Pink Blue', 'The Protagonist']
        """
        found = self._catalogue.recordings(text.strip() or None)
        if used_by is not None:
            document = self._catalogue.document(used_by)
            used = {cue.recording.id for cue in document.cues_heard if cue.recording is not None}
            found = [recording for recording in found if recording.id in used]
        if not where.strip():
            return found
        from cuespotter.report.facts import RECORDING_FIELDS, recording_facts
        from cuespotter.report.filter import parse_filter

        wanted = parse_filter(where, RECORDING_FIELDS)
        return [recording for recording in found if wanted.keeps(recording_facts(recording))]

    def recording(self, recording_id: str) -> Recording:
        """Give a recording by its id, and by nothing else; `UnknownRecordingError` if there is none."""
        return self._catalogue.recording(recording_id)

    def recordings_named(self, names: Sequence[str]) -> list[Recording]:
        """Give the recordings that names mean: an id, a file or folder, else part of path, title or artist.

        Raises
        ------
        UnknownRecordingError
            A name fits none.

        Examples
        --------
        >>> [recording.title for recording in library.recordings_named(["Offshore"])]
        ['Offshore']
        """
        found: list[Recording] = []
        for name in names:
            try:
                found.extend(self._catalogue.find_recordings([name]))
            except UnknownRecordingError:
                mentioned = self._catalogue.recordings(name)
                if not mentioned:
                    raise
                found.extend(mentioned)
        return found

    def recording_meant(self, name: str) -> Recording:
        """Give the one recording that an id, a file or a path means.

        Raises
        ------
        UnknownRecordingError
            It fits none.
        UsageError
            It fits several.
        """
        found = self._catalogue.find_recordings([name])
        if len(found) > 1:
            raise UsageError(f"{name!r} means {len(found)} recordings; name one")
        return found[0]

    def recording_file(self, recording_id: str) -> Path:
        """Say where a recording's file lies, one of them where there are several.

        Raises
        ------
        MissingFileError
            None of its files is there.
        """
        file = self._catalogue.files_at_hand({recording_id}).get(recording_id)
        if file is None or not Path(file.location).is_file():
            recording = self._catalogue.recording(recording_id)
            raise MissingFileError(f"the file of {recording.label_text} is no longer where it was added")
        return Path(file.location)

    def recording_places(self, recordings: Sequence[Recording | str]) -> dict[str, str]:
        """Say where recordings lie, by id: a file that is there, else where one was added.

        Parameters
        ----------
        recordings : sequence of Recording or str
            Recordings, or their ids.

        Examples
        --------
        >>> [Path(place).name for place in library.recording_places(library.recordings("Pink Blue")).values()]
        ['Tim Beek - Pink Blue.opus']
        """
        ids = [one if isinstance(one, str) else one.id for one in recordings]
        return {key: file.location for key, file in self._catalogue.files_at_hand(ids).items()}

    def uses(self, recordings: Sequence[Recording | str]) -> list[Use]:
        """Say which cues of which films use recordings; rejected cues do not.

        Parameters
        ----------
        recordings : sequence of Recording or str
            Recordings, or their ids.

        Examples
        --------
        >>> [(use.cue_no, round(use.start_s)) for use in library.uses(library.recordings("Pink Blue"))]
        [('1m02', 30)]
        """
        return self._catalogue.uses([one if isinstance(one, str) else one.id for one in recordings])

    def history(self, film: str) -> list[Change]:
        """Say who changed what of a film, and when; the first change first.

        Raises
        ------
        UnknownFilmError
            No film fits, or several do.
        """
        return self._catalogue.history(film)

    def count_recordings(self) -> tuple[int, float]:
        """Count the recordings that can be found: how many, and their length in seconds."""
        return self._catalogue.count_recordings()

    def stats(self) -> LibraryStats:
        """Count what is in the library: recordings, hours, files, films, segments, bytes.

        Examples
        --------
        >>> library.stats().recordings
        11
        """
        return self._holdings.stats()
