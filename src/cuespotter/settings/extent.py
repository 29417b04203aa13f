"""From when to when a recording is heard, by its own file (waveform/extent.py)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ExtentSettings:
    """Where evidence of samples is gathered, what is expected of it, and when it moves a bound."""

    hop_share: float = 0.5
    """Of a block, from one to the next: windows then add up to one, and each sample counts once."""
    core_s: float = 20.0
    """Next to each bound, inside of it, in which is measured how the recording sounds ..."""
    least_blocks: int = 8
    """... in so many blocks at least ..."""
    step_s: float = 6.0
    """... and outside of it the film is read in such steps ..."""
    reach_s: float = 24.0
    """... so far at most ..."""
    given_up_nats: float = 15.0
    """... or until so much has spoken against the recording."""
    clear: float = 20.0
    """Deviations of one shift in the core, below which samples tell no bound: false alignments have 17 once
    in a hundred."""
    shift_s: float = 0.034
    """A line that was found by peaks is so near; beyond is what chance makes of other shifts."""
    drift_s: float = 0.003
    """What the speed may be wrong by, from the middle of the core to its end ..."""
    drift_step_s: float = 0.00025
    """... in such steps, ..."""
    fine_drift_s: float = 0.0004
    """... and then again by so much ..."""
    fine_steps: int = 16
    """... in so many steps to each side: a wave of 5 kHz lasts 0.2 ms."""
    response_s: float = 0.012
    """What a room, a wall or a loudspeaker makes of a click, to both sides of its highest point ..."""
    response_deviations: float = 2.5
    """... as far as it stands out of chance."""
    lowest_hz: float = 60.0
    highest_hz: float = 5000.0
    level_s: float = 5.0
    """A fader moves, but little in such a part, in which ..."""
    level_hz: float = 8.0
    """Over this width what the film makes of a recording hardly changes: its level is averaged there."""
    gains: tuple[float, ...] = (1.4, 1.0, 0.7, 0.5, 0.35, 0.25, 0.18, 0.125)
    """By how much louder or fainter than in the core music may play, each as likely: it fades, is ducked."""
    penalty_nats: float = 0.1
    """What each block must bring, so that nothing is drawn out by chance."""
    most_nats: float = 8.0
    """More tells no block."""
    least_nats: float = 5.0
    """By which another bound must be likelier than that of the peaks ..."""
    least_move_s: float = 0.35
    """... and so far from it: within, peaks are as exact as blocks."""
    bound_error_s: float = 0.15
    """Standard error of a bound that blocks have told."""
    least_confidence: float = 0.5
    """Of an alignment whose bounds are worth opening a file for."""
