"""Which alignments explain a film, and how likely each is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ExplainSettings:
    """How competing alignments become the placements that explain a film (alignment/explain.py)."""

    least_gain: float = 20.0
    """Nats left to an alignment when others have explained their share; less is chance or their echo."""
    most_shared: float = 0.55
    """An alignment more of whose peaks are explained by others is their rival."""
    same_recording_overlap: float = 0.3
    """A recording does not play against itself: an alignment overlapping another of it by this share is its
    rival."""
    weak_share: float = 0.25
    """An alignment that gains less than this share of another's, when that follows its music, gives way to
    it ..."""
    strong_gain: float = 100.0
    """... unless it gains this much."""
    least_strength: float = 0.25
    """Mean presence below which nothing is reported, however long."""
    least_confidence: float = 0.7
    """What is hardly more likely than not is not reported: a missed cue is found by ear, a false one
    misleads."""
    sting_s: float = 3.0
    """Shorter placements are stings ..."""
    least_sting_confidence: float = 0.9
    """... and reported only when nearly certain."""
    sure_confidence: float = 0.9
    """A stretch explained this surely is not searched at other speeds."""
    rival_share: float = 0.6
    """An alignment that gains this share of the chosen one's is named as its rival."""
    identical_share: float = 0.97
    """One that gains this share fits alike: which release is named is a matter of preference."""
    same_sound_share: float = 0.9
    """... and one that gains this much sounds the same."""
    level_at_zero_db: float = -21.5
    """Level of music against the rest at which mid hears nothing of it ..."""
    level_per_strength_db: float = 12.6
    """... and what each deviation of mean presence on mid adds; right within 6 dB on 329 placements of
    mixes."""
    lowest_level_db: float = -25.0
    """Levels below this ..."""
    highest_level_db: float = 20.0
    """... and above this are not told apart."""
    most_rivals: int = 5
    """Rivals named for each placement."""
    heard_strength: float = 0.3
    """Mean presence from which a view counts as one on which a placement was heard."""


@dataclass(frozen=True)
class ConfidenceSettings:
    """Log odds that an alignment is true (alignment/confidence.py), fitted by evaluation/calibrate.py."""

    at_zero: float = -13.07
    """Of an alignment without any evidence; at a named speed, with the 250 peaks of ten seconds and a
    sharpness of 6, 77 nats of support make even odds."""
    per_log_support: float = 3.86
    """Support counts by its logarithm: the hundredth second of music proves less than the tenth ..."""
    per_log_peaks: float = -1.54
    """... and the more peaks it took, the less it proves: music in the same key gains a little with each."""
    per_sharpness: float = 0.58
    """A standard deviation above the same recording laid beside itself: music in the same key has none ..."""
    most_sharpness: float = 12.0
    """... and beyond this, more says no more."""
    per_shared: float = -4.03
    """Peaks that others explain, as a share: an echo of other music shares most of its own."""
    if_named: float = 1.34
    """Films are converted by few speeds, and dozens of others were tried."""
    per_bar_margin: float = 0.05
    """Log odds of the right bar for each nat by which it fits better than another that sounds like it: on
    four films with 30 such placements, wrong ones had -18, -9 and 29, right ones 21 and more."""
    calibrated_recordings: int = 324
    """Size of the library that the fit was made with."""
    per_log_recordings: float = 0.5
    """How much more is asked of each doubling of the library; 1 would be a union bound."""
