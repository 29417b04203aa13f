"""Side tables (CSV) -> what they say of recordings: the work with its parties, the version, the releases.

Each row names recordings by the first of these columns that is filled: ``isrc``,
``musicbrainz_recording_id``, ``musicbrainz_work_id``, ``path`` (as 'cuespotter recordings' shows it). All
other columns are of `side_columns.COLUMNS`. A work with several parties has a row for each; a recording on
several releases likewise.

Nothing is guessed: a row that meets no recording, rows that disagree and shares that do not add up are told,
and what they say is not taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from cuespotter.catalogue.side_columns import (
    COLUMNS,
    KEYS,
    PARTY_COLUMNS,
    PERFORMER_COLUMNS,
    RELEASE_COLUMNS,
    VERSION_COLUMNS,
    WORK_COLUMNS,
)
from cuespotter.catalogue.tables import TableRow, read_table
from cuespotter.catalogue.told import Told
from cuespotter.errors import UsageError
from cuespotter.lines import one_line
from cuespotter.model import Recording
from cuespotter.model.party import Party
from cuespotter.model.party_text import role_named
from cuespotter.model.recording import Version
from cuespotter.model.refusal import refusal
from cuespotter.model.release import Release
from cuespotter.model.spelling import folded, spelled
from cuespotter.model.usage import CWR_OF_ROLE
from cuespotter.model.work import Work

PLACES_NAMED = 4
"""Places named in the remark that a path is that of several recordings."""
AnyModel = TypeVar("AnyModel", bound=BaseModel)
SHARE_SLACK_PERCENT = 0.01 + 1e-9
"""Shares add up to 100 within a hundredth."""


@dataclass
class Lesson:
    """What was read from side tables.

    Attributes
    ----------
    told : dict[str, Told]
        By recording id.
    remarks : list of str
        Rows that met nothing, rows that disagree, shares that do not add up: one line each.
    rows : int
        How many rows there were.
    """

    told: dict[str, Told] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    rows: int = 0


def read_side_tables(
    paths: Sequence[Path], recordings: Iterable[Recording], places: Mapping[str, str] | None = None
) -> Lesson:
    """Read side tables and lay them against the recordings of the library.

    Parameters
    ----------
    paths : sequence of Path
        The tables.
    recordings : iterable of Recording
        All that may be meant.
    places : mapping, optional
        Where files lie, with the ids of their recordings: a row may name a whole path too, and where two
        recordings have one path below their folders it must.

    Raises
    ------
    UsageError
        A table cannot be read, has a column of another name or none that names recordings, or a cell holds
        what cannot be: nothing of any table is taken.
    """
    rows = [row for path in paths for row in _read_rows(path)]
    lesson = Lesson(rows=len(rows))
    meets = _Meeting(recordings, places or {})
    by_recording: dict[str, list[TableRow]] = {}
    for row in rows:
        found, remark = meets.recordings_of(row)
        if remark is not None:
            lesson.remarks.append(remark)
        for recording_id in found:
            by_recording.setdefault(recording_id, []).append(row)
    for recording_id, its_rows in by_recording.items():
        told, remark = tell_rows(its_rows)
        if remark is not None:
            if remark not in lesson.remarks:
                lesson.remarks.append(remark)
        elif told != Told():
            lesson.told[recording_id] = told
    return lesson


class _Meeting:
    """Finds recordings by the keys of a row."""

    def __init__(self, recordings: Iterable[Recording], places: Mapping[str, str]) -> None:
        self._ids: dict[tuple[str, str], list[str]] = {}
        listed = list(recordings)
        there = {recording.id for recording in listed}
        self._places = {spelled(place): one for place, one in places.items() if one in there}
        for recording in listed:
            for key, value_of in KEYS:
                value = value_of(recording)
                if value:
                    self._ids.setdefault((key, _plain_key(key, value)), []).append(recording.id)

    def recordings_of(self, row: TableRow) -> tuple[list[str], str | None]:
        """Give the ids of the recordings that a row is about, or a remark why there are none.

        An ISRC or MusicBrainz id is about every recording that bears it; a path is about one file.
        """
        key, value = _key_of(row)
        found = self._ids.get((key, _plain_key(key, value)), [])
        if key != "path":
            return found, None if found else f"{row.place} meets no recording: {key} {value}"
        whole = self._places.get(spelled(value))
        if whole is not None:
            return [whole], None
        if len(found) <= 1:
            return found, None if found else f"{row.place} meets no recording: {key} {value}"
        places = sorted(place for place, recording_id in self._places.items() if recording_id in found)
        named = " and ".join(one_line(place) for place in places[:PLACES_NAMED])
        return [], (
            f"{row.place}: {value} is the path of {len(found)} recordings, {named}; "
            "write the whole path of the one that is meant"
        )


def _plain_key(key: str, value: str) -> str:
    """Bring a key to one form: an ISRC may be written with hyphens, a path with backslashes."""
    if key == "path":
        return spelled(value).replace("\\", "/")
    return "".join(letter for letter in value if letter.isalnum()).casefold()


def _key_of(row: TableRow) -> tuple[str, str]:
    """Give the column by which a row names recordings, and what it holds; UsageError if there is none."""
    for key, _ in KEYS:
        if row.cells.get(key):
            return key, row.cells[key]
    names = ", ".join(key for key, _ in KEYS)
    raise UsageError(f"{row.place} names no recording; fill one of {names}")


def _read_rows(path: Path) -> list[TableRow]:
    """Read one table whose columns are all known."""
    table = read_table(path, COLUMNS)
    _check_columns(path, table.columns)
    return list(table.rows)


def _check_columns(path: Path, columns: Sequence[str]) -> None:
    """Refuse a table whose columns are not all known."""
    unknown = [name for name in columns if name not in COLUMNS]
    if unknown:
        raise UsageError(
            f"the table {path} has a column {unknown[0]!r} that means nothing here; "
            f"there are {', '.join(sorted(COLUMNS))}"
        )
    if not any(key in columns for key, _ in KEYS):
        raise UsageError(
            f"the table {path} names no recordings; give it a column {', '.join(k for k, _ in KEYS)}"
        )


def tell_rows(rows: Sequence[TableRow]) -> tuple[Told, str | None]:
    """Put the rows about one recording together; a remark where they disagree or do not add up."""
    work_facts: dict[str, tuple[str, str]] = {}
    version_facts: dict[str, tuple[str, str]] = {}
    performer_facts: dict[str, tuple[str, str]] = {}
    told_once = (
        (work_facts, WORK_COLUMNS),
        (version_facts, VERSION_COLUMNS),
        (performer_facts, PERFORMER_COLUMNS),
    )
    parties: dict[tuple[str, str], tuple[Party, str]] = {}
    releases: dict[str, Release] = {}
    for row in rows:
        for facts, columns in told_once:
            remark = lay_facts(facts, row, columns)
            if remark is not None:
                return Told(), remark
        party = _party(row)
        if party is not None:
            before = parties.setdefault((folded(party.name), party.role), (party, row.place))
            if before[0] != party:
                return Told(), f"{row.place} disagrees with {before[1]} about {party.name}"
        release = _release(row)
        if release is not None:
            releases.setdefault(release.model_dump_json(), release)
    everyone = [party for party, _ in parties.values()]
    remark = _shares_remark(everyone, rows)
    if remark is not None:
        return Told(), remark
    return (
        Told(
            work=_work(work_facts, everyone, rows[0]),
            version=_version(version_facts, rows[0]),
            releases=tuple(releases.values()),
            performer=performer_facts.get("performer", (None, ""))[0],
        ),
        None,
    )


def lay_facts(facts: dict[str, tuple[str, str]], row: TableRow, columns: Mapping[str, str]) -> str | None:
    """Add what a row says in some columns, under the model's names, with its place.

    Returns
    -------
    str or None
        A remark if another row said otherwise.
    """
    for name, value in _picked(row, columns).items():
        before, place = facts.setdefault(name, (value, row.place))
        if before != value:
            return f"{row.place} disagrees with {place}: {name} {value!r}, not {before!r}"
    return None


def _picked(row: TableRow, columns: Mapping[str, str]) -> dict[str, str]:
    """Give the filled cells of some columns, under the model's names."""
    return {name: row.cells[column] for column, name in columns.items() if row.cells.get(column)}


