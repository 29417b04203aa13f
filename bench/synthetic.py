"""Fingerprints without music: recordings made from a number, with the statistics of real ones.

A recording has a key, a scale and a few favourite notes; sections of four bars that return, played a little
differently each time; and peaks that belong to no note.  What an index feels of that is how unevenly hashes
are spread: between two recordings, and within one, where music repeats itself.  ``python -m bench.synthetic``
prints these figures; 34 real tracks (1.7 h of rock, electronic, orchestral and game music) have 25.1 peaks
and 74.8 landmarks a second, 14.8 bits of entropy, 10.9 bits within a recording and 13.4 between two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.fingerprint import Fingerprint
from cuespotter.analysis.landmarks import Landmarks, landmarks_of_recording
from cuespotter.analysis.peaks import Peaks
from cuespotter.settings import AnalysisSettings

SETTINGS = AnalysisSettings()
MEAN_SECONDS = 237.6
"""So that 100,000 recordings are 6,600 hours."""

# Measured on the 34 real tracks: peaks at each height, per mille, in steps of 200 cents from 110 Hz
_PER_MILLE = (
    *(35, 36, 37, 43, 43, 55, 44, 59, 60, 58, 58, 56, 49, 54, 49, 38),
    *(31, 38, 28, 26, 23, 18, 12, 10, 12, 11, 8, 3, 2, 2, 1, 1),
)
_HEIGHTS = np.array(_PER_MILLE, np.float64)
_STEP_CENTS = 200
# Fitted, until the figures that `main` prints came near those of the real tracks
_MAJOR = np.array([1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1], np.float64)
_KEYS = (0, 5, 10)
_OUTSIDE_SCALE = 0.05
_NOTE_SHAPE = 0.8
_NOISE_SHARE = 0.18
_FRESH_SHARE = 0.7
_CENTS_SPREAD = 5.0
_BARS = 4
_SECTIONS = 4

Draw = tuple[NDArray[np.float64], NDArray[np.float64]]


class _Player:
    """Draws peaks in one key."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        notes = np.arange(len(_HEIGHTS) * 2)
        scale = np.where(np.roll(_MAJOR, rng.choice(_KEYS))[notes % 12] > 0, 1.0, _OUTSIDE_SCALE)
        weights = np.repeat(_HEIGHTS, 2) * scale * rng.gamma(_NOTE_SHAPE, size=len(notes))
        self._notes = np.cumsum(weights / weights.sum())
        self._noise = np.cumsum(_HEIGHTS / _HEIGHTS.sum())
        self._tuning = rng.normal(0.0, 4.0)
        self.bar_frames = int(rng.integers(60, 110))

    def draw(self, count: int, frames: int) -> Draw:
        """Draw frames (float) and cents of `count` peaks."""
        rng = self._rng
        note = np.searchsorted(self._notes, rng.random(count)) * 100.0 + self._tuning
        noise = (np.searchsorted(self._noise, rng.random(count)) + rng.random(count)) * _STEP_CENTS
        cents = np.where(rng.random(count) < _NOISE_SHARE, noise, note)
        return rng.random(count) * frames, cents

    def play(self, section: Draw, frames: int) -> Draw:
        """Play a section again: some peaks are new, all move a little."""
        rng = self._rng
        count = len(section[0])
        fresh = rng.random(count) < _FRESH_SHARE
        frame, cents = (
            np.where(fresh, new, old) for new, old in zip(self.draw(count, frames), section, strict=True)
        )
        return frame + rng.normal(0.0, 0.4, count), cents + rng.normal(0.0, _CENTS_SPREAD, count)


def make_fingerprint(
    number: int, *, seconds: float | None = None, peaks_per_second: float = 25.0
) -> Fingerprint:
    """Make recording `number`: the same number always gives the same recording.

    Parameters
    ----------
    number : int >= 0
        Which recording.
    seconds : float, optional
        Its length; around `MEAN_SECONDS` if not given.
    peaks_per_second : float
        As the analysis keeps of a recording; more for a film.
    """
    rng = np.random.default_rng([20, number])
    if seconds is None:
        seconds = MEAN_SECONDS * float(rng.lognormal(-0.08, 0.4))
    frames = max(1, int(seconds * SETTINGS.frames_per_second))
    player = _Player(rng)
    section_frames = _BARS * player.bar_frames
    section_peaks = round(section_frames / SETTINGS.frames_per_second * peaks_per_second)
    sections = [player.draw(section_peaks, section_frames) for _ in range(_SECTIONS)]
    played = []
    for start in range(0, frames, section_frames):
        frame, cents = player.play(sections[rng.integers(_SECTIONS)], section_frames)
        played.append((frame + start, cents))
    frame = np.concatenate([frame for frame, _ in played])
    cents = np.concatenate([cents for _, cents in played])
    return _as_fingerprint(frame, cents, frames)


def _as_fingerprint(frame: NDArray[np.float64], cents: NDArray[np.float64], frames: int) -> Fingerprint:
    """Round, sort and drop repetitions."""
    inside = (frame >= 0) & (frame < frames) & (cents >= 0)
    keys = np.unique(frame[inside].astype(np.int64) << 16 | cents[inside].astype(np.int64))
    return Fingerprint(Peaks((keys >> 16).astype(np.int32), (keys & 0xFFFF).astype(np.uint16)), frames)


def make_entries(numbers: Sequence[int]) -> Iterator[tuple[str, Fingerprint, Landmarks]]:
    """Make recordings as `write_segment` takes them."""
    for number in numbers:
        fingerprint = make_fingerprint(number)
        yield f"synthetic-{number:06}", fingerprint, landmarks_of_recording(fingerprint, SETTINGS)


def describe(entries: Sequence[tuple[str, Fingerprint, Landmarks]]) -> dict[str, float]:
    """Say what an index feels of some recordings.

    Returns
    -------
    dict[str, float]
        Peaks and landmarks a second; entropy of the hashes in bits; and how many different hashes there seem
        to be, as the logarithm of 1 / probability that two landmarks share a hash, within one recording and
        between two.
    """
    space = 1 << 24
    total = np.zeros(space)
    within, squares, between_pairs = [], 0.0, 0.0
    for _, _, landmarks in entries:
        n = len(landmarks)
        counts = np.bincount(landmarks.hash, minlength=space).astype(np.float64)
        within.append((counts * (counts - 1)).sum() / max(1, n * (n - 1)))
        squares += float((counts**2).sum())
        between_pairs += float(n) ** 2
        total += counts
    seconds = sum(f.frames for _, f, _ in entries) / SETTINGS.frames_per_second
    share = total[total > 0] / total.sum()
    between = (float((total**2).sum()) - squares) / (total.sum() ** 2 - between_pairs)
    return {
        "peaks a second": sum(len(f.peaks) for _, f, _ in entries) / seconds,
        "landmarks a second": float(total.sum()) / seconds,
        "entropy of the hashes, bits": float(-(share * np.log2(share)).sum()),
        "different hashes within a recording, bits": float(-np.log2(np.mean(within))),
        "different hashes between two, bits": float(-np.log2(between)),
    }


def main() -> None:
    """Print the figures of 34 synthetic recordings."""
    for name, value in describe(list(make_entries(range(34)))).items():
        print(f"{name:45} {value:8.2f}")


if __name__ == "__main__":
    main()
