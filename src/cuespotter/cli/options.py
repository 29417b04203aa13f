"""Options that every command takes, and the library that they name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from cuespotter.catalogue.store import Catalogue
    from cuespotter.library import Library

LibraryOption = Annotated[
    Path | None,
    typer.Option(
        "--library",
        envvar="CUESPOTTER_LIBRARY",
        metavar="DIR",
        readable=False,
        help="The library's folder [default: in the user's data folder].",
        show_default=False,
    ),
]
CatalogueOption = Annotated[
    str | None,
    typer.Option(
        "--catalogue",
        envvar="CUESPOTTER_CATALOGUE_URL",
        metavar="URL",
        help="SQLAlchemy URL of the catalogue [default: catalogue.db in the library's folder].",
        show_default=False,
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
WaitOption = Annotated[
    bool, typer.Option("--wait", help="Wait for another process that is writing to the library.")
]


def library_folder(chosen: Path | None) -> Path:
    """Give the folder that was chosen, else the one in the user's data folder."""
    if chosen is not None:
        return chosen
    from platformdirs import user_data_path

    from cuespotter.catalogue.store import CATALOGUE_NAME
    from cuespotter.former import adopt_folder

    return adopt_folder(user_data_path("cuespotter", appauthor=False), CATALOGUE_NAME)


def open_catalogue(folder: Path | None, url: str | None) -> Catalogue:
    """Open the catalogue alone, to read it; raises `LibraryError` if there is none."""
    from cuespotter.catalogue.store import Catalogue

    return Catalogue.open(url or library_folder(folder), writable=False)


def open_library(
    folder: Path | None, catalogue: str | None, *, create: bool = False, writable: bool = True
) -> Library:
    """Open the library that the options name; raises `LibraryError` if there is none."""
    from cuespotter.library import Library

    return Library.open(library_folder(folder), url=catalogue, create=create, writable=writable)
