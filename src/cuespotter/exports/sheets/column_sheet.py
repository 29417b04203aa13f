"""Cue sheets in the columns that a society or broadcaster asks for, told by a template in TOML.

Three examples ship with the program (`prs`, `apra`, `tono`); they follow those societies' public words, not
their forms, and are there to be copied and mended. `docs/formats.md` lists what a template may say.
"""

import csv
import difflib
import io
import re
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from cuespotter.errors import ExportError
from cuespotter.exports.base import ExportOptions, shown
from cuespotter.exports.sheets.cue_sheet import harmless
from cuespotter.exports.sheets.sheet_fields import FIELDS, TIMINGS, Value, heading_facts, read_field
from cuespotter.exports.sheets.sheet_rows import SheetRow, sheet_rows
from cuespotter.model.base import Model
from cuespotter.model.document import FilmDocument
from cuespotter.model.refusal import refusal
from cuespotter.report.filing import Filing
from cuespotter.wording.answers import field_word
from cuespotter.wording.text import flat

EXAMPLES = ("prs", "apra", "tono")
FACT = re.compile(r"\{(\w+)\}")
CLOCKS = {
    "h:mm:ss": "{hours}:{minute:02d}:{seconds:02d}",
    "hh:mm:ss": "{hours:02d}:{minute:02d}:{seconds:02d}",
    "m:ss": "{minutes}:{seconds:02d}",
    "mmmss": "{minutes:03d}{seconds:02d}",
}
"""How a template may write a time."""
WIDEST_LETTERS = 1000
"""A wider column is a slip of the pen, and would fill the disk."""
Form = Literal["text", "h:mm:ss", "hh:mm:ss", "m:ss", "mmmss", "percent", "fraction"]


class Column(Model):
    """One column of a template: a field or a constant text, and how it is written."""

    heading: str = ""
    field: str | None = Field(
        default=None, description="a field of sheet_fields; without it, `text` is written"
    )
    text: str = ""
    form: Form | None = Field(default=None, description="h:mm:ss for times and plain text else, unless told")
    width: int | None = Field(
        default=None, gt=0, le=WIDEST_LETTERS, description="letters, in a fixed layout; at most 1000"
    )
    align: Literal["left", "right"] = "left"
    first_row_only: bool = Field(default=False, description="leave it empty on a cue's further rows")


class SheetTemplate(Model):
    """A society's sheet: its layout, its heading lines and its columns."""

    name: str
    description: str = ""
    layout: Literal["delimited", "fixed"] = "delimited"
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    rows: Literal["party", "cue"] = Field(
        default="party", description="a row for each party, or for each cue"
    )
    encoding: Literal["utf-8", "utf-8-sig", "latin-1", "cp1252"] = "utf-8"
    line_end: Literal["crlf", "lf"] = "crlf"
    column_headings: bool = True
    heading: list[list[str]] = Field(default=[], description="lines above; {name} gives a fact of the film")
    footing: list[list[str]] = Field(default=[], description="lines below, likewise")
    column: list[Column] = Field(min_length=1)


def write(document: FilmDocument, options: ExportOptions) -> bytes:
    """Write the sheet that the user's template (`options.template`) describes.

    Raises
    ------
    ExportError
        No template is named, or it cannot be read or understood.
    """
    if options.template is None:
        shipped = ", ".join(EXAMPLES)
        raise ExportError(
            f"a column sheet needs a template: name it with --template FILE.toml, or choose {shipped}"
        )
    return fill_template(document, read_template(options.template))


def write_prs(document: FilmDocument, _options: ExportOptions) -> bytes:
    """Write the shipped example in the manner of PRS and BBC."""
    return fill_template(document, _example("prs"))


def write_apra(document: FilmDocument, _options: ExportOptions) -> bytes:
    """Write the shipped example in the manner of APRA."""
    return fill_template(document, _example("apra"))


def write_tono(document: FilmDocument, _options: ExportOptions) -> bytes:
    """Write the shipped example of fixed columns in the manner of TONO."""
    return fill_template(document, _example("tono"))


def notes(document: FilmDocument, options: ExportOptions) -> list[str]:
    """Say what the user's template cannot hold."""
    return [] if options.template is None else lost(document, read_template(options.template))


def notes_prs(document: FilmDocument, _options: ExportOptions) -> list[str]:
    """Say what the example of PRS cannot hold."""
    return lost(document, _example("prs"))


def notes_apra(document: FilmDocument, _options: ExportOptions) -> list[str]:
    """Say what the example of APRA cannot hold."""
    return lost(document, _example("apra"))


def notes_tono(document: FilmDocument, _options: ExportOptions) -> list[str]:
    """Say what the example of TONO cannot hold."""
    return lost(document, _example("tono"))


@cache
def _example(name: str) -> SheetTemplate:
    source = (
        files("cuespotter.exports.sheets").joinpath("columns", f"{name}.toml").read_text(encoding="utf-8")
    )
    return parse_template(source, where=f"{name}.toml")


def read_template(path: Path) -> SheetTemplate:
    """Read a template from a file; see `parse_template` for what is refused."""
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise ExportError(f"cannot read the template {shown(path)}: {reason}", template=str(path)) from error
    return parse_template(source, where=shown(path))


