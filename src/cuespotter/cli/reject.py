"""``cuespotter reject``: the reviewer says that cues are not true."""

from __future__ import annotations

from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption
from cuespotter.cli.reviewing import CuesArgument, WhoOption, judge
from cuespotter.cli.show import FilmArgument


def command(
    *,
    film: FilmArgument,
    cues: CuesArgument,
    who: WhoOption = None,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Say that cues are not true.

    A rejected cue is in no list and no export, and does not come back when the film is identified again.

    Example:  cuespotter reject drive.mkv 2m07
    """
    judge("reject", film, cues, who=who, library=library, catalogue=catalogue, quiet=quiet)
