"""Music that nobody has named: why it is thought music, where it returns, what it may be played anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cuespotter.model import Cue, FilmDocument
from cuespotter.services.opened import Opened

if TYPE_CHECKING:
    from cuespotter.report.variations import ThemeQuestion


LONGER_S = 1.0
"""A return that is longer by so much has something that the cue has not."""


class Unnamed(Opened):
    """What is told of cues without a recording."""

    def theme_cues(self, film: str, letter: str) -> list[Cue]:
        """List the cues that are most of them one theme: music without a name that returns in the film.

        Parameters
        ----------
        film : str
            Its path, file name, title or id.
        letter : str
            The theme's, of `Film.themes`.

        Raises
        ------
        UsageError
            The film has no such theme.
        """
        from cuespotter.report.themes import cues_of, theme_called

        document = self._catalogue.document(film)
        return cues_of(theme_called(letter, document), document)

    def longer_return(self, film: str, cue: str) -> Cue | None:
        """Give the longest cue of the theme that a cue is of, where it is a second longer or more.

        Parameters
        ----------
        film : str
            Its path, file name, title or id.
        cue : str
            By number, id or the beginning of an id.

        Returns
        -------
        Cue or None
            None where nothing returns, or it is the longest itself: then all of the theme would be
            remembered by it.
        """
        from cuespotter.report.themes import cues_of, theme_of
        from cuespotter.review.edits import find_cue

        document = self._catalogue.document(film)
        own = find_cue(document, cue)
        theme = theme_of(own, document)
        returns = [] if theme is None else cues_of(theme, document)
        longest = max(returns, key=lambda one: one.duration_s, default=own)
        return longest if longest.duration_s >= own.duration_s + LONGER_S else None

    def themes_of_cues(self, film: str | FilmDocument) -> dict[str, str]:
        """Give the letter of the theme that a cue without a recording is of, by the cue's id."""
        from cuespotter.report.themes import theme_of

        document = self._document(film)
        found = ((cue.id, theme_of(cue, document)) for cue in document.cues_heard)
        return {cue_id: theme.letter for cue_id, theme in found if theme is not None}

    def reasons(self, film: str | FilmDocument) -> dict[str, list[str]]:
        """Say of each cue that nobody has named why it is thought music, by the cue's id.

        Examples
        --------
        >>> found = library.reasons("film.mkv")
        """
        from cuespotter.report.reasons import reasons_of

        document = self._document(film)
        found = {cue.id: reasons_of(cue, document) for cue in document.cues_heard}
        return {cue_id: told for cue_id, told in found.items() if told}

    def theme_questions(self, film: str | FilmDocument) -> dict[str, list[ThemeQuestion]]:
        """Ask of the cues that nobody has named whether they are other music of the film, played anew.

        Returns
        -------
        dict
            By the cue's id; no cue of which nothing is asked.

        Examples
        --------
        >>> asked = library.theme_questions("film.mkv")
        """
        from cuespotter.report.variations import theme_questions

        document = self._document(film)
        found = {cue.id: theme_questions(cue, document) for cue in document.cues_heard}
        return {cue_id: asked for cue_id, asked in found.items() if asked}
