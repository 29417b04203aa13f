"""What was said where other music plays, or none: each false answer, and what the film has there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evaluation.detections import Detection
from evaluation.report import number, table
from evaluation.score import FilmJudged, Truth, is_mix_of, overlap_s


def false_answers(films: Iterable[FilmJudged]) -> list[dict[str, Any]]:
    """List the false answers, the surest first; ready for JSON.

    Returns
    -------
    list of dict
        ``film``, ``film_start_s``, ``film_end_s``, ``track`` as said, ``confidence``, and ``plays``: the
        music that is in no library and sounds there, "" where there is none.
    """
    rows = [
        {
            "film": film.truth.get("film"),
            "film_start_s": answer.film_start_s,
            "film_end_s": answer.film_end_s,
            "track": answer.track,
            "confidence": answer.confidence,
            "plays": _plays(film.truth.get("non_library_music", []), answer),
        }
        for film in films
        for answer, verdict in film.detections
        if verdict == "false"
    ]
    return sorted(rows, key=lambda row: (-(row["confidence"] or 0.0), row["film"], row["film_start_s"]))


def false_table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Draw them."""
    if not rows:
        return "Nothing was said that is false."
    body = [
        [
            str(row["film"]),
            number(row["film_start_s"], 1),
            row["track"],
            number(row["confidence"], 3),
            row["plays"] or "nothing",
        ]
        for row in rows
    ]
    return table(["film", "from, s", "said", "confidence", "what plays"], body)


def mixes_line(films: Iterable[FilmJudged]) -> str:
    """Say how often another mix was told from its recording, and how often that was itself taken for one."""
    said = [(film.truth, *one) for film in films for one in film.detections]
    told = sum(verdict == "another mix" for _, _, verdict in said)
    doubted = sum(verdict == "doubted" for _, _, verdict in said)
    right = sum(verdict in {"right", "duplicate"} for _, _, verdict in said)
    missed = sum(
        verdict in {"false", "wrong place"}
        and is_mix_of(_plays(truth.get("non_library_music", []), answer), answer.track)
        for truth, answer, verdict in said
    )
    return (
        f"Where another mix of a recording plays, {told} of {told + missed} answers say so; of "
        f"{right + doubted} right answers {doubted} are said to be another mix."
    )


def pieces_line(films: Sequence[FilmJudged]) -> str:
    """Say how much music that is in no library the films have."""
    stretches = [one for film in films for one in film.truth.get("non_library_music", [])]
    hours = sum(one["film_end_s"] - one["film_start_s"] for one in stretches) / 3600
    pieces = len({one["track"] for one in stretches})
    return f"Music that is in no library: {hours:.1f} h, {len(stretches)} stretches of {pieces} pieces."


def _plays(music: Iterable[Truth], answer: Detection) -> str:
    """Give the piece that shares the most of an answer's stretch."""
    most, piece = max(((overlap_s(one, answer), one["track"]) for one in music), default=(0.0, ""))
    return str(piece) if most > 0 else ""
