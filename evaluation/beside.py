"""Several identifiers on the wide films, one column each: ``python -m evaluation.beside RESULT.json ...``.

In: the results that ``evaluation.wide --identifier`` left, the first the one that others are held against.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluation.conditions import ANSWERS, share_text
from evaluation.report import number, replace_between, table
from evaluation.run import DOCUMENT

Figures = Mapping[str, Any]

FACTS: tuple[tuple[str, Callable[[Figures], str]], ...] = (
    ("false answers", lambda one: str(len(one["false"]))),
    ("answers at a wrong bar", lambda one: str(len(one["wrong_bars"]))),
    ("CPU seconds for an hour of film", lambda one: number(one["cpu_s_per_hour"], 0)),
)


def beside_table(results: Sequence[Figures]) -> str:
    """Draw the share found of each kind of placement, and what else tells identifiers apart."""
    heads = ["", *(str(one["identifier"]) for one in results)]
    shares = [{row["what"]: row for row in one["rows"]} for one in results]
    body = [
        [_named(row), *(share_text(each.get(row["what"])) for each in shares)]
        for row in results[0]["rows"]
        if row["placements"]
    ]
    body += [[what, *(fact(one) for one in results)] for what, fact in FACTS]
    return table(heads, body)


def _named(row: Mapping[str, Any]) -> str:
    """Name a kind of placement and how many there are; answers are as many as each identifier gives."""
    return ANSWERS if row["what"] == ANSWERS else f"{row['what']} ({row['placements']})"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, or write it into the document."""
    parser = argparse.ArgumentParser(description="Put identifiers side by side on the wide films.")
    parser.add_argument("results", type=Path, nargs="+", help="what evaluation.wide left (JSON)")
    parser.add_argument(
        "--document", type=Path, nargs="?", const=DOCUMENT, help="write the table into docs/evaluation.md"
    )
    given = parser.parse_args(arguments)
    results = [json.loads(path.read_text(encoding="utf-8")) for path in given.results]
    asked = {(one["films"], one["hours"], one["recordings"]) for one in results}
    if len(asked) > 1:
        told = "; ".join(f"{films} films, {hours:.2f} h" for films, hours, _ in sorted(asked))
        print(f"the results are of different films or libraries ({told}); ask again", file=sys.stderr)
        return 2
    text = beside_table(results)
    print(text)
    if given.document is not None:
        replace_between(given.document, "wide peers", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
