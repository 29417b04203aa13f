"""``cuespotter site``: films and lists as a static site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_to_read
from cuespotter.cli.page_options import (
    ForOption,
    SectionsOption,
    StillsOption,
    TemplatesOption,
    UrlOption,
    WithoutOption,
    page_options,
)
from cuespotter.cli.voice import Voice
from cuespotter.errors import UsageError

if TYPE_CHECKING:
    from cuespotter.services import Library


def command(
    *,
    out: Annotated[
        Path,
        typer.Argument(
            metavar="OUT",
            readable=False,
            help="The site's folder, made if missing.",
            show_default=False,
        ),
    ],
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="What the site is called.")
    ] = None,
    introduction: Annotated[
        str | None, typer.Option("--introduction", metavar="TEXT", help="What its first page says first.")
    ] = None,
    where: Annotated[
        str,
        typer.Option(
            "--where", metavar="FILTER", help="Only films that a filter keeps; see docs/filters.md."
        ),
    ] = "",
    lists: Annotated[
        list[str] | None,
        typer.Option("--list", metavar="NAME", help="Only these of the lists that are kept [default: all]."),
    ] = None,
    no_lists: Annotated[bool, typer.Option("--no-lists", help="Films alone.")] = False,
    poster: Annotated[
        list[str] | None,
        typer.Option("--poster", metavar="FILM=FILE", help="A picture for a film; may be repeated."),
    ] = None,
    url: UrlOption = None,
    templates: TemplatesOption = None,
    readers: ForOption = "readers",
    stills: StillsOption = False,
    sections: SectionsOption = None,
    without: WithoutOption = None,
    over: Annotated[
        bool, typer.Option("--over", help="Write over files that are not ours, or that you have changed.")
    ] = False,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write films and lists as a site of plain files.

    It has an index, a page for each film, list, piece of music and composer, and a search that needs no
    server. It can be read from disk and laid on any host; nothing in it asks a network. Run again, it touches
    only what has changed. With --url there is a feed, and shared links show a film's poster.

    Example:  cuespotter site my-site --title "Heard in films" --url https://example.org/films/
    """
    from cuespotter.services import SiteOptions, count_text

    if lists and no_lists:
        raise typer.BadParameter("--list names lists and --no-lists wants none; take one of them")
    page = page_options(
        readers=readers,
        templates=templates,
        poster=None,
        lead=None,
        link=None,
        url=None,
        sections=sections,
        without=without,
        fragment=False,
    )
    voice = Voice(quiet=quiet)
    with open_to_read(library, catalogue) as opened:
        options = SiteOptions(
            title=title or SiteOptions.title,
            introduction=introduction,
            url=url,
            page=page,
            posters=_posters(opened, poster or []),
        )
        chosen = [] if no_lists else lists
        with voice.bar("writing the site") as bar:
            done = opened.publish_site(
                out,
                where=where,
                lists=chosen,
                options=options,
                stills=stills,
                over=over,
                report=lambda number, count, what: bar.show(number, count or 1, f"writing {what}"),
            )
    for remark in done.remarks:
        voice.complain(remark)
    gone = f", {len(done.removed)} taken away" if done.removed else ""
    voice.say(
        f"{out}: {count_text(done.films, 'film')}, {count_text(done.lists, 'list')}; "
        f"{done.written} files written, {done.unchanged} unchanged{gone}"
    )
    if done.remarks:
        raise typer.Exit(1)


def _posters(opened: Library, told: list[str]) -> dict[str, Path]:
    """Read 'FILM=FILE'; every film must be known."""
    posters = {}
    for text in told:
        film, sign, file = text.rpartition("=")
        if not sign or not film or not file:
            raise UsageError(f"--poster takes FILM=FILE, not {text!r}; write --poster 'Drive=drive.jpg'")
        posters[opened.entry_id("films", film)] = Path(file)
    return posters
