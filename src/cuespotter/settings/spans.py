"""When there is speech, singing, music in a film: what is kept of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SpanSettings:
    """How frames with one kind of sound become spans (music/spans.py)."""

    least_speech: float = 0.0
    """Log odds from which somebody speaks."""
    singing_frames: int = 21
    """Singing is averaged over 1 s, as `VoiceSettings.smooth_s` has it."""
    gap_s: float = 0.6
    """A breath: spans that are nearer to each other are one ..."""
    least_speech_s: float = 0.3
    """... and shorter ones are a click, a knock ..."""
    least_singing_s: float = 2.0
    """... or a string that sounds like a voice for a moment."""
    most: int = 2000
    """Of each kind in a reel: two hours of talk have about so many, and they take less than 100 kB."""
