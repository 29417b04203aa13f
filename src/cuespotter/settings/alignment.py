"""How candidates are verified and made exact (alignment/): one group for each question.

A function of `alignment/` that asks one question takes that group; `AlignmentSettings` is all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from cuespotter.speeds import NAMED_SPEEDS


@dataclass(frozen=True)
class SightSettings:
    """What a line is seen by, in its window."""

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


@dataclass(frozen=True)
class CandidateSettings:
    """Which candidates are looked at further, and which are one."""

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


@dataclass(frozen=True)
class FitSettings:
    """The fit of offset, speed and pitch to the film's peaks, and the speeds that have names."""

    speed_reach: float = 0.007
    """Half the distance of swept speeds."""
    speed_step_frames: float = 1.0
    """What a step in speed may move the ends of a stretch by."""
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


@dataclass(frozen=True)
class TurnSettings:
    """Where else, and at which other tempo, a recording that was found is looked for."""

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


@dataclass(frozen=True)
class PathSettings:
    """How lines of one recording compete along the film."""

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


@dataclass(frozen=True)
class EvidenceSettings:
    """What a peak says, in nats, and what other alignments say as well."""

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


@dataclass(frozen=True)
class FaintSettings:
    """Faint and drowned-out music."""

    faint_share: float = 0.2
    """Share of its clearest presence that music under loud speech still has."""
    faint_gain: float = 15.0
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


@dataclass(frozen=True)
class AlignmentSettings(
    SightSettings,
    CandidateSettings,
    FitSettings,
    TurnSettings,
    PathSettings,
    EvidenceSettings,
    FaintSettings,
):
    """How candidates are verified and made exact, and which passages are worth judging."""

    least_gain: float = 15.0
    """Nats below which a passage is not worth judging."""
    least_frames: float = 43.0
    """A second: shorter passages are never reported."""
