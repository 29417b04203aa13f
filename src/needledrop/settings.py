"""Every default, once, with its unit and its reason.

A verb of the engine takes its own group of settings; the functions under it take plain numbers.
An index bears `AnalysisSettings.digest` and is refused where it differs.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field


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
    peaks_per_second: float = 25.0
    """Peaks kept of a recording; more grow the index, fewer lose quiet music."""

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that change with any of these settings."""
        text = repr(sorted(asdict(self).items()))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def frames_per_second(self) -> float:
        """Spectrogram frames in a second (about 43)."""
        return self.rate_hz / self.hop_samples


@dataclass(frozen=True)
class CueSettings:
    """How placements become numbered cues (DESIGN.md section 6, rules)."""

    same_cue_gap_s: float = 2.0
    """The same recording again after at most this long is the same cue."""
    same_cue_running_gap_s: float = 5.0
    """... or after this long, if the recording's position has run on meanwhile."""
    running_on_tolerance_s: float = 1.0
    """How exactly the position must have run on."""


@dataclass(frozen=True)
class Settings:
    """All settings of a run."""

    analysis: AnalysisSettings = field(default_factory=AnalysisSettings)
    cues: CueSettings = field(default_factory=CueSettings)
