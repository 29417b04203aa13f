"""How music that was heard in a film is found again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RememberingSettings:
    """How a stretch of film becomes a recording that is found again (library/remembered.py)."""

    least_s: float = 6.0
    """Seconds with music in them that a stretch must have: shorter ones are met by chance."""
    least_music: float = -0.75
    """Log odds of a view, by factors, from which there may be music on it."""
    least_speech: float = -1.0
    """Log odds from which somebody may be speaking ..."""
    speech_reach_frames: int = 8
    """... and up to 0.2 s around: a voice rings on."""
    # log odds that it is the remembered music that returns, fitted by evaluation/returns.py
    at_zero: float = -13.47
    """Of a return without any evidence ..."""
    per_log_support: float = 1.99
    """... and what its evidence adds, as in `ConfidenceSettings` ..."""
    per_log_peaks: float = 0.05
    per_sharpness: float = 0.31
    most_sharpness: float = 6.0
    """... where sharpness proves little: a word that meets one like it is as sharp as music ..."""
    per_shared: float = -4.12
    if_named: float = 3.03
    """... the speed much: a film's own music returns at the film's own, speech meets speech at any ..."""
    per_log_length: float = 0.95
    """... and the length: speech resembles speech for 2 or 3 s, seldom longer."""
    least_confidence: float = 0.7
    """A return that is less likely is not reported."""
