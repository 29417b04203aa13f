"""Write the golden files and the generated documents anew. Read the difference before you commit it."""

from pathlib import Path

from tests.golden.documents import sample

from needledrop.exports.formats import FORMATS, render
from needledrop.exports.formats_page import formats_page
from needledrop.model.schema import SCHEMA_FILE, document_schema

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def golden_name(format_name):
    """The golden file of a format: by its first suffix, else by its name."""
    suffixes = FORMATS[format_name].suffixes
    return f"sample{suffixes[0] if suffixes else '.' + format_name}"


def generated():
    """Every generated document: its path below the project and its text."""
    return {
        f"docs/schema/{SCHEMA_FILE}": document_schema(),
        "docs/formats.md": formats_page(),
    }


def renew():
    """Write all of them."""
    for name, row in FORMATS.items():
        if row.needs is None:
            HERE.joinpath(golden_name(name)).write_bytes(render(sample(), name))
    for path, text in generated().items():
        ROOT.joinpath(path).parent.mkdir(parents=True, exist_ok=True)
        ROOT.joinpath(path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    renew()
