"""What a recording's tags say, under the names of `model.Recording`.

In: a path. Out: a dict of the fields that the file states. tinytag's word comes first, since it keeps fields
of several values; what it does not know is asked of FFmpeg. Unknown stays absent; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from tinytag import TinyTag, TinyTagException

from cuespotter.media.id3 import Id3, read_id3
from cuespotter.media.plain_tags import read_plain_tags
from cuespotter.media.probe import open_container

Stated = dict[str, list[str]]
"""What a file states: values by key, where a key is its letters and digits in lower case."""

_LONGEST = 1000
"""Characters kept of a value; comments can hold whole books."""
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
_NUMBER = re.compile(r"0*[1-9][0-9]{0,3}")

KEYS: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "artist": ("artist", "author"),
    "album": ("album",),
    "album_artist": ("albumartist",),
    "composer": ("composer",),
    "lyricist": ("lyricist", "textwriter"),
    "arranger": ("arranger",),
    "isrc": ("isrc", "tsrc"),
    "musicbrainz_recording_id": ("musicbrainztrackid", "musicbrainzrecordingid"),
    "musicbrainz_work_id": ("musicbrainzworkid",),
    "musicbrainz_release_id": ("musicbrainzalbumid", "musicbrainzreleaseid"),
    "musicbrainz_artist_id": ("musicbrainzartistid",),
    "label": ("label", "publisher", "tpub", "organization"),
    "catalogue_number": ("catalognumber", "cataloguenumber", "catalogno", "wmcatalogno"),
    "barcode": ("barcode", "upc", "ean"),
    "media": ("media", "tmed"),
    "date": ("date", "year"),
    "original_date": ("originaldate", "originalyear", "originalreleasedate", "tdor", "tory"),
    "release_types": ("releasetype", "musicbrainzalbumtype"),
    "genre": ("genre",),
    "track_number": ("track", "tracknumber"),
    "disc_number": ("disc", "discnumber"),
    "comment": ("comment", "description"),
}
"""Keys under which taggers and containers keep a field; the first that is stated counts."""


_ARTIST_LISTS = ("artists", "wmartists")
"""Keys under which taggers list the artists beside the credit; tinytag hands them on as more artists."""
_FRAMES = {
    "TIT2": "title",
    "TPE1": "artist",
    "TALB": "album",
    "TPE2": "albumartist",
    "TCOM": "composer",
    "TEXT": "lyricist",
    "TPUB": "publisher",
    "TSRC": "isrc",
    "TMED": "media",
    "TCON": "genre",
    "TDOR": "originaldate",
    "TORY": "originalyear",
    "TRCK": "track",
    "TPOS": "disc",
}
"""Text frames of ID3v2 by the key that they fill."""
_INVOLVED = {"arranger": "arranger", "composer": "composer", "lyricist": "lyricist"}
"""Involvements that are writing, in TIPL and IPLS."""
_WRITER_FRAMES = frozenset(["TCOM", "TEXT"])
_ARTIST_FRAMES = frozenset(["TPE1", "TPE2"])
_GENRES_WITH_SLASH = frozenset(
    ["pop/funk", "singer/songwriter", "hip-hop/rap", "r&b/soul", "christian/gospel"]
)
SHORTEST_NAME = 3
"""Letters of the shortest part of a writers' frame that is a name of its own."""


