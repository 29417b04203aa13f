"""A stand-in for the RapidCue workbook: the same cells, formulas and protection, none of its contents."""

import openpyxl
from openpyxl.styles import Protection

FIRST, LAST = 20, 60


def rapidcue_stand_in():
    """Make the workbook: headings over row 20, durations and totals as protected formulas."""
    book = openpyxl.Workbook()
    notes = book.active
    notes.title = "Instructions"
    notes["A1"] = "How to fill the cue sheet"
    sheet = book.create_sheet("Cue Sheet")
    sheet["B2"] = "RapidCue"
    for place, text in {"B4": "Classification", "L4": "Title", "B13": "Length", "B17": "Total"}.items():
        sheet[place] = text
    for column, text in zip(
        "ABCDGJLMNOPQR",
        [
            "Seq",
            "Cue title",
            "Use",
            "In",
            "Out",
            "Duration",
            "Role",
            "First",
            "Last",
            "Publisher",
            "IPI",
            "Society",
            "Share %",
        ],
        strict=True,
    ):
        sheet[f"{column}19"] = text
    sheet["D17"] = f"=SUM(J{FIRST}:J{LAST})"
    for row in range(FIRST, LAST + 1):
        sheet[f"J{row}"] = f'=IF(D{row}="","",(G{row}-D{row})*3600+(H{row}-E{row})*60+(I{row}-F{row}))'
        for column in "BCDEFGHILMNOPQR":
            sheet[f"{column}{row}"].protection = Protection(locked=False)
        sheet[f"P{row}"].number_format = "@"
    sheet.protection.sheet = True
    sheet.protection.password = "locked"
    return book
