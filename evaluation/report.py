"""Results as Markdown, and into a document between its marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluation.targets import Row

Summary = Mapping[str, Any]

TITLES = {
    "level": "level of the music against the rest, dB",
    "speed": "speed",
    "treatment": "treatment",
    "duration": "length, s",
    "scene": "scene",
    "layout": "channels",
    "ducking": "ducked under speech, dB",
}


def targets_table(rows: Sequence[Row]) -> str:
    """Draw the table of targets."""
    marks = {True: "yes", False: "**no**", None: "-"}
    body = [[row.what, row.target, row.measured, marks[row.reached]] for row in rows]
    return table(["what", "target", "measured", "reached"], body)


def breakdown_tables(by: Summary, groups: Sequence[str]) -> str:
    """Draw one table for each group of conditions."""
    parts = []
    for group in groups:
        body = [
            [
                name,
                f"{cell['found']} of {cell['placements']}",
                percent(cell["recall"]),
                percent(cell["seconds_recall"]),
            ]
            for name, cell in by[group].items()
        ]
        parts.append(table([TITLES[group], "found", "share", "seconds found"], body))
    return "\n\n".join(parts)


def batch_table(summaries: Mapping[str, Summary]) -> str:
    """Draw one row for each batch of films."""
    heads = ["films", "hours", "placements", "found", "precision", "F1 one to one", "false", "wrong place"]
    heads += ["wrong bar", "duplicates", "false s/h"]
    body = []
    for name, s in summaries.items():
        events, false = s["events"], s["false"]
        body.append(
            [
                name,
                f"{s['hours']:.1f}",
                str(s["placements"]),
                percent(events["recall"]),
                percent(events["precision"]),
                percent(events["one_to_one"]["f1"]),
                str(false["false"]),
                str(false["wrong_place"]),
                str(false["wrong_bar"] + false["wrong_bar_beside_right"]),
                str(false["duplicates"]),
                number(false["seconds_per_hour"], 1),
            ]
        )
    return table(heads, body)


def calibration_table(bins: Sequence[Mapping[str, float]], said: str = "confidence") -> str:
    """Draw the reliability table of what was said."""
    body = [
        [
            f"{b['low']:g} to {b['high']:g}",
            f"{b['n']:.0f}",
            percent(b["mean_confidence"]),
            percent(b["right"]),
        ]
        for b in bins
    ]
    return table([said, "placements", "said", "right"], body)


def table(heads: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """Draw a Markdown table."""
    lines = [heads, ["---"] * len(heads), *body]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def percent(share: float | None) -> str:
    """Write a share; nothing is a dash."""
    return "-" if share is None else f"{100 * share:.1f} %"


def number(value: float | None, digits: int) -> str:
    """Write a number; nothing is a dash."""
    return "-" if value is None else f"{value:.{digits}f}"


def replace_between(path: Path, name: str, text: str) -> None:
    """Put text between ``<!-- begin: name -->`` and ``<!-- end: name -->`` of a document.

    Raises
    ------
    ValueError
        The document has no such marks.
    """
    begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
    old = path.read_text(encoding="utf-8")
    if begin not in old or end not in old:
        raise ValueError(f"{path.name} has no marks for {name}; put '{begin}' and '{end}' where it belongs")
    head, rest = old.split(begin, 1)
    tail = rest.split(end, 1)[1]
    path.write_text(f"{head}{begin}\n\n{text}\n\n{end}{tail}", encoding="utf-8")
