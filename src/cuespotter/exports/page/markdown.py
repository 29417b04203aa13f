"""Markdown, for a blog: the list in film order, and the credit lines."""

import json
import re

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.page.credits import credit_lines
from cuespotter.exports.page.cue_view import version_of
from cuespotter.exports.page.film_view import release_text
from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.report.shares import share_music
from cuespotter.wording.cues import title_of
from cuespotter.wording.mixes import mix_words
from cuespotter.wording.numbers import count_text, speed_name
from cuespotter.wording.text import flat
from cuespotter.wording.times import clock_text

SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~&$])")


def write(document: FilmDocument, options: ExportOptions) -> bytes:
    """Write CommonMark with a table as most blogs read it."""
    film, cues = document.film, document.cues_heard
    year = "" if film.year is None else f" ({film.year})"
    music_s = share_music(document).music_in_film.lower_s
    count = count_text(len(cues), "cue")
    title = f"The music in {film.title}{year}"
    lines = front_matter(title, options.page.lead or film.notes) if options.page.front_matter else []
    lines += [f"# The music in {markdown_text(film.title)}{year}", ""]
    if film.is_listened_to:
        lines += [f"{count}, {clock_text(music_s)} of music in {clock_text(film.duration_s)}.", ""]
    if options.page.lead or film.notes:
        lines += [markdown_text(options.page.lead or film.notes or ""), ""]
    if film.content_notes:
        lines += [f"Content notes: {markdown_text('; '.join(film.content_notes))}.", ""]
    music = document.music_known
    lines += _table(cues) if cues else []
    lines += _told(document) if music else ["No music was recognised in this film.", ""]
    lines += [*_notes(cues), *_versions(music), *_releases(music)]
    credited = credit_lines(document)
    if credited:
        lines += ["## Credits", "", *[f"- {markdown_text(line)}" for line in credited], ""]
    return ("\n".join(lines[:-1]) + "\n").encode()


def front_matter(title: str, description: str | None) -> list[str]:
    """Write what static site generators read before the text; a quoted text of JSON is one of YAML."""
    facts = {"title": flat(title), "description": None if description is None else flat(description)}
    told = [f"{name}: {json.dumps(text)}" for name, text in facts.items() if text is not None]
    return ["---", *told, "---", ""]


def _table(cues: list[Cue]) -> list[str]:
    rows = [
        "| In the film | Music | Artist | Album | Part of the recording |",
        "| --- | --- | --- | --- | --- |",
    ]
    for cue in cues:
        album = None if cue.recording is None else cue.recording.album
        year = None if cue.recording is None else cue.recording.year
        cells = [
            f"{clock_text(cue.start_s)}\u2013{clock_text(cue.end_s)}",
            markdown_text(title_of(cue))
            if cue.title_known is None
            else f"**{markdown_text(title_of(cue))}**",
            markdown_text(cue.artist_known or ""),
            ", ".join(part for part in (markdown_text(album or ""), str(year or "")) if part),
            "; ".join([*_parts(cue), *filter(None, [mix_words(cue)])]),
        ]
        rows.append(f"| {' | '.join(cells)} |")
    return [*rows, ""]


def _told(document: FilmDocument) -> list[str]:
    """List what is told of the film's music and was not heard."""
    lines = []
    for cue in document.cues_told:
        year = None if cue.recording is None or cue.recording.year is None else str(cue.recording.year)
        by = ", ".join(markdown_text(part) for part in (cue.artist_known, year) if part)
        words = [f"**{markdown_text(title_of(cue))}**", by, markdown_text(cue.notes or "")]
        lines.append("- " + " \u2013 ".join(word for word in words if word))
    return ["## Also in the film" if document.cues_heard else "## Music", "", *lines, ""] if lines else []


def _parts(cue: Cue) -> list[str]:
    parts = []
    for placement in cue.parts:
        span = f"{clock_text(placement.recording_in_s)}\u2013{clock_text(placement.recording_out_s)}"
        name = speed_name(placement.speed, placement.pitch_cents)
        parts.append(span if name is None else f"{span}, {markdown_text(name)}")
    return parts


def _notes(cues: list[Cue]) -> list[str]:
    """List what the reviewer says of scenes."""
    noted = [cue for cue in cues if cue.notes]
    lines = [
        f"- {clock_text(cue.start_s)}, {markdown_text(title_of(cue))}: {markdown_text(cue.notes or '')}"
        for cue in noted
    ]
    return ["## Scenes", "", *lines, ""] if lines else []


def _versions(cues: list[Cue]) -> list[str]:
    """List originals and covers, each recording once."""
    lines = {}
    for cue in cues:
        words = version_of(cue)
        if words is None:
            continue
        nobody = "performers not known" if cue.recording is None else cue.recording.path
        who = markdown_text(cue.artist_known or nobody)
        key = cue.id if cue.recording is None else cue.recording.id
        lines[key] = f"- **{markdown_text(title_of(cue))}**, {who}: {markdown_text(words)}"
    return ["## Originals and covers", "", *lines.values(), ""] if lines else []


def _releases(cues: list[Cue]) -> list[str]:
    """List where the music can be had, each release once."""
    heard = [cue.recording for cue in cues if cue.recording is not None]
    releases = dict.fromkeys(release for recording in heard for release in recording.releases)
    lines = [f"- *{markdown_text(one.title)}*: {markdown_text(release_text(one))}" for one in releases]
    return ["## Where to find it", "", *lines, ""] if lines else []


def markdown_text(text: str) -> str:
    r"""Bring a text to one line and escape what Markdown or HTML would read as its own.

    Examples
    --------
    >>> markdown_text("*[x] <b>")
    '\\*\\[x\\] \\<b\\>'
    """
    return SPECIAL.sub(r"\\\1", flat(text))
