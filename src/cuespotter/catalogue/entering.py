"""Films that were told of enter the catalogue: new ones, and what is told of those that are known."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from pydantic import ValidationError

from cuespotter.catalogue.film_tables import ToldFilm
from cuespotter.catalogue.history import History
from cuespotter.errors import UsageError
from cuespotter.model import Film, FilmDocument, Mention
from cuespotter.model.film import REVIEWER
from cuespotter.model.refusal import refusal
from cuespotter.model.spelling import folded

FROM_FILES = frozenset({"duration_s"})
"""What a film's own files tell better, where there are any."""


class Entering(History):
    """Films whose music is known before they are listened to."""

    def enter(self, told: ToldFilm, *, replace: bool = False, who: str | None = None) -> bool:
        """Enter a film, or lay what is told of it over what is known; the reviewer's word stays.

        Parameters
        ----------
        told : ToldFilm
            From `film_tables.read_film_tables`.
        replace : bool
            Music that was told of before and is not told of now is forgotten.
        who : str, optional
            By default `reviewer()`.

        Returns
        -------
        bool
            Whether more is known now.

        Raises
        ------
        UsageError
            A fact cannot be, or several films are meant.
        """
        known = self._meant(told)
        if known is None:
            film_id = "told-" + hashlib.sha256(f"{folded(told.title)}|{told.year}".encode()).hexdigest()[:12]
            self.save_document(FilmDocument(film=_laid(told.bare_film(film_id), told, replace=replace)))
            return True
        before = self.document(known)

        def lay(document: FilmDocument) -> FilmDocument:
            return document.model_copy(update={"film": _laid(document.film, told, replace=replace)})

        summary = f"{told.source} told of the film"
        return self.change(known, lay, action="learn", summary=summary, who=who) != before

    def _meant(self, told: ToldFilm) -> str | None:
        """Find the film that is meant, if it is known."""
        fitting = [film.id for film in self.films_called(told.title, told.year)]
        if len(fitting) > 1:
            raise UsageError(
                f"{told.source} tells of {told.title!r}, and the catalogue knows {len(fitting)} films of "
                "that title; give film_year"
            )
        return fitting[0] if fitting else None


def _laid(film: Film, told: ToldFilm, *, replace: bool) -> Film:
    """Lay facts over a film's, and music beside its."""
    facts = {
        name: value
        for name, value in {**told.facts, **({} if told.year is None else {"year": told.year})}.items()
        if film.sources.get(name) != REVIEWER and not (name in FROM_FILES and film.is_listened_to)
    }
    changed = {name: value for name, value in facts.items() if film.fact(name) != value}
    try:
        laid = film.with_facts(changed, dict.fromkeys(changed, told.source))
    except ValidationError as error:
        raise UsageError(f"{told.source}, {told.title}: {refusal(error)}") from error
    music = _music(() if replace else film.also_heard, told.music)
    return laid.model_copy(update={"also_heard": music})


def _music(before: Sequence[Mention], told: Sequence[Mention]) -> list[Mention]:
    """Put what is told now in the place of what was told of the same music, and the rest after it."""
    now = {one.key: one for one in told}
    kept = [now.pop(one.key, one) for one in before]
    return [*kept, *now.values()]
