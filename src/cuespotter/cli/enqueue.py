"""``cuespotter enqueue``: films become jobs that workers on any machine take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_library
from cuespotter.cli.voice import Voice
from cuespotter.errors import UsageError

KNOWN = "films"


def command(
    *,
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="FOLDER|films",
            help="Films and folders of films; or 'films': all that the catalogue knows (a folder "
            "called so is ./films).",
        ),
    ],
    again: Annotated[bool, typer.Option("--again", help="Also films that are done.")] = False,
    stream: Annotated[
        int | None,
        typer.Option("--stream", min=0, metavar="N", help="Audio stream to listen to, by its number."),
    ] = None,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Queue films for workers on any machine.

    The queue stands in the catalogue's PostgreSQL. What is done with this library and these
    settings, and what is in the queue already, is passed over. Start workers with 'cuespotter work', and look
    at the jobs with 'cuespotter jobs'.

    Example:  cuespotter enqueue /archive/films --catalogue postgresql+psycopg://cuespotter@db/cuespotter
    """
    from cuespotter.services import find_films

    voice = Voice(quiet=quiet)
    with open_library(library, catalogue) as opened:
        if what == [KNOWN]:
            films, complaints = opened.known_films(), []
        else:
            search = find_films([Path(one) for one in what])
            films, complaints = search.films, search.complaints
        for error in complaints:
            voice.complain(error.message)
        if not films and not complaints:
            raise UsageError(f"no films are in {', '.join(what)}; name a film or a folder of films")
        done = opened.enqueue_films(films, again=again, stream=stream)
    voice.say(f"{done.new} enqueued, {done.waiting} in the queue already, {done.done} done already")
    if complaints:
        raise typer.Exit(1 if films else 2)
