"""What every deed stands on: one library, open, and who is at work in it."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cuespotter.catalogue.history import reviewer
from cuespotter.catalogue.store import Catalogue
from cuespotter.model import FilmDocument
from cuespotter.settings import Settings

if TYPE_CHECKING:
    from cuespotter.library import Holdings


class Opened:
    """An open library, before any deed.

    It holds the catalogue from the start, and the index once a deed needs it: reading films and cues must
    not wait for the engine to be loaded.

    Parameters
    ----------
    folder : Path
        Where the index lies, and the catalogue unless it is on a server.
    catalogue : Catalogue
        Open; closed with the library.
    settings : Settings
        With these its recordings are heard, and films identified.
    who : str, optional
        The reviewer's name for the history; by default ``CUESPOTTER_REVIEWER``, else the user's name.
    """

    def __init__(
        self, folder: Path, catalogue: Catalogue, settings: Settings, *, who: str | None = None
    ) -> None:
        self.folder = folder
        self.settings = settings
        self.who = reviewer(who)
        self._catalogue = catalogue

    @cached_property
    def _holdings(self) -> Holdings:
        """The catalogue and the index, together."""
        from cuespotter.library import Holdings

        return Holdings(self.folder, self._catalogue, self.settings)

    def _document(self, film: str | FilmDocument) -> FilmDocument:
        """Give the film that is meant; a document means itself."""
        return film if isinstance(film, FilmDocument) else self._catalogue.document(film)

    def _file_of(self, recording_id: str) -> Path | None:
        """Say where a recording's own file lies; None where it is not there, or is another by now."""
        known = self._catalogue.files_at_hand({recording_id}).get(recording_id)
        if known is None:
            return None
        path = self._here(known.location)
        try:
            return path if self._catalogue.is_as_added(known, path) else None
        except OSError:
            # not there, or a disk that does not answer: as if it were away
            return None

    def _here(self, location: str) -> Path:
        """Say where a file of the catalogue lies on this machine."""
        return Path(location)
