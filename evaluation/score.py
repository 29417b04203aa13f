"""How right a list of detections is: ``python -m evaluation.score --help``.

Events
    A detection is right if its recording is, if it overlaps a true placement by more than half of
    the shorter of the two, and if its position in the recording, in the middle of the overlap, is
    less than 0.5 s off; places that sound the same (``alt_track_starts``) count as right.
    *Recall* is placements found / placements, *precision* right detections / detections; one to
    one, each detection and each placement counts once.
Seconds
    As in the BAF benchmark (Cortès et al., "BAF: an audio fingerprinting dataset for broadcast
    monitoring", ISMIR 2022): for each film and recording, seconds said and true, said only, true only.
False cues
    What is not right is a *wrong bar* (the right recording there, at another of its places; *beside*
    where that placement is also rightly reported), a *wrong place* (a recording of this film, where
    it hardly plays), or *false* (a recording that does not play in this film). A *duplicate*
    is right, but of a placement that has a better detection.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from evaluation.detections import Detection, read_detections
from evaluation.stems import ANOTHER_MIX

Truth = dict[str, Any]
Verdict = Literal[
    "right", "duplicate", "wrong bar", "wrong bar beside", "wrong place", "false", "doubted", "another mix"
]
"""``doubted``: said to be another mix where the recording itself plays; ``another mix``: where one does."""
Span = tuple[float, float]

MOST_MISALIGNED_S = 0.5
LEAST_OVERLAP = 0.5
STEADY_S = 20.0
"""From this length on, a placement's speed can be told exactly."""
CONFIDENCE_EDGES = (0.0, 0.5, 0.8, 0.9, 0.95, 0.99, 1.0)
DURATION_EDGES_S = (0.0, 5.0, 10.0, 20.0, 40.0)


@dataclass
class PlacementJudged:
    """A true placement, and what became of it."""

    truth: Truth
    film: Truth
    matching: int = 0
    """How many detections are right about it."""
    track_named: bool = False
    """Whether its recording was reported anywhere in it."""
    covered_s: float = 0.0
    best: Detection | None = None
    """Its detection one to one."""

    @property
    def duration_s(self) -> float:
        """Length in the film."""
        return float(self.truth["film_end_s"] - self.truth["film_start_s"])


@dataclass
class Seconds:
    """Seconds said and true, only said, only true."""

    true: float = 0.0
    false: float = 0.0
    missed: float = 0.0
    false_no_music: float = 0.0
    false_outsider: float = 0.0

    def add(self, other: Seconds) -> None:
        """Add another film's seconds."""
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class FilmJudged:
    """All about one film."""

    truth: Truth
    placements: list[PlacementJudged]
    detections: list[tuple[Detection, Verdict]]
    seconds: Seconds = field(default_factory=Seconds)

    @property
    def answers(self) -> list[tuple[Detection, Verdict]]:
        """Give what was said to be a recording itself, or should have been."""
        return [one for one in self.detections if one[1] != "another mix"]


def judge(truth: Truth, detections: Sequence[Detection]) -> FilmJudged:
    """Hold one film's detections against its truth.

    Parameters
    ----------
    truth : dict
        As the generator writes it; only ``duration_s``, ``placements`` and ``non_library_music`` are needed.
    detections : sequence of Detection

    Returns
    -------
    FilmJudged
    """
    rows = [PlacementJudged(placement, truth) for placement in truth["placements"]]
    there = [[is_right(row.truth, d) for d in detections] for row in rows]
    right = [
        [mark and not d.is_another_mix for mark, d in zip(marks, detections, strict=True)] for marks in there
    ]
    chosen = _pair_up(rows, detections, right)
    for row, marks in zip(rows, right, strict=True):
        row.matching = sum(marks)
        row.track_named = any(
            d.track == row.truth["track"] and overlap_s(row.truth, d) > 0 for d in detections
        )
        own = [(d.film_start_s, d.film_end_s) for d in detections if d.track == row.truth["track"]]
        row.covered_s = _measure(_Line([(row.truth["film_start_s"], row.truth["film_end_s"])], own)).true
    for i, j in chosen.items():
        rows[i].best = detections[j]
    taken = set(chosen.values())
    verdicts = [
        "right" if j in taken else _verdict(rows, d, any(marks[j] for marks in there), truth)
        for j, d in enumerate(detections)
    ]
    said = list(zip(detections, verdicts, strict=True))
    answers = [d for d, verdict in said if verdict != "another mix"]
    return FilmJudged(truth, rows, said, count_seconds(truth, answers))


