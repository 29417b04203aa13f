"""``cuespotter learn``: take parties, works and releases from side tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_library
from cuespotter.cli.reviewing import WhoOption
from cuespotter.cli.voice import Voice


def command(
    *,
    tables: Annotated[
        list[Path],
        typer.Argument(metavar="TABLE", readable=False, help="CSV files; see docs/side-tables.md."),
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help="These tables are right where earlier ones said otherwise.")
    ] = False,
    who: WhoOption = None,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Take parties and works from side tables.

    Writers and publishers with role, IPI, society and share, works, versions and releases, by ISRC,
    MusicBrainz id or path. Rows that meet no recording, disagree or do not add up are named and not
    taken; exit status 1 then.

    Example:  cuespotter learn parties.csv
    """
    voice = Voice(quiet=quiet)
    with open_library(library, catalogue, who=who) as opened:
        learnt = opened.learn(tables, replace=replace)
    for remark in learnt.remarks:
        voice.complain(remark)
    voice.say(
        f"{learnt.rows} rows: {learnt.recordings} recordings learnt, {learnt.films} films brought up to it"
    )
    if learnt.remarks:
        raise typer.Exit(1 if learnt.took_any else 2)
