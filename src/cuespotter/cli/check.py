"""``cuespotter check``: what a film's cue sheet misses, and what in it does not add up."""

from __future__ import annotations

from dataclasses import asdict, fields

import typer

from cuespotter.cli.listing import CsvOption, JsonOption, form_of
from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_to_read
from cuespotter.cli.show import FilmArgument
from cuespotter.cli.voice import Voice


def command(
    *,
    film: FilmArgument,
    json: JsonOption = False,
    csv: CsvOption = False,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Check a film's cue sheet.

    Says what it misses and what in it does not add up, each with its row. Where nothing is left the sheet is
    ready, and exit status 0; else it is 1.

    Example:  cuespotter check drive.mkv
    """
    from cuespotter.cli.tables import print_listing
    from cuespotter.services import Remark

    voice, form = Voice(quiet=quiet), form_of(as_json=json, as_csv=csv)
    with open_to_read(library, catalogue) as opened:
        document = opened.film(film)
        remarks = opened.check(document)
    print_listing(
        remarks,
        form,
        voice,
        record=asdict,
        columns=[
            ("row", "right", False),
            ("cue", "left", False),
            ("", "left", False),
            ("what", "left", True),
        ],
        cells=lambda one: ["" if one.row is None else str(one.row), one.cue_no or "", one.gravity, one.text],
        fields=[one.name for one in fields(Remark)],
        nothing=f"{document.film.title}: ready; all is there, and it adds up",
    )
    raise typer.Exit(1 if remarks else 0)
