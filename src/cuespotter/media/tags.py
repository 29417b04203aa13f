"""What a recording's tags say, under the names of `model.Recording`.

In: a path. Out: a dict of the fields that the file states. tinytag's word comes first, since it keeps fields
of several values; what it does not know is asked of FFmpeg. Unknown stays absent; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from tinytag import TinyTag, TinyTagException

from cuespotter.media.probe import open_container

Stated = dict[str, list[str]]
"""What a file states: values by key, where a key is its letters and digits in lower case."""

_LONGEST = 1000
"""Characters kept of a value; comments can hold whole books."""
_ID3_BYTES = 1 << 20
"""How much of an ID3 tag is searched for the recording's id; pictures may fill the rest."""
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
_NUMBER = re.compile(r"0*[1-9][0-9]{0,3}")
_UNIQUE_FILE_ID = re.compile(rb"UFID.{6}http://musicbrainz\.org\x00([0-9a-fA-F-]{36})", re.DOTALL)

_KEYS: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "artist": ("artist", "author"),
    "album": ("album",),
    "album_artist": ("albumartist",),
    "composer": ("composer",),
    "lyricist": ("lyricist",),
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


def read_tags(path: Path) -> dict[str, object]:
    """Read a recording's tags.

    Parameters
    ----------
    path : Path
        Any audio or video file that FFmpeg reads.

    Returns
    -------
    dict
        Some of the fields of `cuespotter.model.Recording`, with values of its types. Values are printable,
        trimmed and of limited length; a number, ISRC or MusicBrainz id that is none is left out.

    Raises
    ------
    MediaError
        The file cannot be opened; see `cuespotter.media.probe.probe`.
    """
    by_ffmpeg = _stated_by_ffmpeg(path)
    stated = {**by_ffmpeg, **_stated_by_tinytag(path)}
    fields: dict[str, object] = {}
    for field, keys in _KEYS.items():
        values = next((stated[key] for key in keys if key in stated), [])
        value = _MEANINGS.get(field, _first)(values)
        if value is not None:
            fields[field] = value
    recording_id = _unique_file_id(path)
    if recording_id is not None:
        fields["musicbrainz_recording_id"] = recording_id
    artists = _artists(stated.get("artist", []), by_ffmpeg.get("artists", []))
    if artists:
        fields["artists"] = artists
    return fields


def _stated_by_tinytag(path: Path) -> Stated:
    """Read what tinytag knows of a file."""
    try:
        tag = TinyTag.get(path, duration=False)
    except (TinyTagException, OSError, ValueError):
        return {}
    return _collect((key, value) for key, value in tag.as_dict().items() if isinstance(value, list))


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


_MEANINGS: dict[str, Callable[[list[str]], object]] = {
    "track_number": _number,
    "disc_number": _number,
    "isrc": _isrc,
    "musicbrainz_recording_id": _uuid,
    "musicbrainz_work_id": _uuid,
    "musicbrainz_release_id": _uuid,
    "musicbrainz_artist_id": _uuid,
    "release_types": _words,
}


def _artists(credited: list[str], listed: list[str]) -> list[str]:
    """List the artists where the file does; FFmpeg joins them, tinytag puts them after the credit."""
    if listed:
        return [name for part in listed[0].split(";") if (name := part.strip())]
    credit, *others = credited or [""]
    if others and not all(name in credit for name in others):
        others.insert(0, credit)
    return list(dict.fromkeys(others))


def _unique_file_id(path: Path) -> str | None:
    """Find the MusicBrainz recording id of an ID3 tag, which neither tinytag nor FFmpeg reads."""
    with path.open("rb") as file:
        start = file.read(_ID3_BYTES) if file.read(3) == b"ID3" else b""
    found = _UNIQUE_FILE_ID.search(start)
    return None if found is None else _uuid([found[1].decode("ascii")])
