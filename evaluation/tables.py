"""Tables (CSV) as the evaluation keeps its truth in, and the halves into which their names fall."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a table's rows, by its columns."""
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def half_of_name(name: str) -> int:
    """Give 0 or 1 by a digest of the name: it stays in its half whatever else is added."""
    return hashlib.sha256(name.encode()).digest()[0] % 2
