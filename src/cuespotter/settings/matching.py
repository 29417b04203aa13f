"""How candidates are found."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from cuespotter.speeds import NAMED_SPEEDS


@dataclass(frozen=True)
class MatchingSettings:
    """How candidates are found in the index (matching/)."""

    window_frames: int = 430
    """10 s of film vote together: music of 5 s fills half of it."""
    long_frames: int = 1290
    """30 s, where 10 s told nothing: votes for faint music grow with time, those by chance with its root."""
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
    deep_postings: int = 40_000_000
    """In a library with more, recordings that a film likely has more of are searched by themselves ..."""
    most_listed: int = 300
    """... so many, at most."""
    pairing_frames: int = 13000
    """Five minutes of a film's pairs and hits are held at a time."""
    least_votes: int = 6
    """Fewer votes are always chance."""
    least_excess: float = 4.0
    """... and so are fewer than this many times the mean of all cells."""
    candidates_per_window: int = 8
    """More cost time in verification and find little."""

    @property
    def window_step_frames(self) -> int:
        """Half of a window: each frame is heard in two."""
        return self.window_frames // 2

    def affordable(self, hits_per_frame: float, postings: int) -> float:
        """Say how many hits a frame may have in a library of so many postings: its root."""
        return hits_per_frame * sqrt(max(1.0, postings / 1e6))
