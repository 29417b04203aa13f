"""``needledrop undo``: take back the last change of a film."""

from __future__ import annotations

from needledrop.cli.options import CatalogueOption, LibraryOption, QuietOption
from needledrop.cli.reviewing import open_to_change
from needledrop.cli.show import FilmArgument
from needledrop.cli.voice import Voice


def command(
    *,
    film: FilmArgument,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Take back the last change of a film.

    Once more takes back the one before it. To identify a film again is a change too.

    Example:  needledrop undo drive.mkv
    """
    with open_to_change(library, catalogue) as opened:
        _, change = opened.undo(film)
    Voice(quiet=quiet).say(f"undone: {change.summary}")
