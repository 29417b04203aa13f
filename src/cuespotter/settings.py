"""Every default, once, with its unit and its reason.

A verb of the engine takes its own group of settings; the functions under it take plain numbers.
An index bears `AnalysisSettings.digest` and is refused where it differs.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import asdict, dataclass, field
from math import log2, sqrt

from cuespotter.speeds import NAMED_SPEEDS


@dataclass(frozen=True)
class AnalysisSettings:
    """How sound becomes peaks and landmarks: the same for films and recordings, and part of every index."""

    rate_hz: int = 11025
    """All sound is heard at this rate: music is told apart below 5 kHz, and decoding stays cheap."""
    window_samples: int = 2048
    """0.186 s: long enough to part the notes of a chord, short enough to time a note."""
    hop_samples: int = 256
    """23 ms between frames."""
    lowest_hz: float = 110.0
    """Cents count from here; below, bins are wider than a semitone."""
    highest_hz: float = 5200.0
    """Just under half of `rate_hz`, where the resampler's filter still passes."""
    floor_db: float = -100.0
    """Below 16-bit noise: nothing there was meant to be heard."""
    peaks_per_second: float = 25.0
    """Peaks kept of a recording; more grow the index, fewer lose quiet music."""
    recording_reach_frames: int = 2
    """Half width of a recording's peak. Narrower than in most fingerprints: film peaks are dense."""
    recording_reach_bins: int = 4
    """Half height; 21 Hz, the width of the window's main lobe."""
    selection_half_frames: int = 43
    """The loudest peaks are chosen within a second to each side: quiet passages keep theirs."""
    recording_fan_out: int = 3
    """Neighbours paired with each peak: about 70 landmarks a second."""
    least_distance_frames: int = 2
    """Nearer peaks are often one event cut in two."""

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that change with any of these settings."""
        text = repr(sorted(asdict(self).items()))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def frames_per_second(self) -> float:
        """Spectrogram frames in a second (about 43)."""
        return self.rate_hz / self.hop_samples

    @property
    def lowest_bin(self) -> int:
        """First bin in which peaks are looked for."""
        return max(1, -(-int(self.lowest_hz * self.window_samples) // self.rate_hz))

    @property
    def highest_bin(self) -> int:
        """Bin after the last in which peaks are looked for."""
        return int(self.highest_hz * self.window_samples / self.rate_hz)

    def per_selection(self, per_second: float) -> int:
        """Turn peaks a second into peaks within `selection_half_frames` on both sides."""
        return max(1, round(per_second * (2 * self.selection_half_frames + 1) / self.frames_per_second))


@dataclass(frozen=True)
class PresenceSettings:
    """How much a cell of a film looks like a peak (analysis/presence.py)."""

    step_cents: float = 30.0
    """Width of a column: a peak's height is known to about 10 cents, a speed to less than that."""
    floor_db: float = -100.0
    """Quieter cells count as this loud."""
    level_half_frames: int = 43
    """A cell's level is held against those within a second ..."""
    half_columns: int = 4
    """... and 120 cents."""
    least_level_spread_db: float = 1.0
    """Flatter surroundings are noise."""
    least_contrast: float = -1.0
    """Standard deviations; far below the mean says no more than below it."""
    most_contrast: float = 2.5
    """... and far above no more than above."""
    contrast_weight: float = 0.3
    """What one standard deviation of level adds, where being at a dense peak adds 1. On 20 s of music at -20
    dB the two together give z = 8.8, peaks alone 6.2, level alone 7.0 (evaluation.md)."""
    peak_reach_frames: int = 1
    """Rows to each side of a dense peak that belong to it ..."""
    peak_reach_columns: int = 1
    """... and columns."""
    half_frames: int = 107
    """Mean and spread of presence are taken over 5 s, the length of a phrase."""
    least_spread: float = 0.14
    """Emptier surroundings would make a lone peak count for more than it can."""

    def columns(self, analysis: AnalysisSettings) -> int:
        """Columns from the lowest to the highest frequency."""
        return int(1200.0 * log2(analysis.highest_hz / analysis.lowest_hz) / self.step_cents) + 1


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


