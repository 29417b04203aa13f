"""Fills the user's own copy of the RapidCue workbook (2016); none is shipped.

Header and rows go into the cells below; every other cell, its formulas and its protection stay as they are.
Each party has a row; a cue's title, usage and times stand on its first row only, or its total doubles.
"""

import datetime as dt
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from cuespotter.errors import ExportError
from cuespotter.exports.base import ExportOptions, shown
from cuespotter.exports.sheets.sheet_fields import heading_facts, read_field
from cuespotter.exports.sheets.sheet_rows import SheetRow, sheet_rows
from cuespotter.exports.sheets.workbook import fill, openpyxl, workbook_bytes
from cuespotter.model.document import FilmDocument
from cuespotter.model.usage import CWR_OF_ROLE

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

HEADER_CELLS = {
    "D4": "classification",
    "D5": "date_prepared",
    "D8": "initial_air_date",
    "D9": "category",
    "D10": "version",
    "D11": "network",
    "N4": "title",
    "N5": "further_titles",
    "N6": "episode_title",
    "N8": "episode_number",
    "N9": "production_number",
    "N11": "production_company",
    "N12": "production_company_address",
    "N13": "prepared_by",
    "N14": "prepared_by_email",
}
MINUTES_CELL, SECONDS_CELL = "D13", "F13"
FIRST_ROW = 20
HEADING_ROWS = range(15, FIRST_ROW)
DATES = ("date_prepared", "initial_air_date")
HINT = "take a copy of the RapidCue workbook of 2016"


def write(document: FilmDocument, options: ExportOptions) -> bytes:
    """Fill the workbook named by `options.template`.

    Raises
    ------
    ExportError
        No workbook is named, it cannot be read, or it is not the RapidCue one.
    """
    if options.template is None:
        raise ExportError(
            "RapidCue is filled into your own copy of its workbook: name it with --template FILE"
        )
    book = _open(options.template)
    sheet = _sheet(book, options.template)
    filing, rows = sheet_rows(document)
    facts = heading_facts(document, filing)
    for place, name in HEADER_CELLS.items():
        if facts[name]:
            _put(sheet, place, _date(facts[name]) if name in DATES else facts[name], options.template)
    minutes, seconds = divmod(filing.running_s, 60)
    _put(sheet, MINUTES_CELL, minutes, options.template)
    _put(sheet, SECONDS_CELL, seconds, options.template)
    for line, row in enumerate(rows, start=FIRST_ROW):
        for column, value in _cells(row).items():
            if value is not None:
                _put(sheet, f"{column}{line}", value, options.template)
    return workbook_bytes(book)


def _cells(row: SheetRow) -> dict[str, str | float | None]:
    """Lay one row out by column."""
    cells: dict[str, str | float | None] = {}
    if row.is_first:
        cells |= {"B": read_field("title", row), "C": read_field("usage_us", row)}
        for columns, seconds in (("DEF", row.filed.in_s), ("GHI", row.filed.out_s)):
            cells |= dict(zip(columns, (seconds // 3600, seconds // 60 % 60, seconds % 60), strict=True))
    party = row.party
    if party is not None:
        share = None if party.share_percent is None else party.share_percent / 100
        cells |= {"L": CWR_OF_ROLE[party.role], "Q": party.society, "R": share}
        if party.is_publisher:
            cells |= {"O": party.name, "P": party.ipi}
        else:
            cells["M"], cells["N"] = row.name_parts
    return cells


def _open(path: Path) -> "Workbook":
    module = openpyxl()
    problems = (
        OSError,
        KeyError,
        ValueError,
        zipfile.BadZipFile,
        module.utils.exceptions.InvalidFileException,
    )
    try:
        book: Workbook = module.load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm")
    except problems as error:
        raise ExportError(
            f"{shown(path)} cannot be read as a workbook ({type(error).__name__}); {HINT}", template=str(path)
        ) from error
    return book


def _sheet(book: "Workbook", path: Path) -> "Worksheet":
    """Find the sheet whose rows begin at 20 under a heading for titles and one for shares."""
    for sheet in book.worksheets:
        titles, shares = (
            [str(sheet[f"{column}{row}"].value or "").lower() for row in HEADING_ROWS]
            for column in ("B", "R")
        )
        if any("title" in text for text in titles) and any("share" in text or "%" in text for text in shares):
            return sheet
    raise ExportError(
        f"{shown(path)} is not the RapidCue workbook: no sheet has titles in column B and shares in column R "
        f"from row {FIRST_ROW}; {HINT}",
        template=str(path),
    )


def _put(sheet: "Worksheet", place: str, value: str | float | dt.date, path: Path) -> None:
    """Fill a cell, but never over a formula or inside a merged range."""
    cell = sheet[place]
    is_merged = type(cell).__name__ == "MergedCell"
    if is_merged or cell.data_type == "f":
        raise ExportError(
            f"cell {place} of {shown(path)} {'is merged into another' if is_merged else 'holds a formula'}, "
            f"where RapidCue of 2016 takes a value; {HINT}",
            template=str(path),
            cell=place,
        )
    if isinstance(value, dt.date):
        cell.value = value
    else:
        fill(cell, value)


def _date(text: str) -> str | dt.date:
    """Read a full date; what is less stays as it was told."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return text
