"""One line through a film: a recording at one offset, speed and pitch, looked up in the film's presence.

``film_frame = offset + recording_frame / speed``; a peak of the recording is looked for at that frame, and
at its own height raised by the pitch.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cuespotter.alignment._kernels import read_presence, sum_presence
from cuespotter.analysis.fingerprint import Fingerprint, Heard
from cuespotter.analysis.presence import PRESENCE_STEP

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Line:
    """How a recording may lie in a film.

    Attributes
    ----------
    offset : float
        Film frame at which the recording's frame 0 would sound; may be negative.
    speed : float
        Recording frames in one film frame.
    pitch_cents : float
        How much higher the film sounds.
    """

    offset: float
    speed: float
    pitch_cents: float

    def film_frame(self, recording_frame: F64) -> F64:
        """Say when in the film recording frames sound."""
        return self.offset + recording_frame / self.speed

    def recording_frame(self, film_frame: float) -> float:
        """Say where in the recording the film is."""
        return self.speed * (film_frame - self.offset)

    def turned(self, *, speed: float, pitch_cents: float, about: float) -> Line:
        """Change speed and pitch, keeping what is heard at film frame `about`."""
        return replace(
            self, speed=speed, pitch_cents=pitch_cents, offset=about - self.recording_frame(about) / speed
        )

    def moved(self, frames: float) -> Line:
        """Let the recording begin later."""
        return replace(self, offset=self.offset + frames)


@dataclass(frozen=True)
class Stretch:
    """The peaks of a recording that sound in a stretch of film if it lies along a line."""

    frame: F64
    cents: F64

    def __len__(self) -> int:
        return len(self.frame)


def cut_stretch(known: Fingerprint, line: Line, first: float, last: float) -> Stretch:
    """Take the recording's peaks that sound in film frames ``[first, last)``."""
    part = known.peaks.between(line.recording_frame(first), line.recording_frame(last))
    return Stretch(known.peaks.frame[part].astype(np.float64), known.peaks.cents[part].astype(np.float64))


def columns_of(cents: F64, *, pitch_cents: float, step_cents: float) -> Ints:
    """Say in which columns of presence heights lie."""
    return np.rint((cents + pitch_cents) / step_cents).astype(np.int64)


def shifted_sums(heard: Heard, stretch: Stretch, line: Line, shifts: Ints, *, step_cents: float) -> F64:
    """Add up a stretch's presence in each view, at the line and beside it.

    Returns
    -------
    float64[views, shifts]
        In standard deviations; by chance 0 on average, about the root of the number of peaks as deviation.
    """
    frame = line.film_frame(stretch.frame)
    column = columns_of(stretch.cents, pitch_cents=line.pitch_cents, step_cents=step_cents)
    sums = [sum_presence(view.presence, frame, column, shifts) for view in heard.views]
    return np.array(sums, np.float64) * PRESENCE_STEP


def each_presence(heard: Heard, stretch: Stretch, line: Line, *, step_cents: float) -> F64:
    """Look up every peak of a stretch in each view.

    Returns
    -------
    float64[views, peaks]
    """
    frame = line.film_frame(stretch.frame)
    column = columns_of(stretch.cents, pitch_cents=line.pitch_cents, step_cents=step_cents)
    values = [read_presence(view.presence, frame, column) for view in heard.views]
    return np.array(values, np.float64).reshape(len(heard.views), len(stretch)) * PRESENCE_STEP