@dataclass(frozen=True)
class MatchingSettings:
    """How candidates are found in the index (matching/)."""

    window_frames: int = 430
    """10 s of film vote together: music of 5 s fills half of it."""
    window_step_frames: int = 215
    """... in steps of half of that."""
    named_speeds: tuple[float, ...] = tuple(named.speed for named in NAMED_SPEEDS[:3])
    """Speeds tried first, on the whole film: the own, PAL and back; those of NTSC lie within their votes."""
    swept_cents: int = 180
    """Other speeds are tried up to this much higher or lower (10 %) ..."""
    swept_step_cents: int = 20
    """... in steps of a hash's."""
    pitch_swept_cents: int = 100
    """Pitch alone is tried up to this (6 %) ..."""
    tempo_swept: float = 0.06
    """... and tempo alone up to this ..."""
    tempo_step: float = 0.012
    """... in steps that move the ends of a window by a cell."""
    explained_share: float = 0.5
    """A window is swept unless this share of it is explained already."""
    fan_out: int = 8
    """Neighbours paired with each loud peak of a film: more than of a recording, as it has more peaks ..."""
    swept_fan_out: int = 4
    """... and with each of its loudest peaks, when unlikely speeds are tried."""
    least_distance_frames: int = 1
    """One less than for recordings: peaks wander by a frame."""
    cell_bits: int = 2
    """A cell is 4 frames, 0.09 s: votes of one place fall into two neighbouring cells, which are counted
    together."""
    hits_per_frame: float = 400.0
    """Hits that a frame of film may have on average, in a library of a million postings (4 h); beyond,
    landmarks with the most frequent hashes are not looked up. A library a hundred times as large may have ten
    times as many."""
    swept_hits_per_frame: float = 50.0
    """The same at unlikely speeds, where only clear music is looked for."""
    most_cells_at_once: int = 1 << 22
    """Votes of a larger library (1,700 recordings) are counted a part of it at a time."""
    most_unpacked: int = 40_000_000
    """Postings that are unpacked as a whole (160 MB): 2,400 recordings."""
    pairing_frames: int = 13000
    """Five minutes of a film's pairs and hits are held at a time."""
    least_votes: int = 6
    """Fewer votes are always chance."""
    least_excess: float = 4.0
    """... and so are fewer than this many times the mean of all cells."""
    candidates_per_window: int = 8
    """More cost time in verification and find little."""

    def affordable(self, hits_per_frame: float, postings: int) -> float:
        """Say how many hits a frame may have in a library of so many postings: its root."""
        return hits_per_frame * sqrt(max(1.0, postings / 1e6))


