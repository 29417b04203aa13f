"""Excel workbooks through openpyxl: no text becomes a formula, the same content gives the same bytes."""

import io
import re
import zipfile
from typing import TYPE_CHECKING

from cuespotter.errors import ExportError
from cuespotter.wording.text import without_controls

if TYPE_CHECKING:
    from types import ModuleType

    from openpyxl.cell import Cell, MergedCell
    from openpyxl.workbook import Workbook

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
MOST_LETTERS = 32_767
"""What a cell can hold."""
CHANGED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
CELL_TEXT = "s"


def openpyxl() -> "ModuleType":
    """Import openpyxl when it is first needed.

    Raises
    ------
    ExportError
        It is not installed.
    """
    try:
        import openpyxl as module  # noqa: PLC0415 - an extra, and heavy
    except ImportError as error:
        raise ExportError(
            'workbooks need openpyxl, which is not installed: pip install "cuespotter[sheets]"'
        ) from error
    return module


def fill(cell: "Cell | MergedCell", value: str | float | None) -> None:
    """Put a value into a cell; a text stays a text, even '=1+1'."""
    if isinstance(value, str):
        cell.value = without_controls(value)[:MOST_LETTERS]
        if cell.value.startswith("="):
            cell.data_type = CELL_TEXT
            cell.quotePrefix = True
    else:
        cell.value = value


def workbook_bytes(book: "Workbook") -> bytes:
    """Save a workbook with all dates of saving taken out."""
    saved = io.BytesIO()
    book.save(saved)
    packed = io.BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = CHANGED.sub(rb"\g<1>1980-01-01T00:00:00Z\g<3>", content)
            target.writestr(zipfile.ZipInfo(name, ZIP_DATE), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
