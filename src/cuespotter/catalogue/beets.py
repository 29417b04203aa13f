"""A beets library -> what it knows of the recordings of this one.

beets keeps a music collection's tags in an SQLite file, ``library.db``. It is opened read only and as it
stands on disk; nothing is ever written to it. Its table ``items`` has a row for each file, with the path as
bytes, whole or below the collection's folder. Fields that a version of beets does not have are read as empty.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from cuespotter.catalogue.files import KnownFile
from cuespotter.errors import UsageError
from cuespotter.model import Recording
from cuespotter.model.party import Party
from cuespotter.model.release import Release
from cuespotter.model.tagged import tagged_writers
from cuespotter.model.work import Work
from cuespotter.online.recording_facts import RecordingFacts

NEEDED: Final = frozenset({"path", "title", "artist", "album", "mb_trackid"})
"""Columns of ``items`` that a beets library has, whichever version made it."""
SIDE_FILES: Final = ("-wal", "-journal")
"""Behind the name of a data base that a program has open, or left in a crash."""
_SEVERAL: Final = "\\␀"
"""Parts the values of fields that hold several."""
_TAGS: Final[Mapping[str, tuple[str, ...]]] = {
    "composer": ("composer", "composers"),
    "lyricist": ("lyricist", "lyricists"),
    "arranger": ("arranger", "arrangers"),
    "label": ("label",),
    "catalogue_number": ("catalognum",),
}
"""Fields of a recording, with the columns that hold them in one version of beets or another."""


@dataclass
class BeetsLesson:
    """What was read from a beets library.

    Attributes
    ----------
    facts : dict[str, RecordingFacts]
        By recording id.
    items : int
        How many files beets knows.
    strangers : int
        Those that are no recording here, or fit several.
    """

    facts: dict[str, RecordingFacts] = field(default_factory=dict)
    items: int = 0
    strangers: int = 0


def read_beets(path: Path, recordings: Iterable[Recording], files: Mapping[str, KnownFile]) -> BeetsLesson:
    """Read a beets library and lay it against the recordings of this one.

    A row is about the recording whose file it names, byte for byte; else about the one that bears its
    MusicBrainz id, else its ISRC.

    Parameters
    ----------
    path : Path
        ``library.db``.
    recordings : iterable of Recording
        All that may be meant.
    files : mapping of str to KnownFile
        Where they lie.

    Raises
    ------
    UsageError
        It is not there, open in another program, no data base, or none that beets made.
    """
    meets = _Meeting(recordings, files)
    lesson = BeetsLesson()
    for item in _items(path):
        lesson.items += 1
        recording = meets.recording_of(item)
        if recording is None:
            lesson.strangers += 1
        else:
            lesson.facts.setdefault(recording, _facts_of(item))
    return lesson


def _items(path: Path) -> Iterator[dict[str, Any]]:
    """Give the rows of ``items``; nothing is given of a file that is not whole."""
    if not path.is_file():
        raise UsageError(f"there is no beets library {path}; 'beet config -p' says where yours is described")
    for ending in SIDE_FILES:
        if (waiting := path.with_name(path.name + ending)).exists() and waiting.stat().st_size:
            raise UsageError(
                f"{path} is open in another program, or was left half written ({waiting.name} lies beside "
                "it); let beets end, then run this again"
            )
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            connection.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
            connection.row_factory = sqlite3.Row
            columns = {str(row["name"]) for row in connection.execute("PRAGMA table_info(items)")}
            if not columns >= NEEDED:
                missing = ", ".join(sorted(NEEDED - columns))
                raise UsageError(
                    f"{path} is no beets library that is known here: its table 'items' lacks {missing}; "
                    "name the library.db of beets 1 or 2"
                )
            yield from (dict(row) for row in connection.execute("SELECT * FROM items ORDER BY rowid"))
    except sqlite3.Error as error:
        raise UsageError(
            f"{path} cannot be read as a beets library ({error}); name its library.db"
        ) from error


class _Meeting:
    """Finds the recording that a row of beets is about."""

    def __init__(self, recordings: Iterable[Recording], files: Mapping[str, KnownFile]) -> None:
        listed = {recording.id: recording for recording in recordings}
        # as the operating system decodes them: the same text for the same bytes, whatever they are
        self._places = {
            file.location: file.recording_id for file in files.values() if file.recording_id in listed
        }
        self._named: dict[str, list[str]] = {}
        for place in self._places:
            self._named.setdefault(Path(place).name, []).append(place)
        self._keys: dict[tuple[str, str], set[str]] = {}
        for recording in listed.values():
            self._note("mb_trackid", recording.musicbrainz_recording_id, recording.id)
            self._note("isrc", recording.isrc, recording.id)

    def recording_of(self, item: Mapping[str, Any]) -> str | None:
        """Give the id of the recording; None where it is none, or might be several."""
        found = self._at(item["path"])
        if found is not None:
            return found
        for key in ("mb_trackid", "isrc"):
            ids = self._keys.get((key, _plain(item.get(key))), set())
            if len(ids) == 1:
                return next(iter(ids))
        return None

    def _note(self, key: str, value: str | None, recording_id: str) -> None:
        """Note by what a recording is known."""
        if value:
            self._keys.setdefault((key, _plain(value)), set()).add(recording_id)

    def _at(self, path: object) -> str | None:
        """Find a file: by its whole path, or by the end of it where beets keeps only that."""
        if not isinstance(path, bytes | str) or not path:
            return None
        place = os.fsdecode(path)
        if Path(place).is_absolute():
            return self._places.get(place)
        parts = Path(place).parts
        found = {
            self._places[one]
            for one in self._named.get(Path(place).name, ())
            if Path(one).parts[-len(parts) :] == parts
        }
        return found.pop() if len(found) == 1 else None


def _facts_of(item: Mapping[str, Any]) -> RecordingFacts:
    """Say what a row tells, in this project's own terms."""
    tags = {
        name: text
        for name, columns in _TAGS.items()
        if (text := next((text for column in columns if (text := _text(item, column))), None))
    }
    isrc = _text(item, "isrc")
    release = _release(item)
    return RecordingFacts(
        musicbrainz_recording_id=_text(item, "mb_trackid"),
        first_released=_date(item, "original_year", "original_month", "original_day"),
        isrcs=tuple(isrc.split("; ")) if isrc else (),
        work=_work(item, tags),
        releases=() if release is None else (release,),
        tags=tags,
    )


