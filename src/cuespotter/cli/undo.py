"""``cuespotter undo``: take back the last change of a film."""

from __future__ import annotations

from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_library
from cuespotter.cli.show import FilmArgument
from cuespotter.cli.voice import Voice


def command(
    *,
    film: FilmArgument,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Take back the last change of a film.

    Once more takes back the one before it. To identify a film again is a change too.

    Example:  cuespotter undo drive.mkv
    """
    with open_library(library, catalogue) as opened:
        _, change = opened.undo(film)
    Voice(quiet=quiet).say(f"undone: {change.summary}")
