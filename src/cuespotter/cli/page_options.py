"""What may be asked of pages, the same for each command that writes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cuespotter.cli.reviewing import read_time
from cuespotter.errors import UsageError

if TYPE_CHECKING:
    from cuespotter.services import Library, PageOptions

Readers = Literal["readers", "reviewers"]

ForOption = Annotated[
    Readers,
    typer.Option("--for", help="Pages: for readers, or with numbers, levels and codes for reviewers."),
]
TemplatesOption = Annotated[
    Path | None,
    typer.Option(
        "--templates", metavar="DIR", readable=False, help="Pages: your own templates and theme before ours."
    ),
]
PosterOption = Annotated[
    Path | None,
    typer.Option("--poster", metavar="FILE", readable=False, help="Pages: a picture beside the title."),
]
LeadOption = Annotated[
    str | None, typer.Option("--lead", metavar="TEXT", help="Pages: what to say first [default: the notes].")
]
StillsOption = Annotated[bool, typer.Option("--stills", help="Pages: a picture of the film for each cue.")]
StillOption = Annotated[
    list[str] | None,
    typer.Option("--still", metavar="CUE=TIME", help="Pages: a picture for this cue, from this moment."),
]
LinkOption = Annotated[
    list[str] | None, typer.Option("--link", metavar="TEXT=URL", help="Pages: a link of your own.")
]
UrlOption = Annotated[
    str | None, typer.Option("--url", metavar="URL", help="Pages: where it will stand on the web.")
]
ImageOption = Annotated[
    str | None,
    typer.Option("--image", metavar="URL", help="Pages: a picture on the web for links that are shared."),
]
SectionsOption = Annotated[
    str | None, typer.Option("--sections", metavar="NAMES", help="Pages: only these sections, in this order.")
]
WithoutOption = Annotated[
    str | None, typer.Option("--without", metavar="NAMES", help="Pages: leave these sections out.")
]
FrontMatterOption = Annotated[
    bool, typer.Option("--front-matter", help="Markdown: begin with what site generators read.")
]
FragmentOption = Annotated[bool, typer.Option("--fragment", help="Pages: only what is pasted into a blog.")]


def page_options(
    *,
    readers: Readers,
    templates: Path | None,
    poster: Path | None,
    lead: str | None,
    link: list[str] | None,
    url: str | None,
    image: str | None = None,
    sections: str | None,
    without: str | None,
    fragment: bool,
    front_matter: bool = False,
) -> PageOptions:
    """Gather what was asked of a page.

    Raises
    ------
    UsageError
        A link is no 'TEXT=URL'.
    """
    from cuespotter.services import PageOptions

    return PageOptions(
        templates=templates,
        poster=poster,
        lead=lead,
        links=tuple(_link(text) for text in link or []),
        url=url,
        image=image,
        for_reviewers=readers == "reviewers",
        sections=_names(sections),
        without=_names(without),
        fragment=fragment,
        front_matter=front_matter,
    )


def stills_of(opened: Library, film: str, *, every: bool, still: list[str] | None) -> dict[str, bytes]:
    """Give the stills that were asked for, by cue.

    Raises
    ------
    UsageError
        A moment is no 'CUE=TIME'.
    """
    if not every and not still:
        return {}
    return opened.stills(film, dict(_moment(text) for text in still or []), only=not every)


def _link(text: str) -> tuple[str, str]:
    words, sign, url = text.partition("=")
    if not sign or not words.strip():
        raise UsageError(
            f"--link takes TEXT=URL, not {text!r}; write --link 'My review=https://example.org/'"
        )
    return words.strip(), url.strip()


def _moment(text: str) -> tuple[str, float]:
    cue, sign, time = text.partition("=")
    if not sign:
        raise UsageError(f"--still takes CUE=TIME, not {text!r}; write --still 1m02=0:45")
    return cue.strip(), read_time(time.strip())


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())
