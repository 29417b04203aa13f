"""``cuespotter redo``: do again what was undone last."""

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
    """Do again what was undone last.

    Once more does the next one again. After a new change there is nothing left to do again.

    Example:  cuespotter redo drive.mkv
    """
    with open_library(library, catalogue) as opened:
        _, change = opened.redo(film)
    voice = Voice(quiet=quiet)
    voice.say(f"done again: {change.summary}")
    for line in change.words:
        voice.say(line)