@dataclass(frozen=True)
class AlignmentSettings:
    """How candidates are verified and made exact (alignment/)."""

    # what a line is seen by, in its window
    least_peaks: int = 20
    """Fewer peaks in a window prove nothing."""
    offset_reach_frames: int = 5
    """A candidate's offset is known to about two cells."""
    beside_first_frames: int = 12
    """Nearest shift that counts as beside a line."""
    beside_step_frames: int = 9
    """Coarse enough for shifts to be nearly independent."""
    beside_count: int = 32
    """Shifts on each side: the spread of chance is known to a tenth."""
    least_spread: float = 0.9
    """Least deviation of presence by chance, per root of a peak: theory says 1, and 64 shifts tell it to a
    tenth."""
    # which candidates are looked at further
    least_quick_z: float = 6.0
    """A candidate less clear in its window, against theory, is dropped before its surroundings are looked at
    ..."""
    least_z: float = 3.5
    """... and if it is less clear than this against them, after."""
    most_per_window: int = 10
    """In a window, only so many candidates of all speeds together are looked at further."""
    same_line_frames: float = 6.0
    """Two lines of a recording this near are one."""
    same_exact_frames: float = 1.0
    """... or this near, once they are fitted: a jump of a tenth of a second makes two lines of one."""
    same_line_cents: float = 15.0
    """... if they are this near in pitch."""
    most_lines: int = 40
    """Lines of one recording that compete; the clearest."""
    # speed and pitch in a window
    speed_reach: float = 0.007
    """Half the distance of swept speeds."""
    speed_step_frames: float = 1.0
    """What a step in speed may move the ends of a stretch by."""
    # lines of one recording compete along the film
    fragment_frames: float = 645.0
    """Whether an alignment of less than 15 s plays at another tempo is looked at ..."""
    turned_frames: float = 860.0
    """... in the 20 s around its middle ..."""
    turned_reach: float = 0.06
    """... up to this much faster or slower ..."""
    turned_step: float = 0.003
    """... in steps that move the ends by a frame ..."""
    turned_gain: float = 1.25
    """... and believed if it fits by a quarter better: the best of forty is better by a tenth by luck."""
    elsewhere_frames: float = 860.0
    """Other places of a recording are looked for in the middle 20 s of an alignment ..."""
    elsewhere_share: float = 0.7
    """... and compete with it if they meet this share of what it meets ..."""
    most_elsewhere: int = 3
    """... the clearest of them."""
    block_frames: int = 4
    """0.09 s of film at a time along the path of lines."""
    enter_cost: float = 12.0
    """Nats to enter a line: rarer than once in 100,000 by chance ..."""
    enter_frames: float = 86.0
    """... and what it gains in this long, so that returning bars do not break a placement."""
    jump_cost: float = 12.0
    """Nats for a jump within the recording by no more than a few pictures: nobody meant it to be heard ..."""
    jump_frames: float = 12.0
    """... a quarter of a second."""
    bound_reach_frames: float = 90.0
    """A bound is looked for this far beyond the path's ..."""
    seam_reach_frames: float = 15.0
    """... or this far, where the same recording goes on from another place."""
    # the fit to the film's peaks
    fit_reach_frames: tuple[float, ...] = (8.0, 5.0, 3.0, 3.0, 2.5, 2.5, 2.0, 2.0)
    """In each round of the fit, a film's peak this near in time; the first must bridge what is left of the
    speed ..."""
    fit_reach_cents: float = 25.0
    """... and in height is the recording's."""
    fit_outlier_share: float = 0.75
    """Residuals further than this share of the reach from the median are other sounds' peaks."""
    pitch_bias: float = 2.5e-4
    """What peaks' heights may all be wrong by, as a factor of speed."""
    fit_speed_reach: float = 0.02
    """A fit that changes the speed by more than this has met other music."""
    # named speeds
    named_speeds: tuple[float, ...] = tuple(named.speed for named in NAMED_SPEEDS)
    """What films are converted by: PAL and back, NTSC and back, and both; the likelier first."""
    snap_errors: float = 3.0
    """A speed is a named one if it is within this many standard errors of it ..."""
    snap_least: float = 1e-4
    """... and always if it is nearer than this."""
    snap_most: float = 3e-3
    """A fit that knows the speed no better than this names none."""
    snap_cents: float = 5.0
    """A pitch this near to 0 is 0."""
    # what a peak says, in nats
    view_correlation: float = 0.4
    """How much of chance presence two views share."""
    path_share: float = 0.85
    """Share of a passage's clearest presence expected at each place of it, when lines compete ..."""
    bound_share: float = 0.55
    """... and when bounds are looked for: music fades in, and is talked over."""
    expected_peaks: int = 200
    """... the clearest of this many peaks in a row, about 8 s."""
    exact_reach_frames: float = 1.1
    """A film's peak this near in time ..."""
    exact_reach_cents: float = 12.0
    """... and in height stands exactly at the recording's."""
    exact_beside_frames: tuple[float, ...] = (-29.0, -17.0, 17.0, 29.0)
    """Where it is counted how often that happens by chance."""
    exact_weight: float = 0.6
    """Exact peaks are partly told by presence already."""
    most_ratio: float = 8.0
    """Nats that one peak can say at most."""
    # what other alignments say as well
    shared_reach_frames: float = 2.0
    """Peaks of two recordings this near in the film ..."""
    shared_reach_cents: float = 45.0
    """... and in height are one event there."""
    own_reach_frames: float = 650.0
    """How far beyond its bounds an alignment explains its own recording's bars that return: 15 s."""
    support_frames: float = 12.0
    """Peaks within this long are mostly one event, a chord or a stroke ..."""
    most_support: float = 5.0
    """... which proves this many nats at most."""
    # faint and drowned-out music
    faint_share: float = 0.2
    """Share of its clearest presence that music under loud speech still has."""
    faint_gain: float = 20.0
    """Nats by which a bound must gain to move out to faint music ..."""
    faint_reach_frames: float = 650.0
    """... within 15 s."""
    drowned_frames: float = 650.0
    """An alignment that goes on in another after at most 15 s was drowned out in between ..."""
    drowned_slack_frames: float = 12.0
    """... if their lines meet this nearly ..."""
    drowned_strength: float = 0.4
    """... and the fainter is heard this clearly, as a share of the other: else it is another piece in the
    same key."""
    joined_strength: float = 0.9
    """Share of its own strength with which both must be heard along one line: else the recording jumped."""
    # what is worth judging
    least_gain: float = 15.0
    """Nats below which a passage is not worth judging."""
    least_frames: float = 43.0
    """A second: shorter passages are never reported."""


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
    calibrated_recordings: int = 324
    """Size of the library that the fit was made with."""
    per_log_recordings: float = 0.5
    """How much more is asked of each doubling of the library; 1 would be a union bound."""


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


@dataclass(frozen=True)
class CueSettings:
    """How placements become numbered cues (DESIGN.md section 6, rules)."""

    same_cue_gap_s: float = 2.0
    """The same recording again after at most this long is the same cue."""
    same_cue_running_gap_s: float = 5.0
    """... or after this long, if the recording's position has run on meanwhile."""
    running_on_tolerance_s: float = 1.0
    """How exactly the position must have run on."""


@dataclass(frozen=True)
class Settings:
    """All settings of a run."""

    analysis: AnalysisSettings = field(default_factory=AnalysisSettings)
    hearing: HearingSettings = field(default_factory=HearingSettings)
    matching: MatchingSettings = field(default_factory=MatchingSettings)
    alignment: AlignmentSettings = field(default_factory=AlignmentSettings)
    explain: ExplainSettings = field(default_factory=ExplainSettings)
    confidence: ConfidenceSettings = field(default_factory=ConfidenceSettings)
    music: MusicSettings = field(default_factory=MusicSettings)
    cues: CueSettings = field(default_factory=CueSettings)
