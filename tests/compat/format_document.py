"""Write docs/index-format.md from the docstring that defines the format: ``python -m tests.compat.format_document``."""

from pathlib import Path

from cuespotter.index import file_format

PATH = Path(__file__).parents[2] / "docs" / "index-format.md"


def render():
    """Give the document's text."""
    title, text = file_format.__doc__.split("\n\n", 1)
    note = (
        "<!-- Written by `python -m tests.compat.format_document` from the docstring of "
        "`cuespotter/index/file_format.py`; change it there. -->"
    )
    return f"# {title.rstrip('.')}\n\n{note}\n\n{text.replace('``', '`')}"


if __name__ == "__main__":
    PATH.write_text(render(), encoding="utf-8")