def overlap_s(placement: Truth, detection: Detection) -> float:
    """Seconds that both cover; negative where they are apart."""
    return float(
        min(placement["film_end_s"], detection.film_end_s)
        - max(placement["film_start_s"], detection.film_start_s)
    )


def misalignment_s(placement: Truth, detection: Detection, *, late_s: float = 0.0) -> float:
    """Give the signed error of the position in the recording, against the nearest place of the same sound.

    Taken in the middle of the overlap, or at its start where the detection gives no speed. `late_s` is
    how much later the film's decoded sound is than the truth's clock.
    """
    start = max(placement["film_start_s"], detection.film_start_s)
    end = min(placement["film_end_s"], detection.film_end_s)
    moment = start if detection.speed is None else (start + end) / 2
    said = detection.track_start_s + (moment - detection.film_start_s) * (detection.speed or 1.0)
    run_s = (moment - late_s - placement["film_start_s"]) * placement["speed"]
    places = [placement["track_start_s"], *placement.get("alt_track_starts", [])]
    return float(min((said - place - run_s for place in places), key=abs))


def is_right(placement: Truth, detection: Detection) -> bool:
    """Say whether a detection is right about a placement."""
    if placement["track"] != detection.track:
        return False
    shorter = min(
        placement["film_end_s"] - placement["film_start_s"], detection.film_end_s - detection.film_start_s
    )
    enough = overlap_s(placement, detection) > LEAST_OVERLAP * shorter
    return bool(enough and abs(misalignment_s(placement, detection)) < MOST_MISALIGNED_S)


def count_seconds(truth: Truth, detections: Sequence[Detection]) -> Seconds:
    """Count seconds for each recording apart, and add them up."""
    placements = truth["placements"]
    music = [(p["film_start_s"], p["film_end_s"]) for p in placements]
    outside = [(p["film_start_s"], p["film_end_s"]) for p in truth.get("non_library_music", [])]
    total = Seconds()
    for track in sorted({p["track"] for p in placements} | {d.track for d in detections}):
        true = [(p["film_start_s"], p["film_end_s"]) for p in placements if p["track"] == track]
        said = [(d.film_start_s, d.film_end_s) for d in detections if d.track == track]
        total.add(_measure(_Line(true, said, music, outside)))
    return total


@dataclass(frozen=True)
class _Line:
    """Spans on the film's clock: true and said of one recording; all library music; other music."""

    true: Sequence[Span]
    said: Sequence[Span]
    music: Sequence[Span] = ()
    outside: Sequence[Span] = ()


def _measure(line: _Line) -> Seconds:
    """Cut the line at every edge, and add up the pieces by what covers them."""
    edges = np.unique([edge for spans in vars(line).values() for span in spans for edge in span])
    if len(edges) < 2:
        return Seconds()
    lengths, middles = np.diff(edges), (edges[1:] + edges[:-1]) / 2
    true, said = _covered(middles, line.true), _covered(middles, line.said)
    music, outside = _covered(middles, line.music), _covered(middles, line.outside)
    false = said & ~true
    return Seconds(
        true=float(lengths[said & true].sum()),
        false=float(lengths[false].sum()),
        missed=float(lengths[true & ~said].sum()),
        false_no_music=float(lengths[false & ~music & ~outside].sum()),
        false_outsider=float(lengths[false & ~music & outside].sum()),
    )


