"""The whole evaluation by one command: ``python -m evaluation.run --help``.

Makes the films that are missing, teaches the identifier the library, asks it about every film,
scores the answers, and writes the tables.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from evaluation import report
from evaluation.detections import read_detections, read_track_names, write_detections
from evaluation.identifiers import Identifier
from evaluation.peers.known import IDENTIFIERS, OURS, identifier_named
from evaluation.score import FilmJudged, judge, summarise
from evaluation.stems import SOUND_SUFFIXES
from evaluation.suite import FULL, QUICK, Batch, Place, chosen, make_batch
from evaluation.targets import as_dicts, target_rows

Say = Callable[[str], None]
DOCUMENT = Path(__file__).parents[1] / "docs" / "evaluation.md"

GROUPS = {
    "levels": ["level", "layout"],
    "speeds": ["speed"],
    "treatments": ["treatment"],
    "short": ["duration"],
    "edits": ["scene"],
    "film": ["scene", "ducking"],
    "drift": ["speed"],
}
"""Which conditions of which films get a table of their own."""


@dataclass
class Outcome:
    """All that one identifier said, judged, and what it cost."""

    identifier: str
    batches: dict[str, list[FilmJudged]] = field(default_factory=dict)
    learning: dict[str, dict[str, float]] = field(default_factory=dict)
    asking: dict[str, dict[str, float]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    @property
    def films(self) -> list[FilmJudged]:
        """Every judged film."""
        return [film for batch in self.batches.values() for film in batch]


@dataclass(frozen=True)
class Run:
    """One run of the evaluation."""

    place: Place
    batches: Sequence[Batch]
    seeds: Sequence[int]
    jobs: int = 2
    more_library: Sequence[Path] = ()
    fresh: bool = True


def evaluate(run: Run, identifier: Identifier, say: Say) -> Outcome:
    """Ask an identifier about every film of a run.

    Parameters
    ----------
    run : Run
        Films, seeds and folders; answers that are there are used again unless it is `fresh`.
    identifier : Identifier
        Who is asked.
    say : callable
        Takes a line about how far it is.

    Returns
    -------
    Outcome
        A film on which the identifier failed counts as one without detections, and is named in `failures`.
    """
    outcome = Outcome(identifier.name)
    for batch in run.batches:
        truths = [path for seed in run.seeds for path in make_batch(batch, seed, run.place)]
        held_out = frozenset(json.loads(truths[0].read_text(encoding="utf-8"))["held_out"])
        folder = _learn(run, identifier, held_out, outcome, say)

        def ask(path: Path, folder: Path = folder) -> FilmJudged:
            return _ask(run, identifier, path, folder, outcome)

        with ThreadPoolExecutor(run.jobs) as pool:
            judged = []
            for film in pool.map(ask, truths):
                judged.append(film)
                found = sum(bool(row.matching) for row in film.placements)
                wrong = sum(verdict not in {"right", "duplicate"} for _, verdict in film.answers)
                cpu_s = outcome.asking.get(film.truth["film"], {}).get("cpu_s", 0.0)
                of = len(film.placements)
                say(f"{film.truth['film']}: {found} of {of} found, {wrong} wrong, {cpu_s:.1f} s CPU")
        outcome.batches[batch.name] = outcome.batches.get(batch.name, []) + judged
    return outcome


def library_files(run: Run, held_out: frozenset[str]) -> list[Path]:
    """List the library's files, without what is held out, with what is added."""
    library = run.place.data / "library"
    names = read_track_names(library)
    own = [p for p in sorted(library.rglob("*")) if p.suffix.lower() in SOUND_SUFFIXES]
    kept = [p for p in own if names.get(p.relative_to(library).as_posix()) not in held_out]
    more = [p for f in run.more_library for p in sorted(f.rglob("*")) if p.suffix.lower() in SOUND_SUFFIXES]
    return kept + more


def _learn(run: Run, identifier: Identifier, held_out: frozenset[str], outcome: Outcome, say: Say) -> Path:
    """Teach the identifier a library, once for each library."""
    kind = "held-out" if held_out else "whole"
    folder = run.place.work / "libraries" / identifier.name / kind
    if kind in outcome.learning:
        return folder
    kept = folder.with_suffix(".json")
    if run.fresh or not kept.exists():
        files = library_files(run, held_out)
        say(f"{identifier.name} learns {len(files)} recordings")
        folder.parent.mkdir(parents=True, exist_ok=True)
        cost = identifier.learn(files, folder)
        kept.write_text(
            json.dumps(asdict(cost) | {"bytes": identifier.size_bytes(folder), "files": len(files)})
        )
    outcome.learning[kind] = json.loads(kept.read_text())
    return folder


