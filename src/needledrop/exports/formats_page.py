"""The page of the documents that lists all formats, made from the table."""

from needledrop.exports.formats import FORMATS

OPENING = """# Formats

Made from the table in `needledrop/exports/formats.py`; do not edit.

`needledrop export FILM OUT` chooses a format by the ending of OUT, or by its name with `--as`.
A file appears whole or not at all. Rejected cues stand in the canonical document only.

| name | endings | for | needs |
| --- | --- | --- | --- |
"""


def formats_page() -> str:
    """Write the page as Markdown."""
    return OPENING + "".join(
        f"| `{row.name}` | {' '.join(f'`{suffix}`' for suffix in row.suffixes)} | {row.description} "
        f"| {f'`needledrop[{row.needs}]`' if row.needs else ''} |\n"
        for row in FORMATS.values()
    )