def _work(item: Mapping[str, Any], tags: Mapping[str, str]) -> Work | None:
    """Make the work, where beets knows its title."""
    title = _text(item, "work")
    if title is None:
        return None
    named = {name: tags[name] for name in ("composer", "lyricist", "arranger") if name in tags}
    parties: list[Party] = tagged_writers(Recording(id="", path="", duration_s=0.0, **named))
    return Work(title=title, musicbrainz_work_id=_text(item, "mb_workid"), parties=parties)


def _release(item: Mapping[str, Any]) -> Release | None:
    """Make the release that the file is from."""
    title = _text(item, "album")
    if title is None:
        return None
    return Release(
        title=title,
        artist=_text(item, "albumartist"),
        date=_date(item, "year", "month", "day"),
        country=_text(item, "country"),
        label=_text(item, "label"),
        catalogue_number=_text(item, "catalognum"),
        barcode=_text(item, "barcode"),
        medium=_text(item, "media"),
        musicbrainz_release_id=_text(item, "mb_albumid"),
    )


def _text(item: Mapping[str, Any], column: str) -> str | None:
    """Give a field's text, several values parted as everywhere here; None where it is empty."""
    value = item.get(column)
    if not isinstance(value, str):
        return None
    parts = (" ".join(part.split()) for part in value.replace("\0", _SEVERAL).split(_SEVERAL))
    return "; ".join(part for part in parts if part) or None


def _date(item: Mapping[str, Any], *columns: str) -> str | None:
    """Put a date together as far as it is known: beets writes 0 for what is not.

    >>> _date({"year": 1973, "month": 8, "day": 0}, "year", "month", "day")
    '1973-08'
    """
    parts: list[str] = []
    for column, digits in zip(columns, (4, 2, 2), strict=True):
        value = item.get(column)
        if not isinstance(value, int) or not 0 < value < 10**digits:
            break
        parts.append(f"{value:0{digits}}")
    return "-".join(parts) or None


def _plain(value: object) -> str:
    """Bring an id to one form."""
    return "".join(sign for sign in str(value or "") if sign.isalnum()).casefold()
