"""``cuespotter films``: which films are in the catalogue."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from cuespotter.cli.listing import CsvOption, JsonOption, form_of
from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_to_read
from cuespotter.cli.voice import Voice


def command(
    *,
    using: Annotated[
        list[str] | None,
        typer.Option(
            "--using",
            metavar="RECORDING",
            help="Only films that use this recording (id, path, part of its title).",
        ),
    ] = None,
    where: Annotated[
        str | None, typer.Option("--where", metavar="FILTER", help="A filter; see docs/filters.md.")
    ] = None,
    json: JsonOption = False,
    csv: CsvOption = False,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """List the films that were identified.

    With --using, those that use a recording, and where.

    Example:  cuespotter films --using "Nightcall"
    """
    from cuespotter.cli.recordings import NO_FILM, print_uses
    from cuespotter.cli.tables import print_listing
    from cuespotter.services import clock_text

    voice, form = Voice(quiet=quiet), form_of(as_json=json, as_csv=csv)
    with open_to_read(library, catalogue) as opened:
        if using:
            print_uses(opened, opened.recordings_named(using), voice, form)
            return
        films = opened.films(where or "")
        is_empty = not films and not (where and opened.films())
    print_listing(
        films,
        form,
        voice,
        record=asdict,
        columns=[
            ("id", "left", False),
            ("title", "left", True),
            ("year", "right", False),
            ("length", "right", False),
            ("cues", "right", False),
            ("named", "right", False),
        ],
        cells=lambda film: [
            film.id,
            film.title,
            "" if film.year is None else str(film.year),
            clock_text(film.duration_s) if film.duration_s > 0 else "",
            *([str(film.cues), str(film.named_cues)] if film.locations else ["told", ""]),
        ],
        nothing=NO_FILM if is_empty else "no film fits",
    )
