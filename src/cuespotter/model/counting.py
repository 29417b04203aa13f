"""How a film's pictures are counted: at which rate, and which timecode its first picture bears."""

from dataclasses import dataclass

from cuespotter.clock import (
    PictureRate,
    editing_rate,
    picture_to_seconds,
    picture_to_timecode,
    seconds_to_picture,
    timecode_to_picture,
)
from cuespotter.errors import UsageError
from cuespotter.model.film import Film

FALLBACK_RATE = "25"
"""For sound without pictures: a whole rate, whose timecode keeps with the clock."""


@dataclass(frozen=True)
class Counting:
    """Pictures of a film, numbered as its project numbers them.

    Attributes
    ----------
    rate : PictureRate
        At which they are counted.
    origin : int
        Number of the first picture: 86400 at 24 is 01:00:00:00.
    is_rate_asked : bool
        Whether the rate was asked for just now, and is not the film's.
    is_rate_told : bool
        Whether the film or its file says a rate, or one was asked for; else it is that of sound alone.
    origin_said : str or None
        The timecode of the first picture in the words of whoever said it; None where nobody did.
    """

    rate: PictureRate
    origin: int
    is_rate_asked: bool
    is_rate_told: bool
    origin_said: str | None

    def timecode(self, picture: int) -> str:
        """Write the timecode of a picture, numbered from the film's first."""
        return picture_to_timecode(self.origin + picture, self.rate)

    def timecode_at(self, film_s: float) -> str:
        """Write the timecode of the picture that begins nearest to a time of the film's clock."""
        return self.timecode(seconds_to_picture(film_s, self.rate))

    def film_s(self, timecode: str) -> float:
        """Say when on the film's clock, in seconds, a timecode's picture begins; before the film, below 0."""
        return picture_to_seconds(timecode_to_picture(timecode, self.rate) - self.origin, self.rate)


def counting_of(film: Film, *, rate: str | None = None, origin: str | None = None) -> Counting:
    """Say how a film's pictures are counted; never a guess where it has pictures.

    The rate and the origin asked for stand first, then those that the reviewer gave the film, then those of
    its first file. Sound without pictures is counted at 25; where nobody says an origin, it is zero.

    Parameters
    ----------
    film : Film
        The film.
    rate : str, optional
        Pictures a second, as for `editing_rate`.
    origin : str, optional
        Timecode of the first picture.

    Raises
    ------
    UsageError
        The rate or the timecode asked for is none; or the file's pictures come at no rate that an editing
        system counts at, and nobody said another.
    """
    asked = rate or film.picture_rate
    said = origin or film.timecode_origin
    declared = asked or film.file.picture_rate or FALLBACK_RATE
    told = said or film.file.timecode_origin
    if asked is None:
        _check_countable(film, declared)
    counted = editing_rate(declared, drops=";" in (told or "")) if rate is None else editing_rate(rate)
    number = _number_of(told, counted, is_asked=said is not None)
    is_told = (asked or film.file.picture_rate) is not None
    return Counting(counted, number, rate is not None, is_told, told)


def _check_countable(film: Film, declared: str) -> None:
    """Ask, rather than guess, where the file's own rate is none."""
    if film.file.pictures_vary:
        what = f"come at no steady rate ({declared} a second on average)"
    else:
        try:
            editing_rate(declared)
        except UsageError:
            what = f"come at a rate of {declared}, at which no editing system counts"
        else:
            return
    raise UsageError(
        f"the pictures of {film.file.name} {what}; name the rate of the project with --picture-rate, "
        "for example 23.976, 24, 25, 29.97 or 30; or once for the film, with edit --set picture_rate=24",
        rate=declared,
    )


def _number_of(timecode: str | None, rate: PictureRate, *, is_asked: bool) -> int:
    """Give the first picture's number; a file's own timecode may be nonsense, one asked for may not."""
    if timecode is None:
        return 0
    try:
        return timecode_to_picture(timecode, rate)
    except UsageError:
        if is_asked:
            raise
        return 0
