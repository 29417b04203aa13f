"""The page: a film's soundtrack in one self-contained file, to read, print or publish.

No script runs in it and nothing is fetched: its own policy forbids both. What it looks like stands in
`templates/`, which a user's own may replace one by one.
"""

from markupsafe import Markup

from cuespotter.errors import UsageError
from cuespotter.exports.base import ExportOptions, PageOptions
from cuespotter.exports.page.film_view import SECTIONS, Page, sections
from cuespotter.exports.page.links import WEB
from cuespotter.exports.page.pictures import Picture, data_uri, read_picture
from cuespotter.exports.page.schema_org import json_ld
from cuespotter.exports.page.templating import POLICY, render_template
from cuespotter.model.document import FilmDocument
from cuespotter.model.film import Film
from cuespotter.report.shares import share_music
from cuespotter.wording.numbers import count_text
from cuespotter.wording.text import flat
from cuespotter.wording.times import clock_text


def write(document: FilmDocument, options: ExportOptions) -> bytes:
    """Write the page as UTF-8, or the part of it that is pasted into another."""
    return film_html(document, options.page).encode()


def film_html(document: FilmDocument, options: PageOptions, **further: object) -> str:
    """Fill in the film's template; `further` values stand before those that one page alone has."""
    check_options(options)
    prefix = f"film-{document.film.id[:12]}-" if options.fragment and document.film.id.isalnum() else ""
    film, page = document.film, Page.of(document, options, prefix)
    poster = None
    if options.poster is not None:
        poster = Picture(data_uri(*read_picture(options.poster)), f"Poster of {flat(film.title)}")
    values: dict[str, object] = {
        "title": f"{film_name(film)} \u2013 the music in the film",
        "description": _description(document),
        "film": film,
        "subtitle": _subtitle(film),
        "lead": paragraphs(options.lead or film.notes),
        "poster": poster,
        "sections": sections(page),
        "json_ld": Markup(json_ld(document, page.anchors)),  # noqa: S704 - it holds no <, > or &
        "files": ", ".join(reel.name for reel in film.reels),
        "length": clock_text(film.duration_s),
        "version": document.cuespotter_version,
        "prefix": prefix,
        "for_reviewers": options.for_reviewers,
        "has_timeline": bool(document.music_known),
        "is_listened_to": film.is_listened_to,
        "og_type": "video.movie",
    }
    name = "fragment.html" if options.fragment else "film.html"
    return render_template(name, options.templates, **{**shell(options), **values, **further})


def shell(options: PageOptions) -> dict[str, object]:
    """Give what every page needs to know of itself."""
    return {
        "policy": POLICY,
        "url": options.url,
        "image": options.image,
        "stylesheet": None,
        "feed": None,
        "home": None,
        "level": 2 if options.fragment else 1,
        "script": None,
        "music_pages": {},
    }


def check_options(options: PageOptions) -> None:
    """Refuse what a page has not: a section, a link.

    Raises
    ------
    UsageError
        A section has no such name, or a link leads nowhere.
    """
    for name in (*options.sections, *options.without):
        if name not in SECTIONS:
            raise UsageError(f"a page has no section {name!r}; it has {', '.join(SECTIONS)}", section=name)
    for url in (*(url for _, url in options.links), *(one for one in (options.url, options.image) if one)):
        if not WEB.fullmatch(url):
            raise UsageError(f"{url!r} is no web address; write it whole: https://example.org/page", url=url)


def film_name(film: Film) -> str:
    """'Drive (2011)', on one line."""
    return flat(film.title if film.year is None else f"{film.title} ({film.year})")


def paragraphs(text: str | None) -> list[str]:
    """Part a text at its empty lines."""
    return [part for part in (one.strip() for one in (text or "").split("\n\n")) if part]


def _subtitle(film: Film) -> str | None:
    parts = [film.original_title, film.series_title, film.episode_title, film.version]
    by = [f"directed by {film.header.director}"] if film.header.director else []
    return " \u00b7 ".join([*(part for part in parts if part), *by]) or None


def _description(document: FilmDocument) -> str:
    """Say in a sentence what the page holds, for search engines and for links that are shared."""
    if not document.film.is_listened_to:
        return f"The music in {film_name(document.film)}: {count_text(len(document.cues_told), 'piece')}."
    music = clock_text(share_music(document).music_in_film.lower_s)
    cues = count_text(len(document.cues_heard), "cue")
    return f"What plays when in {film_name(document.film)}: {cues}, {music} of music, in film order."
