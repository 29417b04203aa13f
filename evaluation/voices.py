"""Say how well voices are told in music: ``python -m evaluation.voices --help``.

In: songs with the times at which their voices sing, and recordings known to be sung or instrumental. Each
cut into stretches as films use them, 20 and 40 s long; a stretch is vocal where the lead voice sings a tenth
of it, and instrumental where no voice does; others are left out. Calibrated on one half of the recordings and
judged on the other, both ways: an album by one act makes all but one of the songs, so that its singers are in
both halves, and the remaining song, unaccompanied, is judged only. What is set is fitted to both halves.
"""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from cuespotter.analysis.hearing import KINDS_PER_SECOND, Kinds, hear_kinds
from cuespotter.analysis.voice import voice_evidence, voiced
from cuespotter.media.decode import blocks
from cuespotter.settings import Settings, VoiceModel
from evaluation.tables import half_of_name, read_rows

SETTINGS = Settings().voices
RATE_HZ = 16000
STRETCHES_S = (20.0, 40.0)
"""Of the first length are those that are fitted to."""
LEAST_SUNG = 0.1
QUIETEST_DB = -15.0
"""A voice quieter than this against the rest is there but hardly heard: neither vocal nor instrumental."""
JUDGED_ONLY = "csd_"


@dataclass(frozen=True)
class Stretch:
    """A part of a recording: whether a voice sings, and what was heard of it."""

    file: str
    is_vocal: bool
    evidence: tuple[float, float]

    @property
    def half(self) -> int:
        """0 to fit, 1 to judge."""
        if JUDGED_ONLY in self.file:
            return 1
        return half_of_name(self.file)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Say how well voices are told in music.")
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with vocals/*.csv and what they name"
    )
    parser.add_argument("--work", type=Path, required=True, help="where what was heard is kept")
    a = parser.parse_args(arguments)
    a.work.mkdir(parents=True, exist_ok=True)
    rows = read_rows(a.data / "vocals" / "whole_tracks.csv")
    cut = {
        length_s: [one for row in rows for one in _cut(row, a.data, a.work, length_s)]
        for length_s in STRETCHES_S
    }
    fitted_to = cut[STRETCHES_S[0]]
    for name, uses_speech, least in (
        ("clean", True, SETTINGS.least_probability),
        ("film", False, SETTINGS.least_in_film),
    ):
        model = fit(fitted_to, uses_speech=uses_speech)
        print(f"{name}: at_zero={model.at_zero:.3f} singing={model.singing:.3f} speech={model.speech:.3f}")
        by_half = [
            fit([one for one in fitted_to if one.half == half], uses_speech=uses_speech) for half in (0, 1)
        ]
        for length_s, stretches in cut.items():
            _report(
                f"{length_s:.0f} s, each half by the fit to the other",
                [(one, by_half[1 - one.half]) for one in stretches],
                least,
            )
    return 0


def fit(stretches: list[Stretch], *, uses_speech: bool) -> VoiceModel:
    """Fit the log odds of a voice; vocal and instrumental stretches weigh alike."""
    x = np.array([[1.0, *(one.evidence if uses_speech else one.evidence[:1])] for one in stretches])
    y = np.array([one.is_vocal for one in stretches], float)
    weight = np.where(y > 0, 0.5 / max(1.0, y.sum()), 0.5 / max(1.0, (1 - y).sum())) * len(y)

    def loss(w: NDArray[np.float64]) -> float:
        odds = x @ w
        # a little pull towards 0: halves that are told apart without a mistake would make it infinitely sure
        return float((weight * (np.logaddexp(0, odds) - y * odds)).sum() + 0.05 * np.square(w).sum())

    found = optimize.minimize(loss, np.zeros(x.shape[1])).x.tolist()
    return VoiceModel(found[0], found[1], found[2] if uses_speech else 0.0)


def _report(name: str, judged: list[tuple[Stretch, VoiceModel]], least: float) -> None:
    """Print how many stretches are answered, and how many of the answers are right."""
    for half in (0, 1, None):
        answered = right = total = 0
        for one, model in judged:
            if half in (one.half, None):
                total += 1
                likely = voiced(one.evidence, model)
                if max(likely, 1.0 - likely) >= least:
                    answered += 1
                    right += (likely > 0.5) == one.is_vocal
        print(
            f"{name}, {'both' if half is None else f'half {half}'}: {total} stretches; "
            f"{answered / max(1, total):.1%} answered, {right / max(1, answered):.1%} of them right"
        )


def _cut(row: dict[str, str], data: Path, work: Path, length_s: float) -> list[Stretch]:
    """Cut a recording into stretches of which it is known whether a voice sings."""
    kinds = _heard(data / row["file"], work)
    frames = int(length_s * KINDS_PER_SECOND)
    lead, some = _voices(row, data, len(kinds))
    found = []
    for first in range(0, len(kinds) - frames + 1, frames):
        part = slice(first, first + frames)
        evidence = voice_evidence(Kinds(kinds.speech[part], kinds.singing[part], kinds.music[part]), SETTINGS)
        is_vocal, is_silent = lead[part].mean() >= LEAST_SUNG, not some[part].any()
        if evidence is not None and (is_vocal or is_silent):
            found.append(Stretch(row["file"], bool(is_vocal), evidence))
    return found


def _voices(row: dict[str, str], data: Path, frames: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Say in which frames a voice is plainly heard, and in which there is any."""
    lead, some = np.zeros(frames, np.bool_), np.zeros(frames, np.bool_)
    for one in read_rows(data / "vocals" / "vocals.csv") if row["voice"] == "sung" else ():
        if one["file"] == row["file"]:
            first, last = (int(float(one[name]) * KINDS_PER_SECOND) for name in ("start_s", "end_s"))
            some[first:last] = True
            if float(one["voice_to_rest_db"] or 99.0) >= QUIETEST_DB:
                lead[first:last] = True
    return lead, some


def _heard(path: Path, work: Path) -> Kinds:
    """Hear a recording, once."""
    kept = work / f"{hashlib.sha256(path.name.encode()).hexdigest()[:16]}.npz"
    if not kept.exists():
        sound = [block.samples.mean(axis=0) for block in blocks(path, rate_hz=RATE_HZ)]
        kinds = hear_kinds(np.concatenate(sound).astype(np.float32), rate_hz=RATE_HZ)
        np.savez(kept, speech=kinds.speech, singing=kinds.singing, music=kinds.music)
    held = np.load(kept)
    return Kinds(held["speech"], held["singing"], held["music"])


if __name__ == "__main__":
    raise SystemExit(main())
