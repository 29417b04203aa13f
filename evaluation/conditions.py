"""What the wide evaluation says, condition by condition, each with its confidence interval.

The conditions and targets are those of the films that nobody tunes on: how many placements of each kind are
found, how many answers are right, how far bounds are off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from evaluation.report import number, percent, table
from evaluation.score import FilmJudged, PlacementJudged, speed_name, summarise

ANSWERS = "answers that are right"
Z_95 = 1.959964
"""Two-sided 95 % of a normal distribution."""


def wilson(right: int, of: int) -> tuple[float, float]:
    """Give the 95 % interval of a share.

    Returns
    -------
    (float, float)
        Between 0 and 1.

    References
    ----------
    E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22, 1927.

    Examples
    --------
    >>> [round(bound, 3) for bound in wilson(9, 10)]
    [0.596, 0.982]
    """
    if of == 0:
        return 0.0, 1.0
    share, z = right / of, Z_95 * Z_95
    middle = (share + z / (2 * of)) / (1 + z / of)
    half = Z_95 * sqrt(share * (1 - share) / of + z / (4 * of * of)) / (1 + z / of)
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class Condition:
    """One kind of placement.

    Attributes
    ----------
    what : str
    target : float or None
        Share to be found.
    holds : callable
        Says whether a placement is of this kind.
    """

    what: str
    target: float | None
    holds: Callable[[PlacementJudged], bool]


def _level(level_db: float) -> Callable[[PlacementJudged], bool]:
    return lambda row: row.truth["snr_db"] == level_db


def _speed(*names: str) -> Callable[[PlacementJudged], bool]:
    return lambda row: speed_name(row.truth) in names


OTHER_SPEEDS = ("within 2 %", "within 4 %", "within 6 %", "within 8 %", "beyond 8 %")
CONDITIONS = (
    Condition("all placements", 0.98, lambda _: True),
    Condition("music at +10 dB", 1.0, _level(10.0)),
    Condition("at 0 dB", 0.99, _level(0.0)),
    Condition("at -5 dB", 0.99, _level(-5.0)),
    Condition("at -10 dB", 0.98, _level(-10.0)),
    Condition("at -15 dB", 0.95, _level(-15.0)),
    Condition("music at -20 dB", None, _level(-20.0)),
    Condition("mono film", 0.95, lambda row: row.film.get("layout") == "mono"),
    Condition("ducked by 9 dB or more", None, lambda row: row.truth.get("ducking_db", 0.0) >= 9.0),
    Condition("speed kept", 0.97, _speed("1", "1001/1000", "1000/1001")),
    Condition("PAL", 0.99, _speed("25/24", "24/25")),
    Condition("other speed", 0.96, _speed(*OTHER_SPEEDS)),
    Condition("pitch alone", 0.96, _speed("pitch")),
    Condition("tempo alone", 0.95, _speed("tempo")),
    Condition("cuts within a song", 0.97, lambda row: row.truth.get("scene") == "edit"),
    Condition("shorter than 10 s", 0.90, lambda row: row.duration_s < 10.0),
    Condition("back to back", None, lambda row: row.truth.get("scene") == "back_to_back"),
    Condition("layered", None, lambda row: bool(row.truth.get("layered_with"))),
    Condition("through a radio, a wall, a room", None, lambda row: row.truth.get("treatment") != "none"),
)


def loops(repeats: Mapping[str, float]) -> list[Condition]:
    """Give the conditions of music made of loops, by the share of each recording that returns within it."""

    def is_loop(row: PlacementJudged) -> bool:
        return repeats.get(row.truth["track"], 0.0) >= 0.5

    return [
        Condition("music made of loops", None, is_loop),
        Condition("... at -10 dB or better", 0.97, lambda row: is_loop(row) and row.truth["snr_db"] >= -10.0),
    ]


def condition_rows(
    films: Iterable[FilmJudged], conditions: Sequence[Condition]
) -> list[dict[str, str | int | float | None]]:
    """Count placements found of each kind; ready for JSON.

    Returns
    -------
    list of dict
        ``what``, ``target``, ``found``, ``placements``.
    """
    rows = [row for film in films for row in film.placements]
    return [
        {
            "what": one.what,
            "target": one.target,
            "found": sum(bool(row.matching) for row in rows if one.holds(row)),
            "placements": sum(one.holds(row) for row in rows),
        }
        for one in conditions
    ]


def answers_row(films: Iterable[FilmJudged]) -> dict[str, str | int | float | None]:
    """Count the answers that are right, as `condition_rows` counts placements."""
    verdicts = [verdict for film in films for _, verdict in film.answers]
    right = sum(verdict in {"right", "duplicate"} for verdict in verdicts)
    return {"what": ANSWERS, "target": 0.995, "found": right, "placements": len(verdicts)}


def condition_table(
    rows: Sequence[Mapping[str, object]], before: Mapping[str, Mapping[str, object]] | None = None
) -> str:
    """Draw the rows, with those of an earlier run beside them where there are some."""
    heads = ["what", "target", *(["before"] if before else []), "found", "of", "share", "95 % interval"]
    body = []
    for row in rows:
        found, of, target = _whole(row["found"]), _whole(row["placements"]), row["target"]
        if not of:
            continue
        low, high = wilson(found, of)
        line = [str(row["what"]), f"{100 * target:g} %" if isinstance(target, float) else "-"]
        if before:
            line.append(share_text(before.get(str(row["what"]))))
        line += [str(found), str(of), percent(found / of), f"{100 * low:.1f} to {100 * high:.1f} %"]
        body.append(line)
    return table(heads, body)


def share_text(row: Mapping[str, object] | None) -> str:
    """Write the share that another run's row has found; '-' where it has none."""
    if row is None or not _whole(row["placements"]):
        return "-"
    return percent(_whole(row["found"]) / _whole(row["placements"]))


def _whole(value: object) -> int:
    """Read a count."""
    return value if isinstance(value, int) else 0


def bounds_line(films: Sequence[FilmJudged]) -> str:
    """Say how far starts and ends are off, and how many false answers there are in an hour."""
    whole = summarise(films)
    bounds, false = whole["bounds_s"], whole["false"]
    spreads = ", ".join(
        f"{name} off by {number(bounds[name]['median'], 2)} s (median), {number(bounds[name]['p90'], 2)} s "
        "(90th percentile)"
        for name in ("start", "end")
    )
    return (
        f"{spreads}; {false['false']} false, {false['wrong_place']} at a wrong place, "
        f"{false['wrong_bar'] + false['wrong_bar_beside_right']} at a wrong bar, {false['duplicates']} "
        f"twice, in {whole['hours']:.1f} h; {number(false['seconds_per_hour_outsider'], 1)} s an hour where "
        "music plays that is in no library."
    )