def _covered(moments: NDArray[np.float64], spans: Sequence[Span]) -> NDArray[np.bool_]:
    """Say for each moment whether some span covers it."""
    inside = np.zeros(len(moments), bool)
    for start, end in spans:
        inside |= (start <= moments) & (moments < end)
    return inside


def _pair_up(
    rows: Sequence[PlacementJudged], detections: Sequence[Detection], right: list[list[bool]]
) -> dict[int, int]:
    """Pair placements with detections one to one, the longest overlap first."""
    offers = [
        (overlap_s(row.truth, detections[j]), i, j)
        for i, row in enumerate(rows)
        for j, ok in enumerate(right[i])
        if ok
    ]
    pairs: dict[int, int] = {}
    for _, i, j in sorted(offers, reverse=True):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _verdict(rows: Sequence[PlacementJudged], detection: Detection, right: object, truth: Truth) -> Verdict:
    """Name what a detection is that was not paired up."""
    if right:
        return "doubted" if detection.is_another_mix else "duplicate"
    if detection.is_another_mix and any(
        is_mix_of(other["track"], detection.track) and overlap_s(other, detection) > 0
        for other in truth.get("non_library_music", [])
    ):
        return "another mix"
    same = [row for row in rows if row.truth["track"] == detection.track]
    there = [row for row in same if overlap_s(row.truth, detection) > 0]
    if there and all(abs(misalignment_s(row.truth, detection)) >= MOST_MISALIGNED_S for row in there):
        return "wrong bar beside" if any(row.matching for row in there) else "wrong bar"
    return "wrong place" if same else "false"


def is_mix_of(other: str, track: str) -> bool:
    """Say whether music of no library is another mix of a recording, by their ids.

    Examples
    --------
    >>> is_mix_of("mix-lithium.instrumental", "software-entwicklungskit-lithium")
    True
    """
    return other.endswith(ANOTHER_MIX) and track.endswith(other.removesuffix(ANOTHER_MIX).removeprefix("mix"))


GROUPS: dict[str, Callable[[PlacementJudged], object]] = {
    "level": lambda row: row.truth.get("snr_db"),
    "speed": lambda row: speed_name(row.truth),
    "treatment": lambda row: row.truth.get("treatment", "none"),
    "duration": lambda row: band_of(row.duration_s, DURATION_EDGES_S),
    "scene": lambda row: row.truth.get("scene", "cue"),
    "layout": lambda row: row.film.get("layout", "?"),
    "ducking": lambda row: row.truth.get("ducking_db", 0.0),
    "layered": lambda row: bool(row.truth.get("layered_with")),
    "film": lambda row: row.film.get("film", "?"),
}


def speed_name(placement: Truth) -> str:
    """Name a placement's kind of speed: '1', '25/24', 'within 2 %', 'tempo', 'pitch', ..."""
    mode, speed = placement.get("mode", "none"), placement["speed"]
    if mode in {"tempo", "pitch", "drift"}:
        return str(mode)
    named = {"1": 1.0, "25/24": 25 / 24, "24/25": 24 / 25, "1001/1000": 1.001, "1000/1001": 1 / 1.001}
    for name, value in named.items():
        if abs(speed - value) < 2e-5:
            return name
    away = abs(speed - 1)
    return next((f"within {p} %" for p in (2, 4, 6, 8) if away <= p / 100), "beyond 8 %")


def band_of(value: float, edges: Sequence[float]) -> str:
    """Name the band a number falls into: '5-10', '40-'."""
    at = int(np.searchsorted(edges, value, side="right")) - 1
    upper = f"{edges[at + 1]:g}" if at + 1 < len(edges) else ""
    return f"{edges[at]:g}-{upper}"


