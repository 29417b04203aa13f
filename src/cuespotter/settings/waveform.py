"""How a film's samples are held against those of a recording (waveform/)."""

from __future__ import annotations

from dataclasses import dataclass, field

from cuespotter.settings.environment import word_of
from cuespotter.settings.extent import ExtentSettings
from cuespotter.settings.mix import MixSettings
from cuespotter.settings.second_look import SecondLookSettings

ORIGINALS_VARIABLE = "CUESPOTTER_ORIGINALS"
"""In the environment: `off`, no recording's own file is listened to; `thorough`, all of them are, where a
film is not explained; `on` as if it were not set."""


def originals_word() -> str:
    """Say what the environment wants of the recordings' own files."""
    return word_of(ORIGINALS_VARIABLE, "on", "off", "thorough")


@dataclass(frozen=True)
class WaveformSettings:
    """Blocks, bands and shifts of the comparison."""

    listens: bool = field(default_factory=lambda: originals_word() != "off")
    """Whether files are listened to at all, where they are at hand: answers then depend on which are."""
    block_s: float = 0.5
    """Film that is correlated at once where pitch follows speed: longer blocks ask for a speed that is exact
    beyond what peaks tell ..."""
    stretched_block_s: float = 0.12
    """... and where it does not: tempo is changed by gluing pieces of some 50 ms anew, each a few
    milliseconds away from its place."""
    most_blocks: int = 40
    """Spread over a longer stretch ..."""
    most_stretched_blocks: int = 80
    """... or so many of the shorter ones."""
    most_of_block: float = 25.0
    """What one block counts at most, where chance gives 1: a stroke of a drum follows any other stroke. Where
    tempo or pitch was changed alone, few of the shorter blocks tell, and there is no bound."""
    margin_s: float = 0.15
    """Shifts up to this are looked at; those beyond a reach say what chance makes of them."""
    shift_s: float = 0.06
    """A line that was found by peaks is within two or three frames of its place ..."""
    drift_s: float = 0.015
    """... and within so much at its ends, if its middle is right ..."""
    drift_step_s: float = 0.0005
    """... in these steps ..."""
    stretched_drift_s: float = 0.03
    """... or within this where tempo or pitch was changed alone ..."""
    stretched_step_s: float = 0.001
    """... in these."""
    fine_shift_s: float = 0.003
    """Where samples have told the line once, they tell it again within this ..."""
    fine_drift_s: float = 0.001
    """... and this at its ends ..."""
    fine_step_s: float = 0.00025
    """... in these steps."""
    bands_hz: tuple[tuple[float, float], ...] = ((80.0, 4800.0), (80.0, 1200.0), (80.0, 600.0))
    """All that both hold, and what is left of music behind a wall or under hiss."""
    levelled_hz: float = 12.0
    """Each spectrum is levelled over this width, so that a voice's strongest partials tell no more than
    what lies between them."""
    enough: float = 60.0
    """Deviations beyond doubt, from which no further view or band is tried."""
    enough_of_bar: float = 400.0
    """... and those of a bar."""
    least_doubt: float = 0.003
    """Confidence below which no file is opened: of 214 such alignments one was true ..."""
    least_sure: float = 0.995
    """... and beyond which peaks alone are believed, where they also tell the bar."""
    most_heard: int = 20
    """So many alignments of a reel are held against files, or ..."""
    most_heard_an_hour: int = 400
    """... for each hour of it: the likeliest. Dense films need 250; against very large libraries more are in
    doubt, and hardly any of them is true."""
    least_barred: float = 0.3
    """Confidence with the file's word from which its bar is asked about, too."""
    per_log: float = 2.5
    """Log odds for each factor of e by which a film follows a file more clearly than `neutral`, beside those
    of the peaks ..."""
    neutral: float = 10.0
    """... the deviations that speak neither for nor against: one false alignment in twelve has more ..."""
    least_told: float = 8.7
    """... fewer tell no more: behind a wall, or where its speed wanders, true music has as few. So a file
    takes away 0.35 at most ..."""
    most_told: float = 200.0
    """... and more tell no more."""
    sure_bar: float = 60.0
    """Nats by which a bar fits better than its like from which no other is tried."""
    bar_reach_frames: float = 130.0
    """3 s on both sides in which bars are told apart."""
    clear: float = 20.0
    """Deviations that the best bar, or a speed, must have for its file to decide."""
    turned_frames: float = 0.7
    """... a speed, where it moves the ends by so much."""
    bar_nats: float = 180.0
    """Nats for each factor of e by which one bar is clearer than another ..."""
    moved_nats: float = 40.0
    """... and how many the other must have for the alignment to move there: a quarter more deviations."""
    extent: ExtentSettings = field(default_factory=ExtentSettings)
    """From when to when a recording is heard."""
    mix: MixSettings = field(default_factory=MixSettings)
    """Whether it is the recording itself."""
    second: SecondLookSettings = field(
        default_factory=lambda: SecondLookSettings(looks=originals_word() == "thorough")
    )
    """How what no landmark proposed is looked for."""
