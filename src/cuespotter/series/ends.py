"""What was heard of an episode -> the peaks near its beginning and its end, to be kept.

Episodes are held against each other long after each was heard, so these few peaks are all that is kept of a
film's sound: two or three hundred kilobytes.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from dataclasses import dataclass, field

import numpy as np

from cuespotter.analysis.fingerprint import Heard
from cuespotter.analysis.peaks import Peaks, join_peaks
from cuespotter.settings import SeriesSettings, Settings

SAME_CENTS = 10
"""A peak that two views have is one."""


@dataclass(frozen=True)
class Ends:
    """The peaks of an episode's beginning and end.

    Attributes
    ----------
    frames : int
        Length of the episode.
    head, tail : Peaks
        On the episode's clock, whole cents; parts of both are the same in a short one.
    """

    frames: int
    head: Peaks
    tail: Peaks


@dataclass
class EndsTaker:
    """Takes the reels of a film as they are heard, and keeps their loudest peaks.

    Parameters
    ----------
    settings : Settings
    """

    settings: Settings
    _parts: list[Peaks] = field(default_factory=list, init=False)
    _frames: int = field(default=0, init=False)

    def take(self, heard: Heard, start_s: float) -> None:
        """Take the next reel, which begins at `start_s` on the film's clock."""
        first = round(start_s * self.settings.analysis.frames_per_second)
        for view in heard.views:
            frame = view.loudest_peaks.frame + np.int32(first)
            self._parts.append(Peaks(frame, np.rint(view.loudest_peaks.cents).astype(np.uint16)))
        self._frames = max(self._frames, first + heard.frames)

    def ends(self) -> Ends:
        """Give what is kept of the film."""
        peaks = _each_once(join_peaks(self._parts, np.uint16))
        rate, rules = self.settings.analysis.frames_per_second, self.settings.series
        head = reach_s(self._frames / rate, rules.head_s, rules) + rules.most_opening_s
        tail = self._frames / rate - reach_s(self._frames / rate, rules.tail_s, rules)
        parts = (peaks.between(0.0, head * rate), peaks.between(tail * rate, float(self._frames)))
        return Ends(self._frames, *(Peaks(peaks.frame[part], peaks.cents[part]) for part in parts))


def reach_s(length_s: float, most_s: float, rules: SeriesSettings) -> float:
    """Say how far from its end an episode's opening may begin, or its closing."""
    return min(most_s, rules.edge_share * length_s)


def pack_ends(ends: Ends) -> bytes:
    """Write what is kept of a film as bytes."""
    written = io.BytesIO()
    np.savez_compressed(
        written,
        frames=np.int64(ends.frames),
        # differences of neighbours are small, and pack well
        head_frame=np.diff(ends.head.frame, prepend=np.int32(0)),
        head_cents=ends.head.cents,
        tail_frame=np.diff(ends.tail.frame, prepend=np.int32(0)),
        tail_cents=ends.tail.cents,
    )
    return written.getvalue()


def unpack_ends(content: bytes) -> Ends | None:
    """Undo `pack_ends`; None where the bytes are no such thing."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as held:
            head, tail = (
                Peaks(
                    np.cumsum(held[f"{name}_frame"], dtype=np.int32),
                    held[f"{name}_cents"].astype(np.uint16),
                )
                for name in ("head", "tail")
            )
            return Ends(int(held["frames"]), head, tail)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return None


def ends_digest(settings: Settings) -> str:
    """Say in one word how ends are taken: kept ones of other settings are taken anew."""
    rules, hearing = settings.series, settings.hearing
    reach = (rules.head_s, rules.tail_s, rules.edge_share, rules.most_opening_s)
    said = (settings.analysis.digest, hearing.loudest_peaks_per_second, hearing.reach_frames, reach)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def _each_once(peaks: Peaks) -> Peaks:
    """Sort the peaks of all views, and keep one of those that stand at one place."""
    order = np.lexsort((peaks.cents, peaks.frame))
    frame, cents = peaks.frame[order], peaks.cents[order]
    near = (np.diff(frame) == 0) & (np.diff(cents.astype(np.int32)) < SAME_CENTS)
    kept = np.concatenate([np.ones(min(1, len(frame)), bool), ~near])
    return Peaks(frame[kept], cents[kept])
