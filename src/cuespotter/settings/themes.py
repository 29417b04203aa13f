"""What counts as a return of music that nobody has named."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ThemeSettings:
    """How a film is held against itself (themes/)."""

    least_s: float = 6.0
    """Shorter returns are met by chance: speech resembles speech for up to 5.9 s."""
    apart_s: float = 20.0
    """What is heard again sooner is the music's own repetition: bars and refrains are no themes."""
    gap_s: float = 3.0
    """What stops for no longer goes on."""
    least_share: float = 0.5
    """Two stretches are one if they share so much of the shorter."""
    least_confidence: float = 0.7
    """A return that is less likely, by the evidence of a remembered cue (`RememberingSettings`), is not told.
    On the half that evaluation/themes.py leaves for choosing, 258 of 283 returns of 6 s and more are as
    likely, and the likeliest false one is at 0.56."""
