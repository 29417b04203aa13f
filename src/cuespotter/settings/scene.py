"""How it is told that music seems to play within the scene: on a radio, next door, in a hall."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SceneSettings:
    """How a recording that is heard narrow, reverberant or from one side is told (alignment/scene.py).

    The weights are log odds, fitted by evaluation/scene.py on the half that is left for choosing.
    """

    lowest_hz: float = 110.0
    """Third octaves count from here, as a recording's cents do."""
    bass: tuple[int, int] = (0, 4)
    """Third octaves, first and last but one: 110 to 277 Hz, what a radio leaves away ..."""
    middle: tuple[int, int] = (4, 13)
    """... 277 Hz to 2.2 kHz, what every loudspeaker plays ..."""
    warm: tuple[int, int] = (4, 9)
    """... of it 277 to 880 Hz, what comes through a wall ..."""
    treble: tuple[int, int] = (11, 15)
    """... and 1.4 to 3.5 kHz, what a wall keeps back."""
    bands: int = 17
    """To 5.6 kHz."""
    least_peaks: int = 5
    """A band in which the recording has fewer says nothing."""
    ringing_frames: int = 4
    """A note rings on for 93 ms in a room; so long before it begins it is heard nowhere."""
    least_frames: int = 172
    """Stretches shorter than 4 s hold too few notes."""
    block_frames: int = 43
    """The lean is that of most seconds: a word or an effect on one side takes up few of them."""
    band_share: float = 0.4
    """A band is not heard where its notes stand out less than this share of those of the middle."""
    least_ringing: float = 0.2
    """From here on a hint says that the music rings on ..."""
    least_lean: float = 0.7
    """... and that it comes from one side: 95 % of what is mixed plainly leans less."""
    side_zero_db: float = -15.0
    """Side against middle of what is mixed plainly, in the median."""
    at_zero: float = -1.22
    per_bass: float = 3.01
    per_treble: float = 1.42
    per_ringing: float = 5.8
    per_lean: float = 2.33
    per_side: float = 1.33
    on_two_sides: float = -1.95
    least_confidence: float = 0.7
    """What is less likely is not hinted."""
