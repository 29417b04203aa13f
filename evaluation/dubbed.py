"""What several language tracks of one film are worth: ``python -m evaluation.dubbed --help``.

Films with two or three language tracks over one mix of music and effects, asked about twice: all tracks
together, as is the default, and the first alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from evaluation import report
from evaluation.conditions import CONDITIONS, answers_row, condition_rows, condition_table
from evaluation.detections import read_track_names
from evaluation.identifiers import Cost, Cuespotter
from evaluation.make import Order, make_films
from evaluation.run import DOCUMENT
from evaluation.score import FilmJudged, judge
from evaluation.stems import HALVES

SEEDS = {"tuning": 7001, "report": 7002}
LAYOUTS = ("mono", "stereo", "5.1")
FILM_MINUTES = 5.0
DUBS = (1, 2)
"""Further tracks of the films: one, or two."""
ALONE = ("--stream", "0")
LEVELS = ("all placements", "at -5 dB", "at -10 dB", "at -15 dB", "music at -20 dB", "mono film")


def dubbed_films(data: Path, more_data: Path, work: Path, half: str) -> Iterator[Path]:
    """Make the films, one for each layout and number of dubs; those that are there are kept.

    Yields
    ------
    Path
        Each film's truth.
    """
    for dubs in DUBS:
        for number, layout in enumerate(LAYOUTS):
            seed = SEEDS[half] + 100 * dubs + number
            yield from make_films(
                Order(
                    data,
                    work / "mixes",
                    work / "stems",
                    seed,
                    films=1,
                    minutes=FILM_MINUTES,
                    layout=layout,
                    profile="wide dubs",
                    more_data=more_data,
                    half=half,
                    dubs=dubs,
                )
            )


def ask(truths: Sequence[Path], identifier: Cuespotter, library: Path) -> tuple[list[FilmJudged], Cost]:
    """Ask about every film, and judge the answers; the costs are added up, memory is the most."""
    judged, cpu_s, peak_mb = [], 0.0, 0.0
    for path in truths:
        truth = json.loads(path.read_text(encoding="utf-8"))
        said, cost = identifier.ask(path.with_name(truth["film"]), library)
        judged.append(judge(truth, said))
        cpu_s, peak_mb = cpu_s + cost.cpu_s, max(peak_mb, cost.peak_mb)
    return judged, Cost(cpu_s, peak_mb)


def markdown(together: list[FilmJudged], alone: list[FilmJudged], costs: tuple[Cost, Cost]) -> str:
    """Draw the table: all tracks together, beside the first alone."""
    kept = [one for one in CONDITIONS if one.what in LEVELS]
    before = {str(row["what"]): row for row in [*condition_rows(alone, kept), answers_row(alone)]}
    text = condition_table([*condition_rows(together, kept), answers_row(together)], before)
    hours = sum(film.truth["duration_s"] for film in together) / 3600
    spent = [f"{cost.cpu_s / hours:.0f} s an hour and {cost.peak_mb:.0f} MB" for cost in costs]
    return f"{text}\n\n*Before* is the first track alone. CPU and memory: {spent[0]}; alone {spent[1]}."


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the films, ask twice about each, and print the table."""
    parser = argparse.ArgumentParser(description="Find out what further language tracks are worth.")
    parser.add_argument("--data", type=Path, required=True, help="music, speech, ambience, effects")
    parser.add_argument("--more-data", type=Path, required=True, help="a second library/, and versions/")
    parser.add_argument("--work", type=Path, required=True, help="of `evaluation.wide`: films and library")
    parser.add_argument("--half", choices=HALVES, default="tuning", help="whose music plays")
    parser.add_argument("--document", action="store_true", help="write the table into docs/evaluation.md")
    given = parser.parse_args(arguments)
    library = given.work / "libraries" / "cuespotter" / "whole"
    if not library.exists():
        parser.error(f"found no {library}; run evaluation.wide with the same --work first")
    folders = (given.data / "library", given.more_data / "library")
    names = {name: track for folder in folders for name, track in read_track_names(folder).items()}
    truths = list(dubbed_films(given.data, given.more_data, given.work, given.half))
    together, cost = ask(truths, Cuespotter(names), library)
    alone, alone_cost = ask(truths, Cuespotter(names, asking=ALONE), library)
    text = markdown(together, alone, (cost, alone_cost))
    print(text)
    if given.document:
        report.replace_between(DOCUMENT, f"dubs {given.half}", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
