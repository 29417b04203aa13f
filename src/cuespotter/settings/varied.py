"""When music without a name is asked about as a theme that is played anew."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class VariedSettings:
    """How a film's unnamed music is held against itself as versions are (themes/varied.py)."""

    least_s: float = 15.0
    """Shorter stretches hold too few chords ..."""
    longest_s: float = 90.0
    """... and longer ones are compared in parts of this: several themes may follow each other in them."""
    least_stretches: int = 6
    """Fewer show no chance: there is nothing wrong to hold an answer against."""
    most_stretches: int = 150
    """The longest, where there are more: each is held against each."""
    reference_ranks: tuple[int, int] = (2, 6)
    """What chance reaches: the mean of these ranks among a film's wrong answers, forwards and backwards."""
    at_zero: float = -3.29
    """Log odds of one music where two run alike no longer than chance lets them ..."""
    per_log_ratio: float = 4.23
    """... and for each time e longer; fitted by evaluation/varied.py."""
    least_confidence: float = 0.5
    """Below it nothing is asked."""
    most_asked: int = 1
    """Questions about one stretch."""