def _ask(run: Run, identifier: Identifier, path: Path, folder: Path, outcome: Outcome) -> FilmJudged:
    """Ask about one film, or take the answer that is there, and judge it."""
    truth = json.loads(path.read_text(encoding="utf-8"))
    answer = run.place.work / "answers" / identifier.name / f"{Path(truth['film']).stem}.csv"
    paid = answer.with_suffix(".json")
    if run.fresh or not paid.exists():
        answer.parent.mkdir(parents=True, exist_ok=True)
        try:
            detections, cost = identifier.ask(path.with_name(truth["film"]), folder)
        except RuntimeError as error:
            outcome.failures[truth["film"]] = str(error)
            return judge(truth, [])
        write_detections(answer, detections)
        paid.write_text(json.dumps(asdict(cost)))
    outcome.asking[truth["film"]] = json.loads(paid.read_text())
    return judge(truth, read_detections(answer))


def figures(outcome: Outcome, run: Run) -> dict[str, Any]:
    """Put an outcome into numbers, ready for JSON."""
    hours = sum(film.truth["duration_s"] for film in outcome.films) / 3600
    cpu_s = sum(cost["cpu_s"] for cost in outcome.asking.values())
    return {
        "identifier": outcome.identifier,
        "seeds": list(run.seeds),
        "targets": as_dicts(target_rows(outcome.batches)),
        "all": summarise(outcome.films),
        "batches": {name: summarise(films) for name, films in outcome.batches.items()},
        "cost": {
            "identify_cpu_s_per_hour": cpu_s / hours if hours else None,
            "identify_peak_mb": max((cost["peak_mb"] for cost in outcome.asking.values()), default=None),
            "films": outcome.asking,
            "libraries": outcome.learning,
        },
        "failures": outcome.failures,
    }


def markdown(outcome: Outcome, numbers: dict[str, Any]) -> str:
    """Draw all tables of an outcome."""
    whole = numbers["all"]
    cost = numbers["cost"]
    library = cost["libraries"].get("whole") or next(iter(cost["libraries"].values()))
    with_music = {name: s for name, s in numbers["batches"].items() if s["placements"]}
    seeds = ", ".join(map(str, numbers["seeds"]))
    films = f"{whole['films']} films, {whole['hours']:.1f} h, {whole['placements']} placements"
    parts = [
        f"{films}; seeds {seeds}; {library['files']} recordings in the library.",
        report.targets_table(target_rows(outcome.batches)),
        "By kind of film:",
        report.batch_table(numbers["batches"]),
    ]
    for name, wanted in GROUPS.items():
        if name in with_music:
            parts += [f"Films `{name}`:", report.breakdown_tables(with_music[name]["by"], wanted)]
    parts += ["Confidence, over all films:", report.calibration_table(whole["calibration"])]
    return "\n\n".join(parts)


def costs(numbers: dict[str, Any]) -> str:
    """Say what it cost; apart from the tables, since no two runs cost the same."""
    cost = numbers["cost"]
    library = cost["libraries"].get("whole") or next(iter(cost["libraries"].values()))
    return (
        f"CPU: {report.number(cost['identify_cpu_s_per_hour'], 1)} s for an hour of film, "
        f"{library['cpu_s']:.1f} s to add {library['files']} recordings; index and fingerprints "
        f"{library['bytes'] / 1e6:.1f} MB; at most {report.number(cost['identify_peak_mb'], 0)} MB of memory."
    )


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    a = _parse(arguments)
    place = Place(a.data, a.work)
    batches = chosen(QUICK if a.quick else FULL, a.profiles, a.share)
    run = Run(place, batches, a.seeds, a.jobs, a.more_library, fresh=not a.keep_answers)
    identifier = identifier_named(a.identifier, read_track_names(a.data / "library"))
    outcome = evaluate(run, identifier, lambda line: print(line, file=sys.stderr, flush=True))
    numbers = figures(outcome, run)
    text = markdown(outcome, numbers)
    name = f"results-{identifier.name}"
    (a.work / f"{name}.json").write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
    (a.work / f"{name}.md").write_text(f"{text}\n\n{costs(numbers)}\n", encoding="utf-8")
    print(text)
    print(f"\n{costs(numbers)}")
    for film, words in outcome.failures.items():
        print(f"{film} failed: {words}", file=sys.stderr)
    if a.document is not None:
        report.replace_between(a.document, "targets", f"{text}\n\n{costs(numbers)}")
    return 1 if outcome.failures else 0


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Make mixes, identify them, score the answers.")
    parser.add_argument("--data", type=Path, required=True, help="music, speech, ambience, effects")
    parser.add_argument("--work", type=Path, required=True, help="films, libraries, answers and results")
    parser.add_argument("--seeds", type=int, nargs="+", default=[2001])
    parser.add_argument("--quick", action="store_true", help="50 minutes of film instead of 12 hours")
    parser.add_argument("--share", type=float, default=1.0, help="share of each profile's films")
    parser.add_argument("--profiles", nargs="+", default=[], help="only these (default: all)")
    parser.add_argument("--jobs", type=int, default=2, help="films asked about at the same time")
    parser.add_argument("--more-library", type=Path, nargs="+", default=[], help="folders of further music")
    parser.add_argument(
        "--keep-answers", action="store_true", help="ask only about films not asked about yet"
    )
    parser.add_argument("--identifier", choices=IDENTIFIERS, default=OURS, help="who is asked")
    parser.add_argument(
        "--document", type=Path, nargs="?", const=DOCUMENT, help="write the tables into docs/evaluation.md"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
