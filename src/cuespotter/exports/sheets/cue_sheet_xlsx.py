"""The cue sheet in our own layout as a workbook: the sheet, and what `check` finds in it.

It prints on A4 and Letter, landscape: the columns that a person reads, as wide as the page; the heading of
the table on every page. What a form or a machine may want besides stands to the right, and is not printed.
"""

import textwrap
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.sheets import cue_sheet
from cuespotter.exports.sheets.sheet_fields import heading_facts
from cuespotter.exports.sheets.sheet_rows import SheetRow, sheet_rows
from cuespotter.exports.sheets.workbook import fill, openpyxl, workbook_bytes
from cuespotter.model.document import FilmDocument
from cuespotter.report.check import check_film
from cuespotter.wording.answers import field_word
from cuespotter.wording.text import without_controls

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.styles import Alignment, Border
    from openpyxl.worksheet.worksheet import Worksheet

SECONDS_A_DAY = 86_400
FONT = "Calibri"
"""A workbook's usual face; without a name each program takes another."""
CENTRED = frozenset(["number", "usage_us", "in_s", "out_s", "duration_s", "share_percent"])
CLOCK_FORMAT = "[h]:mm:ss"
DATE_FORMAT = "yyyy-mm-dd"
HEADING_COLOUR, LINE_COLOUR = "E8E8E8", "999999"
FOOT_LETTERS = 100
"""A page's foot holds 255 signs in all."""
WIDTHS = {
    "number": 8,
    "cue_no": 12,
    "title": 31,
    "usage_us": 9,
    "in_s": 9,
    "out_s": 9,
    "duration_s": 10,
    "artist": 22,
    "role": 14,
    "party": 25,
    "society": 10,
    "share_percent": 9,
    "iswc": 16,
    "isrc": 15,
    "work_origin": 17,
    "recording_origin": 17,
    "status": 10,
    "notes": 30,
}
"""In letters. The first two hold the words of the heading together."""
USUAL_WIDTH = 13
LINE_POINTS = 15.0
"""A line of text is so high; not every program makes rows as high as their wrapped texts by itself."""
AIR_POINTS = 4.0
"""What a row is higher than its text, so that no letter touches a line on paper."""
TIMES = {"running_time": "running_s", "music_time": "music_s"}
"""Facts of the heading that are times, and where their seconds stand."""
LAST_PRINTED = "share_percent"
"""The columns behind it are not printed: on A4 all of them would be too small to read."""
DURATION = "duration_s"
MARGIN_INCHES = 0.4
REMARK_COLUMNS = (("Row", 6), ("Cue", 9), ("To do", 12), ("About", 26), ("What", 75))
TO_DO = {"wrong": "correct", "missing": "fill in", "unsure": "listen"}
"""What is to be done about a remark."""


def write(document: FilmDocument, _options: ExportOptions) -> bytes:
    """Write the workbook; times are true times, so that they can be summed."""
    book = openpyxl().Workbook()
    sheet = book.active
    sheet.title = "Cue sheet"
    filing, rows = sheet_rows(document)
    _heading(sheet, heading_facts(document, filing))
    top = sheet.max_row + 2
    _table(sheet, rows, top)
    _for_printing(sheet, top, document.film.title)
    _remarks(book.create_sheet("To do"), document)
    return workbook_bytes(book)


def _heading(sheet: "Worksheet", facts: dict[str, str]) -> None:
    bold = openpyxl().styles.Font(name=FONT, bold=True)
    for words, name in cue_sheet.HEADING:
        if facts[name]:
            sheet.append([words])
            sheet.cell(sheet.max_row, 1).font = bold
            _fact(sheet.cell(sheet.max_row, 3), name, facts)


def _fact(cell: "Cell | MergedCell", name: str, facts: dict[str, str]) -> None:
    """Fill in a fact of the heading; a time, a year and a whole date are ones that can be reckoned with."""
    cell.alignment = openpyxl().styles.Alignment(horizontal="left")
    if name in TIMES:
        cell.number_format = CLOCK_FORMAT
        fill(cell, float(facts[TIMES[name]]) / SECONDS_A_DAY)
    elif name == "year":
        fill(cell, int(facts[name]))
    else:
        fill(cell, facts[name])
        _date(cell, facts[name])


def _date(cell: "Cell | MergedCell", text: str) -> None:
    """Make a whole date a date; any other text stays one."""
    try:
        cell.value = date.fromisoformat(text)
    except ValueError:
        return
    cell.number_format = DATE_FORMAT


def _table(sheet: "Worksheet", rows: list[SheetRow], top: int) -> None:
    styles = openpyxl().styles
    letter_of = openpyxl().utils.get_column_letter
    for column, (words, name) in enumerate(cue_sheet.COLUMNS, start=1):
        cell = sheet.cell(top, column, words)
        cell.font = styles.Font(name=FONT, bold=True)
        cell.border = _box()
        cell.fill = styles.PatternFill("solid", fgColor=HEADING_COLOUR)
        cell.alignment = _placed(name, is_wrapped=True)
        sheet.column_dimensions[letter_of(column)].width = WIDTHS.get(name, USUAL_WIDTH)
    for line, row in enumerate(rows, start=top + 1):
        _line(sheet, line, row)
    _total(sheet, top + len(rows) + 1, rows)
    sheet.freeze_panes = f"D{top + 1}"


