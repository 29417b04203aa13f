"""``cuespotter watch``: new films are identified as they come, and their files are written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_library
from cuespotter.cli.voice import Voice

if TYPE_CHECKING:
    from cuespotter.services import Failed, Identified, Skipped, Written


def command(
    *,
    folders: Annotated[
        list[Path], typer.Argument(metavar="FOLDER", readable=False, help="Folders that films are put into.")
    ],
    profile: Annotated[
        Path | None,
        typer.Option(
            "--profile",
            metavar="FILE",
            readable=False,
            help="TOML that says which files to write: formats, to, where, show_for.",
        ),
    ] = None,
    poll: Annotated[
        bool, typer.Option("--poll", help="Look again and again: network shares do not say what changes.")
    ] = False,
    settled_s: Annotated[
        float,
        typer.Option(
            "--settled", min=0.1, max=3600.0, metavar="SECONDS", help="How long a film must have stood still."
        ),
    ] = 10.0,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Identify films as they come.

    What is there already is gone through first; what is done is skipped. A film that is still being copied is
    left alone until it is complete. It goes on until Ctrl-C or SIGTERM, and what is done by then is kept.

    Example:  cuespotter watch /archive/films --profile night.toml
    """
    from cuespotter.services import Profile, read_profile

    wanted = Profile() if profile is None else read_profile(profile)
    voice = Voice(quiet=quiet)
    with open_library(library, catalogue) as opened:
        voice.say(f"watching {', '.join(map(str, folders))}; Ctrl-C ends it")
        for one in opened.watch(folders, profile=wanted, poll=poll, settled_s=settled_s):
            _tell(one, voice)


def _tell(one: Identified | Skipped | Failed | Written, voice: Voice) -> None:
    """Say in a line what became of a film or of a file; what is as it was needs no line."""
    from cuespotter.services import Failed, Identified, Written

    if isinstance(one, Failed):
        voice.complain(one.error.message)
    elif isinstance(one, Identified):
        voice.say(f"{one.document.film.title}: {one.summary}")
        for remark in (*one.remarks, *one.unheard):
            voice.complain(remark)
        if one.refusal is not None:
            voice.complain(f"the result was not kept: {one.refusal.message}")
    elif isinstance(one, Written):
        if one.outcome == "written":
            voice.say(f"{one.target} written")
        if one.reason is not None:
            voice.complain(one.reason)
