"""``cuespotter identify``: the film trip."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cuespotter.cli import kernels
from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_library
from cuespotter.cli.voice import Bar, Voice

if TYPE_CHECKING:
    from cuespotter.model import Cue
    from cuespotter.services import Identified, Library, Rerun


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
    with open_library(library, catalogue, writable=False) as opened:
        if each and len(films) > 1:
            _identify_each(opened, films, voice, stream)
            return
        with voice.bar(f"identifying {films[0].name}") as bar:
            found = opened.identify(films, stream=stream, title=title, report=_watched(voice, bar))
        _show(found, voice, is_json=json is not None and str(json) == "-")
        if json is not None and str(json) != "-":
            opened.export(found.document, json, format_name="json")
    if found.refusal is not None:
        _complain(found, voice)
        raise typer.Exit(1)


def _watched(voice: Voice, bar: Bar) -> Callable[[str, float], None]:
    """Give what shows the progress of one film; first it says if there is compiling to do."""
    said = False

    def report(stage: str, share: float) -> None:
        nonlocal said
        if not said:
            said = True
            kernels.say_compiling(voice, kernels.OF_IDENTIFY, "the search")
        bar.show(share, 1.0, stage)

    return report


def _identify_each(library: Library, films: Sequence[Path], voice: Voice, stream: int | None) -> None:
    """Identify several films; exit status 1 if some failed, 2 if all did."""
    from cuespotter.services import Failed

    failed = 0
    with voice.bar("identifying") as bar:
        watch = _watched(voice, bar)

        def report(film: Path, stage: str, share: float) -> None:
            watch(f"{film.name}: {stage}", share)

        for one in library.identify_each([[film] for film in films], stream=stream, report=report):
            if isinstance(one, Failed):
                voice.complain(one.error.message)
                failed += 1
                continue
            print(f"{one.document.film.title}:")
            _show(one, voice)
            failed += one.refusal is not None
            _complain(one, voice)
    if failed:
        raise typer.Exit(2 if failed == len(films) else 1)


def _show(found: Identified, voice: Voice, *, is_json: bool = False) -> None:
    """Print the cue list; say how much it is, and what differs from the last time."""
    from cuespotter.cli.tables import print_cues

    if is_json:
        sys.stdout.write(found.document.model_dump_json(by_alias=True, indent=2) + "\n")
    else:
        print_cues(found.document)
    voice.say(found.summary)
    if found.rerun is not None:
        _say_difference(found.rerun, voice)


def _complain(found: Identified, voice: Voice) -> None:
    """Say why a result could not be kept, where it could not."""
    if found.refusal is not None:
        voice.complain(f"the result was not kept: {found.refusal.message}")


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
