"""The cues as chapters, as every format of chapters needs them, among the film's own."""

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
    music = music_chapters(document)
    own = [_own(one, place) for place, one in enumerate(_kept(options.own_chapters, music), start=1)]
    if own:
        music = [replace(one, title=f"{MUSIC}{one.title}") for one in music]
    return sorted([*own, *music], key=lambda one: one.begin_s)


def music_chapters(document: FilmDocument) -> list[Chapter]:
    """List a chapter for each cue in film order."""
    made = []
    for cue in document.cues_heard:
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
