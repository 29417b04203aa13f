"""How well it hears what it was not tuned on: ``python -m evaluation.wide --help``.

Films of many conditions with the music of two sets, against more than three hundred recordings. One half of
the music plays in the films that settings are chosen by (``tuning``), the other in those that are reported on
(``report``); the same seed gives the same films and the same tables.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from evaluation import report
from evaluation.bars import bar_calibration, wrong_bars, wrong_bars_line
from evaluation.conditions import (
    CONDITIONS,
    answers_row,
    bounds_line,
    condition_rows,
    condition_table,
    loops,
)
from evaluation.detections import read_track_names
from evaluation.falses import false_answers, false_table, mixes_line, pieces_line
from evaluation.fillers import make_fillers
from evaluation.peers.known import IDENTIFIERS, OURS, identifier_named
from evaluation.run import DOCUMENT, Outcome, Run, evaluate
from evaluation.score import summarise
from evaluation.stems import HALVES, Shelf, read_stems, widened
from evaluation.suite import WIDE, Place, chosen
from evaluation.tables import read_rows

SEEDS = {"tuning": 7001, "report": 7002}
_TOLD = (
    *("film_start_s", "film_end_s", "track", "snr_db", "mode", "speed", "pitch_cents"),
    *("treatment", "scene"),
)


def read_repeats(libraries: Sequence[Path]) -> dict[str, float]:
    """Read from ``library.csv`` which share of each recording returns within it, where it says so."""
    shares: dict[str, float] = {}
    for library in libraries:
        rows = read_rows(library / "library.csv")
        shares |= {row["track"]: float(row.get("repeats") or 0.0) for row in rows}
    return shares


def figures(outcome: Outcome, repeats: dict[str, float]) -> dict[str, Any]:
    """Put an outcome into numbers, ready for JSON."""
    rows = condition_rows(outcome.films, [*CONDITIONS, *loops(repeats)])
    hours = sum(film.truth["duration_s"] for film in outcome.films) / 3600
    cpu_s = sum(cost["cpu_s"] for cost in outcome.asking.values())
    return {
        "identifier": outcome.identifier,
        "rows": [*rows, answers_row(outcome.films)],
        "bounds": bounds_line(outcome.films),
        "calibration": summarise(outcome.films)["calibration"],
        "bars": bar_calibration(outcome.films),
        "wrong_bars": wrong_bars(outcome.films),
        "false": false_answers(outcome.films),
        "outsiders": pieces_line(outcome.films),
        "mixes": mixes_line(outcome.films),
        "films": len(outcome.films),
        "hours": hours,
        "recordings": outcome.learning["whole"]["files"],
        "cpu_s_per_hour": cpu_s / hours if hours else None,
        "missed": [
            {"film": film.truth["film"], **{key: row.truth[key] for key in _TOLD}}
            for film in outcome.films
            for row in film.placements
            if not row.matching
        ],
        "failures": outcome.failures,
    }


def markdown(numbers: dict[str, Any], half: str, seeds: Sequence[int], before: dict[str, Any] | None) -> str:
    """Draw the tables of a half."""
    head = (
        f"Half `{half}`, seed {_spelled(seeds)}: {numbers['films']} films, {numbers['hours']:.1f} h; "
        f"{numbers['recordings']} recordings in the library."
    )
    beside = {row["what"]: row for row in before["rows"]} if before else None
    parts = [head, condition_table(numbers["rows"], beside), f"Bounds: {numbers['bounds']}"]
    if before:
        parts.append(f"Before: {before['bounds']}")
    parts += ["Confidence said, and right:", report.calibration_table(numbers["calibration"])]
    parts += ["Of what the recording is right, how sure the bar was said to be, and how often it was right:"]
    parts += [
        report.calibration_table(numbers["bars"], "bar_confidence"),
        wrong_bars_line(numbers["wrong_bars"]),
    ]
    parts += ["False answers:", false_table(numbers["false"]), numbers["outsiders"], numbers["mixes"]]
    return "\n\n".join(parts)


def _spelled(seeds: Sequence[int]) -> str:
    """Write one seed, or the first and the last of several."""
    return str(seeds[0]) if len(seeds) == 1 else f"{seeds[0]} to {seeds[-1]} ({len(seeds)})"


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the films and the library, ask about every film, and print the table."""
    given = _parse(arguments)
    place = Place(given.data, given.work, given.more_data)
    stems = widened(read_stems(given.data), given.more_data)
    make_fillers([*stems.playing, *stems.distractors], Shelf(place.cache), place.fillers)
    seeds = given.seeds or [SEEDS[given.half]]
    batches = [replace(batch, half=given.half) for batch in chosen(WIDE, given.profiles, given.share)]
    more = (given.more_data / "library", place.fillers)
    run = Run(place, batches, seeds, given.jobs, more, fresh=not given.keep_answers)
    libraries = [given.data / "library", given.more_data / "library"]
    names = {name: track for library in libraries for name, track in read_track_names(library).items()}
    asking = ["--thorough"] if given.thorough else []
    identifier = identifier_named(given.identifier, names, asking)
    outcome = evaluate(run, identifier, lambda line: print(line, file=sys.stderr, flush=True))
    numbers = figures(outcome, read_repeats(libraries))
    before = json.loads(given.before.read_text(encoding="utf-8")) if given.before else None
    text = markdown(numbers, given.half, seeds, before)
    parts = [f"wide-{given.half}-{seeds[0]}", *(["thorough"] if given.thorough else [])]
    parts += [given.identifier] if given.identifier != OURS else []
    kept = place.work / f"{'-'.join(parts)}.json"
    kept.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
    print(text)
    if given.document is not None:
        part = f"wide {given.half} thorough" if given.thorough else f"wide {given.half}"
        report.replace_between(given.document, part, text)
    return 1 if outcome.failures else 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Find out what is heard of music not tuned on.")
    parser.add_argument("--data", type=Path, required=True, help="music, speech, ambience, effects")
    parser.add_argument("--more-data", type=Path, required=True, help="a second library/, and versions/")
    parser.add_argument("--work", type=Path, required=True, help="films, library, answers and results")
    parser.add_argument("--half", choices=HALVES, default="tuning", help="whose music plays")
    parser.add_argument(
        "--seeds", type=int, nargs="+", default=[], help=f"films of several (default: {SEEDS})"
    )
    parser.add_argument("--profiles", nargs="+", default=[], help="only these (default: all)")
    parser.add_argument("--share", type=float, default=1.0, help="share of each profile's films")
    parser.add_argument("--identifier", choices=IDENTIFIERS, default=OURS, help="who is asked")
    parser.add_argument("--thorough", action="store_true", help="ask with identify --thorough")
    parser.add_argument("--jobs", type=int, default=2, help="films asked about at the same time")
    parser.add_argument(
        "--keep-answers", action="store_true", help="ask only about films not asked about yet"
    )
    parser.add_argument("--before", type=Path, help="a result (JSON) of before, to be put beside")
    parser.add_argument(
        "--document", type=Path, nargs="?", const=DOCUMENT, help="write the tables into docs/evaluation.md"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
