"""The catalogue: films, recordings and cues, saved, found, changed."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Engine

from cuespotter.catalogue.database import open_database
from cuespotter.catalogue.entering import Entering
from cuespotter.catalogue.film_sounds import FilmSounds
from cuespotter.catalogue.kin import Kin
from cuespotter.catalogue.lists import Lists
from cuespotter.catalogue.searches import Searches
from cuespotter.catalogue.soundness import Soundness
from cuespotter.ending import Closing

CATALOGUE_NAME = "catalogue.db"
URL_VARIABLE = "CUESPOTTER_CATALOGUE_URL"


class Catalogue(Entering, Searches, FilmSounds, Kin, Lists, Soundness, Closing):
    """An open catalogue; close it, or use it in a ``with`` statement.

    Its methods stand in `recordings.Recordings`, `films.Films`, `works_told.WorksTold`, `history.History`,
    `entering.Entering`, `searches.Searches`, `film_sounds.FilmSounds`, `kin.Kin` and
    `soundness.Soundness`.
    """

    def __init__(self, engine: Engine, place: Path | str) -> None:
        self.engine = engine
        self.place = place

    @classmethod
    def open(cls, place: Path | str, *, create: bool = False, writable: bool = True) -> Catalogue:
        """Open the catalogue of a library.

        Parameters
        ----------
        place : Path or str
            The library's folder (then ``CUESPOTTER_CATALOGUE_URL`` decides, and without it the SQLite file
            ``catalogue.db`` in it), or a SQLAlchemy URL.
        create : bool
            Make the catalogue where there is none.
        writable : bool
            False: read it even where nothing may be written.

        Raises
        ------
        LibraryError
            There is none, or it cannot be used; the message says what to do.
        """
        where: Path | str = place
        if isinstance(place, Path):
            where = os.environ.get(URL_VARIABLE) or place / CATALOGUE_NAME
        opened = cls(open_database(where, create=create, writable=writable), where)
        if create:
            opened.identity()
        return opened

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()
