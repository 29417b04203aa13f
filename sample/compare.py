"""Hold the answer about the sample film against its truth: ``python -m sample.compare demo/film.json``.

Prints a row for each stretch of library music in the film, and whether it was found. Exit status 0 means
that all were found, within `MOST_OFF_S` at both ends, and that nothing wrong was reported.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path
from typing import Any

from evaluation.detections import detections_of, read_track_names
from evaluation.score import FilmJudged, PlacementJudged, judge, misalignment_s

HERE = Path(__file__).parent
MOST_OFF_S = 1.0
Span = tuple[float, float]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Compare an answer about the sample film with its truth.")
    parser.add_argument("document", type=Path, help="what 'cuespotter identify --json' wrote")
    parser.add_argument("--truth", type=Path, default=HERE / "film.truth.json")
    parser.add_argument("--library", type=Path, default=HERE / "library", help="folder with library.csv")
    a = parser.parse_args(arguments)
    truth = json.loads(a.truth.read_text(encoding="utf-8"))
    document = json.loads(a.document.read_text(encoding="utf-8"))
    judged = judge(truth, detections_of(document, read_track_names(a.library)))
    unnamed = [(c["start_s"], c["end_s"]) for c in document["cues"] if c["kind"] == "unnamed_music"]
    print("\n".join(lines_of(judged, unnamed, read_titles(a.library))))
    return 0 if is_good(judged) else 1


def read_titles(library: Path) -> dict[str, str]:
    """Read the recordings' titles by the truth's ids."""
    with (library / "library.csv").open(newline="", encoding="utf-8") as stream:
        return {row["track"]: row["title"] for row in csv.DictReader(stream)}


def lines_of(judged: FilmJudged, unnamed: list[Span], titles: dict[str, str]) -> list[str]:
    """Draw the comparison as a table with a summary; `unnamed` is music that the answer has no name for."""
    rows: list[tuple[str, ...]] = [("in the film", "what plays", "how", "start off", "end off", "part off")]
    rows += [_row(row, titles) for row in judged.placements]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
    named = [(d.film_start_s, d.film_end_s) for d, _ in judged.detections]
    for one in judged.truth["non_library_music"]:
        span = (one["film_start_s"], one["film_end_s"])
        if _meets(span, named):
            became = "was taken for a recording of the library"
        elif _meets(span, unnamed):
            became = "was heard, and rightly not named"
        else:
            became = "was rightly not named"
        lines.append(f"Music from outside the library, {_clock(span[0])}-{_clock(span[1])}, {became}.")
    return [*lines, _summary(judged)]


def is_good(judged: FilmJudged) -> bool:
    """Say whether all was found, nothing else reported, and both ends are near enough."""
    all_found = all(row.best is not None for row in judged.placements)
    none_wrong = all(verdict == "right" for _, verdict in judged.detections)
    return all_found and none_wrong and all(off <= MOST_OFF_S for off in _ends_off_s(judged))


def _summary(judged: FilmJudged) -> str:
    """Count what was found and what is wrong."""
    found = [row for row in judged.placements if row.best is not None]
    wrong = [verdict for _, verdict in judged.detections if verdict != "right"]
    worst = f"; starts and ends at most {max(_ends_off_s(judged)):.2f} s off" if found else ""
    kinds = f" ({', '.join(sorted(set(wrong)))})" if wrong else ""
    return f"{len(found)} of {len(judged.placements)} placements found, {len(wrong)} wrong{kinds}{worst}."


def _ends_off_s(judged: FilmJudged) -> list[float]:
    """By how much starts and ends of what was found are off."""
    offs: list[float] = []
    for row in judged.placements:
        if row.best is not None:
            offs.append(abs(row.best.film_start_s - row.truth["film_start_s"]))
            offs.append(abs(row.best.film_end_s - row.truth["film_end_s"]))
    return offs


def _meets(span: Span, others: list[Span]) -> bool:
    """Say whether a stretch of film and one of others have more than an instant in common."""
    return any(min(span[1], end) - max(span[0], start) > MOST_OFF_S for start, end in others)


def _row(row: PlacementJudged, titles: dict[str, str]) -> tuple[str, ...]:
    """Say where a placement was found, and how far off."""
    placement = row.truth
    where = f"{_clock(placement['film_start_s'])}-{_clock(placement['film_end_s'])}"
    head = (where, titles[placement["track"]], _manner(placement))
    if row.best is None:
        return (*head, "not found", "", "")
    start_off_s = row.best.film_start_s - placement["film_start_s"]
    end_off_s = row.best.film_end_s - placement["film_end_s"]
    part_off_ms = 1000 * misalignment_s(placement, row.best)
    return (*head, f"{start_off_s:+.2f} s", f"{end_off_s:+.2f} s", f"{part_off_ms:+.0f} ms")


def _manner(placement: dict[str, Any]) -> str:
    """Say in a word how the music is heard."""
    if placement["treatment"] != "none":
        return f"as from a {placement['treatment']}"
    if placement["speed"] != 1.0:
        return "at PAL speed"
    if placement["scene"] != "cue":
        return {"edit": "cut", "crossfade": "cross-faded"}[placement["scene"]]
    return "under dialogue" if placement["snr_db"] < 0 else "in front"


def _clock(moment_s: float) -> str:
    """133.95 -> '2:14'."""
    whole = int(moment_s + 0.5)
    return f"{whole // 60}:{whole % 60:02}"


if __name__ == "__main__":
    sys.exit(main())
