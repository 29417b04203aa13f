"""How the page counts a film's pictures: what editing systems count, or nothing where they would ask."""

from __future__ import annotations

from cuespotter.clock import editing_rate, timecode_to_picture
from cuespotter.errors import UsageError
from cuespotter.model import FilmDocument
from cuespotter.web.answers import Counting


def counting_of(document: FilmDocument) -> Counting | None:
    """Say how a film's pictures are counted; None where it has none, or none that come at a known rate.

    Parameters
    ----------
    document : FilmDocument
    """
    file = document.film.file
    if file.picture_rate is None or file.pictures_vary:
        return None
    try:
        rate = editing_rate(file.picture_rate, drops=";" in (file.timecode_origin or ""))
    except UsageError:
        return None
    try:
        origin = timecode_to_picture(file.timecode_origin or "00:00:00:00", rate)
    except UsageError:
        origin = 0
    per_second = rate.per_second
    return Counting(
        numerator=per_second.numerator,
        denominator=per_second.denominator,
        nominal=rate.nominal,
        dropped=rate.dropped,
        origin=origin,
    )
