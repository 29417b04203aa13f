"""How recordings that no landmark proposed are looked for by their spectrograms (identify/second_look.py)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SecondLookSettings:
    """What is laid at every offset of every recording, and what of it is held against samples."""

    looks: bool = False
    """Whether there is a second look, as `identify --thorough` has it: it costs more than all else."""
    rate_hz: int = 5400
    """Film and recordings are decoded at this rate ..."""
    frame_samples: int = 1024
    """... and heard in frames of 0.19 s ..."""
    hop_samples: int = 512
    """... that follow each other by half of that."""
    lowest_hz: float = 110.0
    bands_per_octave: int = 24
    bands: int = 108
    """... in bands of a quarter tone, up to 2.5 kHz: finer ones and twice the frames tell a quarter more and
    cost four times as much."""
    even_bands: int = 17
    even_frames: int = 21
    """Each cell is held against its surroundings: so many bands, and so many frames, 2 s."""
    lowest_cell: float = -1.0
    highest_cell: float = 3.0
    """Deviations that one cell counts at most."""
    window_s: float = 12.0
    """So much film is looked for at once."""
    least_window_s: float = 4.0
    """A gap between what is explained that is shorter is no place for music."""
    least_beside_frames: int = 20
    """What of a window must lie within a recording."""
    transform: int = 2048
    """Frames of a recording that are transformed at once: 194 s."""
    together: int = 48
    """Windows at one speed and pitch each that are looked for together ..."""
    recordings_together: int = 8
    """... in so many stretches of recordings."""
    most_windows_an_hour: int = 240
    """Windows that an hour of film may cost, evenly spread."""
    windows_together: int = 40
    """So many windows are held in memory at a time, at all speeds: 400 MB where they follow each other."""
    most_recordings: int = 400
    """In a larger library only what the reel surely has is looked for."""
    own_speed_share: float = 0.9
    own_speed_least: int = 3
    """A film so much of whose sure music, of so many stretches at least, is at one named speed is asked at
    that alone; any other also at all speeds, pitches and tempos that a search sweeps."""
    least_z: float = 7.0
    """Deviations of the clearest offset of a recording, below which none is held against its samples: chance
    made 6.9 in 250 windows at 41 speeds against 324 recordings ..."""
    most_lines: int = 2
    """... so many lines of a recording, ..."""
    most_per_window: int = 4
    """... and so many of each window are, the clearest."""
    least_heard: float = 0.4
    """Share of its window in which its peaks must be heard for them to tell its bounds; else those of the
    window are taken."""
    least_coherence: float = 14.0
    """Deviations by which samples must follow each other there, as of `Explained.coherence`."""
    stretched_z: float = 7.2
    stretched_coherence: float = 20.0
    """Where tempo or pitch was changed alone both are asked: drums once followed others by 37 there."""
    log_odds: float = 1.2
    """Of what has both: of 13 that 32 films gave, 10 were right."""
    silent_share: float = 1e-5
    """A view with less than this share of the middle's power holds nothing."""
