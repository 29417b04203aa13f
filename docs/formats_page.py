"""The page of the documents that lists all formats and what a template may ask for, made from the tables."""

from cuespotter.exports.formats import FORMATS
from cuespotter.exports.sheets.column_sheet import EXAMPLES, Column, SheetTemplate
from cuespotter.exports.sheets.sheet_fields import FACTS, FIELDS
from cuespotter.model.base import Model
from cuespotter.report.filing import __doc__ as filing_rules

OPENING = """# Formats

Made from the table in `cuespotter/exports/formats.py`; do not edit.

`cuespotter export FILM OUT` chooses a format by the ending of OUT, or by its name with `--as`.
A file appears whole or not at all. Rejected cues stand in the canonical document only; its JSON Schema is
`docs/schema/cuespotter.film-1.json`.

`json`, `csv`, `tsv`, `otio` and `jams` are read by programs: an answer stands there by the name that the
schema and filters know (`pre_existing`); everywhere else it is said in words. What a format cannot hold
is said when it is written: names that fixed columns cut, letters that an encoding has not, recordings
without the ids that JSPF needs. Bytes of a name that are no text are written as \ufffd.

| name | endings | for | needs |
| --- | --- | --- | --- |
"""
TIMECODE = """
## Timecode

The edit formats (`otio`, `fcp7xml`, `fcpxml`, `resolve-markers`, `cmx3600`) count pictures: at the film's
own rate and from its first timecode, unless you name others. A rate is read as files declare it: 2997/125
is 24000/1001, and so is whatever else lies within 0.01 % of a rate that editing systems count at. Where
none does, or pictures come at no steady rate, you are asked for `--picture-rate`. Sound without pictures
is laid down at 25. Drop-frame exists at 29.97 and 59.94 only. Unnamed music is a clip (in FCPXML a
marker) without media.

## Cue sheets

"""
EXAMPLE_NAMES = ", ".join(f"`{name}`" for name in EXAMPLES)
TEMPLATES = f"""
## Templates for other cue sheets

`columns` writes the sheet that a TOML file of yours describes. {EXAMPLE_NAMES} are examples that ship with
the program, in `cuespotter/exports/sheets/columns/`. They follow the societies' public words, not their
forms: copy and mend them. A template says:
"""


def formats_page() -> str:
    """Write the page as Markdown."""
    return "".join(
        [
            OPENING,
            *_format_rows(),
            TIMECODE,
            (filing_rules or "").partition("\n\n")[2],
            TEMPLATES,
            _keys("", SheetTemplate),
            _keys("Each `[[column]]` says:", Column),
            "\nFields of a column: ",
            ", ".join(f"`{name}`" for name in FIELDS),
            ".\n\nFacts of a heading, as `{name}`: ",
            ", ".join(f"`{name}`" for name in FACTS),
            ".\n",
        ]
    )


def _format_rows() -> list[str]:
    rows = []
    for row in FORMATS.values():
        endings = " ".join(f"`{suffix}`" for suffix in row.suffixes) or "by name only"
        needs = [f"`cuespotter[{row.needs}]`"] if row.needs else []
        needs += ["`--template`"] if row.needs_template else []
        rows.append(f"| `{row.name}` | {endings} | {row.description} | {', '.join(needs)} |\n")
    return rows


def _keys(heading: str, model: type[Model]) -> str:
    """List the keys of a table of a template with what they take."""
    schema = model.model_json_schema()["properties"]
    lines = [heading, ""] if heading else [""]
    for name, facts in schema.items():
        if name != "column":
            choices = facts.get("enum") or [
                choice for option in facts.get("anyOf", []) for choice in option.get("enum", [])
            ]
            words = [facts.get("description"), " or ".join(f"`{choice}`" for choice in choices)]
            lines.append(f"- `{name}`: {'; '.join(word for word in words if word) or 'text'}")
    return "\n".join(["", *lines, ""]) if heading else "\n".join([*lines, ""])
