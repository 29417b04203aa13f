"""``cuespotter enqueue``: films, and music to add, become jobs that workers on any machine take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_library
from cuespotter.cli.voice import Voice
from cuespotter.errors import UsageError

if TYPE_CHECKING:
    from cuespotter.services import Library

KNOWN, MUSIC = "films", "add"


def command(
    *,
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="FOLDER|films|add",
            help="Films and folders of films, also s3://BUCKET/FOLDER; 'films': all that the catalogue has; "
            "'add' and folders: music to add (folders called so are ./films, ./add).",
        ),
    ],
    again: Annotated[bool, typer.Option("--again", help="Also films that are done.")] = False,
    stream: Annotated[
        int | None,
        typer.Option("--stream", min=0, metavar="N", help="Audio stream to listen to, by its number."),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            envvar="CUESPOTTER_STORE",
            metavar="PLACE",
            help="Put the index there for the workers: a shared folder, or s3://BUCKET/PREFIX.",
            show_default=False,
        ),
    ] = None,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Queue films or music for workers on any machine.

    The queue stands in the catalogue's PostgreSQL. What is done with this library and these
    settings, and what is in the queue already, is passed over. Start workers with 'cuespotter work', and look
    at the jobs with 'cuespotter jobs'.

    Example:  cuespotter enqueue /archive/films --catalogue postgresql+psycopg://cuespotter@db/cuespotter
    """
    from cuespotter.services import find_films

    voice = Voice(quiet=quiet)
    if what[0] == MUSIC:
        with open_library(library, catalogue, create=True) as opened:
            _add(opened, what[1:], voice)
        return
    with open_library(library, catalogue) as opened:
        if what == [KNOWN]:
            films, complaints = opened.known_films(), []
        else:
            search = find_films(what)
            films, complaints = search.films, search.complaints
        for error in complaints:
            voice.complain(error.message)
        if not films and not complaints:
            raise UsageError(search.why_none(what, "a film or a folder of films"))
        done = opened.enqueue_films(films, again=again, stream=stream, store=store)
    voice.say(f"{done.new} enqueued, {done.waiting} in the queue already, {done.done} done already")
    if complaints:
        raise typer.Exit(1 if films else 2)


def _add(opened: Library, folders: list[str], voice: Voice) -> None:
    """Put music into the queue."""
    if not folders:
        raise UsageError("no folder was named; write for example: cuespotter enqueue add /srv/music")
    done = opened.enqueue_music(folders)
    for error in done.complaints:
        voice.complain(error.message)
    voice.say(f"{done.new} files enqueued, {done.waiting} in the queue already, {done.done} in the library")
    if done.complaints:
        raise typer.Exit(1 if done.new + done.waiting + done.done else 2)
