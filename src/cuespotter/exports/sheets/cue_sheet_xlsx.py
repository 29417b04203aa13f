"""The cue sheet in our own layout as a workbook: the sheet, and what `check` finds in it."""

from typing import TYPE_CHECKING

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.sheets import cue_sheet
from cuespotter.exports.sheets.sheet_fields import heading_facts
from cuespotter.exports.sheets.sheet_rows import SheetRow, sheet_rows
from cuespotter.exports.sheets.workbook import fill, openpyxl, workbook_bytes
from cuespotter.model.document import FilmDocument
from cuespotter.report.check import check_film
from cuespotter.wording.answers import field_word

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SECONDS_A_DAY = 86_400
FONT = "Calibri"
"""A workbook's usual face; without a name each program takes another."""
CENTRED = frozenset(["number", "in_s", "out_s", "duration_s", "share_percent"])
CLOCK_FORMAT = "[h]:mm:ss"
WIDTHS = {
    "number": 8,
    "cue_no": 12,
    "title": 34,
    "usage_us": 7,
    "in_s": 9,
    "out_s": 9,
    "duration_s": 9,
    "artist": 22,
    "role": 11,
    "party": 24,
    "society": 9,
    "share_percent": 8,
    "iswc": 16,
    "isrc": 15,
    "work_origin": 17,
    "recording_origin": 17,
    "status": 10,
    "notes": 30,
}
"""In letters. The first two hold the words of the heading together."""
USUAL_WIDTH = 13
REMARK_COLUMNS = (("Row", 6), ("Cue", 9), ("Gravity", 10), ("Field", 28), ("What", 70))


def write(document: FilmDocument, _options: ExportOptions) -> bytes:
    """Write the workbook; times are true times, so that they can be summed."""
    book = openpyxl().Workbook()
    sheet = book.active
    sheet.title = "Cue sheet"
    filing, rows = sheet_rows(document)
    _heading(sheet, heading_facts(document, filing))
    _table(sheet, rows)
    _remarks(book.create_sheet("To do"), document)
    return workbook_bytes(book)


def _heading(sheet: "Worksheet", facts: dict[str, str]) -> None:
    bold = openpyxl().styles.Font(name=FONT, bold=True)
    for words, name in cue_sheet.HEADING:
        if facts[name]:
            sheet.append([words])
            sheet.cell(sheet.max_row, 1).font = bold
            fill(sheet.cell(sheet.max_row, 3), facts[name])


def _table(sheet: "Worksheet", rows: list[SheetRow]) -> None:
    styles = openpyxl().styles
    letter_of = openpyxl().utils.get_column_letter
    top = sheet.max_row + 2
    for column, (words, name) in enumerate(cue_sheet.COLUMNS, start=1):
        cell = sheet.cell(top, column, words)
        cell.font = styles.Font(name=FONT, bold=True)
        cell.border = styles.Border(bottom=styles.Side(style="thin"))
        cell.alignment = styles.Alignment(horizontal="center" if name in CENTRED else "left")
        sheet.column_dimensions[letter_of(column)].width = WIDTHS.get(name, USUAL_WIDTH)
    for line, row in enumerate(rows, start=top + 1):
        _line(sheet, line, row)
    sheet.freeze_panes = f"D{top + 1}"
    sheet.print_title_rows = f"{top}:{top}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = openpyxl().worksheet.properties.PageSetupProperties(fitToPage=True)


def _line(sheet: "Worksheet", line: int, row: SheetRow) -> None:
    for column, (_, name) in enumerate(cue_sheet.COLUMNS, start=1):
        value, place = cue_sheet.cell(name, row), sheet.cell(line, column)
        if name in CENTRED:
            place.alignment = openpyxl().styles.Alignment(horizontal="center")
        if name.endswith("_s") and isinstance(value, int):
            place.number_format = CLOCK_FORMAT
            fill(place, value / SECONDS_A_DAY)
        else:
            fill(place, value)


def _remarks(sheet: "Worksheet", document: FilmDocument) -> None:
    """List what the sheet still misses, or that it misses nothing."""
    for column, (words, width) in enumerate(REMARK_COLUMNS, start=1):
        sheet.cell(1, column, words).font = openpyxl().styles.Font(name=FONT, bold=True)
        sheet.column_dimensions[openpyxl().utils.get_column_letter(column)].width = width
    remarks = check_film(document)
    for line, remark in enumerate(remarks, start=2):
        values = (remark.row, remark.cue_no, remark.gravity, field_word(remark.field), remark.text)
        for column, value in enumerate(values, start=1):
            fill(sheet.cell(line, column), value)
    if not remarks:
        fill(sheet.cell(2, 5), "nothing is missing, and all adds up")
    sheet.freeze_panes = "A2"
