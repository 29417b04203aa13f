"""``cuespotter verify``: says whether every byte is as it was written."""

from __future__ import annotations

import typer

from cuespotter.cli.listing import CsvOption, JsonOption, form_of, print_rows
from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_to_read
from cuespotter.cli.voice import Voice


def command(
    *,
    json: JsonOption = False,
    csv: CsvOption = False,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Check every byte of the library.

    Reads every checksum and names what is damaged. Exit status 1 if anything is.

    Example:  cuespotter verify
    """
    voice, form = Voice(quiet=quiet), form_of(as_json=json, as_csv=csv)
    with open_to_read(library, catalogue) as opened, voice.bar("verifying") as bar:
        problems = opened.verify(bar.show)
    if form != "table":
        print_rows([{"path": str(one.path.absolute()), "reason": one.reason} for one in problems], form)
    for problem in problems if form == "table" else ():
        voice.complain(f"{problem.path}: {problem.reason}")
    if problems:
        voice.complain(f"{len(problems)} problems; 'cuespotter repair' undoes what can be undone")
        raise typer.Exit(1)
    voice.say("every byte is as it was written")
