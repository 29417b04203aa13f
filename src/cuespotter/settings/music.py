"""How music is told from voices and places."""

from __future__ import annotations

from dataclasses import dataclass

MUSIC_FEATURES = ("tuning", "intervals", "sustain", "standing")
"""What `music.habits.measure_view` measures, in its order."""
KIND_FEATURES = ("heard_music", "heard_singing", "heard_speech")
"""What `music.kinds.measure_kinds` measures, in its order."""
LEVEL_FEATURES = (*MUSIC_FEATURES, "side_db", "has_side", *KIND_FEATURES)
"""What `music.level.measure_level` measures, in its order."""


@dataclass(frozen=True)
class MusicModel:
    """Log odds of music from one view: ``at_zero``, and a factor for each of the features.

    Those of `KIND_FEATURES` are 0 where nobody tells the kinds of sound.
    """

    at_zero: float
    tuning: float
    intervals: float
    sustain: float
    standing: float
    heard_music: float = 0.0
    heard_singing: float = 0.0
    heard_speech: float = 0.0

    @property
    def factors(self) -> tuple[float, ...]:
        """The factors in the order of `MUSIC_FEATURES`."""
        return (self.tuning, self.intervals, self.sustain, self.standing)

    @property
    def kind_factors(self) -> tuple[float, ...]:
        """The factors in the order of `KIND_FEATURES`."""
        return (self.heard_music, self.heard_singing, self.heard_speech)


@dataclass(frozen=True)
class LevelModel:
    """Level of music against all else in dB: ``at_zero``, and factors in the order of `LEVEL_FEATURES`."""

    at_zero: float
    factors: tuple[float, ...]


@dataclass(frozen=True)
class MusicJudgement:
    """What is made of the features, fitted by evaluation/music_detection.py as the trees are (`music.trees`).

    Attributes
    ----------
    middle : MusicModel
        On the view that hears the voices best, mid.
    beside : MusicModel
        On side, front and surround.
    least_log_odds : float
        Blocks to which the trees give more speak for music.
    switch_cost : float
        Nats for going from music to none, or back.
    probability_at_zero, probability_per_log_odds : float
        Log odds that a stretch is music, from the mean log odds that the trees give its blocks.
    level : LevelModel
        How loud music is that nothing explains.
    """

    middle: MusicModel
    beside: MusicModel
    least_log_odds: float
    switch_cost: float
    probability_at_zero: float
    probability_per_log_odds: float
    level: LevelModel


@dataclass(frozen=True)
class SignSettings:
    """From where a habit is a sign of music: where it is as frequent with music as without (`music.signs`).

    Measured by evaluation/music_detection.py, block by block, on the clearest view.
    """

    least_tuning: float = 0.17
    """74 % of the blocks with music keep so well to a tuning, 13 % of those without."""
    least_intervals: float = 0.11
    """76 and 12 %."""
    least_sustain: float = 0.035
    """86 and 32 %: a drone and a hum hold, too."""
    least_standing: float = 0.013
    """Something stands in one column of 80: in 8 % of the blocks, with music or without."""


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
    least_clear: float = 1.0
    """Presence of a cell that is heard clearly ..."""
    track_pools: tuple[int, ...] = (4, 10)
    """... and is a note, or part of one, if it goes on for 0.4 s, for 0.9 s."""
    least_sounding: float = 0.5
    """Presence beyond this counts in a chroma."""
    around_blocks: tuple[int, ...] = (1, 3, 8)
    """A second is held against so many on both sides: a chord, a line, a passage."""
    alone: MusicJudgement = MusicJudgement(
        middle=MusicModel(at_zero=-4.169, tuning=10.944, intervals=1.091, sustain=66.479, standing=-57.882),
        beside=MusicModel(at_zero=-3.697, tuning=7.793, intervals=3.532, sustain=52.225, standing=-38.247),
        least_log_odds=-1.0,
        switch_cost=3.0,
        probability_at_zero=1.916,
        probability_per_log_odds=1.055,
        level=LevelModel(at_zero=-17.123, factors=(9.557, 1.022, 361.326, -176.756, 0.143, 2.192)),
    )
    """By the habits of music alone; false seconds counted double when this was fitted."""
    joined: MusicJudgement = MusicJudgement(
        middle=MusicModel(
            at_zero=-1.14,
            tuning=1.807,
            intervals=2.004,
            sustain=23.564,
            standing=-59.039,
            heard_music=0.366,
            heard_singing=0.048,
            heard_speech=0.074,
        ),
        beside=MusicModel(
            at_zero=-1.151,
            tuning=2.041,
            intervals=1.567,
            sustain=18.947,
            standing=-32.065,
            heard_music=0.278,
            heard_singing=0.036,
            heard_speech=-0.025,
        ),
        least_log_odds=-0.95,
        switch_cost=3.0,
        probability_at_zero=2.902,
        probability_per_log_odds=1.854,
        level=LevelModel(
            at_zero=-17.351,
            factors=(4.16, -2.34, 277.178, -135.267, 0.2, 2.99, 1.13, -0.95, -0.144),
        ),
    )
    """Where the kinds of sound were told, too (the extra `hearing`)."""
    most_log_odds: float = 8.0
    """No block proves more than this, either way."""
    cost_per_log_views: float = 0.5
    """The clearest of many views is clear by chance more often."""
    least_frames: int = 172
    """4 s: shorter stretches are jingles of machines, calls of birds."""
    bound_reach_frames: int = 86
    """Where the kinds of sound were told, a bound is looked for within 2 s of where the blocks have it ..."""
    bound_least_frames: int = 13
    """... with 0.3 s at least on either side ..."""
    bound_least_rise: float = 2.0
    """... where music is so much surer inside, in log odds."""
    side_range_db: tuple[float, float] = (-30.0, 10.0)
    """Level of the side against the middle: beyond this it says no more of the music's."""
    lowest_level_db: float = -20.0
    highest_level_db: float = 15.0
    """Levels that can still be told apart."""
    uncovered_least_frames: int = 215
    """5 s: music that nothing explains is reported from here."""
    least_probability: float = 0.8
    """Stretches less surely music are not reported: a row for rain misleads more than a missing one."""
    uncovered_margin_frames: int = 65
    """1.5 s: bounds of what is explained may be off by this."""
    signs: SignSettings = SignSettings()

    @property
    def block_frames(self) -> int:
        """Frames of a block."""
        return self.pool_frames * self.pools_per_block