def _total(sheet: "Worksheet", line: int, rows: list[SheetRow]) -> None:
    """Write how much music there is in all, under its column; a cue's time stands on its first row only."""
    names = [name for _, name in cue_sheet.COLUMNS]
    seconds = [cue_sheet.cell(DURATION, row) for row in rows]
    place = sheet.cell(line, names.index(DURATION) + 1)
    fill(place, sum(one for one in seconds if isinstance(one, int)) / SECONDS_A_DAY)
    place.number_format = CLOCK_FORMAT
    words = sheet.cell(line, names.index(DURATION), "Total")
    sheet.row_dimensions[line].height = LINE_POINTS + AIR_POINTS
    for cell in (words, place):
        cell.font = openpyxl().styles.Font(name=FONT, bold=True)
        cell.alignment = openpyxl().styles.Alignment(horizontal="center", vertical="center")
        cell.border = _box()


def _for_printing(sheet: "Worksheet", top: int, title: str) -> None:
    """Lay out the pages: A4 landscape, which Letter holds as well, as wide as the columns that are read."""
    names = [name for _, name in cue_sheet.COLUMNS]
    last = openpyxl().utils.get_column_letter(names.index(LAST_PRINTED) + 1)
    sheet.print_area = f"A1:{last}{sheet.max_row}"
    sheet.print_title_rows = f"{top}:{top}"
    _pages(sheet, title)


def _pages(sheet: "Worksheet", title: str) -> None:
    """Set paper, margins and the page's foot."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = openpyxl().worksheet.properties.PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = MARGIN_INCHES
    margins.bottom = 2 * MARGIN_INCHES
    # an ampersand would begin a code of the page's foot
    words = without_controls(title).replace("&", "&&")[:FOOT_LETTERS]
    foot = sheet.oddFooter
    for part, text in () if foot is None else ((foot.left, words), (foot.right, "&P / &N")):
        if part is not None:
            part.text = text


def _box() -> "Border":
    """Draw thin lines around a cell."""
    side = openpyxl().styles.Side(style="thin", color=LINE_COLOUR)
    box: Border = openpyxl().styles.Border(left=side, right=side, top=side, bottom=side)
    return box


def _placed(name: str, *, is_wrapped: bool) -> "Alignment":
    """Place a text in its cell: clear of the lines, in the middle of its row."""
    is_centred = name in CENTRED
    place: Alignment = openpyxl().styles.Alignment(
        horizontal="center" if is_centred else "left",
        vertical="center",
        wrap_text=is_wrapped,
        indent=0 if is_centred else 1,
    )
    return place


def _line(sheet: "Worksheet", line: int, row: SheetRow) -> None:
    names = [name for _, name in cue_sheet.COLUMNS]
    printed = names[: names.index(LAST_PRINTED) + 1]
    texts = ((cue_sheet.cell(name, row), WIDTHS.get(name, USUAL_WIDTH)) for name in printed)
    _make_room(sheet, line, ((text, width) for text, width in texts if isinstance(text, str)))
    for column, name in enumerate(names, start=1):
        value, place = cue_sheet.cell(name, row), sheet.cell(line, column)
        place.border = _box()
        place.alignment = _placed(name, is_wrapped=name in printed)
        if name.endswith("_s") and isinstance(value, int):
            place.number_format = CLOCK_FORMAT
            fill(place, value / SECONDS_A_DAY)
        else:
            fill(place, value)


def _make_room(sheet: "Worksheet", line: int, texts: Iterable[tuple[str, int]]) -> None:
    """Make a row as high as its longest text is, wrapped in a column of so many letters."""
    # the space before a text takes a letter
    count = max((len(textwrap.wrap(text, max(1, width - 1))) for text, width in texts), default=1)
    sheet.row_dimensions[line].height = LINE_POINTS * max(1, count) + AIR_POINTS


def _remarks(sheet: "Worksheet", document: FilmDocument) -> None:
    """List what the sheet still misses, or that it misses nothing."""
    for column, (words, width) in enumerate(REMARK_COLUMNS, start=1):
        sheet.cell(1, column, words).font = openpyxl().styles.Font(name=FONT, bold=True)
        sheet.column_dimensions[openpyxl().utils.get_column_letter(column)].width = width
    remarks = check_film(document)
    for line, remark in enumerate(remarks, start=2):
        to_do = TO_DO[remark.gravity]
        values = (remark.row, remark.cue_no, to_do, field_word(remark.field), remark.text)
        texts = ((text, width) for text, (_, width) in zip(values, REMARK_COLUMNS, strict=True))
        _make_room(sheet, line, ((text, width) for text, width in texts if isinstance(text, str)))
        for column, value in enumerate(values, start=1):
            place = sheet.cell(line, column)
            fill(place, value)
            place.alignment = _placed("", is_wrapped=True)
            place.border = _box()
    if not remarks:
        fill(sheet.cell(2, 5), "Ready to be filed: nothing is missing, and all adds up.")
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    _pages(sheet, document.film.title)
