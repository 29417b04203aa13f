"""A table as spreadsheets save it -> its columns and rows.

Taken as they come: comma, semicolon or tab; UTF-8 with or without a mark, UTF-16 ("Unicode text"), and with
a warning what spreadsheets on Windows save as plain CSV; a first line ``sep=;``; blank lines, also before the
head; columns and cells that are empty; line breaks in cells.
"""

from __future__ import annotations

import codecs
import csv
import io
import logging
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cuespotter.errors import UsageError
from cuespotter.model.spelling import folded
from cuespotter.old_text import decode_old, likely_encoding

_log = logging.getLogger(__name__)
SEPARATORS = (",", ";", "\t", "|")
_SEP_LINE = re.compile(r'\s*"?sep=(?P<sign>.)"?[ \t,;|]*(\r\n|\r|\n|$)', re.IGNORECASE | re.DOTALL)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks and what they mark; the longer first, since one begins like the other."""
_CELL = re.compile(rb"[^,;\t\r\n]+")
_LOOK_BYTES = 32


@dataclass(frozen=True)
class TableRow:
    """A row of a table.

    Attributes
    ----------
    place : str
        'row 3 of parties.csv', counted as a spreadsheet does.
    cells : dict[str, str]
        What stands in the columns that have a name: one line each, trimmed, perhaps empty.
    """

    place: str
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A table that was read.

    Attributes
    ----------
    columns : tuple of str
        Their names in lower case with _ for blanks, as far as they have one.
    rows : tuple of TableRow
        Those in which anything stands.
    """

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


def read_table(path: Path, known: Collection[str]) -> Table:
    """Read a table.

    Parameters
    ----------
    path : Path
        The file.
    known : collection of str
        Names that columns may have: by them the separator is told.

    Raises
    ------
    UsageError
        It cannot be read, is no table, or something stands in a column that has no name.
    """
    text = _text_of(path)
    told = _SEP_LINE.match(text)
    if told is not None:
        text = text[told.end() :]
    records = _records(path, text, SEPARATORS if told is None else told["sign"], known)
    lines = iter(enumerate(records, start=1))
    head = next((cells for _, cells in lines if any(cells)), [])
    columns = [_name_of(cell) for cell in head]
    named = tuple(name for name in columns if name)
    twice = next((name for name in named if named.count(name) > 1), None)
    if twice is not None:
        raise UsageError(f"the table {path} has two columns {twice!r}; leave one")
    return Table(named, tuple(_rows(path, columns, lines)))


def _rows(path: Path, columns: list[str], lines: Iterator[tuple[int, list[str]]]) -> Iterator[TableRow]:
    """Put cells under their columns' names."""
    for number, cells in lines:
        if not any(cells):
            continue
        place = f"row {number} of {path.name}"
        if any(cells[len(columns) :]):
            raise UsageError(f"{place} has more cells than the table has columns")
        values: dict[str, str] = {}
        for name, cell in zip(columns, cells, strict=False):
            if name:
                values[name] = cell
            elif cell:
                raise UsageError(f"{place} holds {cell!r:.60} in a column that has no name; name the column")
        yield TableRow(place, values)


def _text_of(path: Path) -> str:
    """Read a table's text."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(f"the table {path} cannot be read: {error.strerror or error}") from error
    try:
        text = raw.decode(_encoding_of(raw))
    except UnicodeDecodeError:
        # heads and roles are ASCII in any language: what is not tells the encoding
        old = (
            likely_encoding(b"\n".join(cell for cell in _CELL.findall(raw) if not cell.isascii())) or "cp1252"
        )
        text = decode_old(raw, old)
        _log.warning(
            "the table %s is not in UTF-8 and was read as %s; if its names look odd, save it as 'CSV UTF-8'",
            path.name,
            old,
        )
    if "\0" in text:
        raise UsageError(f"the table {path} is no CSV: it holds zero bytes; save it as 'CSV UTF-8'")
    return text


def _encoding_of(raw: bytes) -> str:
    """Tell by its mark how a text is encoded; without one, by where its zeros stand."""
    marked = next((name for mark, name in _MARKS if raw.startswith(mark)), None)
    if marked is not None:
        return marked
    # the names of columns are ASCII: in UTF-16 every other byte of them is zero, in UTF-8 none
    high, low = (raw[start:_LOOK_BYTES:2].count(0) for start in (0, 1))
    if max(high, low) * 4 < len(raw[:_LOOK_BYTES]):
        return "utf-8"
    return "utf-16-be" if high > low else "utf-16-le"


def _records(path: Path, text: str, signs: Sequence[str], known: Collection[str]) -> list[list[str]]:
    """Part a text into cells at the sign that finds most of the columns."""
    found: list[list[list[str]]] = []
    failures: list[Exception] = []
    for sign in signs:
        try:
            found.append(_cells(text, sign))
        except (csv.Error, TypeError, ValueError) as error:
            failures.append(error)
    if not found or (failures and _fit(max(found, key=lambda one: _fit(one, known)), known)[0] == 0):
        raise UsageError(f"the table {path} is no CSV: {failures[0]}") from failures[0]
    return max(found, key=lambda one: _fit(one, known))


def _cells(text: str, separator: str) -> list[list[str]]:
    """Part a text into cells, each one line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    return [[" ".join(cell.split()) for cell in cells] for cells in reader]


def _fit(records: list[list[str]], known: Collection[str]) -> tuple[int, int]:
    """Say how well a separator fits: by the columns that it finds."""
    head = next((cells for cells in records if any(cells)), [])
    return sum(_name_of(cell) in known for cell in head), len(head)


def _name_of(cell: str) -> str:
    """Bring a column's name to one form."""
    return folded(cell).replace(" ", "_").replace("-", "_")
