"""One line through a film: a recording at one offset, speed and pitch, looked up in the film's presence.

``film_frame = offset + recording_frame / speed``; a peak of the recording is looked for at that frame, and
at its own height raised by the pitch.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple, TypeVar, TypeVarTuple

import numpy as np
from numpy.typing import NDArray

from cuespotter.alignment._kernels import read_presence, sum_presence
from cuespotter.alignment._path_kernels import fit_near
from cuespotter.analysis.fingerprint import Fingerprint, Heard
from cuespotter.analysis.presence import PRESENCE_STEP
from cuespotter.settings import AlignmentSettings

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]
Answer = TypeVar("Answer")
Asked = TypeVarTuple("Asked")


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

    def is_near(self, other: Line, span: Span, reach_frames: float) -> bool:
        """Say whether two lines hear nearly the same at both ends of a stretch of film."""
        return all(abs(self.recording_frame(at) - other.recording_frame(at)) <= reach_frames for at in span)


class Span(NamedTuple):
    """Film frames ``[first, last)``."""

    first: float
    last: float

    @property
    def length(self) -> float:
        """Film frames."""
        return self.last - self.first

    @property
    def middle(self) -> float:
        """Film frame halfway."""
        return (self.first + self.last) / 2


@dataclass(frozen=True)
class Stretch:
    """The peaks of a recording that sound in a stretch of film if it lies along a line."""

    frame: F64
    cents: F64

    def __len__(self) -> int:
        return len(self.frame)


@dataclass(frozen=True)
class Comparison:
    """A film and one recording of the library, held side by side; every question about both is put to it.

    The recording's peaks are cast once, for all lines along which it is laid.

    Attributes
    ----------
    recording : int
        Number in `Index.recordings`.
    heard : Heard
        The film.
    known : Fingerprint
        The recording's.
    settings : AlignmentSettings
    """

    recording: int
    heard: Heard
    known: Fingerprint
    settings: AlignmentSettings

    def cut(self, line: Line, span: tuple[float, float]) -> Stretch:
        """Take the recording's peaks that sound in some film frames if it lies along a line."""
        part = self.known.peaks.between(line.recording_frame(span[0]), line.recording_frame(span[1]))
        return Stretch(self._whole.frame[part], self._whole.cents[part])

    def sums(self, stretch: Stretch, line: Line, shifts: Ints) -> F64:
        """Add up a stretch's presence in each view, at the line and beside it.

        Parameters
        ----------
        stretch : Stretch
        line : Line
        shifts : int64[n]
            Film frames by which the stretch is moved away from the line.

        Returns
        -------
        float64[views, n]
            In standard deviations; by chance 0 on average, about the root of the number of peaks as
            deviation.
        """
        frame, column = self._places(stretch, line)
        sums = [sum_presence(view.presence, frame, column, shifts) for view in self.heard.views]
        return np.array(sums, np.float64) * PRESENCE_STEP

    def fit_near(self, line: Line, span: tuple[float, float], reach: int) -> tuple[float, int]:
        """Say how well a line fits some film frames, moved by up to `reach` frames to where it fits best.

        All in one go, since most candidates are looked at no further.

        Returns
        -------
        float, int
            Deviations above chance, all views together; and how many peaks there are.
        """
        peaks = self.known.peaks
        return fit_near(
            self.heard.presences,
            peaks.frame,
            peaks.cents,
            (line.recording_frame(span[0]), line.recording_frame(span[1])),
            (line.offset, line.speed, line.pitch_cents),
            self.heard.column_cents,
            reach,
            PRESENCE_STEP,
        )

    def presence(self, stretch: Stretch, line: Line) -> F64:
        """Look up every peak of a stretch in each view.

        Returns
        -------
        float64[views, peaks]
            In standard deviations.
        """
        views = self.heard.views
        frame, column = self._places(stretch, line)
        values = [read_presence(view.presence, frame, column) for view in views]
        return np.array(values, np.float64).reshape(len(views), len(stretch)) * PRESENCE_STEP

    def once(self, answer: Callable[[Comparison, *Asked], Answer], *asked: *Asked) -> Answer:
        """Put a question to it that later rounds ask again: its answer is kept.

        In each round all lines of a recording compete anew, and most are those of the round before.

        Parameters
        ----------
        answer : callable
            Answers by this comparison and by what is asked, and by nothing else.
        *asked
            Hashable.
        """
        key = (answer, *asked)
        if key not in self._answers:
            self._answers[key] = answer(self, *asked)
        kept: Answer = self._answers[key]
        return kept

    @cached_property
    def _answers(self) -> dict[Hashable, Any]:
        """What was answered, by what was asked; a recording is in one thread's hands at a time."""
        return {}

    @cached_property
    def _whole(self) -> Stretch:
        """All of the recording's peaks."""
        peaks = self.known.peaks
        return Stretch(peaks.frame.astype(np.float64), peaks.cents.astype(np.float64))

    def _places(self, stretch: Stretch, line: Line) -> tuple[F64, Ints]:
        """Say where in the film's presence a stretch's peaks lie: frames and columns."""
        columns = columns_of(
            stretch.cents, pitch_cents=line.pitch_cents, column_cents=self.heard.column_cents
        )
        return line.film_frame(stretch.frame), columns


class Comparisons:
    """A film and the library's recordings, each taken from the shelf once; for any number of threads.

    Parameters
    ----------
    heard : Heard
    known : callable
        Gives a recording's fingerprint by its number.
    settings : AlignmentSettings
    """

    def __init__(
        self, heard: Heard, known: Callable[[int], Fingerprint], settings: AlignmentSettings
    ) -> None:
        self.heard, self.settings = heard, settings
        self._known = known
        self._held: dict[int, Comparison] = {}

    def of(self, recording: int) -> Comparison:
        """Hold the film and one recording side by side."""
        held = self._held.get(recording)
        if held is None:
            # two threads may both come here: the first one's answer counts for both
            fresh = Comparison(recording, self.heard, self._known(recording), self.settings)
            held = self._held.setdefault(recording, fresh)
        return held


def columns_of(cents: F64, *, pitch_cents: float, column_cents: float) -> Ints:
    """Say in which columns of presence heights lie."""
    return np.rint((cents + pitch_cents) / column_cents).astype(np.int64)
