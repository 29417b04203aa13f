"""The speeds at which films are transferred: one list of them, with names, and when two speeds are the same.

A speed is recording seconds played in one film second. Films shot at 24 pictures a second are shown at 25
(PAL), or at 23.976 = 24000/1001 (NTSC); what has been through both bears both factors.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from cuespotter.clock import cents_of_speed

PAL = Fraction(25, 24)
NTSC = Fraction(1001, 1000)
SAME_SPEED = 3e-4
"""A speed this near to a named one (as a share of it) bears its name: an eighth of what the ear tells in a
song's pitch, seven times what a speed is usually wrong by; the nearest two named ones are 1e-3 apart."""
SAME_PITCH_CENTS = 15.0
"""A pitch this near to where speed alone would bring it follows the speed: nobody hears the difference."""


@dataclass(frozen=True)
class NamedSpeed:
    """A speed by which films are converted.

    Attributes
    ----------
    ratio : Fraction
        Recording seconds in a film second, exactly.
    name : str
        What the trade calls it; empty for the recording's own speed.
    reason : str
        How films come by it, in half a sentence.
    """

    ratio: Fraction
    name: str
    reason: str

    @property
    def speed(self) -> float:
        """The ratio as a number."""
        return float(self.ratio)

    @property
    def regime(self) -> str:
        """How the document names it: '25/24', or '1'."""
        return str(self.ratio)


NAMED_SPEEDS = (
    NamedSpeed(Fraction(1), "", "at its own speed"),
    NamedSpeed(PAL, "PAL speed-up", "24 pictures a second shown at 25"),
    NamedSpeed(1 / PAL, "PAL slowed down", "25 pictures a second shown at 24"),
    NamedSpeed(NTSC, "NTSC pull-up", "23.976 pictures a second shown at 24"),
    NamedSpeed(1 / NTSC, "NTSC pull-down", "24 pictures a second shown at 23.976"),
    NamedSpeed(PAL * NTSC, "PAL speed-up from 23.976", "23.976 pictures a second shown at 25"),
    NamedSpeed(1 / PAL / NTSC, "PAL slowed to 23.976", "25 pictures a second shown at 23.976"),
    NamedSpeed(
        PAL / NTSC, "PAL speed-up after NTSC pull-down", "slowed from 24 to 23.976, then from 24 to 25"
    ),
    NamedSpeed(
        NTSC / PAL, "PAL slowed down after NTSC pull-up", "sped up from 23.976 to 24, then from 25 to 24"
    ),
)
"""The likelier first; the first three are so far apart that votes for one are none for another."""


def find_named_speed(speed: float) -> NamedSpeed | None:
    """Find the named speed that a measured one is; None where it is none of them.

    Examples
    --------
    >>> find_named_speed(1.0417).name, find_named_speed(1.02)
    ('PAL speed-up', None)
    """
    near = min(NAMED_SPEEDS, key=lambda named: abs(speed / named.speed - 1.0))
    return near if abs(speed / near.speed - 1.0) <= SAME_SPEED else None


def pitch_follows(speed: float, pitch_cents: float) -> bool:
    """Say whether the pitch is what the speed alone makes of it, as when a tape is played faster.

    Examples
    --------
    >>> pitch_follows(25 / 24, 70.7), pitch_follows(25 / 24, 0.0)
    (True, False)
    """
    return abs(pitch_cents - cents_of_speed(speed)) <= SAME_PITCH_CENTS
