"""How placements become cues."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CueSettings:
    """How placements become numbered cues (cues/assemble.py)."""

    same_cue_gap_s: float = 2.0
    """The same recording again after at most this long is the same cue."""
    same_cue_running_gap_s: float = 5.0
    """... or after this long, if the recording's position has run on meanwhile."""
    running_on_tolerance_s: float = 1.0
    """How exactly the position must have run on."""
