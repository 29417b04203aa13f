"""``cuespotter learn``: parties, works, versions and releases from side tables, MusicBrainz or beets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_library
from cuespotter.cli.reviewing import WhoOption
from cuespotter.cli.voice import Voice

if TYPE_CHECKING:
    from cuespotter.services import Learnt, Library


def command(
    *,
    tables: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[TABLE]...",
            readable=False,
            help="CSV files; see docs/side-tables.md.",
            show_default=False,
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="These tables are right where earlier ones said otherwise.")
    ] = False,
    musicbrainz: Annotated[
        bool,
        typer.Option("--musicbrainz", help="Ask MusicBrainz (or a mirror: MUSICBRAINZ_URL), once a second."),
    ] = False,
    contact: Annotated[
        str,
        typer.Option(
            "--contact",
            envvar="CUESPOTTER_CONTACT",
            metavar="ADDRESS",
            help="Your mail address or page, which MusicBrainz asks for.",
        ),
    ] = "",
    where: Annotated[
        str,
        typer.Option("--where", metavar="FILTER", help="Ask only about these (docs/filters.md)."),
    ] = "",
    again: Annotated[
        bool, typer.Option("--again", help="Ask MusicBrainz anew what it has answered before.")
    ] = False,
    beets: Annotated[
        Path | None,
        typer.Option("--beets", metavar="FILE", readable=False, help="Read a beets library (library.db)."),
    ] = None,
    who: WhoOption = None,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Take works, parties, versions and releases from elsewhere.

    From side tables: writers and publishers with role, IPI, society and share, works, versions and releases,
    by ISRC, MusicBrainz id or path. From MusicBrainz: works with writers, who had them first, releases. From
    beets: what your tagger knows. Side tables stand above the others. What meets no recording, disagrees or
    does not add up is named and not taken; exit status 1 then.

    Example:  cuespotter learn parties.csv
    """
    asked = [bool(tables), musicbrainz, beets is not None]
    if sum(asked) != 1:
        raise typer.BadParameter("name side tables, or --musicbrainz, or --beets: one of them at a time")
    if (where or again) and not musicbrainz:
        raise typer.BadParameter("--where and --again go with --musicbrainz")
    voice = Voice(quiet=quiet)
    with open_library(library, catalogue, who=who) as opened:
        if musicbrainz:
            learnt = _ask(opened, voice, contact=contact, where=where, again=again)
        elif beets is not None:
            learnt = opened.learn_from_beets(beets)
        else:
            learnt = opened.learn(tables or [], replace=replace)
    for remark in learnt.remarks:
        voice.complain(remark)
    unit = "rows" if tables else "recordings asked about" if musicbrainz else "items"
    unknown = "" if tables else f"{learnt.unknown} not known, "
    voice.say(
        f"{learnt.rows} {unit}: {unknown}{learnt.recordings} recordings learnt, "
        f"{learnt.films} films brought up to it"
    )
    if learnt.remarks:
        raise typer.Exit(1 if learnt.took_any else 2)


def _ask(library: Library, voice: Voice, *, contact: str, where: str, again: bool) -> Learnt:
    """Ask MusicBrainz, with a count and the time left."""
    with voice.bar("asking MusicBrainz") as bar:

        def report(done: int, count: int, what: str) -> None:
            bar.show(done, count or 1, f"asking MusicBrainz, {min(done + 1, count)} of {count}: {what}")

        return library.learn_from_musicbrainz(contact=contact, where=where, again=again, report=report)