def summarise(films: Sequence[FilmJudged]) -> dict[str, Any]:
    """Put all films' judgements into figures.

    Returns
    -------
    dict
        JSON-ready: ``events``, ``seconds``, ``bounds_s``, ``offset_s``, ``speed_ppm``, ``false``,
        ``calibration``, ``by``, ``missed``.
    """
    rows = [row for film in films for row in film.placements]
    said = [one for film in films for one in film.answers]
    found = [row for row in rows if row.matching]
    pairs = [(row, row.best) for row in rows if row.best is not None]
    hours = sum(film.truth["duration_s"] for film in films) / 3600
    seconds = Seconds()
    for film in films:
        seconds.add(film.seconds)
    right = sum(verdict in {"right", "duplicate"} for _, verdict in said)
    return {
        "films": len(films),
        "hours": hours,
        "placements": len(rows),
        "detections": len(said),
        "events": {
            **_scores(len(found), len(rows), right, len(said)),
            "one_to_one": _scores(len(pairs), len(rows), len(pairs), len(said)),
            "track_recall": _share(sum(row.track_named for row in rows), len(rows)),
            "fragments": _share(sum(row.matching for row in rows), len(found)),
        },
        "seconds": {
            **vars(seconds),
            "recall": _share(seconds.true, seconds.true + seconds.missed),
            "precision": _share(seconds.true, seconds.true + seconds.false),
        },
        "bounds_s": _bounds(pairs),
        "offset_s": _spread(
            [
                misalignment_s(row.truth, d, late_s=row.film.get("encode_offset_ms", 0) / 1000)
                for row, d in pairs
            ]
        ),
        "speed_ppm": _speed_errors(pairs),
        "false": _false_cues(said, seconds, hours),
        "calibration": calibration([(d.confidence, v in {"right", "duplicate"}) for d, v in said]),
        "by": {name: _by(rows, key) for name, key in GROUPS.items()},
        "missed": [_short(row) for row in rows if not row.matching],
    }


def calibration(
    answers: Iterable[tuple[float | None, bool]], edges: Sequence[float] = CONFIDENCE_EDGES
) -> list[dict[str, float]]:
    """Compare confidence with truth, bin by bin; the drawn form is called a reliability plot.

    Parameters
    ----------
    answers : iterable of (confidence, right)
        Answers without a confidence are left out.
    edges : sequence of float
        Of the bins, ascending.

    Returns
    -------
    list of dict
        ``low``, ``high``, ``n``, ``mean_confidence``, ``right``; bins without an answer are left out.
    """
    known = [(c, right) for c, right in answers if c is not None]
    bins = []
    for low, high in pairwise(edges):
        inside = [(c, right) for c, right in known if low <= c < high or (high == 1.0 and c == 1.0)]
        if inside:
            bins.append(
                {
                    "low": low,
                    "high": high,
                    "n": len(inside),
                    "mean_confidence": float(np.mean([c for c, _ in inside])),
                    "right": float(np.mean([right for _, right in inside])),
                }
            )
    return bins


def _bounds(pairs: Sequence[tuple[PlacementJudged, Detection]]) -> dict[str, Any]:
    """Errors of start and end, against the truth and against what can be heard of it."""
    start = [d.film_start_s - row.truth["film_start_s"] for row, d in pairs]
    end = [d.film_end_s - row.truth["film_end_s"] for row, d in pairs]
    audible = [(row.truth, d) for row, d in pairs if "heard_start_s" in row.truth]
    heard = [_outside(d.film_start_s, p["film_start_s"], p["heard_start_s"]) for p, d in audible]
    heard += [_outside(d.film_end_s, p["heard_end_s"], p["film_end_s"]) for p, d in audible]
    return {
        "start": _spread(start),
        "end": _spread(end),
        "both": _spread(start + end),
        "heard": _spread(heard),
    }


def _outside(said_s: float, low_s: float, high_s: float) -> float:
    """By how much a bound lies outside the time in which the music comes up or goes away."""
    return said_s - min(max(said_s, low_s), high_s)


