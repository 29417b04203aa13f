"""Say how well score and song are told apart by what is known of a cue: ``python -m evaluation.forms``.

In: films and their music as somebody told them (``films.csv``, ``music.csv``, ``releases.csv``; those of six
films lie in sample/essay), each piece with its form. The form is hidden and suggested. A table says of each
reason how often it holds among scores and songs, and what weight that would give it; a second one how often a
suggestion is made and right, with the weights as they are set, and with those fitted to the other films.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from cuespotter.model import Cue, Film, FilmDocument, FilmFile, Recording, Release
from cuespotter.report.suggest import FORM_WEIGHTS, LEAST_CONFIDENCE, form_reasons
from evaluation.tables import read_rows

F64 = NDArray[np.float64]
REASONS = tuple(FORM_WEIGHTS)
HOLD = 0.5
"""How firmly the fit is held to the weights that are set, in log odds squared: a reason without examples
keeps its weight."""


@dataclass(frozen=True)
class Told:
    """A piece of music in a film: whether it is score, and which reasons speak."""

    film: str
    title: str
    is_score: bool
    reasons: frozenset[str]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="How well are score and song told apart?")
    parser.add_argument("folder", type=Path, help="folder of films.csv, music.csv and releases.csv")
    a = parser.parse_args(arguments)
    told = read_told(a.folder)
    for line in (*reasons_table(told), "", *answers_table(told)):
        print(line)
    return 0


def read_told(folder: Path) -> list[Told]:
    """Read the pieces whose form is told, each once."""
    years = {row["film"]: int(row["film_year"]) for row in read_rows(folder / "films.csv")}
    soundtracks = {
        (row["film"], row["title"], row["artist"])
        for row in read_rows(folder / "releases.csv")
        if row["soundtrack"] == "yes"
    }
    pieces = {}
    for row in read_rows(folder / "music.csv"):
        key = (row["film"], row["title"], row["artist"])
        if row["form"] and key not in pieces:
            cue = _cue(row, is_on_soundtrack=key in soundtracks)
            document = _document(row["film"], years[row["film"]], cue)
            reasons = frozenset(reason for reason, _ in form_reasons(cue, document))
            pieces[key] = Told(row["film"], row["title"], row["form"] == "score", reasons)
    return list(pieces.values())


def fitted(told: Sequence[Told]) -> dict[str, float]:
    """Fit the weights, held to those that are set."""
    set_ = np.array([FORM_WEIGHTS[reason] for reason in REASONS])
    x = np.array([[reason in one.reasons for reason in REASONS] for one in told], float)
    sign = np.array([1.0 if one.is_score else -1.0 for one in told])

    def loss(w: F64) -> float:
        return float(np.logaddexp(0, -sign * (x @ w)).sum() + HOLD * np.square(w - set_).sum())

    return dict(zip(REASONS, optimize.minimize(loss, set_).x.tolist(), strict=True))


def reasons_table(told: Sequence[Told]) -> list[str]:
    """Say of each reason how often it holds, its weight, and that of a fit to all films."""
    weights = fitted(told)
    lines = ["| reason | of scores | of songs | weight | fitted |", "|---|---|---|---|---|"]
    for reason in REASONS:
        counts = [
            f"{sum(reason in one.reasons for one in of)} of {len(of)}"
            for of in ([one for one in told if one.is_score is is_score] for is_score in (True, False))
        ]
        lines.append(
            f"| {reason} | {' | '.join(counts)} | {FORM_WEIGHTS[reason]:+.1f} | {weights[reason]:+.1f} |"
        )
    return lines


def answers_table(told: Sequence[Told]) -> list[str]:
    """Say how often a suggestion is made and right, each film by weights that know the other films alone."""
    lines = ["| weights | pieces | suggested | right | log loss |", "|---|---|---|---|---|"]
    films = {one.film for one in told}
    others = {film: fitted([one for one in told if one.film != film]) for film in films}
    as_set = dict.fromkeys(films, FORM_WEIGHTS)
    for name, weights in (("as set", as_set), ("fitted to the other films", others)):
        sure = [(one, _odds(one, weights[one.film])) for one in told]
        said = [(one, odds) for one, odds in sure if 1 / (1 + exp(-abs(odds))) >= LEAST_CONFIDENCE]
        right = sum((odds > 0) == one.is_score for one, odds in said)
        loss = sum(log(1 + exp(-odds if one.is_score else odds)) for one, odds in sure) / len(told)
        lines.append(f"| {name} | {len(told)} | {len(said)} | {right} | {loss:.2f} |")
    return lines


def _odds(one: Told, weights: Mapping[str, float]) -> float:
    """Add up what speaks for score."""
    return sum(weights[reason] for reason in one.reasons)


def _cue(row: Mapping[str, str], *, is_on_soundtrack: bool) -> Cue:
    """Make a cue of a told piece, its form unknown."""
    recording = Recording(
        id="told",
        path=row["title"],
        duration_s=180.0,
        title=row["title"],
        artist=row["artist"] or None,
        album=row["album"] or None,
        date=row["year"] or None,
        releases=[Release(title="soundtrack", is_soundtrack=True)] if is_on_soundtrack else [],
    )
    vocal = {"vocal": "vocal", "instrumental": "instrumental"}.get(row["vocal"])
    return Cue.model_validate(
        {"id": "told", "cue_no": "1m01", "confidence": 1.0, "start_s": 0.0, "end_s": 60.0, "vocal": vocal}
    ).model_copy(update={"recording": recording})


def _document(title: str, year: int, cue: Cue) -> FilmDocument:
    """Make a film of one cue."""
    file = FilmFile(name=title, size=1, duration_s=60.0)
    return FilmDocument(film=Film(id="told", title=title, year=year, duration_s=60.0, file=file), cues=[cue])


if __name__ == "__main__":
    raise SystemExit(main())
