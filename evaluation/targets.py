"""What the engine must reach, and what it reached, row by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from evaluation.score import FilmJudged, PlacementJudged, misalignment_s, summarise

Results = Mapping[str, Sequence[FilmJudged]]
"""Judged films by the name of their batch."""

CALIBRATION_BAND = (0.85, 0.95)
LEAST_CALIBRATED = 0.8
"""Share of right answers in the band that still counts as nine in ten."""
LEAST_ANSWERS = 20
"""Fewer answers than this say nothing about calibration."""
AUDIBLE_DB = -10.0
"""From this level on, bounds can be heard."""


@dataclass(frozen=True)
class Row:
    """One row of the table.

    Attributes
    ----------
    what, target, measured : str
    reached : bool or None
        None where nothing was there to measure.
    """

    what: str
    target: str
    measured: str
    reached: bool | None


def target_rows(results: Results) -> list[Row]:
    """Hold results against every target.

    Parameters
    ----------
    results : mapping
        Batches that are missing leave their rows unmeasured.

    Returns
    -------
    list of Row
        In the order of the table in docs/evaluation.md.
    """
    return [
        *_found_rows(results),
        _false_row(results),
        _wrong_bar_row(results),
        *_bounds_rows(results),
        _offset_row(results),
        _speed_row(results),
        _confidence_row(results),
    ]


def _found_rows(results: Results) -> list[Row]:
    """Placements found, by condition."""

    def level(low: float, high: float = 99.0) -> Callable[[PlacementJudged], bool]:
        return lambda row: low <= row.truth["snr_db"] <= high

    def long(row: PlacementJudged) -> bool:
        return row.duration_s >= 10.0

    levels = [row for row in _placements(results, "levels") if long(row)]
    short = [row for row in _placements(results, "short") if 5.0 <= row.duration_s < 10.0]
    speeds = [row for row in _placements(results, "speeds") if long(row)]
    treated = [row for row in _placements(results, "treatments") if long(row)]
    named = {"radio", "wall", "room", "hall", "mono_pan"}
    within = [row for row in speeds if abs(row.truth["speed"] - 1) <= 0.08]
    return [
        _found("placements of 10 s or more, music at -10 dB or better", 0.99, levels, level(-10)),
        _found("... at -15 dB", 0.95, levels, level(-15, -15)),
        _found("... at -20 dB", 0.75, levels, level(-20, -20)),
        _found("placements of 5 to 10 s, at 0 dB or better", 0.95, short, level(0)),
        _found(
            "any speed within ±8 %, pitch or tempo alone within ±6 %, at -5 dB or better",
            0.97,
            within,
            level(-5),
        ),
        _found(
            "radio, wall, mono, reverb, at -5 dB or better",
            0.95,
            [row for row in treated if row.truth["treatment"] in named],
            level(-5),
        ),
        _found(
            "the other treatments (speaker, telephone, inverted, limited, codec)",
            0.95,
            [row for row in treated if row.truth["treatment"] not in named],
            level(-5),
        ),
    ]  # fmt: skip


def _found(
    what: str, target: float, rows: Sequence[PlacementJudged], keep: Callable[[PlacementJudged], bool]
) -> Row:
    """One row of recall."""
    kept = [row for row in rows if keep(row)]
    if not kept:
        return Row(what, f"{target:.0%}", "not measured", None)
    found = sum(bool(row.matching) for row in kept)
    share = found / len(kept)
    return Row(what, f"{target:.0%}", f"{share:.1%} ({found} of {len(kept)})", share >= target)


def _false_row(results: Results) -> Row:
    """Count false cues where no music of the library plays."""
    films = [film for name, batch in results.items() if name.startswith("outsiders") for film in batch]
    what = "false cues in films whose music is not in the library"
    if not films:
        return Row(what, "none in 20 h", "not measured", None)
    hours = sum(film.truth["duration_s"] for film in films) / 3600
    count = sum(len(film.detections) for film in films)
    return Row(what, "none in 20 h", f"{count} in {hours:.1f} h", count == 0)


def _wrong_bar_row(results: Results) -> Row:
    """Wrong bars beside right ones."""
    films = [film for batch in results.values() for film in batch if film.placements]
    what = "wrong bar reported beside the right one"
    if not films:
        return Row(what, "none", "not measured", None)
    verdicts = [verdict for film in films for _, verdict in film.detections]
    count = verdicts.count("wrong bar beside")
    return Row(what, "none", f"{count} among {len(verdicts)} reported placements", count == 0)


def _bounds_rows(results: Results) -> list[Row]:
    """Start and end against where the music is heard, and against the edit itself."""
    films = [film for name in ("levels", "film", "edits") for film in results.get(name, [])]
    audible = [
        FilmJudged(
            film.truth, [row for row in film.placements if row.truth["snr_db"] >= AUDIBLE_DB], film.detections
        )
        for film in films
    ]
    bounds = summarise(audible)["bounds_s"] if audible else {"heard": {"n": 0}, "both": {"n": 0}}
    what = "bounds: start and end off by, at -10 dB or better"
    rows = []
    for name, spread in (
        (f"{what}, where audible", bounds["heard"]),
        (f"{what}, fades included", bounds["both"]),
    ):
        reached = None if not spread["n"] else spread["median"] <= 0.25 and spread["p90"] <= 1.0
        measured = "not measured"
        if spread["n"]:
            measured = f"{spread['median']:.2f} s median, {spread['p90']:.2f} s at the 90th percentile"
        rows.append(Row(name, "0.25 s median, 1 s at the 90th percentile", measured, reached))
    return rows


def _offset_row(results: Results) -> Row:
    """Where in the recording."""
    errors = [
        abs(misalignment_s(row.truth, row.best, late_s=row.film.get("encode_offset_ms", 0) / 1000))
        for row in _placements(results)
        if row.best is not None
    ]
    what = "offset in the recording off by"
    if not errors:
        return Row(what, "20 ms median", "not measured", None)
    median_ms = 1000 * float(np.median(errors))
    return Row(what, "20 ms median", f"{median_ms:.0f} ms median", median_ms <= 20)


def _speed_row(results: Results) -> Row:
    """Speed, in parts per million."""
    films = [film for batch in results.values() for film in batch]
    steady = summarise(films)["speed_ppm"]["steady"] if films else {"n": 0}
    what = "speed off by, on placements of 20 s and more"
    if not steady["n"]:
        return Row(what, "100 ppm", "not measured", None)
    measured = f"{steady['median']:.0f} ppm median, {steady['p90']:.0f} ppm at the 90th percentile"
    return Row(what, "100 ppm", measured, steady["median"] <= 100)


def _confidence_row(results: Results) -> Row:
    """Of the cues said to be 0.9, how many are right."""
    low, high = CALIBRATION_BAND
    band = [
        verdict in {"right", "duplicate"}
        for batch in results.values()
        for film in batch
        for detection, verdict in film.detections
        if detection.confidence is not None and low <= detection.confidence < high
    ]
    what = "confidence: of the cues said to be 0.85 to 0.95, right"
    if len(band) < LEAST_ANSWERS:
        return Row(what, "nine in ten", f"too few to tell ({sum(band)} of {len(band)})", None)
    share = sum(band) / len(band)
    return Row(what, "nine in ten", f"{share:.0%} ({sum(band)} of {len(band)})", share >= LEAST_CALIBRATED)


def _placements(results: Results, name: str | None = None) -> list[PlacementJudged]:
    """All placements of a batch, or of all batches."""
    batches = results.values() if name is None else [results.get(name, [])]
    return [row for batch in batches for film in batch for row in film.placements]


def as_dicts(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Rows for JSON."""
    return [vars(row) for row in rows]
