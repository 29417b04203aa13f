"""``cuespotter confirm``: the reviewer says that cues are true."""

from __future__ import annotations

from typing import Annotated

import typer

from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_library
from cuespotter.cli.reviewing import WhoOption, judge
from cuespotter.cli.show import FilmArgument
from cuespotter.cli.voice import Voice
from cuespotter.errors import UsageError


def command(
    *,
    film: FilmArgument,
    cues: Annotated[
        list[str] | None, typer.Argument(metavar="CUE", help="Cues by their number, '1m03', or their id.")
    ] = None,
    above: Annotated[
        float | None,
        typer.Option(
            "--above",
            min=0,
            max=1,
            metavar="P",
            help="All not reviewed yet, from this probability on.",
        ),
    ] = None,
    who: WhoOption = None,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Say that cues are true.

    A confirmed cue stays as it is, whatever a new identification finds. With --above all that are so likely,
    and as sure of which bar is heard, are confirmed as one change, which one 'cuespotter undo' takes back.

    Example:  cuespotter confirm drive.mkv 1m01 1m02
    """
    if (above is None) == (not cues):
        raise UsageError("name cues to confirm, or give --above a probability, such as 0.99")
    if above is None:
        judge("confirm", film, cues or [], who=who, library=library, catalogue=catalogue, quiet=quiet)
        return
    with open_library(library, catalogue, who=who) as opened:
        sure, _ = opened.confirm_above(film, above)
    Voice(quiet=quiet).say(
        f"{len(sure)} confirmed" if sure else "no cue that is not reviewed yet is so likely"
    )
