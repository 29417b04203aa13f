"""Whether a film plays a recording itself or another mix of it, by its own file (waveform/departure.py)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MixSettings:
    """What is fitted to film and recording, where it may be asked for, and what another mix is told by."""

    edge_s: float = 1.0
    """Left out inside of each bound ..."""
    least_s: float = 5.0
    """... of what remains, so much is asked for ..."""
    piece_s: float = 30.0
    """... and so much has one line, one filter."""
    frame_samples: int = 2048
    hop_samples: int = 512
    drift_s: float = 0.004
    """What a line may be wrong by at a piece's ends ..."""
    drift_step_s: float = 0.00005
    """... in such steps: a wave of 4 kHz lasts five of them."""
    turns: int = 4
    """So often it is turned at most."""
    drift_frames: int = 8
    """So many frames hold still."""
    lowest_hz: float = 80.0
    highest_hz: float = 4800.0
    response_s: float = 0.02
    """A filter lasts so long at most, to both sides of its middle."""
    fits: int = 3
    """Filter and fader are fitted in turn."""
    fader_frames: int = 5
    """A fader moves no faster: 0.23 s."""
    first_band_hz: float = 100.0
    bands: int = 16
    """Of a third of an octave, up to 4 kHz, ..."""
    cell_frames: int = 16
    """... and of 0.74 s are the cells ..."""
    most_error: float = 0.2
    """... of which those count whose gain is known so well ..."""
    least_cells: int = 40
    """... and there must be so many."""
    room_hz: tuple[float, float] = (150.0, 2500.0)
    room_frames: tuple[int, ...] = (2, 3, 4, 6, 8, 11, 15)
    """By how much later a room plays a recording again, 0.09 to 0.7 s. What it plays earlier tells chance."""
    least_of_band: int = 5
    """Cells of a band in which middle and side are compared ..."""
    least_bands: int = 3
    most_room: float = 0.08
    """Share of a recording's energy that sounds again later, from which nothing is said: it departs, too."""
    spread_of: float = 90.0
    """Percentile of the cells that spread is told of: a lossy copy departs by a little in most of them."""
    own_spread: float = 0.33
    """The spread at which the recording itself and another mix are as likely: copies of recordings at 32 to
    45 kbit/s, beyond which few are kept, reach 0.3 ..."""
    per_log_spread: float = 6.0
    """... with log odds for each factor of e above it ..."""
    own_wider_db: float = 5.5
    """... as for each dB by which the side is louder than the middle ..."""
    per_db: float = 1.5
    """... beyond this."""
