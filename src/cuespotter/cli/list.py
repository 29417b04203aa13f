"""``cuespotter list``: a named list of films or recordings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_to_read
from cuespotter.cli.voice import Voice
from cuespotter.errors import UsageError

SUFFIXES = frozenset({".html", ".htm", ".md"})


def command(
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the list is called.")],
    recordings: Annotated[
        bool, typer.Option("--recordings", help="A list of recordings, not of films.")
    ] = False,
    where: Annotated[
        str, typer.Option("--where", metavar="FILTER", help="Which: 'not genre:musical and year:1990..1999'.")
    ] = "",
    order: Annotated[
        str,
        typer.Option("--order", help="A field, '-' before it for the greatest first; 'none' for no order."),
    ] = "title",
    note: Annotated[
        list[str] | None, typer.Option("--note", metavar="ID=TEXT", help="A word on a film or recording.")
    ] = None,
    introduction: Annotated[str | None, typer.Option("--introduction", help="What to say first.")] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", readable=False, help="Write .html or .md [default: print Markdown]."
        ),
    ] = None,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Make a list of films or recordings to publish.

    The language of --where is described in docs/filters.md.

    Example:  cuespotter list "My soundtracks" --where 'not composer:"John Williams"' --out mine.html
    """
    from cuespotter.cli.reviewing import read_fields
    from cuespotter.services import render_list, write_list

    if out is not None and out.suffix.lower() not in SUFFIXES:
        raise UsageError(f"a list is written as .html or .md, not {out.suffix or out.name!r}")
    notes = {one: str(text) for one, text in read_fields(note or []).items() if text is not None}
    with open_to_read(library, catalogue) as opened:
        make = opened.list_recordings if recordings else opened.list_films
        made = make(name, where=where, order=order, notes=notes, introduction=introduction)
    if out is None:
        sys.stdout.write(render_list(made).decode())
    else:
        write_list(made, out)
    Voice(quiet=quiet).say(f"{len(made.entries)} in the list")
