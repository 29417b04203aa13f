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
    least_confidence: float = 0.8
    """A return that is less likely, by its own evidence (`RememberingSettings`) and by what others say of it,
    is not told: in 2 h of mono speech of the half that chose it, held against itself, the likeliest false one
    of 6 s and more is at 0.41."""
    agreement: float = 4.0
    """Nats by which it is rarer that a third place agrees with two others by chance: theory says 7, a fifth
    of a second of some minutes of music; but what resembles the one may resemble the other. On the half that
    chose it, all from 2 to 8 found the same ..."""
    agreement_s: float = 0.15
    """... and within so many seconds their differences of time must agree."""
