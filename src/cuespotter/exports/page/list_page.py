"""A named list as a page, as the part that is pasted into another, and as Markdown."""

from pathlib import Path

from markupsafe import Markup

from cuespotter.exports.base import PageOptions
from cuespotter.exports.page.html_page import check_options, shell
from cuespotter.exports.page.links import WEB
from cuespotter.exports.page.markdown import front_matter, markdown_text
from cuespotter.exports.page.pictures import Picture, data_uri, read_picture
from cuespotter.exports.page.schema_org import list_node, script_text
from cuespotter.exports.page.templating import render_template
from cuespotter.report.lists import ListEntry, NamedList
from cuespotter.wording.text import flat

NO_ORDER_WORDS = "In no particular order."
OMISSIONS = "Honourable omissions"


def list_html(named: NamedList, options: PageOptions | None = None, **further: object) -> bytes:
    """Write a list as one self-contained page, in the manner of a film's page, or as a fragment of one."""
    options = options or PageOptions()
    check_options(options)
    values: dict[str, object] = {
        "title": flat(named.name),
        "description": flat(named.introduction or f"{named.name}: {len(named.entries)} in the list."),
        "og_type": "article",
        "named": named,
        "introduction": introduction(named),
        "omissions_heading": OMISSIONS,
        "pictures": pictures_of(named),
        "links": {
            entry.id: entry.link for entry in named.entries if entry.link and WEB.fullmatch(entry.link)
        },
        "prefix": "",
        "json_ld": Markup(script_text(list_node(named))),  # noqa: S704 - it holds no <, > or &
    }
    name = "list_fragment.html" if options.fragment else "list.html"
    return render_template(name, options.templates, **{**shell(options), **values, **further}).encode()


def pictures_of(named: NamedList) -> dict[str, Picture]:
    """Give the user's pictures by entry, put into the page."""
    chosen = [entry for entry in named.entries if entry.picture]
    return {
        entry.id: Picture(data_uri(*read_picture(Path(entry.picture or ""))), flat(entry.title))
        for entry in chosen
    }


def introduction(named: NamedList) -> list[str]:
    """Give the paragraphs before the list."""
    words = [named.introduction, None if named.is_ordered else NO_ORDER_WORDS]
    return [text for text in words if text]


def list_markdown(named: NamedList, options: PageOptions | None = None) -> bytes:
    """Write a list as Markdown, with front matter where it is asked for."""
    lines = front_matter(named.name, named.introduction) if options and options.front_matter else []
    lines += [f"# {markdown_text(named.name)}", ""]
    for text in introduction(named):
        lines += [markdown_text(text), ""]
    for number, entry in enumerate(named.entries, start=1):
        mark = f"{number}." if named.is_ordered else "-"
        lines.append(f"{mark} {_markdown_entry(entry)}")
    if not named.entries:
        lines.append("Nothing fits this list.")
    if named.omissions:
        lines += ["", f"## {OMISSIONS}", "", *[f"- {markdown_text(text)}" for text in named.omissions]]
    return ("\n".join(lines) + "\n").encode()


def _markdown_entry(entry: ListEntry) -> str:
    by = [part for part in (entry.by, None if entry.year is None else str(entry.year)) if part]
    title = f"**{markdown_text(entry.title)}**"
    if entry.link is not None and WEB.fullmatch(entry.link):
        title = f"[{title}](<{entry.link}>)"
    parts = [title, *(markdown_text(part) for part in by)]
    details = f" ({markdown_text('; '.join(entry.details))})" if entry.details else ""
    cue = f" \u2013 listen for {markdown_text(entry.cue)}" if entry.cue else ""
    note = f" \u2013 {markdown_text(entry.note)}" if entry.note else ""
    return ", ".join(parts) + details + cue + note
