"""``cuespotter learn``: take parties, works and releases from side tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption
from cuespotter.cli.reviewing import WhoOption, open_to_change
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
    from cuespotter.catalogue.side_tables import read_side_tables

    voice = Voice(quiet=quiet)
    with open_to_change(library, catalogue) as opened:
        recordings = {recording.id: recording for recording in opened.recordings()}
        lesson = read_side_tables(tables, recordings.values())
        before = opened.told()
        new = {one: told for one, told in lesson.told.items() if before.get(one) != told}
        disputed = [one for one in new if one in before and not replace]
        for one in disputed:
            lesson.remarks.append(
                f"{recordings[one].path}: an earlier table said otherwise; --replace takes what these say"
            )
            del new[one]
        opened.put_told(new)
        films = opened.refresh_recordings(opened.recordings_of(new), who=who)
    for remark in lesson.remarks:
        voice.complain(remark)
    voice.say(f"{lesson.rows} rows: {len(new)} recordings learnt, {films} films brought up to it")
    if lesson.remarks:
        raise typer.Exit(1 if lesson.told else 2)
