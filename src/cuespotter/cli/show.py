"""``cuespotter show``: a film's cue list again."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cuespotter.cli.listing import CsvOption, form_of
from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_to_read
from cuespotter.cli.voice import Voice

FilmArgument = Annotated[
    str, typer.Argument(metavar="FILM", help="A film by its path, file name, title or id, or how one begins.")
]


def command(
    *,
    film: FilmArgument,
    json: Annotated[bool, typer.Option("--json", help="Print the canonical document instead.")] = False,
    csv: CsvOption = False,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Print the cue list of a film that was identified.

    Example:  cuespotter show drive.mkv
    """
    from cuespotter.cli.tables import print_cues, print_told

    voice, form = Voice(quiet=quiet), form_of(as_json=json, as_csv=csv)
    with open_to_read(library, catalogue) as opened:
        document = opened.film(film)
        if form == "csv":
            sys.stdout.write(opened.render(document, "csv").decode().replace("\r\n", "\n"))
            return
    if form == "json":
        sys.stdout.write(document.model_dump_json(by_alias=True, indent=2) + "\n")
        return
    print_cues(document)
    print_told(document)
    if not document.music_known:
        voice.say(f"no music was found in {document.film.title}")
