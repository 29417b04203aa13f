"""Several identifiers side by side: ``python -m evaluation.compare --work DIR [--document]``.

In: the results that `evaluation.run` left, one file for each identifier. Out: one table.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluation.report import number, percent, replace_between, table
from evaluation.run import DOCUMENT

Results = Mapping[str, Any]

GROUPS = {"levels": ["level"], "speeds": ["speed"], "treatments": ["treatment"], "short": ["duration"]}
"""Which conditions of which films are compared."""


def comparison(results: Sequence[Results]) -> str:
    """Draw recall by condition, false cues and cost, one column for each identifier."""
    heads = ["", *(result["identifier"] for result in results)]
    body = [
        row for batch, groups in GROUPS.items() for group in groups for row in _cells(results, batch, group)
    ]
    facts: list[tuple[str, Callable[[Results], str]]] = [
        ("all films: placements found", lambda r: percent(r["all"]["events"]["recall"])),
        ("precision", lambda r: percent(r["all"]["events"]["precision"])),
        ("seconds found", lambda r: percent(r["all"]["seconds"]["recall"])),
        ("false cues and wrong places", lambda r: _wrong(r, "false", "wrong_place")),
        ("wrong bars", lambda r: _wrong(r, "wrong_bar", "wrong_bar_beside_right")),
        ("false seconds in an hour", lambda r: number(r["all"]["false"]["seconds_per_hour"], 0)),
        ("CPU seconds for an hour of film", lambda r: number(r["cost"]["identify_cpu_s_per_hour"], 0)),
        ("CPU seconds to add the library", lambda r: number(_library(r)["cpu_s"], 0)),
        ("index, MB", lambda r: number(_library(r)["bytes"] / 1e6, 1)),
    ]
    body += [[name, *map(fact, results)] for name, fact in facts]
    return table(heads, body)


def _cells(results: Sequence[Results], batch: str, group: str) -> list[list[str]]:
    """One row for each condition that the first identifier met."""
    if batch not in results[0]["batches"]:
        return []
    rows = []
    for name, cell in results[0]["batches"][batch]["by"][group].items():
        unit = {"level": " dB", "duration": " s"}.get(group, "")
        found = [r["batches"].get(batch, {"by": {group: {}}})["by"][group].get(name) for r in results]
        shares = [percent(c["recall"]) if c else "-" for c in found]
        rows.append([f"{group} {name}{unit} ({cell['placements']})", *shares])
    return rows


def _wrong(result: Results, *kinds: str) -> str:
    """Add up kinds of wrong answers."""
    return str(sum(result["all"]["false"][kind] for kind in kinds))


def _library(result: Results) -> Mapping[str, float]:
    """Cost of the library: the whole one, if it was needed."""
    libraries = result["cost"]["libraries"]
    whole: Mapping[str, float] = libraries.get("whole") or next(iter(libraries.values()))
    return whole


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Put the results of several identifiers side by side.")
    parser.add_argument("--work", type=Path, required=True, help="where evaluation.run wrote its results")
    parser.add_argument(
        "--document", type=Path, nargs="?", const=DOCUMENT, help="write the table into docs/evaluation.md"
    )
    a = parser.parse_args(arguments)
    files = sorted(a.work.glob("results-*.json"), key=lambda p: (p.stem != "results-cuespotter", p.stem))
    if not files:
        print(f"found no results in {a.work}; run 'python -m evaluation.run' first", file=sys.stderr)
        return 2
    text = comparison([json.loads(path.read_text(encoding="utf-8")) for path in files])
    print(text)
    if a.document is not None:
        replace_between(a.document, "peers", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
