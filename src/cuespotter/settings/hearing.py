"""How a film is heard."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from cuespotter.settings.analysis import PresenceSettings
from cuespotter.settings.environment import word_of

KINDS_VARIABLE = "CUESPOTTER_KINDS"
"""Set to `off` in the environment, films are heard as they are without the extra `hearing`."""


@dataclass(frozen=True)
class HearingSettings:
    """How a film is heard: more densely than a recording, since other sounds hide some of its peaks."""

    peaks_per_second: float = 100.0
    """Peaks of a view to which alignments are fitted."""
    loud_peaks_per_second: float = 60.0
    """The loudest of these, which are paired and looked up in the index ..."""
    loudest_peaks_per_second: float = 30.0
    """... and those that suffice for music at -5 dB or better at unlikely speeds."""
    presence_peaks_per_second: float = 300.0
    """Peaks of a view that make presence."""
    reach_frames: int = 2
    """Half width of a film's peak."""
    reach_bins: int = 3
    """Half height of a film's peak."""
    presence: PresenceSettings = field(default_factory=PresenceSettings)
    margin_frames: int = 208
    """What a cell's presence can depend on: spread of presence, of level, choice and reach of peaks."""
    section_frames: int = 4096
    """A minute and a half is worked on at a time; margins cost a tenth of it."""
    threads: int = field(default_factory=lambda: min(8, os.cpu_count() or 1))
    """Views, hypotheses and recordings are worked on side by side; the answer is the same for any number."""
    tells_kinds: bool = field(default_factory=lambda: word_of(KINDS_VARIABLE, "on", "off") == "on")
    """Where the extra `hearing` is installed: whether speech, singing and music are told on each view. It
    costs half a CPU second for a minute of each view, more than all else, so an archive may do without."""


@dataclass(frozen=True)
class DubSettings:
    """Which language tracks of one film are heard together (identify/dubs.py)."""

    most: int = 2
    """Further tracks that are heard: each costs its decoding, and two leave next to no voice."""
    excerpts: int = 8
    """Stretches of the film in which two tracks are compared ..."""
    excerpt_s: float = 8.0
    """... of this length."""
    step_db: float = 0.5
    """Differences of level are counted in steps of this ..."""
    reach_steps: int = 2
    """... and are equal within a dB: coders round by less."""
    beside_steps: int = 10
    """... and 5 dB beside the most frequent difference, none is met but by chance."""
    floor_db: float = -50.0
    """Cells this far below the loudest are the coders' own."""
    least_shared: float = 0.08
    """Share of cells that differ by one and the same gain, beyond chance: dubs of one mix have 0.2 to 0.3,
    tracks of different films less than 0.03."""
    most_shared: float = 0.9
    """Tracks that share more are one track twice: no voice differs."""
