"""The cue sheet in our own layout, as CSV: a heading, the rows, the totals; to read, mend and hand on."""

import csv
import io

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.sheets.sheet_fields import Value, heading_facts, read_field
from cuespotter.exports.sheets.sheet_rows import SheetRow, sheet_rows
from cuespotter.model.document import FilmDocument
from cuespotter.wording.text import flat
from cuespotter.wording.times import clock_text

HEADING = (
    ("Production", "title"),
    ("Also known as", "further_titles"),
    ("Episode", "episode_title"),
    ("Episode number", "episode_number"),
    ("Year", "year"),
    ("Version", "version"),
    ("Production company", "production_company"),
    ("Production number", "production_number"),
    ("Director", "director"),
    ("Country", "country"),
    ("First shown", "initial_air_date"),
    ("Network", "network"),
    ("Prepared by", "prepared_by"),
    ("E-mail", "prepared_by_email"),
    ("Date prepared", "date_prepared"),
    ("Running time", "running_time"),
    ("Music in all", "music_time"),
)
"""Words of the heading, and the fact that each gives."""
COLUMNS = (
    ("No.", "number"),
    ("Cue", "cue_no"),
    ("Title", "title"),
    ("Usage", "usage_us"),
    ("In", "in_s"),
    ("Out", "out_s"),
    ("Duration", "duration_s"),
    ("Artist", "artist"),
    ("Original by", "original"),
    ("Role", "role"),
    ("Party", "party"),
    ("IPI", "ipi"),
    ("Society", "society"),
    ("Share %", "share_percent"),
    ("ISWC", "iswc"),
    ("ISRC", "isrc"),
    ("Work", "work_origin"),
    ("Recording", "recording_origin"),
    ("Label", "label"),
    ("Catalogue no.", "catalogue_number"),
    ("Status", "status"),
    ("Notes", "notes"),
)
"""Words of each column, and the field that it gives."""
ONCE = frozenset(
    field for _, field in COLUMNS if field not in {"role", "party", "ipi", "society", "share_percent"}
)
"""Fields of the cue, written on its first line only."""
BYTE_ORDER_MARK = "\ufeff"
"""Tells spreadsheets that the text is UTF-8."""


def write(document: FilmDocument, _options: ExportOptions) -> bytes:
    """Write RFC 4180 for spreadsheets; a text that they would run as a formula gets an apostrophe."""
    filing, rows = sheet_rows(document)
    facts = heading_facts(document, filing)
    lines = [[words, facts[name]] for words, name in HEADING if facts[name]]
    lines += [[], [words for words, _ in COLUMNS]]
    lines += [[_text(name, cell(name, row)) for _, name in COLUMNS] for row in rows]
    text = io.StringIO()
    csv.writer(text).writerows([[harmless(flat(item)) for item in line] for line in lines])
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def cell(field: str, row: SheetRow) -> Value:
    """Read a cell; what belongs to the cue stands on its first line only."""
    return None if field in ONCE and not row.is_first else read_field(field, row)


def _text(field: str, value: Value) -> str:
    """Write a value: times as a clock shows them, shares without needless zeros."""
    if value is None:
        return ""
    if field.endswith("_s"):
        return clock_text(float(value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def harmless(text: str) -> str:
    """Keep a spreadsheet from running a text as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
