"""A named list as a page and as Markdown."""

from cuespotter.exports.page.html_page import page
from cuespotter.exports.page.markdown import markdown_text
from cuespotter.exports.page.markup import Markup, join, tag
from cuespotter.report.lists import ListEntry, NamedList

NO_ORDER_WORDS = "In no particular order."


def list_html(named: NamedList) -> bytes:
    """Write a list as one self-contained page, in the manner of a film's page."""
    introduction = [named.introduction, None if named.is_ordered else NO_ORDER_WORDS]
    paragraphs = [tag("p", text, dir="auto") for text in introduction if text]
    entries = [tag("li", _entry(entry)) for entry in named.entries]
    listed = tag("ol" if named.is_ordered else "ul", *entries, class_="list")
    body = tag(
        "body",
        tag("header", tag("h1", named.name, dir="auto"), *paragraphs),
        tag("main", listed if entries else tag("p", "Nothing fits this list.", class_="silence")),
        tag("footer", tag("p", "Made with Cuespotter.")),
    )
    return page(named.name, body)


def list_markdown(named: NamedList) -> bytes:
    """Write a list as Markdown."""
    lines = [f"# {markdown_text(named.name)}", ""]
    introduction = [named.introduction, None if named.is_ordered else NO_ORDER_WORDS]
    for text in introduction:
        lines += [markdown_text(text), ""] if text else []
    for number, entry in enumerate(named.entries, start=1):
        mark = f"{number}." if named.is_ordered else "-"
        lines.append(f"{mark} {_markdown_entry(entry)}")
    if not named.entries:
        lines.append("Nothing fits this list.")
    return ("\n".join(lines) + "\n").encode()


def _entry(entry: ListEntry) -> Markup:
    by = [part for part in (entry.by, None if entry.year is None else str(entry.year)) if part]
    return join(
        tag("span", entry.title, class_="title", dir="auto"),
        tag("span", ", ".join(by), class_="artist", dir="auto") if by else None,
        tag("span", " \u00b7 ".join(entry.details), class_="album", dir="auto") if entry.details else None,
        None if entry.note is None else tag("span", entry.note, class_="note", dir="auto"),
    )


def _markdown_entry(entry: ListEntry) -> str:
    by = [part for part in (entry.by, None if entry.year is None else str(entry.year)) if part]
    parts = [f"**{markdown_text(entry.title)}**", *(markdown_text(part) for part in by)]
    details = f" ({markdown_text('; '.join(entry.details))})" if entry.details else ""
    note = f" \u2013 {markdown_text(entry.note)}" if entry.note else ""
    return ", ".join(parts) + details + note
