import csv
import io
from datetime import timedelta

import pytest
from tests.golden.documents import empty, hostile, sample
from tests.unit.exports.readers import reader

from cuespotter.errors import ExportError
from cuespotter.exports.base import ExportOptions
from cuespotter.exports.formats import export, notes_on, render
from cuespotter.exports.sheets.column_sheet import fill_template, parse_template
from cuespotter.exports.sheets.sheet_fields import FIELDS
from cuespotter.model.party import Party
from cuespotter.model.work import Work
from cuespotter.report.filing import file_cues


def test_every_row_is_as_high_as_its_wrapped_texts():
    """Some programs keep the height that a file tells, and cut what does not fit."""
    base = sample()
    cue = base.cues_heard[0].model_copy(update={"title": "A title of many words that goes on and on " * 3})
    document = base.model_copy(update={"cues": [cue, *base.cues[1:]]})
    sheet = sheet_of(render(document, "xlsx"))
    rows = [row for row in sheet.iter_rows() if row[2].value and str(row[2].value).startswith("A title of")]
    assert rows
    for row in rows:
        letters = sheet.column_dimensions["C"].width
        assert sheet.row_dimensions[row[2].row].height >= 15 * len(row[2].value) / letters
        assert not row[-1].alignment.wrap_text


def sheet_of(content, name="Cue sheet"):
    return reader("openpyxl").load_workbook(io.BytesIO(content))[name]


@pytest.fixture
def stand_in(tmp_path):
    reader("openpyxl")
    from tests.golden.workbooks import rapidcue_stand_in

    path = tmp_path / "RapidCue.xlsx"
    rapidcue_stand_in().save(path)
    return path


def filled(document, stand_in):
    return sheet_of(render(document, "rapidcue", ExportOptions(template=stand_in)), "Cue Sheet")


def test_the_workbook_opens_with_true_times_that_add_up():
    sheet = sheet_of(render(sample(), "xlsx"))
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    top = next(number for number, row in enumerate(rows) if row[0] == "No.")
    body = rows[top + 1 :]
    assert [row[2] for row in body if row[0]][:3] == ["Harbour Lights Off", "The Crossing", None]
    total = sum(row[6].total_seconds() for row in body if row[6] is not None and row[5] != "Total")
    assert total == file_cues(sample()).music_s


def test_what_is_to_do_stands_on_its_own_sheet():
    texts = [row[4].value for row in sheet_of(render(sample(), "xlsx"), "To do").iter_rows(min_row=2)]
    assert "no writer is known" in texts


def test_no_text_of_a_workbook_becomes_a_formula():
    for row in sheet_of(render(hostile(), "xlsx")).iter_rows():
        assert not any(cell.data_type == "f" for cell in row)


def test_a_csv_cue_sheet_runs_nothing_in_a_spreadsheet():
    text = render(hostile(), "cuesheet").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert "'=cmd|' /C calc'!A0" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_shares_and_timings_stand_where_they_belong():
    rows = list(csv.reader(io.StringIO(render(sample(), "cuesheet").decode("utf-8-sig"), newline="")))
    top = next(number for number, row in enumerate(rows) if row[:1] == ["No."])
    first, second, third = (dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 : top + 4])
    assert (first["In"], first["Out"], first["Duration"], first["Party"], first["Share %"]) == (
        "0:00", "1:32", "1:32", "Ada Marlow", "30",
    )  # fmt: skip
    assert [second["Duration"], third["Duration"]] == ["", ""]
    assert [second["Role"], third["Role"]] == ["lyricist", "publisher"]


def test_rapidcue_gets_its_header_and_a_row_for_each_party(stand_in):
    sheet = filled(sample(), stand_in)
    header = {place: sheet[place].value for place in ("D4", "D10", "N4", "N5", "N9", "N11", "N13", "N14")}
    assert header == {
        "D4": "Theatrical", "D10": "PAL DVD", "N4": "Night Ferry", "N5": None, "N9": "GW-9",
        "N11": "Gangway Pictures", "N13": "R. Teal", "N14": "r.teal@example.org",
    }  # fmt: skip
    assert sheet["D5"].value.isoformat()[:10] == "2026-03-02"
    assert (sheet["D13"].value, sheet["F13"].value) == (90, 0)
    assert [sheet[f"{column}20"].value for column in "BCDEFGHI"] == [
        "Harbour Lights Off",
        "MT",
        0,
        0,
        0,
        0,
        1,
        32,
    ]
    assert [sheet[f"{column}20"].value for column in "LMNOPQR"] == [
        "C",
        "Ada",
        "Marlow",
        None,
        None,
        "PRS",
        0.3,
    ]
    assert [sheet[f"{column}22"].value for column in "LMNOPQR"] == [
        "E", None, None, "Low Tide Music", "00000000395", "PRS", 0.5,
    ]  # fmt: skip
    assert [sheet[f"{column}21"].value for column in "BCDEFGHI"] == [None] * 8


