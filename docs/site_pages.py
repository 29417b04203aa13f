"""Lay out the documentation site's pages: ``python -m docs.site_pages FOLDER``, then ``mkdocs build``.

The site is made of the documents as they lie in the project, at the same paths below each other, so that
every link leads to the same place on the site: what a page links to is copied beside it.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = (
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "docs/*.md",
    "sample/README.md",
    "sample/essay/README.md",
    "sample/ATTRIBUTION.md",
)
_LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)\s]*)?\)")


def pages() -> Iterator[Path]:
    """Give the documents that become pages."""
    for pattern in PAGES:
        yield from sorted(ROOT.glob(pattern))


def linked(page: Path) -> Iterator[Path]:
    """Give the files that a page links to."""
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        place = (page.parent / target).resolve()
        if place.is_file() and place.is_relative_to(ROOT):
            yield place


def lay_out(folder: Path) -> int:
    """Copy pages and what they link to; gives how many files there are."""
    shutil.rmtree(folder, ignore_errors=True)
    wanted = set(pages())
    wanted |= {place for page in pages() for place in linked(page)}
    for place in sorted(wanted):
        target = folder / place.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(place, target)
    return len(wanted)


if __name__ == "__main__":
    print(f"{lay_out(Path(sys.argv[1]))} files")
