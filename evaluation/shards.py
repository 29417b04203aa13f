"""What shards change: ``python -m evaluation.shards --help``.

The same films are asked about in one library, as a whole and shared out into shards: how much is found and
right, at which cost, in how much memory, and how many bytes each shard answers with.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cuespotter.identify.shard_trip import answer_film
from cuespotter.library import Holdings
from evaluation.detections import read_track_names
from evaluation.identifiers import Cuespotter
from evaluation.report import replace_between
from evaluation.run import DOCUMENT
from evaluation.score import FilmJudged, judge, summarise


def share_out(library: Path, folder: Path, count: int) -> int:
    """Copy a library and share it out into about so many shards; says how many it has."""
    shutil.copytree(library, folder)
    with Holdings.open(folder) as opened:
        _, whole = opened.compact(_silent)
        if count > 1:
            # files are planned to nine tenths of the bound
            opened.compact(_silent, shard_bytes=int(whole / count / 0.87))
        return len(opened.searched().parts)


def _silent(_done: int, _total: int) -> None:
    """Report to nobody."""


def answer_bytes(folder: Path, film: Path) -> list[int]:
    """Say how many bytes each shard answers with for a film."""
    with Holdings.open(folder) as opened:
        searched = opened.searched()
        count = len(searched.recordings)
        return [
            len(answer_film([film], part, opened.settings, recordings=count).to_bytes())
            for part in searched.parts
        ]


def row_of(shards: int, judged: Sequence[FilmJudged], cpu_s: float, peak_mb: float, sent: list[int]) -> str:
    """Make a row of the table."""
    totals = summarise(judged)["events"]
    words = f"{sum(sent) / 1e3:.0f} kB in {len(sent)}" if sent else ""
    return (
        f"| {shards} | {100 * totals['recall']:.1f} % | {100 * totals['precision']:.1f} % | {cpu_s:.0f} | "
        f"{peak_mb:.0f} MB | {words} |"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, and print the table."""
    parser = argparse.ArgumentParser(description="Find out what shards change.")
    parser.add_argument("library", type=Path, help="a library, which is copied")
    parser.add_argument("truths", type=Path, nargs="+", help="FILM.truth.json, beside the film")
    parser.add_argument("--music", type=Path, nargs="+", required=True, help="folders with library.csv")
    parser.add_argument("--shards", type=int, nargs="+", default=[1, 2, 4, 8])
    parser.add_argument("--bytes", action="store_true", help="also what each shard answers with")
    parser.add_argument("--document", type=Path, nargs="?", const=DOCUMENT, help="write the table into it")
    given = parser.parse_args(arguments)
    names = {name: track for folder in given.music for name, track in read_track_names(folder).items()}
    lines = [
        "| shards | found | right | CPU s | most memory | candidates of the first film |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for wanted in given.shards:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "library"
            shards = share_out(given.library, folder, wanted)
            judged, cpu_s, peak_mb = [], 0.0, 0.0
            for path in given.truths:
                truth = json.loads(path.read_text(encoding="utf-8"))
                found, cost = Cuespotter(names).ask(path.with_name(truth["film"]), folder)
                judged.append(judge(truth, found))
                cpu_s, peak_mb = cpu_s + cost.cpu_s, max(peak_mb, cost.peak_mb)
            first = given.truths[0]
            film = first.with_name(json.loads(first.read_text(encoding="utf-8"))["film"])
            sent = answer_bytes(folder, film) if given.bytes and shards > 1 else []
            lines.append(row_of(shards, judged, cpu_s, peak_mb, sent))
            print(lines[-1], file=sys.stderr, flush=True)
    text = "\n".join(lines)
    print(text)
    if given.document is not None:
        replace_between(given.document, "shards", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
