"""The hall's one object: an open library with every deed."""

from __future__ import annotations

from pathlib import Path

from cuespotter.catalogue.store import CATALOGUE_NAME, Catalogue
from cuespotter.ending import Closing
from cuespotter.errors import UsageError
from cuespotter.former import adopt_folder
from cuespotter.services.adding import Adding
from cuespotter.services.comparing import Comparing
from cuespotter.services.crediting import Crediting
from cuespotter.services.episodes import Episodes
from cuespotter.services.learning import Learning
from cuespotter.services.looking import Looking
from cuespotter.services.publishing import Publishing
from cuespotter.services.reviewing import Reviewing
from cuespotter.services.stating import Stating
from cuespotter.services.suggesting import Suggesting
from cuespotter.services.telling import Telling
from cuespotter.services.theming import Theming
from cuespotter.services.unnamed import Unnamed
from cuespotter.services.upkeep import Upkeep
from cuespotter.services.versioning import Versioning
from cuespotter.services.watching import Watching
from cuespotter.services.working import Working
from cuespotter.settings import Settings


class Library(
    Adding,
    Watching,
    Working,
    Episodes,
    Comparing,
    Reviewing,
    Crediting,
    Versioning,
    Learning,
    Stating,
    Publishing,
    Telling,
    Suggesting,
    Theming,
    Unnamed,
    Looking,
    Upkeep,
    Closing,
):
    """A library with every deed; made by `open_library`. Use it in a ``with`` statement, or close it.

    Each deed stands in a module of its own: `add` in `adding`, `identify` in `identifying`, and so on.
    It may be used from several threads.
    """

    def close(self) -> None:
        """Close the catalogue and the films that were looked at; what was changed is kept already."""
        self._readers.close()
        self._catalogue.close()


def open_library(
    folder: Path | str | None = None,
    *,
    catalogue: str | None = None,
    create: bool = False,
    writable: bool = True,
    settings: Settings | None = None,
    who: str | None = None,
) -> Library:
    """Open a library.

    Parameters
    ----------
    folder : Path or str, optional
        The library's folder; by default the one in the user's data folder, as for the commands.
    catalogue : str, optional
        SQLAlchemy URL of its catalogue; by default ``CUESPOTTER_CATALOGUE_URL``, else ``catalogue.db`` in the
        folder.
    create : bool
        Make it where there is none.
    writable : bool
        False: only read, even where nothing may be written.
    settings : Settings, optional
        How to listen; an index made with other analysis settings is refused.
    who : str, optional
        The reviewer's name for the history; by default ``CUESPOTTER_REVIEWER``, else the user's name.

    Returns
    -------
    Library

    Raises
    ------
    LibraryError
        There is none, or it cannot be used; the message says what to do.

    Examples
    --------
    >>> import cuespotter
    >>> with cuespotter.open_library(folder / "new", create=True) as new:
    ...     new.stats().recordings
    0
    >>> cuespotter.open_library(folder / "none")
    Traceback (most recent call last):
    cuespotter.errors.LibraryError: ...
    """
    place = default_folder() if folder is None else Path(folder)
    if create:
        from cuespotter.library import Holdings

        opened = Holdings.open(place, url=catalogue, create=True, writable=writable).catalogue
    else:
        opened = Catalogue.open(catalogue or place, writable=writable)
    return Library(place, opened, settings or Settings(), who=who)


def default_folder() -> Path:
    """Give the library's folder in the user's data folder; one of the former name is taken over.

    Raises
    ------
    UsageError
        The user has no home folder, as in many containers: there is no place to choose for them.
    """
    from platformdirs import user_data_path

    try:
        folder = user_data_path("cuespotter", appauthor=False)
    except RuntimeError as error:
        raise UsageError(
            "there is no home folder to keep the library in; name one with --library or in CUESPOTTER_LIBRARY"
        ) from error
    return adopt_folder(folder, CATALOGUE_NAME)