def test_rapidcues_formulas_and_protection_stay(stand_in):
    sheet = filled(sample(), stand_in)
    assert sheet["J20"].value.startswith("=IF(D20")
    assert sheet["D17"].value == "=SUM(J20:J60)"
    assert sheet.protection.sheet
    assert not sheet["B20"].protection.locked
    assert sheet["P22"].number_format == "@"


def test_rapidcues_times_add_up_to_the_filed_music(stand_in):
    sheet = filled(sample(), stand_in)
    total = 0
    for row in range(20, 61):
        times = [sheet[f"{column}{row}"].value for column in "DEFGHI"]
        if times[0] is not None:
            total += sum(
                weight * time for weight, time in zip((-3600, -60, -1, 3600, 60, 1), times, strict=True)
            )
    assert total == file_cues(sample()).music_s


def test_a_workbook_is_the_same_each_time(stand_in):
    options = ExportOptions(template=stand_in)
    assert render(hostile(), "rapidcue", options) == render(hostile(), "rapidcue", options)
    assert render(empty(), "rapidcue", options)


def test_a_wrong_workbook_is_refused_in_one_line(tmp_path, stand_in):
    openpyxl = reader("openpyxl")
    other, text, formula = (tmp_path / name for name in ("other.xlsx", "text.xlsx", "formula.xlsx"))
    openpyxl.Workbook().save(other)
    text.write_text("no workbook")
    book = openpyxl.load_workbook(stand_in)
    book["Cue Sheet"]["N4"] = "=A1"
    book.save(formula)
    for path, words in (
        (other, "is not the RapidCue workbook"),
        (text, "cannot be read as a workbook"),
        (tmp_path / "none.xlsx", "cannot be read as a workbook"),
        (formula, "cell N4 of .* holds a formula"),
    ):
        with pytest.raises(ExportError, match=words) as caught:
            export(
                sample(), tmp_path / "out.xlsx", format_name="rapidcue", options=ExportOptions(template=path)
            )
        assert "\n" not in caught.value.message
    assert not (tmp_path / "out.xlsx").exists()
    with pytest.raises(ExportError, match="name it with --template"):
        render(sample(), "rapidcue")


def test_without_openpyxl_the_error_says_what_to_install(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(ExportError, match=r'pip install "cuespotter\[sheets\]"'):
        render(sample(), "xlsx")


TEMPLATE = """
name = "mine"
delimiter = ";"
heading = [["Film", "{title}"], []]
[[column]]
heading = "T"
field = "title"
[[column]]
heading = "D"
field = "duration_s"
form = "mmmss"
[[column]]
text = "x"
"""


def test_a_template_of_ones_own_gives_its_columns(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(TEMPLATE, encoding="utf-8")
    lines = render(sample(), "columns", ExportOptions(template=path)).decode().splitlines()
    assert lines[:5] == [
        "Film;Night Ferry",
        "",
        "T;D;",
        "Harbour Lights Off;00132;x",
        "Harbour Lights Off;;x",
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            ('"title"', '"titel"'),
            "column 1 asks for the field 'titel', which there is not; did you mean 'title'",
        ),
        (('"title"', '"qqq"'), "known are number, cue_no"),
        (("{title}", "{titel}"), r"asks for \{titel\}, which there is not; known are title"),
        (('form = "mmmss"', 'form = "days"'), r"column\.1\.form"),
        (('name = "mine"', ""), "name is missing"),
        (('name = "mine"', 'name = "mine"\ncolour = 1'), "colour cannot be 1; there is no such field"),
        (("[[column]]", "[[column"), "is not TOML"),
        (('delimiter = ";"', 'layout = "fixed"'), "column 1 needs a width"),
    ],
)
def test_a_template_with_a_mistake_is_refused_in_one_line(change, words):
    with pytest.raises(ExportError, match=words) as caught:
        fill_template(sample(), parse_template(TEMPLATE.replace(*change), where="mine.toml"))
    assert "\n" not in caught.value.message


def test_a_template_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ExportError, match=r"cannot read the template .*none\.toml: No such file"):
        render(sample(), "columns", ExportOptions(template=tmp_path / "none.toml"))
    with pytest.raises(ExportError, match="or choose prs, apra, tono"):
        render(sample(), "columns")


def test_fixed_columns_are_as_wide_as_told_whatever_the_title():
    lines = render(hostile(), "tono").decode("latin-1").split("\r\n")
    assert {len(line) for line in lines[1:] if line} == {163}


def test_a_comma_in_a_title_does_not_shift_a_heading():
    document = sample()
    film = document.film.model_copy(update={"title": "Ferry, Night"})
    text = render(document.model_copy(update={"film": film}), "prs").decode("utf-8-sig")
    assert text.splitlines()[0] == 'Programme,"Ferry, Night"'


