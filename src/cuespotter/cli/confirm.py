"""``cuespotter confirm``: the reviewer says that cues are true."""

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
    """Say that cues are true.

    A confirmed cue stays as it is, whatever a new identification finds.

    Example:  cuespotter confirm drive.mkv 1m01 1m02
    """
    judge("confirm", film, cues, who=who, library=library, catalogue=catalogue, quiet=quiet)
