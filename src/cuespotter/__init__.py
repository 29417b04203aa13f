"""Cuespotter listens to a film and to the music you own, and writes down the film's soundtrack.

Everything that the commands and the review desk do can be done from Python::

    import cuespotter

    with cuespotter.open_library("my library", create=True) as library:
        library.add(["Music"])
        print(library.identify(["drive.mkv"]).summary)
        library.export("drive.mkv", "drive.html")

`docs/api.md` lists every deed. What is named here is imported when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cuespotter import errors
    from cuespotter.errors import (
        CatalogueError,
        CuespotterError,
        ExportError,
        LibraryError,
        MediaError,
        UsageError,
    )
    from cuespotter.model import FilmDocument
    from cuespotter.services import Library, open_library
    from cuespotter.settings import Settings

__version__ = "0.1.0"
__all__ = [
    "CatalogueError",
    "CuespotterError",
    "ExportError",
    "FilmDocument",
    "Library",
    "LibraryError",
    "MediaError",
    "Settings",
    "UsageError",
    "errors",
    "open_library",
]

_HOME_OF = {
    "FilmDocument": "model",
    "Library": "services",
    "Settings": "settings",
    "open_library": "services",
}


def __getattr__(name: str) -> object:
    """Import a name when it is first wanted: the shell must answer at once."""
    if name == "errors":
        return import_module("cuespotter.errors")
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"cuespotter.{_HOME_OF.get(name, 'errors')}"), name)
