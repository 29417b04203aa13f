"""The cues as chapters, as every format of chapters needs them, among the film's own.

Opening and closing of an episode are chapters, too, "Intro" and "Credits", by whose names Jellyfin's Chapter
Segments Provider knows them. It takes each to last until the next chapter begins: so no cue has a chapter
within one, and one stands at its end.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cuespotter.exports.base import ExportOptions, OwnChapter
from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.wording.cues import line_of
from cuespotter.wording.text import flat
from cuespotter.wording.times import whole_milliseconds

MUSIC = "\N{EIGHTH NOTE} "
"""Stands before a cue among the film's own chapters, and tells it from those when the film is read again."""
PART_TITLES = {"intro": "Intro", "credits": "Credits"}
AFTER_TITLES = {"intro": "Episode", "credits": "Epilogue"}
"""What goes on after them."""
SAME_S = 1.0
"""A chapter of the film with a cue's words that begins so near to it was put there from this list before."""


@dataclass(frozen=True)
class Chapter:
    """A chapter, ``[begin_s, end_s)``, of a cue or of the film itself; `number` is stable and never 0."""

    number: int
    begin_s: float
    end_s: float
    title: str
    cue: Cue | None = None


def chapters(document: FilmDocument, options: ExportOptions) -> list[Chapter]:
    """List a chapter for each cue, unnamed music too, and the film's own, which goes first of two at once."""
    music, parts = music_chapters(document), _part_chapters(document)
    kept = _kept(options.own_chapters, [*music, *parts])
    own = [_own(one, place) for place, one in enumerate(kept, start=1)]
    if own:
        music = [replace(one, title=f"{MUSIC}{one.title}") for one in music]
    return sorted([*own, *parts, *music], key=lambda one: one.begin_s)


def _part_chapters(document: FilmDocument) -> list[Chapter]:
    """List a chapter for the opening, for the closing, and for what goes on after each."""
    made: list[Chapter] = []
    length_s = document.film.duration_s
    for part in document.film.series_parts:
        number, title = stable_number(f"part {part.kind}"), PART_TITLES[part.kind]
        made.append(Chapter(number, part.start_s, part.end_s, title))
        if part.end_s < length_s - SAME_S:
            later = [one.start_s for one in document.film.series_parts if one.start_s >= part.end_s]
            after = stable_number(f"after {part.kind}")
            made.append(Chapter(after, part.end_s, min([*later, length_s]), AFTER_TITLES[part.kind]))
    return made


def music_chapters(document: FilmDocument) -> list[Chapter]:
    """List a chapter for each cue in film order, but for those in an episode's opening or closing."""
    made = []
    for cue in document.cues_heard:
        if any(one.start_s - SAME_S <= cue.start_s < one.end_s for one in document.film.series_parts):
            continue
        begin_s = max(0.0, cue.start_s)
        made.append(Chapter(stable_number(cue.id), begin_s, max(begin_s, cue.end_s), line_of(cue), cue))
    return made


def stable_number(text: str) -> int:
    """Make a number from 1 to 2^63 - 1 out of an id, the same on every machine."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % (2**63 - 1) + 1


def _kept(own: Sequence[OwnChapter], music: Sequence[Chapter]) -> list[OwnChapter]:
    """Leave out what was put into the film from such a list before."""
    return [
        one
        for one in own
        if not flat(one.title).startswith(MUSIC.strip())
        and not any(
            flat(one.title) == cue.title and abs(one.begin_s - cue.begin_s) <= SAME_S for cue in music
        )
    ]


def _own(one: OwnChapter, place: int) -> Chapter:
    """Make a chapter of one of the film's own; one without a title is called by its place."""
    title = flat(one.title) or f"Chapter {place}"
    number = stable_number(f"own {place} {whole_milliseconds(one.begin_s)} {title}")
    return Chapter(number, one.begin_s, one.end_s, title)
