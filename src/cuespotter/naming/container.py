"""A container's own tags -> facts: Matroska's and MP4's names for them.

A container's title is often the encoder's ("Encoded by ...", a file's name); it is believed last of all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cuespotter.naming.fields import Facts, episode, number_in, plain, year_in
from cuespotter.naming.identifiers import identifier

_YEARS: Final = ("date_released", "date", "year", "date_release")
_GENRES: Final = ("genre",)
_IDENTIFIERS: Final = ("imdb", "tmdb", "tvdb", "wikidata")


def facts_of_tags(tags: Mapping[str, str]) -> Facts:
    """Read what a container says of the film.

    Parameters
    ----------
    tags : mapping of str to str
        By name, in any case; FFmpeg's names for MP4's atoms.

    >>> facts_of_tags({"TITLE": "Drive", "DATE": "2011-09-16"})
    {'title': 'Drive', 'year': 2011}
    """
    held = {name.lower(): plain(value) for name, value in tags.items()}
    facts: Facts = {}
    if held.get("title"):
        facts["title"] = held["title"]
    year = next((year for name in _YEARS if (year := year_in(held.get(name, "")))), None)
    if year is not None:
        facts["year"] = year
    genres = [genre for name in _GENRES for genre in split_genres(held.get(name, ""))]
    if genres:
        facts["genres"] = genres
    for name in _IDENTIFIERS:
        # Matroska's tag TMDB is written "movie/64690"
        facts |= identifier(name, held.get(name, "").rpartition("/")[2])
    return facts | _of_episode(held)


def split_genres(text: str) -> list[str]:
    """Part a list of genres in one text: by slashes, semicolons, bars and commas."""
    for mark in "/;|":
        text = text.replace(mark, ",")
    return [name for part in text.split(",") if (name := part.strip())]


def _of_episode(held: Mapping[str, str]) -> Facts:
    """Read what says that the file is an episode of a series."""
    series = held.get("show")
    number = number_in(held.get("episode_sort", ""))
    if not series or number is None:
        return {}
    season = number_in(held.get("season_number", ""))
    facts: Facts = {"kind": "episode", "series_title": series, "episode_number": episode(season, number)}
    if held.get("title"):
        facts["episode_title"] = held["title"]
    return facts
