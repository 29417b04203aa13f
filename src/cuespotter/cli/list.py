"""``cuespotter list``: a named list of films or recordings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_catalogue
from cuespotter.cli.voice import Voice
from cuespotter.errors import UsageError

if TYPE_CHECKING:
    from cuespotter.report.lists import NamedList


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
    from cuespotter.exports.base import write_whole
    from cuespotter.exports.page.list_page import list_html, list_markdown
    from cuespotter.report.lists import list_films, list_recordings

    if out is not None and out.suffix.lower() not in {".html", ".htm", ".md"}:
        raise UsageError(f"a list is written as .html or .md, not {out.suffix or out.name!r}")
    notes = {one: str(text) for one, text in read_fields(note or []).items() if text is not None}
    with open_catalogue(library, catalogue) as opened:
        if recordings:
            made: NamedList = list_recordings(
                name, opened.recordings(), where=where, order=order, notes=notes, introduction=introduction
            )
        else:
            documents = [opened.document(film.id) for film in opened.films()]
            made = list_films(
                name, documents, where=where, order=order, notes=notes, introduction=introduction
            )
    if out is None:
        sys.stdout.write(list_markdown(made).decode())
    else:
        write_whole(out, list_markdown(made) if out.suffix.lower() == ".md" else list_html(made))
    Voice(quiet=quiet).say(f"{len(made.entries)} in the list")
