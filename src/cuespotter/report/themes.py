"""Which cues have music that returns, and what is said of it."""

from __future__ import annotations

from cuespotter.errors import UsageError
from cuespotter.model import Cue, FilmDocument, FilmTheme

LEAST_SHARE = 0.5
"""A stretch is a theme's if so much of it is the theme: what names one names the other."""


def cues_of(theme: FilmTheme, document: FilmDocument) -> list[Cue]:
    """Give the cues that are heard to a theme, in film order; no cue that is a recording of the library."""
    return [cue for cue in document.cues_heard if theme_of(cue, document) == theme]


def returns_of(theme: FilmTheme, document: FilmDocument) -> list[Cue]:
    """Give the cues in which a theme is heard, in film order, whatever they have been found to be since."""
    return [
        cue
        for cue in document.cues_heard
        if cue.status != "rejected" and theme_at(cue.start_s, cue.end_s, document) == theme
    ]


def theme_of(cue: Cue, document: FilmDocument) -> FilmTheme | None:
    """Give the theme that most of a cue is; None where it has a recording."""
    if cue.recording is not None or cue.status == "rejected":
        return None
    return theme_at(cue.start_s, cue.end_s, document)


def theme_at(start_s: float, end_s: float, document: FilmDocument) -> FilmTheme | None:
    """Give the theme that most of a stretch of the film is, the earlier of equals."""
    themes = document.film.themes
    shares = [theme.share_of(start_s, end_s) for theme in themes]
    most = max(shares, default=0.0)
    return themes[shares.index(most)] if most >= LEAST_SHARE else None


def name_of(theme: FilmTheme, document: FilmDocument) -> str | None:
    """Give the name that the cues of a theme have, where those that have one have the same."""
    named = {cue.title_known for cue in returns_of(theme, document)} - {None}
    return named.pop() if len(named) == 1 else None


def theme_called(letter: str, document: FilmDocument) -> FilmTheme:
    """Find a theme by its letter.

    Raises
    ------
    UsageError
        The film has none of that letter.
    """
    for theme in document.film.themes:
        if theme.letter.casefold() == letter.strip().casefold():
            return theme
    known = ", ".join(theme.letter for theme in document.film.themes)
    has = f"its themes are {known}" if known else "nothing without a name returns in it"
    raise UsageError(f"{document.film.title} has no theme {letter!r}; {has}")
