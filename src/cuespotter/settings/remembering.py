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
    at_zero: float = -9.33
    """Of a return without any evidence ..."""
    per_log_support: float = 3.37
    """... and what its evidence adds, as in `ConfidenceSettings` ..."""
    per_log_peaks: float = -2.24
    per_sharpness: float = 1.0
    most_sharpness: float = 6.0
    """... where more sharpness proves no more: a word that is said again is as sharp as music ..."""
    per_shared: float = -2.3
    if_named: float = 3.14
    """... the speed much: a film's own music returns at the film's own, speech meets speech at any ..."""
    converted: float = 0.5
    """... and at one of which films are converted only this share of it: two copies of a series may be ..."""
    per_log_length: float = 0.59
    """... and the length a little: speech resembles speech for 2 or 3 s, seldom longer."""
    least_confidence: float = 0.8
    """A return that is less likely is not reported: in 12 h of speech of the half that chose it, the
    likeliest false one is at 0.69 ..."""
    least_short_confidence: float = 0.97
    """... and one of less than `least_s` only from here: a line that is said again, from the same take, is as
    sharp as music."""
