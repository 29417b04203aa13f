"""``cuespotter export``: a film's cue list in the format that somebody else reads."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_to_read
from cuespotter.cli.page_options import (
    ForOption,
    FragmentOption,
    FrontMatterOption,
    ImageOption,
    LeadOption,
    LinkOption,
    PosterOption,
    SectionsOption,
    StillOption,
    StillsOption,
    TemplatesOption,
    UrlOption,
    WithoutOption,
    page_options,
    stills_of,
)
from cuespotter.cli.voice import Voice
from cuespotter.cli.written import tell_written
from cuespotter.errors import UsageError

if TYPE_CHECKING:
    from cuespotter.services import Profile, Written


def command(
    *,
    film: Annotated[
        str | None,
        typer.Argument(metavar="FILM", help="Path, file name, title or id.", show_default=False),
    ] = None,
    target: Annotated[
        Path | None,
        typer.Argument(
            metavar="OUT",
            readable=False,
            help="The file to write; '-' prints it (needs --as).",
            show_default=False,
        ),
    ] = None,
    format_name: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="FORMAT",
            help="The format [default: by the file's suffix]; for --all several: srt,html.",
        ),
    ] = None,
    every_film: Annotated[
        bool, typer.Option("--all", help="Files for all films at once, --beside them or --to a folder.")
    ] = False,
    where: Annotated[
        str, typer.Option("--where", metavar="FILTER", help="For --all: only films that a filter keeps.")
    ] = "",
    beside: Annotated[
        bool, typer.Option("--beside", help="For --all: each file beside its film, named after it.")
    ] = False,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="DIR", readable=False, help="For --all: all files in one folder."),
    ] = None,
    profile: Annotated[
        Path | None,
        typer.Option(
            "--profile",
            metavar="FILE",
            readable=False,
            help="For --all: TOML that says formats, to, where, show_for, as for watch.",
        ),
    ] = None,
    now_playing_s: Annotated[
        float | None,
        typer.Option("--show-for", min=1.0, max=3600.0, metavar="SECONDS", help="Subtitles stay this long."),
    ] = None,
    music_root: Annotated[
        list[str] | None,
        typer.Option(
            "--music-root",
            metavar="[OLD=]NEW",
            help="Links lead to the music under NEW; several times, for OLD alone [default: where it is].",
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
    readers: ForOption = "readers",
    templates: TemplatesOption = None,
    poster: PosterOption = None,
    lead: LeadOption = None,
    stills: StillsOption = False,
    still: StillOption = None,
    link: LinkOption = None,
    url: UrlOption = None,
    image: ImageOption = None,
    sections: SectionsOption = None,
    without: WithoutOption = None,
    fragment: FragmentOption = False,
    front_matter: FrontMatterOption = False,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write a film's cue list as a file.

    The file appears whole or not at all. With --all there are files for all films, and those that are as they
    should be are not touched.

    Example:  cuespotter export drive.mkv cuesheet.xlsx --as rapidcue

    Example:  cuespotter export drive.mkv drive.html --poster drive.jpg --stills

    Example:  cuespotter export --all --as srt,html --beside
    """
    from cuespotter.services import ExportOptions, read_music_roots

    if profile is not None and not every_film:
        raise typer.BadParameter("--profile is for --all; a film is exported by its name, --as a format")
    order = _order(profile, format_name, beside=beside, to=to, where=where, show_for_s=now_playing_s)
    now_playing_s = order.show_for_s
    whole_root, roots = read_music_roots(music_root or ())
    options = ExportOptions(
        now_playing_s=ExportOptions.now_playing_s if now_playing_s is None else now_playing_s,
        music_root=whole_root,
        music_roots=roots,
        every_cue=every_cue,
        picture_rate=picture_rate,
        timecode_origin=timecode_origin,
        template=template,
        page=page_options(
            readers=readers,
            templates=templates,
            poster=poster,
            lead=lead,
            link=link,
            url=url,
            image=image,
            sections=sections,
            without=without,
            fragment=fragment,
            front_matter=front_matter,
        ),
    )
    voice = Voice(quiet=quiet)
    if every_film:
        if film is not None or (profile is None and (format_name is None or beside == (to is not None))):
            raise typer.BadParameter(
                "--all takes --as FORMAT[,FORMAT] and --beside or --to DIR, or a --profile, but no film"
            )
        if not order.formats:
            raise UsageError(f'the profile {profile} names no files to write; say formats = ["srt", "html"]')
        if stills or still or poster is not None:
            raise typer.BadParameter("--poster, --stills and --still are for one film; export it by its name")
        with open_to_read(library, catalogue) as opened:
            _tell(opened.export_all(order.formats, where=order.where, to=order.to, options=options), voice)
        return
    if film is None or target is None or where or beside or to is not None:
        raise typer.BadParameter("name a film and a file to write; or --all, with --as and --beside or --to")
    with open_to_read(library, catalogue) as opened:
        shown = stills_of(opened, film, every=stills, still=still)
        options = replace(options, page=replace(options.page, stills=shown))
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
    for line in said:
        voice.say(line)


def _order(
    profile: Path | None,
    format_name: str | None,
    *,
    beside: bool,
    to: Path | None,
    where: str,
    show_for_s: float | None,
) -> Profile:
    """Say which files are wanted for all films: what the command says stands above the profile."""
    from cuespotter.services import Profile, read_profile

    if beside and to is not None:
        raise typer.BadParameter("--beside and --to are two places for one file; give one of them")
    written = Profile() if profile is None else read_profile(profile)
    names = None if format_name is None else tuple(name.strip() for name in format_name.split(","))
    return Profile(
        written.formats if names is None else names,
        None if beside else to or written.to,
        where or written.where,
        written.show_for_s if show_for_s is None else show_for_s,
    )


def _tell(files: Iterable[Written], voice: Voice) -> None:
    """Say what became of the files; exit status 1 if some failed, 2 if all did."""
    count = tell_written(files, voice)
    if count["failed"]:
        raise typer.Exit(2 if count["failed"] == count.total() else 1)
