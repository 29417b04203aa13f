"""``cuespotter theme``: a film's theme, cut from the user's own recording."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_to_read
from cuespotter.cli.show import FilmArgument
from cuespotter.cli.voice import Voice


def command(
    *,
    film: FilmArgument,
    target: Annotated[
        Path | None,
        typer.Argument(
            metavar="[OUT]", readable=False, help="The file to write [default: theme.mp3 beside the film]."
        ),
    ] = None,
    cue: Annotated[
        str | None,
        typer.Option("--cue", help="Its number [default: the main title, else what is heard longest]."),
    ] = None,
    length_s: Annotated[
        float, typer.Option("--seconds", min=5.0, max=600.0, metavar="SECONDS", help="At most so long.")
    ] = 60.0,
    over: Annotated[bool, typer.Option("--over", help="Write over another file of that name.")] = False,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Cut a film's theme from your own recording.

    Jellyfin, Emby, Plex and Kodi play theme.mp3 while you look at the film. It is cut from the recording of
    your library that the film uses, not from the film: without dialogue, faded in and out.

    Example:  cuespotter theme drive.mkv --cue 1m01
    """
    voice = Voice(quiet=quiet)
    with open_to_read(library, catalogue) as opened:
        done = opened.write_theme(film, target, cue=cue, length_s=length_s, over=over)
    what = f"{done.cue.cue_no}, {done.cue.title_known}"
    voice.say(f"{done.target} {'written' if done.is_new else 'is there already'} ({what})")
