"""How right the second confidence is: which of a recording's equal bars plays, where it plays at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evaluation.report import number
from evaluation.score import FilmJudged, calibration

EDGES = (0.0, 0.5, 0.8, 0.95, 0.99, 1.0)
"""The product calls a bar in doubt below 0.95."""
_RIGHT = {"right", "duplicate"}
_WRONG_BARS = {"wrong bar", "wrong bar beside"}


def bar_calibration(films: Iterable[FilmJudged]) -> list[dict[str, float]]:
    """Compare what was said of the bar with the truth, where the recording is right.

    Returns
    -------
    list of dict
        ``low``, ``high``, ``n``, ``mean_confidence``, ``right``; bins without an answer are left out.
    """
    return calibration(
        (
            (answer.bar_confidence, verdict in _RIGHT)
            for film in films
            for answer, verdict in film.detections
            if verdict in _RIGHT | _WRONG_BARS
        ),
        EDGES,
    )


def wrong_bars(films: Iterable[FilmJudged]) -> list[dict[str, Any]]:
    """List the wrong bars with both confidences, the surest of their bar first; ready for JSON."""
    rows = [
        {
            "film": film.truth.get("film"),
            "film_start_s": answer.film_start_s,
            "track": answer.track,
            "confidence": answer.confidence,
            "bar_confidence": answer.bar_confidence,
        }
        for film in films
        for answer, verdict in film.detections
        if verdict in _WRONG_BARS
    ]
    return sorted(rows, key=lambda row: -(row["bar_confidence"] or 0.0))


def wrong_bars_line(rows: Sequence[Mapping[str, Any]]) -> str:
    """Say of each wrong bar how sure it was said to be: that the recording plays, and which bar."""
    if not rows:
        return "No bar is wrong."
    told = (
        f"{number(row['confidence'], 3)} and {number(row['bar_confidence'], 3)} ({row['track']})"
        for row in rows
    )
    return f"Wrong bars, confidence and bar_confidence: {', '.join(told)}."