def read_tags(path: Path, *, encoding: str | None = None) -> dict[str, object]:
    """Read a recording's tags.

    Parameters
    ----------
    path : Path
        Any audio or video file that FFmpeg reads.
    encoding : str, optional
        In which the texts of old ID3 tags are that are marked as Latin-1; by default told by their bytes.

    Returns
    -------
    dict
        Some of the fields of `cuespotter.model.Recording`, with values of its types. Values are printable,
        trimmed and of limited length; a number, ISRC or MusicBrainz id that is none is left out. Several
        people, genres or labels stand in one text, parted by '; '.

    Raises
    ------
    MediaError
        The file cannot be opened; see `cuespotter.media.probe.probe`.
    """
    by_ffmpeg = _stated_by_ffmpeg(path)
    tag = read_id3(path, encoding=encoding)
    old = encoding or (None if tag is None else tag.guessed_encoding)
    by_frames = {} if tag is None else _stated_by_frames(tag)
    plain = _collect(read_plain_tags(path, encoding=old))
    stated = {**by_ffmpeg, **_in_order(_stated_by_tinytag(path, old), by_ffmpeg), **plain, **by_frames}
    fields: dict[str, object] = {}
    for field, keys in KEYS.items():
        values = next((stated[key] for key in keys if key in stated), [])
        value = _MEANINGS.get(field, _first)(values)
        if value is not None:
            fields[field] = value
    known = stated.get("artist", [])
    is_listed = any(key in stated for key in _ARTIST_LISTS)
    credited = by_frames.get("artist", by_ffmpeg.get("artist", [])) if is_listed else known
    artist, artists = _artists(known, credited, stated.get("artists", []))
    return fields | ({"artist": artist} if artist else {}) | ({"artists": artists} if artists else {})


def _stated_by_frames(tag: Id3) -> Stated:
    """Read what an ID3v2 tag's frames say, in the keys of all tags."""
    pairs = [(key, _parted(tag, frame)) for frame, key in _FRAMES.items() if frame in tag.texts]
    for key, values in tag.user_texts.items():
        is_writing = tag.version < 4 and key.lower() in _INVOLVED
        pairs.append(
            (key, [name for one in values for name in (_split_people(one) if is_writing else [one])])
        )
    for did, who in tag.involved:
        if did in _INVOLVED:
            pairs.append((_INVOLVED[did], _split_people(who) if tag.version < 4 else [who]))
    if (owned := tag.owners.get("http://musicbrainz.org")) is not None:
        pairs.append(("musicbrainztrackid", [owned]))
    return _collect(pairs)


def _parted(tag: Id3, frame: str) -> list[str]:
    """Give a frame's values; before v2.4 a slash parts people and genres, as the standard says."""
    values = tag.texts[frame]
    if tag.version >= 4:
        return values
    if frame in _WRITER_FRAMES:
        return [name for value in values for name in _split_people(value)]
    if frame in _ARTIST_FRAMES:
        return [name for value in values for name in _split_artists(value)]
    return [name for value in values for name in _split_genres(value)] if frame == "TCON" else values


def _whole(text: str) -> list[str]:
    """Part nothing."""
    return [text]


def _split_people(text: str) -> list[str]:
    """Part writers at slashes, unless a part is too short to be somebody's name (AC/DC, M/A/R/R/S)."""
    parts = [part.strip() for part in text.split("/")]
    return parts if all(len(part) >= SHORTEST_NAME for part in parts) else _split_spaced(text)


def _split_artists(text: str) -> list[str]:
    """Part artists at slashes between whole names; bands have slashes in theirs (AC/DC, Love/Hate)."""
    parts = [part.strip() for part in text.split("/")]
    return parts if all(" " in part for part in parts) else _split_spaced(text)


def _split_genres(text: str) -> list[str]:
    """Part genres at slashes, unless the whole is one genre's name or a part is no word."""
    whole = text.casefold().replace(" ", "") in _GENRES_WITH_SLASH
    return [text] if whole else _split_people(text)


def _split_spaced(text: str) -> list[str]:
    """Part names at a slash between blanks, where no name has one."""
    return [part.strip() for part in text.split(" / ")]


def _stated_by_tinytag(path: Path, encoding: str | None) -> Stated:
    """Read what tinytag knows of a file."""
    try:
        tag = TinyTag.get(path, duration=False, encoding=encoding)
    except (TinyTagException, OSError, ValueError, LookupError):
        return {}
    return _collect((key, value) for key, value in tag.as_dict().items() if isinstance(value, list))


