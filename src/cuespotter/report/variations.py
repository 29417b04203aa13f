"""Which cue may be a theme, or another cue's music, played anew: asked of the reviewer, never claimed."""

from __future__ import annotations

from dataclasses import dataclass

from cuespotter.model import Cue, FilmDocument, ThemeVariation
from cuespotter.report.themes import theme_at, theme_of
from cuespotter.wording.cues import UNNAMED, title_of
from cuespotter.wording.themes import variation_text

LEAST_SHARE = 0.5
"""So much of a stretch lies in a cue that is asked about."""


@dataclass(frozen=True)
class ThemeQuestion:
    """What is asked of a cue.

    Attributes
    ----------
    text : str
        'Theme A again, 3 semitones higher, faster? (70 %)'.
    at_s, other_s : float
        Where in the film both begin, to be heard one after the other.
    """

    text: str
    at_s: float
    other_s: float


def theme_questions(cue: Cue, document: FilmDocument) -> list[ThemeQuestion]:
    """Ask of a cue that nobody has named whether it is other music of the film, played anew."""
    is_known = cue.recording is not None or cue.original is not None or cue.work is not None
    if is_known or cue.title is not None or cue.status == "rejected":
        return []
    asked = [
        ThemeQuestion(
            variation_text(one, _name_at(one.of_start_s, one.of_end_s, document)), one.start_s, one.of_start_s
        )
        for one in (_asked_way(one, document) for one in document.film.variations)
        if _is_of(cue, one, document)
    ]
    return list({one.text: one for one in asked}.values())


def _asked_way(one: ThemeVariation, document: FilmDocument) -> ThemeVariation:
    """Ask of what is no theme whether it is one; of two themes, or none, the later is asked about."""
    is_theme, other_is = (
        theme_at(a, b, document) is not None
        for a, b in ((one.start_s, one.end_s), (one.of_start_s, one.of_end_s))
    )
    return one.turned if is_theme and not other_is else one


def _is_of(cue: Cue, one: ThemeVariation, document: FilmDocument) -> bool:
    """Say whether a cue has the stretch that is asked about, or returns of it."""
    shared = min(cue.end_s, one.end_s) - max(cue.start_s, one.start_s)
    if shared >= LEAST_SHARE * (one.end_s - one.start_s):
        return True
    theme = theme_at(one.start_s, one.end_s, document)
    return theme is not None and theme_of(cue, document) == theme


def _name_at(start_s: float, end_s: float, document: FilmDocument) -> str:
    """Say what music is called: by its name, its theme, or the number of its cue."""
    middle_s = (start_s + end_s) / 2
    here = [one for one in document.cues_heard if one.start_s <= middle_s < one.end_s]
    titled = [title_of(one) for one in here if title_of(one) != UNNAMED]
    theme = theme_at(start_s, end_s, document)
    if titled:
        return titled[0]
    if theme is not None:
        return f"Theme {theme.letter}"
    return f"the music of {here[0].cue_no}" if here else "music that is no cue"
