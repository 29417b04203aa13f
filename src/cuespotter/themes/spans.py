"""Seconds of a film, and how much of them two stretches share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class ThemeSpan:
    """Seconds of a film."""

    start_s: float
    end_s: float

    @property
    def length_s(self) -> float:
        """Seconds."""
        return self.end_s - self.start_s

    def shares(self, other: ThemeSpan) -> float:
        """Give what both have, as a share of the shorter; less than 0 where they are apart."""
        shared_s = min(self.end_s, other.end_s) - max(self.start_s, other.start_s)
        return shared_s / max(1e-6, min(self.length_s, other.length_s))