def test_the_societies_codes_stand_in_their_sheets():
    rows = list(csv.DictReader(render(sample(), "prs").decode("utf-8-sig").splitlines()[7:]))
    assert [(row["Usage"], row["Music origin"]) for row in rows[:3]] == [("T", "P"), ("B", "X"), ("F", "")]


def test_every_field_can_be_read_of_every_row():
    from cuespotter.exports.sheets.sheet_rows import sheet_rows

    for document in (sample(), hostile()):
        for row in sheet_rows(document)[1]:
            assert all(isinstance(read(row), str | int | float | None) for read in FIELDS.values())


def with_writers(*names, artist="Nobody"):
    """The sample, its first cue by these writers, all cues played by one artist."""
    document = sample()
    parties = [Party(name=name, role="composer") for name in names]
    work = Work(title="Song", parties=parties)
    cues = [document.cues[0].model_copy(update={"work": work, "artist": artist})]
    return document.model_copy(update={"cues": cues})


@pytest.mark.parametrize(
    ("name", "artist", "parts"),
    [
        ("Massive Attack", "Massive Attack", (None, "Massive Attack")),
        ("MASSIVE ATTACK", "Massive Attack", (None, "MASSIVE ATTACK")),
        ("Kings of Convenience", "Another", (None, "Kings of Convenience")),
        ("The Quay", "Another", (None, "The Quay")),
        ("Blink-182", "Another", (None, "Blink-182")),
        ("Red Hot Chili Peppers", "Another", (None, "Red Hot Chili Peppers")),
        ("Ada Marlow", "Another", ("Ada", "Marlow")),
        ("Marlow, Ada", "Another", ("Ada", "Marlow")),
        ("Ludwig van Beethoven", "Another", ("Ludwig van", "Beethoven")),
        ("Cher", "Another", (None, "Cher")),
    ],
)
def test_a_bands_name_is_not_split_in_two(name, artist, parts, stand_in):
    sheet = filled(with_writers(name, artist=artist), stand_in)
    assert (sheet["M20"].value, sheet["N20"].value) == parts


def test_fixed_columns_name_what_they_cut():
    long = "Adalbertine Marlow-Featherstonehaugh of Upper Quayside"
    assert len(long) > 40
    (cut, _) = notes_on(with_writers(long), "tono")
    assert cut == f"writers has 40 letters; cut was \u201c{long}\u201d"
    assert len(notes_on(with_writers("Ada Marlow"), "tono")) == 1  # only what check misses


def test_a_sheet_names_what_its_encoding_cannot_write():
    (lost, _) = notes_on(with_writers("\u0141ukasz Hall"), "tono")
    assert lost == "writers: latin-1 has no sign for letters of \u201c\u0141ukasz Hall\u201d; each became ?"


def test_the_workbook_prints_on_a_page_what_a_person_reads():
    sheet = sheet_of(render(sample(), "xlsx"))
    setup = sheet.page_setup
    assert (setup.orientation, int(setup.paperSize), setup.fitToWidth, setup.fitToHeight) == (
        "landscape",
        9,
        1,
        0,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    top = next(row[0].row for row in sheet.iter_rows() if row[0].value == "No.")
    assert sheet.print_title_rows == f"${top}:${top}"
    printed = sheet.print_area.replace("$", "").rpartition("!")[2]
    heads = [cell.value for cell in sheet[printed][top - 1]]
    assert (heads[0], heads[-1]) == ("No.", "Share %")
    # 45 letters of the usual face go on 10 cm: what is printed keeps two thirds of its size on A4 and Letter
    letters = sum(sheet.column_dimensions[cell.column_letter].width for cell in sheet[printed][top - 1])
    assert letters < 195
    assert all(cell.border.left.style for cell in sheet[top + 1])
    assert all(cell.alignment.wrap_text for cell in sheet[top + 1][: len(heads)])


def test_the_workbooks_dates_and_totals_are_values_to_reckon_with():
    document = sample()
    sheet = sheet_of(render(document, "xlsx"))
    dates = [row[2].value for row in sheet.iter_rows(max_row=20) if row[0].value == "Date prepared"]
    assert [one.strftime("%Y-%m-%d") for one in dates] == [document.film.header.date_prepared]
    facts = {row[0].value: row[2] for row in sheet.iter_rows(max_row=20) if row[0].value}
    top = facts["No."].row
    assert facts["Year"].value == 2011
    assert facts["Running time"].number_format == "[h]:mm:ss"
    assert facts["Running time"].value == timedelta(hours=1, minutes=30)
    (total,) = [row for row in sheet.iter_rows() if any(cell.value == "Total" for cell in row)]
    at = next(cell.column for cell in total if cell.value == "Total")
    column = [
        row[at].value
        for row in sheet.iter_rows(min_row=top, max_row=total[0].row - 1)
        if row[at].number_format == "[h]:mm:ss"
    ]
    assert total[at].value == sum((one for one in column if one is not None), start=type(total[at].value)())
