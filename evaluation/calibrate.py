"""Fits the log odds of `ConfidenceSettings` on mixes: ``python -m evaluation.calibrate --help``.

Every alignment that explains something of a film, reported or not, is held against the truth; a logistic
model of its support, sharpness, strength, shared peaks and speed then says how likely such an alignment is
true. Those that this leaves in doubt are held against the recordings' own files, and a second model of both
says what these tell (`WaveformSettings`). Fit on some seeds, and look at others before you believe it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from math import exp, log
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from cuespotter.alignment.confidence import WEIGHTS, features, odds_of, told_by_file
from cuespotter.alignment.explain import Explained
from cuespotter.alignment.lookup import Comparisons
from cuespotter.identify.originals import Originals
from cuespotter.identify.reels import listen, open_reels
from cuespotter.identify.search import explain_reel
from cuespotter.library import Holdings
from cuespotter.settings import Settings
from cuespotter.waveform.kept import KeptSamples
from evaluation.detections import Detection, read_track_names
from evaluation.score import is_right, overlap_s
from evaluation.stems import ANOTHER_MIX

F64 = NDArray[np.float64]
NAMES = (*WEIGHTS, "at_zero")
LEAST_DOUBT = 0.0003
"""Of the peaks' confidence: what is below is not held against its file here."""
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


def fit(rows: F64, right: NDArray[np.bool_], beside: F64 | None = None) -> F64:
    """Fit the weights of a logistic model.

    Parameters
    ----------
    rows : float64[n, features]
    right : bool[n]
    beside : float64[n], optional
        Log odds that are added as they are.

    Returns
    -------
    float64[features]
    """

    def cost(weights: F64) -> float:
        odds = rows @ weights + (0.0 if beside is None else beside)
        surprise = np.logaddexp(0.0, np.where(right, -odds, odds)).sum()
        return float(surprise + RIDGE * (weights[:-1] ** 2).sum())

    weights: F64 = minimize(cost, np.zeros(rows.shape[1])).x
    return weights


def is_moved(one: Explained, weighed: Explained) -> bool:
    """Say whether a file moved an alignment to another bar; one that it only turned stays what it was."""
    return len(weighed.rivals) > len(one.rivals)


@dataclass
class Judged:
    """Alignments of some films, held against the truth.

    Attributes
    ----------
    peaks : list of list of float
        What `features` gives of each, and 1.
    right : list of bool
    files : list of list of float
        Of those of which the file was heard: the peaks' log odds, the logarithm of what it tells, and 1.
    right_files : list of bool
    """

    peaks: list[list[float]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    files: list[list[float]] = field(default_factory=list)
    right_files: list[bool] = field(default_factory=list)

    def take(
        self,
        one: Explained,
        weighed: Explained,
        *,
        is_right: bool,
        is_here: bool,
        recordings: int,
        settings: Settings,
    ) -> None:
        """Take an alignment down, as it is and as its file has it.

        One that was moved tells of no file, nor does a wrong bar (`is_here`: its recording plays), which may
        be one sound with the right one.
        """
        evidence = features(one, settings)
        self.peaks.append([*evidence, 1.0])
        self.right.append(is_right)
        if weighed.coherence is None or is_moved(one, weighed) or (is_here and not is_right):
            return
        odds = odds_of(evidence, recordings=recordings, settings=settings.confidence)
        self.files.append([odds, log(told_by_file(weighed.coherence, settings.waveform)), 1.0])
        self.right_files.append(is_right)


def explain_film(film: Path, library: Holdings) -> list[tuple[Explained, Explained]]:
    """Take a film through the trip, up to what explains it: by peaks alone, and with files."""
    index, settings = library.index(), library.settings
    known = cache(lambda number: index.fingerprint(index.recordings[number]))
    # in more doubt than a user's run, so that the fit sees more of what is false
    curious = replace(settings, waveform=replace(settings.waveform, listens=True, least_doubt=LEAST_DOUBT))
    kept = KeptSamples(curious)
    (reel,) = open_reels([film], None)
    heard, _ = listen(film, reel, settings, lambda _stage, _fraction: None, listener=kept.take)
    alone = explain_reel(heard, index, known, settings, lambda _stage, _fraction: None)
    places = {
        name: Path(one.location) for name, one in library.catalogue.files_at_hand(index.recordings).items()
    }
    originals = Originals(kept, index.recordings, places.get, curious)
    weighed = originals.weigh(Comparisons(heard, known, settings.alignment), alone, len(index.recordings))
    return list(zip(alone, weighed, strict=True))


def judged(films: Iterable[Path], library: Holdings, tracks: dict[str, str]) -> Judged:
    """Give features and truth of every alignment of some films."""
    index, settings = library.index(), library.settings
    found = Judged()
    for film in films:
        truth: dict[str, Any] = json.loads(film.with_suffix(".truth.json").read_text(encoding="utf-8"))
        for one, weighed in explain_film(film, library):
            path = library.recording(index.recordings[one.alignment.recording]).path
            track = tracks.get(path, path)
            detection = detection_of(one if is_moved(one, weighed) else weighed, track, settings)
            if track in truth.get("held_out", ()) or _is_another_mix(detection, truth):
                continue
            right = any(is_right(placement, detection) for placement in truth["placements"])
            here = any(
                placement["track"] == track and overlap_s(placement, detection) > 0.0
                for placement in truth["placements"]
            )
            found.take(
                one,
                weighed,
                is_right=right,
                is_here=here,
                recordings=len(index.recordings),
                settings=settings,
            )
        print(
            f"{film.name}: {len(found.right)} alignments so far, {sum(found.right)} of them true", flush=True
        )
    return found


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
        found = judged(given.films, library, tracks)
    rows, right = np.array(found.peaks), np.array(found.right, np.bool_)
    weights = fit(rows, right)
    for name, weight in zip(NAMES, weights.tolist(), strict=True):
        print(f"    {name}: float = {weight:.2f}")
    likely = 1.0 / (1.0 + np.exp(-(rows @ weights)))
    for least in (0.5, 0.6, 0.7, 0.9):
        said = likely >= least
        true, false = int((said & right).sum()), int((said & ~right).sum())
        print(f"at {least}: {true} of {int(right.sum())} true, {false} false")
    if found.files:
        odds, told = np.array(found.files)[:, 0], np.array(found.files)[:, 1:]
        per_log, at_one = fit(told, np.array(found.right_files, np.bool_), odds).tolist()
        print(f"with files, of {len(odds)} in doubt:")
        print(f"    per_log: float = {per_log:.2f}\n    neutral: float = {exp(-at_one / per_log):.1f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
