"""How much the catalogue puts into one statement."""

from __future__ import annotations

from collections.abc import Collection, Iterator

CHUNK = 500
"""Values in one SQL list: SQLite allows 32,766, older ones 999."""


def in_chunks(values: Collection[str]) -> Iterator[list[str]]:
    """Cut a collection into lists that fit into one SQL statement."""
    ordered = sorted(values)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]
