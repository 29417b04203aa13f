"""``cuespotter identify``: the film trip."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cuespotter.cli import kernels
from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_library
from cuespotter.cli.voice import Voice
from cuespotter.errors import (
    LibraryError,
    LibraryUnwritableError,
    MediaError,
    MissingFileError,
    NotMediaError,
)

if TYPE_CHECKING:
    from cuespotter.catalogue.films import Reel
    from cuespotter.library import Library
    from cuespotter.model import Cue, FilmDocument
    from cuespotter.review.rerun import Rerun


def command(
    *,
    films: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILM",
            readable=False,
            help="Audio or video files; several are the reels of one film, in order.",
        ),
    ],
    each: Annotated[
        bool, typer.Option("--each", help="Several files are several films, identified one after the other.")
    ] = False,
    json: Annotated[
        Path | None,
        typer.Option(
            "--json",
            metavar="FILE",
            readable=False,
            help="Write the canonical document too; '-' prints only that.",
        ),
    ] = None,
    stream: Annotated[
        int | None,
        typer.Option(
            "--stream", min=0, metavar="N", help="Audio stream to listen to, by its number in the file."
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option("--title", help="The film's title [default: from its file].", show_default=False),
    ] = None,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Listen to a film and print its cue list.

    It says which recording plays from when to when, and which part of it. The result is kept in the
    catalogue: see 'cuespotter show' and 'cuespotter export'. Several files are taken as the reels of one
    film, in the order given; with --each they are films of their own.

    Example:  cuespotter identify drive.mkv --json drive.json
    """
    if each and (json is not None or title is not None) and len(films) > 1:
        raise typer.BadParameter("--json and --title are for one film; leave them out, or leave out --each")
    voice = Voice(quiet=quiet)
    trips = [[film] for film in films] if each else [films]
    failed = 0
    with _open_filled(library, catalogue) as opened:
        for reels in trips:
            try:
                _identify(opened, reels, voice, json=json, stream=stream, title=title, name_it=len(trips) > 1)
            except MediaError as error:
                if len(trips) == 1:
                    raise
                voice.complain(error.message)
                failed += 1
            except LibraryUnwritableError as error:
                voice.complain(f"the result was not kept: {error.message}")
                failed += 1
    if failed:
        raise typer.Exit(2 if failed == len(trips) > 1 else 1)


def _open_filled(folder: Path | None, catalogue: str | None) -> Library:
    """Open the library; without a recording in it nothing could be found."""
    opened = open_library(folder, catalogue, writable=False)
    count, _ = opened.catalogue.count_recordings()
    if count == 0:
        opened.close()
        raise LibraryError(
            f"the library {opened.folder} holds no recording to find; add music first: cuespotter add FOLDER"
        )
    return opened


def _identify(
    library: Library,
    reels: Sequence[Path],
    voice: Voice,
    *,
    json: Path | None,
    stream: int | None,
    title: str | None,
    name_it: bool,
) -> None:
    """Take one film through the trip: listen, print, keep."""
    from cuespotter.catalogue.films import Reel
    from cuespotter.cli.tables import print_cues
    from cuespotter.identify import identify

    _check_reels(reels)
    kernels.say_compiling(voice, kernels.OF_IDENTIFY, "the search")
    with voice.bar(f"identifying {reels[0].name}") as bar:
        places = [Reel.of(path) for path in reels]
        document = identify(
            reels,
            library.index(),
            library.recording,
            library.settings,
            stream=stream,
            title=title,
            report=lambda stage, fraction: bar.show(fraction, 1.0, stage),
        )
    document, rerun, refusal = _keep(library, document, places)
    if json is not None and str(json) == "-":
        sys.stdout.write(document.model_dump_json(by_alias=True, indent=2) + "\n")
    else:
        if name_it:
            print(f"{document.film.title}:")
        print_cues(document)
    _write_json(document, json)
    _say_result(document, voice)
    if rerun is not None:
        _say_difference(rerun, voice)
    if refusal is not None:
        raise refusal


def _keep(
    library: Library, found: FilmDocument, places: Sequence[Reel]
) -> tuple[FilmDocument, Rerun | None, LibraryUnwritableError | None]:
    """Keep what was found, under the reviewer's word; what cannot be kept can still be shown."""
    found = library.catalogue.as_known_film(found, places)
    try:
        rerun = library.catalogue.save_found(found, places)
    except LibraryUnwritableError as error:
        return found, None, error
    return (found if rerun is None else rerun.document), rerun, None


def _say_difference(rerun: Rerun, voice: Voice) -> None:
    """Say what differs from the last time."""
    from cuespotter.cli.tables import clock_text

    def name(cue: Cue) -> str:
        what = cue.title_known or "music not in the library"
        return f"{cue.cue_no} {clock_text(cue.start_s)}-{clock_text(cue.end_s)} {what}"

    if rerun.changes_nothing:
        voice.say("nothing has changed since the last time")
    for cue in rerun.new:
        voice.say(f"new    {name(cue)}")
    for cue in rerun.gone:
        voice.say(f"gone   {name(cue)}")
    for before, now in rerun.moved:
        times = f"{clock_text(before.start_s)}-{clock_text(before.end_s)}"
        voice.say(f"moved  {name(now)} (was {times} {before.title_known or ''})".replace(" )", ")"))
    for reviewed, heard in rerun.disputed:
        voice.say(f"kept   {name(reviewed)}, though {heard.title_known or 'other music'} is heard there now")


def _check_reels(reels: Sequence[Path]) -> None:
    """Refuse what plainly is no film before anything is listened to."""
    for reel in reels:
        if not reel.exists():
            raise MissingFileError(f"there is no file {reel}; check the name", path=str(reel))
        if reel.is_dir():
            raise NotMediaError(f"{reel} is a folder; name the film's own file", path=str(reel))


def _write_json(document: FilmDocument, target: Path | None) -> None:
    """Write the canonical document to a file, if one is wanted."""
    if target is None or str(target) == "-":
        return
    from cuespotter.exports.formats import export

    export(document, target, format_name="json")


def _say_result(document: FilmDocument, voice: Voice) -> None:
    """Say in a line what was found."""
    heard = document.cues_heard
    if not heard:
        voice.say(f"no music was found in {document.film.title}")
        return
    named = sum(cue.recording is not None for cue in heard)
    voice.say(f"{len(heard)} cues, {named} of them from the library")
