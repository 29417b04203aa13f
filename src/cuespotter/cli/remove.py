"""``cuespotter remove``: take recordings or films out."""

from __future__ import annotations

from typing import Annotated

import typer

from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, WaitOption, open_library
from cuespotter.cli.voice import Voice


def command(
    *,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME", help="Recordings by id, by file, or by folder; no file is touched."),
    ] = None,
    missing: Annotated[
        bool, typer.Option("--missing", help="All recordings whose files are no longer there.")
    ] = False,
    film: Annotated[
        bool, typer.Option("--film", help="The names are films: forget them, the reviewer's word included.")
    ] = False,
    wait: WaitOption = False,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Take recordings or films out.

    The files themselves stay. Films that use a removed recording keep what they say. 'cuespotter compact'
    gives its space back.

    Example:  cuespotter remove ~/Music/Audiobooks
    """
    if not names and not missing:
        raise typer.BadParameter("name recordings to remove, or give --missing")
    voice = Voice(quiet=quiet)
    with open_library(library, catalogue) as opened:
        if film:
            for name in names or []:
                opened.remove_film(name)
            voice.say(f"{len(names or [])} removed")
            return
        gone = opened.remove(names or [], missing=missing, wait=wait)
    for recording in gone:
        voice.say(f"removed {recording.path}")
    voice.say(f"{len(gone)} removed")
