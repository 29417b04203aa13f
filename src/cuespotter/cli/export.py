"""``cuespotter export``: a film's cue list in the format that somebody else reads."""

from __future__ import annotations

import sys
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
        Path,
        typer.Argument(metavar="OUT", readable=False, help="The file to write; '-' prints it (needs --as)."),
    ],
    format_name: Annotated[
        str | None, typer.Option("--as", metavar="FORMAT", help="The format [default: by the file's suffix].")
    ] = None,
    music_root: Annotated[
        str | None,
        typer.Option(
            "--music-root",
            metavar="DIR",
            help="Playlists: the music under this folder [default: where it is].",
        ),
    ] = None,
    every_cue: Annotated[
        bool, typer.Option("--every-cue", help="Playlists: a recording at each of its cues.")
    ] = False,
    picture_rate: Annotated[
        str | None, typer.Option("--picture-rate", metavar="RATE", help="Timecode: 23.976, 25, 29.97DF, ...")
    ] = None,
    timecode_origin: Annotated[
        str | None, typer.Option("--timecode-origin", metavar="TC", help="Timecode of the first picture.")
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", readable=False, help="Cue sheets: your own workbook, or columns in TOML."),
    ] = None,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write a film's cue list as a file.

    The file appears whole or not at all.

    Example:  cuespotter export drive.mkv cuesheet.xlsx --as rapidcue
    """
    from cuespotter.services import ExportOptions

    options = ExportOptions(
        music_root=music_root,
        every_cue=every_cue,
        picture_rate=picture_rate,
        timecode_origin=timecode_origin,
        template=template,
    )
    with open_to_read(library, catalogue) as opened:
        if str(target) == "-":
            if format_name is None:
                raise typer.BadParameter("to print, name the format with --as")
            content = opened.render(film, format_name, options=options)
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            sys.stdout.flush()
            said = opened.export_notes(film, format_name, options=options)
        else:
            chosen = opened.export(film, target, format_name=format_name, options=options)
            notes = opened.export_notes(film, chosen.name, options=options)
            said = ["; ".join([f"{target} written ({chosen.description})", *notes[-1:]]), *notes[:-1]]
    voice = Voice(quiet=quiet)
    for line in said:
        voice.say(line)
