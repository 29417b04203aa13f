"""The chapters that a media file brings with it, as its maker set them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cuespotter.lines import printable
from cuespotter.media.probe import open_container


@dataclass(frozen=True)
class FileChapter:
    """One chapter, ``[begin_s, end_s)`` on the file's clock; its title is empty where it has none."""

    begin_s: float
    end_s: float
    title: str


def read_chapters(path: Path) -> list[FileChapter]:
    """Read a file's chapters in their order; those before its start are left out.

    Raises
    ------
    MediaError
        The file cannot be opened.
    """
    with open_container(path) as container:
        found = container.chapters()
    made = []
    for one in found:
        unit = one["time_base"] or 0
        begin_s, end_s = float(one["start"] * unit), float(one["end"] * unit)
        title = printable(str(one["metadata"].get("title", "")))
        if begin_s >= 0:
            made.append(FileChapter(begin_s, max(begin_s, end_s), title))
    return sorted(made, key=lambda one: one.begin_s)
