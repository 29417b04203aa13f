"""Write the generated documents anew: ``python -m docs.renew``; ``--check`` only names those out of date."""

from __future__ import annotations

import sys
from pathlib import Path

from docs import desk_words
from docs.api_page import api_page
from docs.commands_page import commands_page
from tests.compat.format_document import render
from tests.golden.renew import generated

ROOT = Path(__file__).parent.parent


def documents() -> dict[str, str]:
    """Give every generated document: its path below the project, and its text."""
    return {
        "docs/api.md": api_page(),
        "docs/commands.md": commands_page(),
        "docs/index-format.md": render(),
        desk_words.TARGET: desk_words.page(),
        **generated(),
    }


def outdated() -> list[str]:
    """List the documents that are not as they would be written now."""
    return [
        path
        for path, text in documents().items()
        if not (ROOT / path).exists() or (ROOT / path).read_text(encoding="utf-8") != text
    ]


def main() -> int:
    """Run the command line."""
    late = outdated()
    for path in late:
        print(f"{path} is out of date" if "--check" in sys.argv else f"writing {path}")
        if "--check" not in sys.argv:
            (ROOT / path).write_text(documents()[path], encoding="utf-8")
    return 1 if late and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
