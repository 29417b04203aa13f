"""Write the golden files and the generated documents anew. Read the difference before you commit it."""

import io
from pathlib import Path

from docs.filter_page import filter_page
from docs.formats_page import formats_page
from tests.golden.documents import sample

from cuespotter.exports.formats import FORMATS, render
from cuespotter.model.schema import SCHEMA_FILE, document_schema

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def golden_name(format_name):
    """The golden file of a format: by its first suffix, else by its name."""
    if FORMATS[format_name].needs == "sheets":
        return f"sample.{format_name}.txt"
    suffixes = FORMATS[format_name].suffixes
    return f"sample{suffixes[0] if suffixes else '.' + format_name}"


def golden_content(format_name):
    """What the golden file holds: the export itself; of a workbook, its cells as text."""
    content = render(sample(), format_name)
    return cells_as_text(content) if FORMATS[format_name].needs == "sheets" else content


def cells_as_text(content):
    """A workbook as tab-separated lines: how it is packed depends on openpyxl's version."""
    import openpyxl

    lines = []
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        lines.append(f"[{sheet.title}]")
        rows = (["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows())
        lines += ["\t".join(row) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def generated():
    """Every generated document: its path below the project and its text."""
    return {
        f"docs/schema/{SCHEMA_FILE}": document_schema(),
        "docs/formats.md": formats_page(),
        "docs/filters.md": filter_page(),
    }


def renew():
    """Write all of them."""
    for name, row in FORMATS.items():
        if not row.needs_template:
            HERE.joinpath(golden_name(name)).write_bytes(golden_content(name))
    for path, text in generated().items():
        ROOT.joinpath(path).parent.mkdir(parents=True, exist_ok=True)
        ROOT.joinpath(path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    renew()
