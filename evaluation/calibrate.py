"""Fits the log odds of `ConfidenceSettings` on mixes: ``python -m evaluation.calibrate --help``.

Every alignment that explains something of a film, reported or not, is held against the truth; a logistic
model of its support, sharpness, strength, shared peaks and speed then says how likely such an alignment is
true. Fit on some seeds, and look at others before you believe it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from cuespotter.alignment.confidence import WEIGHTS, features
from cuespotter.alignment.explain import Explained
from cuespotter.identify.reels import listen, open_reels
from cuespotter.identify.search import explain_reel
from cuespotter.library import Holdings
from cuespotter.settings import Settings
from evaluation.detections import Detection, read_track_names
from evaluation.score import is_right
from evaluation.stems import ANOTHER_MIX

F64 = NDArray[np.float64]
NAMES = (*WEIGHTS, "at_zero")
RIDGE = 0.02
"""Keeps a weight finite where the answers part cleanly."""


def detection_of(one: Explained, track: str, settings: Settings) -> Detection:
    """Say an alignment as a detection of the scorer's."""
    per_s = settings.analysis.frames_per_second
    alignment = one.alignment
    return Detection(
        film_start_s=alignment.first / per_s,
        film_end_s=alignment.last / per_s,
        track=track,
        track_start_s=alignment.line.recording_frame(alignment.first) / per_s,
        speed=alignment.line.speed,
        confidence=None,
    )


def fit(rows: F64, right: NDArray[np.bool_]) -> F64:
    """Fit the weights of a logistic model.

    Parameters
    ----------
    rows : float64[n, features]
    right : bool[n]

    Returns
    -------
    float64[features]
    """

    def cost(weights: F64) -> float:
        odds = rows @ weights
        surprise = np.logaddexp(0.0, np.where(right, -odds, odds)).sum()
        return float(surprise + RIDGE * (weights[:-1] ** 2).sum())

    weights: F64 = minimize(cost, np.zeros(rows.shape[1])).x
    return weights


def explain_film(film: Path, library: Holdings) -> list[Explained]:
    """Take a film through the trip, up to what explains it."""
    index = library.index()
    known = cache(lambda number: index.fingerprint(index.recordings[number]))
    (reel,) = open_reels([film], None)
    heard, _ = listen(film, reel, library.settings, lambda _stage, _fraction: None)
    return explain_reel(heard, index, known, library.settings, lambda _stage, _fraction: None)


def judged(films: Iterable[Path], library: Holdings, tracks: dict[str, str]) -> tuple[F64, NDArray[np.bool_]]:
    """Give features and truth of every alignment of some films."""
    index = library.index()
    rows, right = [], []
    for film in films:
        truth: dict[str, Any] = json.loads(film.with_suffix(".truth.json").read_text(encoding="utf-8"))
        for one in explain_film(film, library):
            path = library.recording(index.recordings[one.alignment.recording]).path
            track = tracks.get(path, path)
            detection = detection_of(one, track, library.settings)
            if track in truth.get("held_out", ()) or _is_another_mix(detection, truth):
                continue
            rows.append([*features(one, library.settings), 1.0])
            right.append(any(is_right(placement, detection) for placement in truth["placements"]))
        print(f"{film.name}: {len(rows)} alignments so far, {sum(right)} of them true", flush=True)
    return np.array(rows), np.array(right, np.bool_)


def _is_another_mix(detection: Detection, truth: dict[str, Any]) -> bool:
    """Say whether another mix of a recording's own tracks plays, which sounds as the recording does."""
    return any(
        ANOTHER_MIX in other["track"]
        and min(other["film_end_s"], detection.film_end_s)
        > max(other["film_start_s"], detection.film_start_s)
        for other in truth.get("non_library_music", ())
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, and print the settings and how well they part true from false."""
    parser = argparse.ArgumentParser(description="Fit the confidence on mixes.")
    parser.add_argument("--library", type=Path, required=True, help="a library of all the music")
    parser.add_argument(
        "--music", type=Path, nargs="+", required=True, help="its folders, each with library.csv"
    )
    parser.add_argument(
        "--films", type=Path, nargs="+", required=True, help="mixes with their truth beside them"
    )
    given = parser.parse_args(arguments)
    with Holdings.open(given.library, writable=False) as library:
        tracks = {name: track for folder in given.music for name, track in read_track_names(folder).items()}
        rows, right = judged(given.films, library, tracks)
    weights = fit(rows, right)
    for name, weight in zip(NAMES, weights.tolist(), strict=True):
        print(f"    {name}: float = {weight:.2f}")
    likely = 1.0 / (1.0 + np.exp(-(rows @ weights)))
    for least in (0.5, 0.6, 0.7, 0.9):
        said = likely >= least
        true, false = int((said & right).sum()), int((said & ~right).sum())
        print(f"at {least}: {true} of {int(right.sum())} true, {false} false")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
