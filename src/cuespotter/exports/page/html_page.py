"""The page: a film's soundtrack in one self-contained file, to read, print or publish.

No script runs in it and nothing is fetched: its own policy forbids both.
"""

from functools import cache
from importlib.resources import files

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.page import html_sections
from cuespotter.exports.page.html_cues import cue_table
from cuespotter.exports.page.html_timeline import timeline
from cuespotter.exports.page.markup import Markup, join, tag
from cuespotter.exports.page.schema_org import json_ld
from cuespotter.model.document import FilmDocument
from cuespotter.wording.text import flat

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def write(document: FilmDocument, _options: ExportOptions) -> bytes:
    """Write the page as UTF-8."""
    film = document.film
    name = flat(film.title if film.year is None else f"{film.title} ({film.year})")
    script = tag("script", Markup(json_ld(document)), type="application/ld+json")
    return page(f"{name} \u2013 the music in the film", _body(document), script)


def page(title: str, body: Markup, *further: Markup) -> bytes:
    """Put a body into a page with our style and policy; `further` elements close its head."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"/>'),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="generator", content="Cuespotter"),
        tag("title", flat(title)),
        tag("style", Markup(_style())),
        *further,
    )
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang='en')}\n".encode()


@cache
def _style() -> str:
    return files("cuespotter.exports.page").joinpath("film_page.css").read_text(encoding="utf-8")


def _body(document: FilmDocument) -> Markup:
    cues = document.cues_heard
    listed = cue_table(cues) if cues else _silence(document)
    return tag(
        "body",
        tag("a", "To the cue list", href="#cues", class_="skip"),
        html_sections.header(document),
        tag(
            "main",
            _section("timeline", "Timeline", timeline(document)) if cues else None,
            _section("cues", "Cue list", listed),
            *[_section(*section) for section in html_sections.further(document)],
        ),
        html_sections.footer(document),
    )


def _silence(document: FilmDocument) -> Markup:
    """Say what a film without a cue means."""
    rejected = len(document.cues)
    more = f" {rejected} that were suggested have been rejected." if rejected else ""
    return tag(
        "p",
        "No music was recognised in this film." + more,
        " What it holds may not be in the library yet: add more recordings and identify the film again.",
        class_="silence",
    )


def _section(name: str, heading: str, content: Markup) -> Markup:
    title = tag("h2", heading, id=f"{name}-title")
    return tag("section", join(title, content), id=name, aria_labelledby=f"{name}-title")