def _in_order(stated: Stated, by_ffmpeg: Stated) -> Stated:
    """Put first what the file states first: of Windows Media tinytag reads the first value last."""
    for key, values in stated.items():
        first = by_ffmpeg.get(key, [""])[0]
        values.sort(key=first.__ne__)
    return stated


def _stated_by_ffmpeg(path: Path) -> Stated:
    """Read what FFmpeg knows of a file; Ogg keeps tags with the stream."""
    with open_container(path) as container:
        places: list[Mapping[str, str]] = [container.metadata, container.streams.audio[0].metadata]
        return _collect((key, [value]) for place in places for key, value in place.items())


def _collect(pairs: Iterable[tuple[str, list[str]]]) -> Stated:
    """Bring keys and values to one form."""
    stated: Stated = {}
    for key, values in pairs:
        plain = "".join(letter for letter in key.lower() if letter.isalnum())
        clean = [text for value in values if (text := _clean(str(value)))]
        if clean:
            stated.setdefault(plain, []).extend(clean)
    return stated


def _clean(text: str) -> str:
    """Make a value one printable line."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())[:_LONGEST].strip()


def _first(values: list[str]) -> str | None:
    """Take the first value."""
    return values[0] if values else None


def _number(values: list[str]) -> int | None:
    """Read '3' or '3/12' as 3."""
    text = values[0].split("/")[0].strip() if values else ""
    return int(text) if _NUMBER.fullmatch(text) else None


def _isrc(values: list[str]) -> str | None:
    """Read an ISRC, with or without hyphens."""
    plain = ("".join(letter for letter in value.upper() if letter.isalnum()) for value in values)
    return next((found.group() for value in plain if (found := _ISRC.match(value))), None)


def _uuid(values: list[str]) -> str | None:
    """Read a MusicBrainz id."""
    return next((found.group().lower() for value in values if (found := _UUID.search(value))), None)


def _words(values: list[str]) -> list[str] | None:
    """Read a list, whether as several values or as 'album/compilation'."""
    words = [word for value in values for part in re.split(r"[;/,]", value) if (word := part.strip().lower())]
    return list(dict.fromkeys(words)) or None


def _artists(known: list[str], credited: list[str], listed: list[str]) -> tuple[str | None, list[str]]:
    """Tell the artist as credited from the list of artists.

    tinytag puts the list after the credit; FFmpeg joins several credits with semicolons, and so tells how
    many of the values are credits.
    """
    credit, others = known[:1], known[1:]
    joined = ";".join(credited)
    while others and joined.startswith(";".join([*credit, others[0]])):
        credit.append(others.pop(0))
    artist = _several(credit)
    names = _names([*listed, *others]) or _names(credit)
    return artist, names if len(names) > 1 or (names and names != [artist]) else []


def _names(values: list[str]) -> list[str]:
    """List the names in some values, each once; 'AC;DC' is one name, 'Anna;Ben' and 'A; B' are two."""
    parts = [part.strip() for value in values for part in _split_at_semicolons(value)]
    return list(dict.fromkeys(part for part in parts if part))


def _split_at_semicolons(text: str) -> list[str]:
    """Part a text at its semicolons, unless a part is too short to be a name."""
    parts = text.split(";")
    return parts if all(len(part.strip()) >= SHORTEST_NAME for part in parts) else text.split("; ")


def _several(values: list[str]) -> str | None:
    """Write several values as one text, parted by '; '."""
    return "; ".join(_names(values)) or None


_MEANINGS: dict[str, Callable[[list[str]], object]] = {
    **dict.fromkeys(("album_artist", "composer", "lyricist", "arranger", "genre", "label"), _several),
    "track_number": _number,
    "disc_number": _number,
    "isrc": _isrc,
    "musicbrainz_recording_id": _uuid,
    "musicbrainz_work_id": _uuid,
    "musicbrainz_release_id": _uuid,
    "musicbrainz_artist_id": _uuid,
    "release_types": _words,
}