def _work(facts: Mapping[str, tuple[str, str]], parties: Sequence[Party], row: TableRow) -> Work | None:
    """Make the work; its id alone, by which the row found its recordings, says nothing new."""
    values = {name: value for name, (value, _) in facts.items()}
    if not parties and not set(values) - {"musicbrainz_work_id"}:
        return None
    if "title" not in values:
        raise UsageError(f"{row.place} tells of a work without its title; fill work_title")
    return _made(Work, {**values, "parties": list(parties)}, row)


def _party(row: TableRow) -> Party | None:
    """Make the party of a row, if it has one."""
    values: dict[str, Any] = dict(_picked(row, PARTY_COLUMNS))
    if not values:
        return None
    if "name" not in values:
        values["name"] = " ".join(values[part] for part in ("first_name", "last_name") if part in values)
    if not values["name"] or "role" not in values:
        raise UsageError(f"{row.place} tells of a party without its name or role; fill both")
    values["role"] = role_named(values["role"])
    if values["role"] not in CWR_OF_ROLE:
        raise UsageError(
            f"{row.place}: role cannot be {values['role']!r}; there are {', '.join(CWR_OF_ROLE)}"
        )
    if "share_percent" in values:
        values["share_percent"] = values["share_percent"].removesuffix("%").strip().replace(",", ".")
    return _made(Party, values, row)


def _version(facts: Mapping[str, tuple[str, str]], row: TableRow) -> Version | None:
    """Make the version, on the user's word."""
    values = {name: value for name, (value, _) in facts.items()}
    if not values:
        return None
    return _made(Version, {**values, "evidence": "user"}, row)


def _release(row: TableRow) -> Release | None:
    """Make the release of a row, if it has one."""
    values = _picked(row, RELEASE_COLUMNS)
    return _made(Release, values, row) if values else None


def _made(kind: type[AnyModel], values: Mapping[str, object], row: TableRow) -> AnyModel:
    """Make a model from a row's cells; UsageError names the row and the cell."""
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        raise UsageError(f"{row.place}: {refusal(error)}") from error


def _shares_remark(parties: Sequence[Party], rows: Sequence[TableRow]) -> str | None:
    """Say that shares do not add up, if they do not."""
    shares = [party.share_percent for party in parties if party.share_percent is not None]
    total = sum(shares)
    complete = bool(parties) and len(shares) == len(parties)
    if total > 100.0 + SHARE_SLACK_PERCENT or (complete and total < 100.0 - SHARE_SLACK_PERCENT):
        places = f"{rows[0].place}{'' if len(rows) == 1 else f' and {len(rows) - 1} more'}"
        return f"{places}: the shares add up to {total:g}, not 100; nothing of it was taken"
    return None