def _speed_errors(pairs: Sequence[tuple[PlacementJudged, Detection]]) -> dict[str, Any]:
    """Errors of speed in parts per million; of long placements apart."""
    errors = [
        (row.duration_s, 1e6 * (d.speed / row.truth["speed"] - 1)) for row, d in pairs if d.speed is not None
    ]
    return {
        "all": _spread([e for _, e in errors]),
        "steady": _spread([e for s, e in errors if s >= STEADY_S]),
    }


def _false_cues(
    said: Sequence[tuple[Detection, Verdict]], seconds: Seconds, hours: float
) -> dict[str, float | int | None]:
    """Count what should not have been said."""
    kinds = Counter(verdict for _, verdict in said)
    return {
        "false": kinds["false"],
        "wrong_place": kinds["wrong place"],
        "wrong_bar": kinds["wrong bar"],
        "wrong_bar_beside_right": kinds["wrong bar beside"],
        "duplicates": kinds["duplicate"],
        "doubted": kinds["doubted"],
        "false_per_hour": _share(kinds["false"] + kinds["wrong place"], hours),
        "seconds_per_hour": _share(seconds.false, hours),
        "seconds_per_hour_no_music": _share(seconds.false_no_music, hours),
        "seconds_per_hour_outsider": _share(seconds.false_outsider, hours),
    }


def _by(rows: Sequence[PlacementJudged], key: Callable[[PlacementJudged], object]) -> dict[str, Any]:
    """Recall of each group of placements."""
    groups: dict[object, list[PlacementJudged]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    ordered = sorted(groups.items(), key=lambda item: (isinstance(item[0], str), item[0] is None, item[0]))
    return {
        str(name): {
            "placements": len(members),
            "found": sum(bool(row.matching) for row in members),
            "recall": _share(sum(bool(row.matching) for row in members), len(members)),
            "track_recall": _share(sum(row.track_named for row in members), len(members)),
            "seconds_recall": _share(
                sum(row.covered_s for row in members), sum(row.duration_s for row in members)
            ),
        }
        for name, members in ordered
    }


def _short(row: PlacementJudged) -> dict[str, Any]:
    """Tell what one needs to know of a placement that was missed."""
    keys = ("film_start_s", "film_end_s", "track", "snr_db", "speed", "mode", "treatment", "scene")
    return {"film": row.film.get("film"), **{key: row.truth.get(key) for key in keys}}


def _scores(found: int, placements: int, right: int, detections: int) -> dict[str, float | None]:
    """Recall, precision and F1."""
    recall, precision = _share(found, placements), _share(right, detections)
    both = (recall or 0.0) + (precision or 0.0)
    f1 = 2 * (recall or 0.0) * (precision or 0.0) / both if both else 0.0
    return {"recall": recall, "precision": precision, "f1": f1}


def _spread(errors: Sequence[float]) -> dict[str, float | int | None]:
    """Median and 90th percentile of absolute errors, and their median with sign."""
    if not errors:
        return {"n": 0, "median": None, "p90": None, "bias": None}
    away = np.abs(errors)
    return {
        "n": len(errors),
        "median": float(np.median(away)),
        "p90": float(np.percentile(away, 90)),
        "bias": float(np.median(errors)),
    }


def _share(part: float, whole: float) -> float | None:
    """Divide; a share of nothing is None."""
    return float(part) / whole if whole else None


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Score detections (CSV) against truths (JSON).")
    parser.add_argument("--truth", type=Path, action="append", required=True)
    parser.add_argument("--detections", type=Path, action="append", required=True)
    a = parser.parse_args(arguments)
    if len(a.truth) != len(a.detections):
        parser.error("found unequal numbers of --truth and --detections; give them in pairs, in one order")
    films = [
        judge(json.loads(t.read_text(encoding="utf-8")), read_detections(d))
        for t, d in zip(a.truth, a.detections, strict=True)
    ]
    json.dump(summarise(films), sys.stdout, indent=1)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
