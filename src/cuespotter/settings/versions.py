"""Defaults of versions/: how two performances of one work are told by their sound."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class VersionSettings:
    """How two performances of one work are told by their sound (versions/)."""

    step_frames: float = 21.53
    """Half a second: about a beat."""
    tuning_cents: float = 100.0
    """Peaks are counted on the performance's own semitones."""
    middle_cents: float = 1800.0
    """Peaks of this height above `AnalysisSettings.lowest_hz` (311 Hz) count most: there melodies and chords
    lie ..."""
    spread_cents: float = 1200.0
    """... and those an octave off 0.6 times as much."""
    context_steps: int = 9
    """4.5 s of harmony are compared at a time: a bar or two."""
    alike_share: float = 0.1
    """Each moment is alike to this share of the other performance's moments, the most alike."""
    onset_cost: float = 5.0
    """Steps that a first unlike moment costs ..."""
    extension_cost: float = 0.5
    """... and each further one (Serra 2009)."""
    keys_tried: int = 2
    """Key shifts, the likeliest first."""
    outline_steps: int = 40
    """20 s of chords are outlined together ..."""
    outline_hop_steps: int = 20
    """... in steps of 10 s."""
    skimmed: int = 20_000
    """Recordings whose chords fit as a whole are outlined against the query part by part ..."""
    shortlist: int = 200
    """... and those whose outlines fit best are compared moment by moment."""
    library_shortlist: int = 40
    """The same where all recordings of a library are held against each other."""
    least_s: float = 20.0
    """Shorter stretches of a film hold too few chords to tell works apart ..."""
    least_frames: int = 861
    """... and so do recordings this short: 20 s."""
    longest_s: float = 90.0
    """A longer stretch may hold several works: it is asked about in parts."""
    bar_steps: int = 8
    """The two run in step from line to line, each 4 s long."""
    reference_ranks: tuple[int, int] = (3, 8)
    """What chance reaches with this stretch: the mean of these ranks among the others. Three may be further
    versions of the same work."""
    least_cohort: int = 40
    """Smaller libraries show no chance; recordings put out of order help out."""
    least_confidence: float = 0.5
    """Below it nothing is asked."""
    most_asked: int = 3
    """Questions about one stretch."""
    at_zero: float = -6.29
    """Log odds of one work where the two run alike no longer than chance lets them ..."""
    per_log_ratio: float = 10.4
    """... and for each time e longer; fitted by evaluation/versions.py."""
    same_moment_frames: int = 2
    """Landmarks of one performance in two mixes stand this near to one offset (46 ms)."""
    least_overlap_frames: int = 430
    """Ten seconds: where two recordings meet for less, agreement is chance."""
    least_shared: float = 0.06
    """Share of the landmarks that agree at one offset, from which two recordings are one performance."""
