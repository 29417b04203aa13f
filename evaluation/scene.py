"""Say how well music that plays within the scene is told by its sound: ``python -m evaluation.scene --help``.

In: films of the evaluation whose truth says how each recording was treated: sent through a radio, a wall, a
room, a hall, a small loudspeaker, a telephone, or placed on one side, which is how mixers make music play
within the scene; or left as it is, limited, coded, turned in polarity, which says nothing. Each placement is
measured where the truth has it. Weights are fitted on films whose name says ``tuning``, and judged on those
that say ``report``.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from cuespotter.alignment.align import Alignment
from cuespotter.alignment.lookup import Comparison, Line
from cuespotter.alignment.scene import SceneSigns, measure_scene, scene_confidence, scene_features
from cuespotter.analysis.fingerprint import Fingerprint, fingerprint_recording, hear_film
from cuespotter.media.decode import blocks
from cuespotter.settings import SceneSettings, Settings
from evaluation.conditions import wilson
from evaluation.report import percent, replace_between, table
from evaluation.run import DOCUMENT
from evaluation.tables import read_rows

F64 = NDArray[np.float64]
SETTINGS = Settings()
IN_SCENE = ("radio", "telephone", "speaker", "wall", "room", "hall", "mono_pan")
NOT_TOLD = ("none", "limited", "codec", "inverted")
WEIGHTS = ("per_bass", "per_treble", "per_ringing", "per_lean", "per_side", "on_two_sides", "at_zero")
RIDGE = 0.001
"""Keeps weights small that say little."""


@dataclass(frozen=True)
class Judged:
    """A placement: how it was treated, and how it sounds."""

    film: str
    treatment: str
    signs: SceneSigns

    @property
    def is_in_scene(self) -> bool:
        """Whether the mix lets it play within the scene."""
        return self.treatment in IN_SCENE


def measure_film(truth: dict[str, Any], film: Path, known: dict[str, Path]) -> list[Judged]:
    """Measure how each placement of a film sounds, where the truth has it."""
    analysis, per_s = SETTINGS.analysis, SETTINGS.analysis.frames_per_second
    heard = hear_film(
        blocks(film, rate_hz=analysis.rate_hz), analysis, replace(SETTINGS.hearing, tells_kinds=False)
    )
    late_s = truth["encode_offset_ms"] / 1000
    found = []
    for one in truth["placements"]:
        if one["track"] not in known:
            continue
        begins_s = one["film_start_s"] + late_s - one["track_start_s"] / one["speed"]
        # what is resampled is raised with its speed
        raised = 1200.0 * float(np.log2(one["speed"])) if one["mode"] == "speed" else one["pitch_cents"]
        first, last = ((one[name] + late_s) * per_s for name in ("heard_start_s", "heard_end_s"))
        alignment = _laid(Line(begins_s * per_s, one["speed"], raised), first, last)
        compared = Comparison(0, heard, _fingerprint(known[one["track"]]), SETTINGS.alignment)
        signs = measure_scene(compared, alignment, SETTINGS.scene)
        if signs is not None:
            found.append(Judged(truth["film"], one["treatment"], signs))
    return found


def fit(judged: Sequence[Judged]) -> SceneSettings:
    """Fit the weights by the likelihood of what the truth says."""
    values = np.array([(*scene_features(one.signs, SETTINGS.scene), 1.0) for one in judged])
    sign = np.array([1.0 if one.is_in_scene else -1.0 for one in judged])

    def loss(weights: F64) -> float:
        odds = values @ weights
        return float(np.logaddexp(0.0, -sign * odds).mean() + RIDGE * (weights[:-1] ** 2).sum())

    weights = optimize.minimize(loss, np.zeros(len(WEIGHTS))).x
    fitted: dict[str, Any] = {name: round(float(one), 2) for name, one in zip(WEIGHTS, weights, strict=True)}
    return replace(SETTINGS.scene, **fitted)


def by_treatment(judged: Sequence[Judged], settings: SceneSettings) -> str:
    """Draw how many placements of each treatment are hinted."""
    rows = []
    for treatment in (*IN_SCENE, *NOT_TOLD):
        there = [one for one in judged if one.treatment == treatment]
        hinted = sum(scene_confidence(one.signs, settings) >= settings.least_confidence for one in there)
        if there:
            rows.append([treatment, str(len(there)), str(hinted), percent(hinted / len(there))])
    return table(["treatment", "placements", "hinted", "share"], rows)


def summary(judged: Sequence[Judged], settings: SceneSettings) -> str:
    """Draw how often a hint is right, how many there are, and how many are false, by least confidence."""
    told = np.array([scene_confidence(one.signs, settings) for one in judged])
    truth = np.array([one.is_in_scene for one in judged])
    rows = []
    for least in sorted({0.5, 0.6, 0.8, 0.9, settings.least_confidence}):
        hinted = told >= least
        right, false = int((hinted & truth).sum()), int((hinted & ~truth).sum())
        if not right + false:
            continue
        low, high = wilson(right, right + false)
        rows.append(
            [
                f"{least:g}" + (" (as set)" if least == settings.least_confidence else ""),
                *(
                    str(right + false),
                    percent(right / (right + false)),
                    f"{100 * low:.1f} to {100 * high:.1f} %",
                ),
                *(
                    percent(right / truth.sum()),
                    f"{false} of {(~truth).sum()} ({percent(false / (~truth).sum())})",
                ),
            ]
        )
    return table(
        [
            "hinted from",
            "hints",
            "right",
            "95 % interval",
            "of what plays in the scene",
            "false on plain music",
        ],
        rows,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure all films, fit on one half, and say how well the other is told."""
    parser = argparse.ArgumentParser(description="Say how well music within the scene is told by its sound.")
    parser.add_argument(
        "--music", type=Path, nargs="+", required=True, help="folders with library/library.csv"
    )
    parser.add_argument("--mixes", type=Path, nargs="+", required=True, help="folders with films and truths")
    parser.add_argument("--work", type=Path, required=True, help="where what was measured is kept")
    parser.add_argument(
        "--document", type=Path, nargs="?", const=DOCUMENT, help="write into docs/evaluation.md"
    )
    given = parser.parse_args(arguments)
    given.work.mkdir(parents=True, exist_ok=True)
    known = {row["track"]: folder / row["file"] for folder in given.music for row in _library(folder)}
    judged = [one for truth in _truths(given.mixes) for one in _measured(truth, known, given.work)]
    half = {name: [one for one in judged if name in one.film] for name in ("tuning", "report")}
    fitted = fit(half["tuning"])
    print({name: getattr(fitted, name) for name in WEIGHTS}, file=sys.stderr)
    text = "\n\n".join(
        [
            f"Judged on {len(half['report'])} placements, fitted on {len(half['tuning'])} others.",
            *(summary(half["report"], SETTINGS.scene), by_treatment(half["report"], SETTINGS.scene)),
        ]
    )
    print(summary(half["tuning"], fitted), file=sys.stderr)
    print(text)
    if given.document is not None:
        replace_between(given.document, "scene", text)
    return 0


