"""The names of a film's file and folder -> facts.

Read first as Kodi, Jellyfin and Plex ask for names to be: "Title (Year)", "Series S01E02 - Title",
``{tmdb-78}``, ``[imdbid-tt0083658]``, ``{edition-Director's Cut}``. What these leave open is left to guessit,
where it is installed (the extra `names`): it knows release names ("Drive.2011.1080p.BluRay").
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from cuespotter.naming.fields import NEWEST_FILM, OLDEST_FILM, Facts, episode, plain, year_in
from cuespotter.naming.identifiers import identifiers_in_name

_EDITION: Final = re.compile(r"\{edition-([^}]+)\}", re.IGNORECASE)
_TITLE_YEAR: Final = re.compile(r"^(?P<title>.+?)[\s._]*\((?P<year>\d{4})\)(?P<rest>.*)$")
_EPISODE: Final = re.compile(
    r"^(?P<series>.*?)[\s._-]*\b(?:S(?P<s>\d{1,4})[\s._]?E(?P<e>\d{1,4})|(?P<s2>\d{1,2})x(?P<e2>\d{2,3}))"
    r"(?:-?E(?P<last>\d{1,4}))?\b[\s._-]*(?P<title>.*)$",
    re.IGNORECASE,
)
_SEASON_FOLDER: Final = re.compile(
    r"^(season|series|staffel|saison|stagione|temporada|s)[\s._-]*\d+$|^specials$", re.IGNORECASE
)
_DISC_FOLDERS: Final = {"video_ts", "bdmv", "stream", "certificate"}
_SAYS_NOTHING: Final = re.compile(
    r"^(movie|film|video|title[\s_]?t?\d*|vts_\d+_\d+|video_ts|\d{5}|main|feature|disc[\s_-]?\d+|reel[\s_-]?\d+)$",
    re.IGNORECASE,
)
"""Names that a machine gave: of a disc's files, or of any film."""


def facts_of_name(path: Path) -> list[tuple[str, Facts]]:
    """Read the names of a film's file and of its folder.

    Parameters
    ----------
    path : Path
        The film's file; it need not exist.

    Returns
    -------
    list of (source, facts)
        The file's first; a file whose name a machine gave, and an episode, leave it to the folder.
    """
    folder, is_disc = _folder_of(path)
    told = []
    if not is_disc and not _SAYS_NOTHING.match(path.stem):
        told.append(("the file's name", _read(path.stem, path.name)))
    of_folder = _read(folder, None) if folder else {}
    if any(facts.get("kind") == "episode" for _, facts in told):
        title = of_folder.get("title")
        of_folder = {"series_title": title} if title else {}
    elif not is_disc and not any(key == "year" or key.startswith("identifiers.") for key in of_folder):
        # a folder without year or identifier is a shelf ("Films", "Watch later"), not a film
        of_folder = {}
    if of_folder:
        told.append(("the folder's name", of_folder))
    return told


def _folder_of(path: Path) -> tuple[str, bool]:
    """Give the name of the folder that may bear the film's name, and whether the file is a disc's.

    Folders of a disc and of a season are passed over: what they are in bears the name.
    """
    is_disc = False
    for folder in path.absolute().parents:
        if folder.name.lower() in _DISC_FOLDERS:
            is_disc = True
        elif not _SEASON_FOLDER.match(folder.name):
            return folder.name, is_disc
    return "", is_disc


def _read(name: str, file_name: str | None) -> Facts:
    """Read one name; a file's whole name is shown to guessit where the usual forms do not fit."""
    facts, rest = identifiers_in_name(name)
    edition = _EDITION.search(rest)
    if edition is not None:
        facts["version"] = plain(edition[1])
        rest = _EDITION.sub(" ", rest)
    found = _episode(rest) or _title_and_year(rest)
    if not found and file_name is not None:
        found = _guessed(file_name)
    return found | facts if found else {"title": _words(rest)} | facts


def _title_and_year(name: str) -> Facts:
    """Read "Title (Year)"; the last year in brackets counts, as a title may have one itself."""
    found = _TITLE_YEAR.match(name)
    year = None if found is None else year_in(found["year"])
    if found is None or year is None:
        return {}
    facts: Facts = {"title": _words(found["title"]), "year": year}
    rest = found["rest"].strip()
    if rest.startswith("- ") and len(rest) > 2 and not re.search(r"\b\d{3,4}[pi]\b", rest):
        # Jellyfin's way to tell versions: "Film (2010) - Director's Cut"
        facts["version"] = plain(rest[2:])
    return facts


def _episode(name: str) -> Facts:
    """Read "Series S01E02 - Title" and "Series 1x02"."""
    found = _EPISODE.match(name)
    if found is None:
        return {}
    season, number = found["s"] or found["s2"], found["e"] or found["e2"]
    last = None if found["last"] is None else int(found["last"])
    facts: Facts = {"kind": "episode", "episode_number": episode(int(season), int(number), last)}
    series = _title_and_year(found["series"]) or {"title": _words(found["series"])}
    title = re.split(r"[\[(]|\b\d{3,4}[pi]\b", found["title"])[0]
    if series["title"]:
        facts["series_title"] = series["title"]
    if _words(title):
        facts["episode_title"] = _words(title)
    shown = (facts.get("series_title"), facts["episode_number"], facts.get("episode_title"))
    return facts | {"title": " ".join(part for part in shown if part)}


def _guessed(file_name: str) -> Facts:
    """Ask guessit, where it is installed; only names that have a year or an episode are worth it."""
    if find_spec("guessit") is None or year_in(file_name) is None:
        return {}
    from guessit import guessit  # noqa: PLC0415 (an extra, and slow to import)

    said = guessit(file_name)
    year, title = said.get("year"), said.get("title")
    if not isinstance(title, str) or not isinstance(year, int) or not OLDEST_FILM <= year <= NEWEST_FILM:
        return {}
    facts: Facts = {"title": plain(title), "year": year}
    edition = said.get("edition")
    if edition:
        facts["version"] = plain(", ".join(edition) if isinstance(edition, list) else str(edition))
    return facts


def _words(name: str) -> str:
    """Give a name with spaces where dots or underscores stand for them."""
    if " " not in name.strip():
        name = re.sub(r"[._]+", " ", name)
    return plain(name).strip(" -")
