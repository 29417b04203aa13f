"""How music is told from voices and places."""

from __future__ import annotations

from dataclasses import dataclass

MUSIC_FEATURES = ("tuning", "intervals", "sustain", "standing")
"""What `music.find.measure_view` measures, in its order."""


@dataclass(frozen=True)
class MusicModel:
    """Log odds of music from one view: ``at_zero`` and a factor for each of `MUSIC_FEATURES`."""

    at_zero: float
    tuning: float
    intervals: float
    sustain: float
    standing: float

    @property
    def factors(self) -> tuple[float, ...]:
        """The factors in the order of `MUSIC_FEATURES`."""
        return (self.tuning, self.intervals, self.sustain, self.standing)


@dataclass(frozen=True)
class MusicSettings:
    """How music is told from voices and places; models fitted by evaluation/music_detection.py."""

    pool_frames: int = 4
    """Presence is averaged over 0.09 s before it is compared: peaks wander by a frame."""
    pools_per_block: int = 11
    """A block is about 1 s: enough peaks to see a tuning."""
    least_peaks: int = 20
    """A block with fewer peaks a view is no evidence of music on it."""
    tuning_cents: float = 100.0
    """The grid that notes keep to; the same for any pitch of the whole, so for PAL films, too."""
    interval_lags: tuple[int, int] = (22, 110)
    """Steps from note to note are looked for between peaks half a second to 2.5 s apart ..."""
    interval_semitones: int = 7
    """... up to a fifth; a higher pair is two partials rather than a step."""
    sustain_pools: int = 2
    """A note is still there after 0.2 s; a voice has glided on."""
    most_sustain: float = 0.04
    """Engines and hums hold still better than any music; more than this proves no more."""
    standing_reach_blocks: int = 5
    """What is there throughout 11 s ..."""
    least_standing: float = 1.0
    """... with a mean presence of this is no note but a hum, and is left out, with the columns next to it."""
    beside_columns: int = 5
    """Chance is measured 150 cents beside: halfway between notes."""
    middle: MusicModel = MusicModel(
        at_zero=-4.169, tuning=10.944, intervals=1.091, sustain=66.479, standing=-57.882
    )
    """On the view that hears the voices best, mid."""
    beside: MusicModel = MusicModel(
        at_zero=-3.697, tuning=7.793, intervals=3.532, sustain=52.225, standing=-38.247
    )
    """On side, front and surround."""
    most_log_odds: float = 8.0
    """No block proves more than this, either way."""
    least_log_odds: float = -0.75
    """Blocks above this speak for music: the models are fitted with false seconds counting double."""
    cost_per_log_views: float = 0.5
    """The clearest of many views is clear by chance more often."""
    switch_cost: float = 3.0
    """Nats for going from music to none, or back."""
    least_frames: int = 172
    """4 s: shorter stretches are jingles of machines, calls of birds."""
    probability_at_zero: float = 2.254
    probability_per_log_odds: float = 0.931
    """Log odds that a stretch is music, from the mean log odds of its blocks."""
    uncovered_least_frames: int = 215
    """5 s: music that nothing explains is reported from here."""
    least_probability: float = 0.8
    """Stretches less surely music are not reported: a row for rain misleads more than a missing one."""
    uncovered_margin_frames: int = 65
    """1.5 s: bounds of what is explained may be off by this."""

    @property
    def block_frames(self) -> int:
        """Frames of a block."""
        return self.pool_frames * self.pools_per_block