def _library(folder: Path) -> list[dict[str, str]]:
    """Read a set's table; its files are named below ``library`` or below the set."""
    rows = read_rows(folder / "library" / "library.csv")
    return [
        row if (folder / row["file"]).exists() else {**row, "file": f"library/{row['file']}"} for row in rows
    ]


def _truths(folders: Iterable[Path]) -> list[Path]:
    """List the truths of all folders; of language tracks, which repeat each other, none."""
    return sorted(
        path for folder in folders for path in folder.glob("*.truth.json") if "dubs" not in path.name
    )


def _measured(truth_path: Path, known: dict[str, Path], work: Path) -> list[Judged]:
    """Measure a film, or read what was measured."""
    kept = work / f"{truth_path.stem}.scene.pickle"
    if kept.exists():
        found: list[Judged] = pickle.loads(kept.read_bytes())
        return found
    truth = json.loads(truth_path.read_text(encoding="utf-8"))
    found = measure_film(truth, truth_path.parent / truth["film"], known) if truth["placements"] else []
    kept.write_bytes(pickle.dumps(found))
    print(truth["film"], len(found), file=sys.stderr, flush=True)
    return found


@cache
def _fingerprint(path: Path) -> Fingerprint:
    """Remember a recording as the library does."""
    return fingerprint_recording(blocks(path, rate_hz=SETTINGS.analysis.rate_hz), SETTINGS.analysis)


def _laid(line: Line, first: float, last: float) -> Alignment:
    """Lay a recording where the truth has it; its evidence is not asked for."""
    return Alignment(0, line, first, last, 0.0, 0.0, 0.0, 0.0, 0, 0.0, 0.0, np.zeros(0))


if __name__ == "__main__":
    sys.exit(main())
