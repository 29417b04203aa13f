"""How the page counts a film's pictures: what editing systems count, or nothing where they would ask."""

from __future__ import annotations

from cuespotter.errors import UsageError
from cuespotter.model import FilmDocument
from cuespotter.model.counting import counting_of as film_counting
from cuespotter.web.answers import PictureCounting


def counting_of(document: FilmDocument) -> PictureCounting | None:
    """Say how a film's pictures are counted; None where it has none, or none that come at a known rate.

    Parameters
    ----------
    document : FilmDocument
    """
    film = document.film
    if film.file.picture_rate is None and film.picture_rate is None:
        return None
    try:
        counted = film_counting(film)
    except UsageError:
        return None
    per_second = counted.rate.per_second
    return PictureCounting(
        numerator=per_second.numerator,
        denominator=per_second.denominator,
        nominal=counted.rate.nominal,
        dropped=counted.rate.dropped,
        origin=counted.origin,
    )
