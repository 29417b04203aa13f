"""How sound becomes peaks, landmarks and presence; an index bears `AnalysisSettings.digest`."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from math import log2
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def digest_of(settings: DataclassInstance) -> str:
    """Give sixteen hexadecimal digits that change with any of a group's settings."""
    text = repr(sorted(asdict(settings).items()))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class AnalysisSettings:
    """How sound becomes peaks and landmarks: the same for films and recordings, and part of every index."""

    rate_hz: int = 11025
    """All sound is heard at this rate: music is told apart below 5 kHz, and decoding stays cheap."""
    window_samples: int = 2048
    """0.186 s: long enough to part the notes of a chord, short enough to time a note."""
    hop_samples: int = 256
    """23 ms between frames."""
    lowest_hz: float = 110.0
    """Cents count from here; below, bins are wider than a semitone."""
    highest_hz: float = 5200.0
    """Just under half of `rate_hz`, where the resampler's filter still passes."""
    floor_db: float = -100.0
    """Below 16-bit noise: nothing there was meant to be heard."""
    peaks_per_second: float = 25.0
    """Peaks kept of a recording; more grow the index, fewer lose quiet music."""
    recording_reach_frames: int = 2
    """Half width of a recording's peak. Narrower than in most fingerprints: film peaks are dense."""
    recording_reach_bins: int = 4
    """Half height; 21 Hz, the width of the window's main lobe."""
    selection_half_frames: int = 43
    """The loudest peaks are chosen within a second to each side: quiet passages keep theirs."""
    recording_fan_out: int = 3
    """Neighbours paired with each peak: about 70 landmarks a second."""
    least_distance_frames: int = 2
    """Nearer peaks are often one event cut in two."""

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that change with any of these settings."""
        return digest_of(self)

    @property
    def frames_per_second(self) -> float:
        """Spectrogram frames in a second (about 43)."""
        return self.rate_hz / self.hop_samples

    @property
    def lowest_bin(self) -> int:
        """First bin in which peaks are looked for."""
        return max(1, -(-int(self.lowest_hz * self.window_samples) // self.rate_hz))

    @property
    def highest_bin(self) -> int:
        """Bin after the last in which peaks are looked for."""
        return int(self.highest_hz * self.window_samples / self.rate_hz)

    def per_selection(self, per_second: float) -> int:
        """Turn peaks a second into peaks within `selection_half_frames` on both sides."""
        return max(1, round(per_second * (2 * self.selection_half_frames + 1) / self.frames_per_second))


@dataclass(frozen=True)
class PresenceSettings:
    """How much a cell of a film looks like a peak (analysis/presence.py)."""

    step_cents: float = 30.0
    """Width of a column: a peak's height is known to about 10 cents, a speed to less than that."""
    floor_db: float = -100.0
    """Quieter cells count as this loud."""
    level_half_frames: int = 43
    """A cell's level is held against those within a second ..."""
    half_columns: int = 4
    """... and 120 cents."""
    least_level_spread_db: float = 1.0
    """Flatter surroundings are noise."""
    least_contrast: float = -1.0
    """Standard deviations; far below the mean says no more than below it."""
    most_contrast: float = 2.5
    """... and far above no more than above."""
    contrast_weight: float = 0.3
    """What one standard deviation of level adds, where being at a dense peak adds 1. On 20 s of music at -20
    dB the two together give z = 8.8, peaks alone 6.2, level alone 7.0 (evaluation.md)."""
    peak_reach_frames: int = 1
    """Rows to each side of a dense peak that belong to it ..."""
    peak_reach_columns: int = 1
    """... and columns."""
    half_frames: int = 107
    """Mean and spread of presence are taken over 5 s, the length of a phrase."""
    least_spread: float = 0.14
    """Emptier surroundings would make a lone peak count for more than it can."""

    def columns(self, analysis: AnalysisSettings) -> int:
        """Columns from the lowest to the highest frequency."""
        return int(1200.0 * log2(analysis.highest_hz / analysis.lowest_hz) / self.step_cents) + 1
