"""``cuespotter stats``: a library in numbers."""

from __future__ import annotations

import json as json_text
from dataclasses import asdict
from typing import Annotated

import typer

from cuespotter.cli.listing import CsvOption, form_of, print_rows
from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_to_read

MEGABYTE = 1e6


def command(
    *,
    json: Annotated[bool, typer.Option("--json", help="Print the numbers as JSON.")] = False,
    csv: CsvOption = False,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,  # noqa: ARG001 (every command takes it; the numbers are the result)
) -> None:
    """Count what is in the library.

    Example:  cuespotter stats
    """
    form = form_of(as_json=json, as_csv=csv)
    with open_to_read(library, catalogue) as opened:
        stats, folder = opened.stats(), opened.folder
    facts = {"folder": str(folder.absolute()), **asdict(stats)}
    if form == "json":
        print(json_text.dumps(facts))
        return
    if form == "csv":
        print_rows([facts], form)
        return
    print(f"library      {folder}")
    print(f"recordings   {stats.recordings} ({stats.hours:.1f} h) in {stats.files} files")
    print(f"films        {stats.films}")
    print(f"index        {stats.index_bytes / MEGABYTE:.1f} MB in {stats.segments} segments")
    print(f"catalogue    {stats.catalogue_bytes / MEGABYTE:.1f} MB")
