"""What a large library hides, and what the short list finds again: ``python -m bench.short_list --help``.

Films of `evaluation` are asked about three times: in the library that has their music, in the same among
recordings that are made from numbers (`bench.synthetic`), and there with a film's likely recordings searched
again (`cuespotter.identify.short_list`). Which belong together the library's own catalogue says.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from bench.cpu import own_cpu_s
from bench.identify_scale import counts_of, write_library
from evaluation.detections import Detection, read_track_names
from evaluation.report import replace_between, table
from evaluation.score import judge

from cuespotter.alignment.confidence import Reported, reported
from cuespotter.analysis.fingerprint import Heard
from cuespotter.identify.reels import hear_reels
from cuespotter.identify.search import explain_reel
from cuespotter.identify.short_list import Kin
from cuespotter.index.reader import Index, open_index
from cuespotter.library import Holdings
from cuespotter.settings import Settings

DOCUMENT = Path(__file__).parents[1] / "docs" / "benchmarks.md"
WAYS = ("the library alone", "among made ones", "... and searched again")
Place = Callable[[str], str]
"""Gives a recording's name in the truths by its id."""


def row_of(way: str, recordings: int, tally: Counter[str], cpu_s: float) -> list[str]:
    """Make a row of the table."""
    return [
        way,
        f"{recordings:,}",
        *(
            f"{tally[part]} of {tally[whole]}, {tally[part] / tally[whole]:.1%}"
            for part, whole in (("found", "placements"), ("clear_found", "clear"))
        ),
        f"{tally['false']} of {tally['reported']}",
        f"{cpu_s:.0f}",
    ]


def join_indexes(folder: Path, held: Holdings, made: Sequence[Path]) -> Index:
    """Open a library's index together with segments of made recordings."""
    own = [held.index_folder / one.name for one in held.catalogue.segments()]
    for path in [*own, *made]:
        (folder / path.name).symlink_to(path.resolve())
    names = [path.name for path in [*own, *made]]
    return open_index(folder, names, digest=held.settings.analysis.digest)


def ask(heard: Heard, index: Index, kin: Kin, settings: Settings) -> tuple[list[Reported], float]:
    """Search what was heard; gives what is reported, and the CPU seconds it took."""
    known = cache(lambda number: index.fingerprint(index.recordings[number]))
    before = own_cpu_s()
    found = explain_reel(heard, index, known, settings, lambda _stage, _share: None, kin=kin)
    told = reported(found, recordings=len(index.recordings), settings=settings)
    return told, own_cpu_s() - before


def detections(told: Sequence[Reported], index: Index, track: Place, rate: float) -> list[Detection]:
    """Put what is reported as the scorer reads it."""
    rows = []
    for one in told:
        alignment = one.alignment
        first = max(alignment.first, alignment.line.offset)
        rows.append(
            Detection(
                film_start_s=first / rate,
                film_end_s=alignment.last / rate,
                track=track(index.recordings[alignment.recording]),
                track_start_s=alignment.line.recording_frame(first) / rate,
                speed=alignment.line.speed,
                confidence=one.confidence,
            )
        )
    return rows


def measure(held: Holdings, made: Sequence[Path], truths: Sequence[Path], track: Place) -> list[list[str]]:
    """Ask about all films in all ways; gives the table's rows."""
    rate = held.settings.analysis.frames_per_second
    deep, shallow = (
        replace(held.settings, matching=replace(held.settings.matching, deep_postings=least))
        for least in (0, sys.maxsize)
    )
    tallies, cpu_s = [Counter[str]() for _ in WAYS], [0.0] * len(WAYS)
    with tempfile.TemporaryDirectory() as small, tempfile.TemporaryDirectory() as large:
        alone, among = join_indexes(Path(small), held, ()), join_indexes(Path(large), held, made)
        for path in truths:
            truth = json.loads(path.read_text(encoding="utf-8"))
            film = path.with_name(truth["film"])
            ((heard, _, _),) = hear_reels([film], None, held.settings, lambda _stage, _share: None)
            ways = ((alone, shallow), (among, shallow), (among, deep))
            for way, (index, settings) in enumerate(ways):
                told, spent_s = ask(heard, index, held.catalogue.kin, settings)
                tallies[way].update(counts_of(judge(truth, detections(told, index, track, rate))))
                cpu_s[way] += spent_s
                print(film.name, WAYS[way], tallies[way], file=sys.stderr, flush=True)
        counts = [len(index.recordings) for index in (alone, among, among)]
    return [row_of(*row) for row in zip(WAYS, counts, tallies, cpu_s, strict=True)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, and print the table."""
    parser = argparse.ArgumentParser(description="Find out what a short list finds in a large library.")
    parser.add_argument("library", type=Path, help="that has the films' music")
    parser.add_argument("truths", type=Path, nargs="+", help="FILM.truth.json, beside the film")
    parser.add_argument("--music", type=Path, nargs="+", required=True, help="folders with library.csv")
    parser.add_argument("--made", type=Path, required=True, help="folder for made recordings, used again")
    parser.add_argument("--recordings", type=int, default=100_000, help="so many are made")
    parser.add_argument("--document", action="store_true", help="write the table into docs/benchmarks.md")
    given = parser.parse_args(arguments)
    names = {name: track for folder in given.music for name, track in read_track_names(folder).items()}
    given.made.mkdir(parents=True, exist_ok=True)
    made = write_library(given.made, given.recordings)
    with Holdings.open(given.library, writable=False) as held:
        paths = {one.id: one.path for one in held.catalogue.recordings()}
        rows = measure(held, made, given.truths, _track_in(paths, names))
    heads = ["searched", "recordings", "found", "clear ones found", "not right", "CPU s of the search"]
    text = table(heads, rows)
    print(text)
    if given.document:
        replace_between(DOCUMENT, "short-list", text)
    return 0


def _track_in(paths: dict[str, str], names: dict[str, str]) -> Place:
    """Name recordings as the truths do; made ones by their ids."""

    def track(recording_id: str) -> str:
        path = paths.get(recording_id, recording_id)
        return names.get(path) or names.get(Path(path).name) or path

    return track


if __name__ == "__main__":
    sys.exit(main())
