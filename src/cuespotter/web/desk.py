"""What the desk holds while it is open: the library, the places it may show, and its jobs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cuespotter.model import FilmDocument
from cuespotter.services import Decision, FilmSummary, Library, LocalJob, LocalJobs
from cuespotter.web.places import Places


class Desk:
    """A desk on one library.

    Parameters
    ----------
    library : Library
        Open, in the reviewer's name; the desk closes it.
    roots : sequence of Path
        Folders below which files may be added and identified.
    """

    def __init__(self, library: Library, *, roots: Sequence[Path] = ()) -> None:
        self.library = library
        self.places = Places(roots)
        self.jobs = LocalJobs()
        self._level_jobs: dict[str, LocalJob] = {}

    def close(self) -> None:
        """Stop all work and close the library."""
        self.jobs.close()
        self.library.close()

    def film(self, film_id: str) -> FilmSummary:
        """Give a film by its id, and by nothing else; `UnknownFilmError` if there is none."""
        return self.library.summary(film_id)

    def document(self, film_id: str) -> FilmDocument:
        """Give a film's document by its id, and by nothing else; `UnknownFilmError` if there is none."""
        return self.library.film(self.film(film_id).id)

    def decide(
        self, film_id: str, decision: Decision, *, seen: dict[str, str], seen_film: str | None = None
    ) -> FilmDocument:
        """Do what a reviewer decided, if what is changed is still as it was seen; `StaleError` if not."""
        known = self.film(film_id).id
        return self.library.decide(known, decision, seen=seen, seen_film=seen_film)[0]

    def level(self, film_id: str) -> list[int] | LocalJob:
        """Give a film's level in whole dB, a value for each half second; or the job that measures it."""
        film = self.film(film_id)
        known = self.library.known_film_level(film.id)
        if known is not None:
            return known
        job = self._level_jobs.get(film.id)
        if job is None or job.status in {"failed", "cancelled", "done"}:

            def measure(job: LocalJob) -> str:
                self.library.film_level(film.id, job.report)
                return "level measured"

            job = self.jobs.start("level", film.title, measure, is_quick=True)
            self._level_jobs[film.id] = job
        return job
