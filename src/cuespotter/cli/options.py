"""Options that every command takes, and the library that they name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from cuespotter.services import Library

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


def open_library(
    folder: Path | None,
    catalogue: str | None,
    *,
    create: bool = False,
    writable: bool = True,
    who: str | None = None,
    thorough: bool = False,
) -> Library:
    """Open the library that the options name; raises `LibraryError` if there is none."""
    from cuespotter import services

    settings = services.thorough_settings() if thorough else None
    return services.open_library(
        folder, catalogue=catalogue, create=create, writable=writable, who=who, settings=settings
    )


def open_to_read(folder: Path | None, catalogue: str | None) -> Library:
    """Open the library to ask it something, even where nothing may be written."""
    return open_library(folder, catalogue, writable=False)
