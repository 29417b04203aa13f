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

    Once more takes back the one before it. To identify a film again is a change too. Where a sound was
    remembered, its name goes from all films in which it was found; what another film's change did here is
    taken back there.

    Example:  cuespotter undo drive.mkv
    """
    with open_library(library, catalogue) as opened:
        _, change = opened.undo(film)
    voice = Voice(quiet=quiet)
    voice.say(f"undone: {change.summary}")
    for line in change.words:
        voice.say(line)