def parse_template(source: str, *, where: str) -> SheetTemplate:
    """Understand a template.

    Raises
    ------
    ExportError
        It is not TOML, lacks something, or names a column field or a fact that there is not; one line,
        with the nearest name that there is.
    """
    try:
        template = SheetTemplate.model_validate(tomllib.loads(source))
    except tomllib.TOMLDecodeError as error:
        raise ExportError(f"{where} is not TOML: {flat(str(error))}", template=where) from error
    except ValidationError as error:
        raise ExportError(f"{where}: {refusal(error)}", template=where) from error
    _check_columns(template, where)
    return template


def _check_columns(template: SheetTemplate, where: str) -> None:
    for number, column in enumerate(template.column, start=1):
        if column.field is not None and column.field not in FIELDS:
            near = difflib.get_close_matches(column.field, FIELDS, n=1)
            known = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(FIELDS)}"
            raise ExportError(
                f"{where}: column {number} asks for the field {column.field!r}, which there is not; {known}",
                template=where,
                column=number,
            )
        if template.layout == "fixed" and column.width is None:
            raise ExportError(f"{where}: column {number} needs a width in a fixed layout", template=where)


def fill_template(document: FilmDocument, template: SheetTemplate) -> bytes:
    """Write a film's cue sheet by a template.

    Raises
    ------
    ExportError
        A heading line names a fact that there is not.
    """
    filing, rows = _rows(document, template)
    facts = heading_facts(document, filing)
    table = [[_cell(column, row) for column in template.column] for row in rows]
    if template.column_headings:
        table.insert(0, [column.heading for column in template.column])
    lines = [_heading_line(cells, facts, template) for cells in template.heading]
    join = _join_fixed if template.layout == "fixed" else _join
    lines += [join(cells, template) for cells in table]
    lines += [_heading_line(cells, facts, template) for cells in template.footing]
    end = {"crlf": "\r\n", "lf": "\n"}[template.line_end]
    return "".join(line + end for line in lines).encode(template.encoding, errors="replace")


def lost(document: FilmDocument, template: SheetTemplate) -> list[str]:
    """Say what a template's columns and encoding cannot hold, a line for each column."""
    _, rows = _rows(document, template)
    lines = []
    for column in template.column:
        cells = list(dict.fromkeys(_cell(column, row) for row in rows))
        name = column.heading or field_word(column.field or column.text)
        if template.layout == "fixed" and column.width is not None:
            cut = [cell for cell in cells if len(cell) > column.width]
            lines += [f"{name} has {column.width} letters; cut was {_quoted(cut)}"] if cut else []
        unwritten = [cell for cell in cells if not _can_write(cell, template.encoding)]
        if unwritten:
            lines.append(
                f"{name}: {template.encoding} has no sign for letters of {_quoted(unwritten)}; each became ?"
            )
    return lines


def _rows(document: FilmDocument, template: SheetTemplate) -> tuple[Filing, list[SheetRow]]:
    """File the film; a sheet with a row for each cue has only the first of each."""
    filing, rows = sheet_rows(document)
    return filing, [row for row in rows if row.is_first or template.rows == "party"]


def _quoted(texts: list[str]) -> str:
    return ", ".join(f"\u201c{text}\u201d" for text in texts)


def _can_write(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _heading_line(cells: list[str], facts: dict[str, str], template: SheetTemplate) -> str:
    """Put the film's facts into a heading line."""
    filled = [flat(FACT.sub(lambda found: _fact(found[1], facts, template), cell)) for cell in cells]
    return " ".join(filled) if template.layout == "fixed" else _join(filled, template)


def _fact(name: str, facts: dict[str, str], template: SheetTemplate) -> str:
    if name not in facts:
        raise ExportError(
            f"template {template.name}: a heading asks for {{{name}}}, which there is not; "
            f"known are {', '.join(facts)}",
            template=template.name,
        )
    return facts[name]


def _cell(column: Column, row: SheetRow) -> str:
    if column.field is None:
        return column.text
    if column.first_row_only and not row.is_first:
        return ""
    value = read_field(column.field, row)
    return "" if value is None else flat(_formed(value, column))


def _formed(value: Value, column: Column) -> str:
    """Write a value in the form asked for, or the usual one of its field."""
    form = column.form or ("h:mm:ss" if column.field in TIMINGS else "text")
    if isinstance(value, str) or value is None:
        return value or ""
    if form in CLOCKS:
        whole = int(value)
        hours, minutes, seconds = whole // 3600, whole // 60, whole % 60
        return CLOCKS[form].format(hours=hours, minute=minutes % 60, minutes=minutes, seconds=seconds)
    if form == "fraction":
        return f"{value / 100:.4f}"
    return f"{value:.2f}" if form == "percent" else f"{value:g}"


def _join_fixed(cells: list[str], template: SheetTemplate) -> str:
    """Cut and pad each cell to the width of its column."""
    return "".join(
        f"{cell[: column.width]:{'>' if column.align == 'right' else '<'}{column.width}}"
        for cell, column in zip(cells, template.column, strict=True)
    )


def _join(cells: list[str], template: SheetTemplate) -> str:
    """Part cells by the delimiter, with quotes where they are needed."""
    text = io.StringIO()
    csv.writer(text, delimiter=template.delimiter, lineterminator="").writerow(map(harmless, cells))
    return text.getvalue()
