"""A film's `.nfo` file -> facts: Kodi's and Jellyfin's XML, or a bare address of a known data base.

Such a file may be foreign: it is read up to a bound, and a document type, by which entities are declared and
XML is made to explode, is refused before anything of it is taken.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from xml.parsers import expat

from cuespotter.naming.fields import Facts, episode, number_in, plain, year_in
from cuespotter.naming.identifiers import identifier, identifiers_in_text

NFO_BYTES: Final = 2_000_000
"""The largest that is read; real ones have some kilobytes."""
_KINDS: Final = {"movie": None, "episodedetails": "episode", "musicvideo": "other"}
"""Root elements that describe a film, and what kind of film each is; a series' own file has another."""
_TEXTS: Final = {
    "title": "title",
    "originaltitle": "original_title",
    "studio": "header.production_company",
    "country": "header.country",
    "director": "header.director",
}
_YEARS: Final = ("year", "premiered", "releasedate", "aired")
_NAMES_OF_A_FOLDER: Final = ("movie.nfo", "MOVIE.NFO")

Elements = list[tuple[str, dict[str, str], str]]
"""The children of the root in order: name, attributes, text."""


class NfoError(ValueError):
    """An `.nfo` file cannot be read; the message is one line that names it."""


def nfo_of(path: Path) -> Path | None:
    """Find the `.nfo` file of a film: of the film's own name, else ``movie.nfo`` in a folder of its own."""
    beside = [path.with_suffix(ending) for ending in (".nfo", ".NFO")]
    beside += [path.with_name(name) for name in _NAMES_OF_A_FOLDER]
    return next((place for place in beside if place.is_file()), None)


def facts_of_nfo(path: Path) -> Facts:
    """Read an `.nfo` file.

    Raises
    ------
    NfoError
        It cannot be opened, is too large, declares entities, or is neither such XML nor an address.
    """
    try:
        with path.open("rb") as file:
            data = file.read(NFO_BYTES + 1)
    except OSError as error:
        raise NfoError(
            f"{path} cannot be read ({error.strerror}); what it says of the film is missing"
        ) from error
    if len(data) > NFO_BYTES:
        raise NfoError(
            f"{path} has more than {NFO_BYTES} bytes, which no .nfo file of a film has; passed over"
        )
    text = data.decode("utf-8", errors="replace")
    root = re.search(r"<(movie|episodedetails|musicvideo|tvshow)[\s>/]", text)
    if root is None:
        return _of_address(path, text)
    # what follows the root is no XML (Kodi allows an address there); a second episode is another film
    end = data.find(b"</" + root[1].encode() + b">")
    elements = _children(path, data if end < 0 else data[: end + len(root[1]) + 3])
    return identifiers_in_text("" if end < 0 else data[end:].decode("utf-8", "replace")) | _of_elements(
        root[1], elements
    )


def _of_address(path: Path, text: str) -> Facts:
    """Read a file that holds no more than an address."""
    facts = identifiers_in_text(text)
    if not facts:
        raise NfoError(
            f"{path} is no .nfo file of a film: neither XML of Kodi or Jellyfin (<movie>, <episodedetails>) "
            "nor an address at IMDb, TMDB or TheTVDB; passed over"
        )
    return facts


def _children(path: Path, data: bytes) -> Elements:
    """Read the root's direct children; refuse a document type."""
    found: Elements = []
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth == 2:
            found.append((name.lower(), attributes, ""))

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def text(characters: str) -> None:
        if depth == 2:
            name, attributes, before = found[-1]
            found[-1] = (name, attributes, before + characters)

    def refuse(*_: object) -> None:
        raise NfoError(f"{path} declares a document type, which no .nfo file needs; passed over")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, refuse
    parser.buffer_text = True
    try:
        parser.Parse(data.lstrip(), True)
    except expat.ExpatError as error:
        raise NfoError(f"{path} is no XML that can be read ({error}); mend it or move it away") from error
    except NfoError:
        raise
    except (ValueError, LookupError) as error:
        raise NfoError(f"{path} is in an encoding that cannot be read ({error}); save it as UTF-8") from error
    return found


def _of_elements(root: str, elements: Elements) -> Facts:
    """Turn the children of a root into facts; the first of several counts, but for genres."""
    held: dict[str, list[str]] = {}
    identifiers: Facts = {}
    for name, attributes, raw in elements:
        value = plain(raw)
        held.setdefault(name, []).append(value)
        kind = attributes.get("type", "imdb") if name in ("uniqueid", "id") else name
        identifiers |= identifier(kind, value)
    facts: Facts = {
        field: held[name][0] for name, field in _TEXTS.items() if held.get(name, [""])[0]
    } | identifiers
    year = next((year for name in _YEARS if (year := year_in(" ".join(held.get(name, []))))), None)
    if year is not None:
        facts["year"] = year
    genres = [part.strip() for text in held.get("genre", []) for part in text.split("/") if part.strip()]
    if genres:
        facts["genres"] = list(dict.fromkeys(genres))
    if _KINDS.get(root):
        facts["kind"] = _KINDS[root]
    return facts | (_of_episode(held) if root == "episodedetails" else {})


def _of_episode(held: dict[str, list[str]]) -> Facts:
    """Read what an episode's file has beside what a film's has."""
    facts: Facts = {}
    first = {name: values[0] for name, values in held.items()}
    if first.get("showtitle"):
        facts["series_title"] = first["showtitle"]
    if first.get("title"):
        facts["episode_title"] = first["title"]
    number = episode(number_in(first.get("season", "")), number_in(first.get("episode", "")))
    if number is not None:
        facts["episode_number"] = number
    return facts
