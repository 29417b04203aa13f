"""Listings for people and for programs: a table, or the same rows as JSON or CSV with all that is known."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

import typer

from cuespotter.errors import UsageError

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, with all that is known.")]
CsvOption = Annotated[bool, typer.Option("--csv", help="Print a CSV table, with all that is known.")]
Form = Literal["table", "json", "csv"]


def form_of(*, as_json: bool, as_csv: bool = False) -> Form:
    """Say in which form a listing is wanted.

    Raises
    ------
    UsageError
        In two.
    """
    if as_json and as_csv:
        raise UsageError("--json and --csv are two forms of one listing; give one of them")
    return "json" if as_json else "csv" if as_csv else "table"


def print_rows(rows: Sequence[Mapping[str, object]], form: Form, fields: Sequence[str] = ()) -> None:
    """Print rows as a JSON list, or as CSV with a column for each field, in the order in which they come.

    Of no rows a JSON list is empty; CSV has the head alone where its `fields` are said, and else nothing:
    which columns it would have, rows alone tell.
    """
    if form == "json":
        print(json.dumps(list(rows), ensure_ascii=False, indent=2))
        return
    fields = list(dict.fromkeys([*fields, *(name for row in rows for name in row)]))
    if not fields:
        return
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(fields)
    writer.writerows([_cell(row.get(name)) for name in fields] for row in rows)


def _cell(value: object) -> object:
    """Write a value into a cell: nothing for none, lists and groups as JSON."""
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return "" if value is None else value
