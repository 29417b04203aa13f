"""An alignment, peak by peak: what each peak says for it, and which other alignments say the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cuespotter.alignment._kernels import mark_shared
from cuespotter.alignment.align import Alignment, same_line
from cuespotter.alignment.bounds import ratios_along
from cuespotter.alignment.lookup import Comparison, Comparisons, Line, Span
from cuespotter.settings import EvidenceSettings

F64 = NDArray[np.float64]
ROUNDING = 1e-6
"""More than sums of film frames are rounded by, in parts of a stretch, and less than any difference."""


@dataclass(frozen=True)
class Remainder:
    """What is left of an alignment when others have explained their share.

    Attributes
    ----------
    alignment : Alignment
        With the bounds, gain and number of peaks of what is left.
    shared : float
        Share of the peaks within these bounds that others explain.
    """

    alignment: Alignment
    shared: float


def remainder(comparisons: Comparisons, alignment: Alignment, others: Iterable[Alignment]) -> Remainder:
    """Take from an alignment the peaks that others explain, and find the stretch that still speaks for it.

    Peaks in the film that one placement explains are not evidence for another. An alignment of the same
    recording at another place of it explains beyond its bounds as well, since a bar that returns is heard
    there too.
    """
    line, settings = alignment.line, comparisons.settings
    compared = comparisons.of(alignment.recording)
    stretch = compared.cut(line, alignment.span)
    frame = line.film_frame(stretch.frame)
    ratios = compared.once(_ratios, line, alignment.span)
    taken = np.zeros(len(stretch), np.bool_)
    for other in others:
        repeats = other.recording == alignment.recording and not same_line(alignment, other, settings)
        beyond = settings.own_reach_frames if repeats else 0.0
        taken |= _shared(
            frame, stretch.cents + line.pitch_cents, comparisons.of(other.recording), other, beyond
        )
    if not taken.any():
        return Remainder(replace(alignment, support=_support(frame, ratios, settings)), 0.0)
    left = np.where(taken, 0.0, ratios)
    start, stop, gain = _best_run(left)
    count = stop - start
    if count == 0:
        return Remainder(replace(alignment, gain=0.0, support=0.0, peaks=0), 1.0)
    open_peaks = int((~taken[start:stop]).sum())
    first = alignment.first if start == 0 else float(frame[start]) - 0.5
    last = alignment.last if stop == len(frame) else float(frame[stop - 1]) + 0.5
    return Remainder(
        replace(
            alignment,
            first=first,
            last=last,
            gain=gain,
            support=_support(frame[start:stop], left[start:stop], settings),
            peaks=open_peaks,
        ),
        float(taken[start:stop].mean()),
    )


def _ratios(compared: Comparison, line: Line, span: Span) -> F64:
    """Give what each peak along a line in a span says for it."""
    return ratios_along(compared, line, compared.cut(line, span), span)


def _support(frame: F64, ratios: F64, settings: EvidenceSettings) -> float:
    """Add up ratios, each short stretch of film counting only so much."""
    if not len(frame):
        return 0.0
    # whole numbers of frames apart, but for rounding: what begins a part must not fall to the one before
    part = ((frame - frame[0]) / settings.support_frames + ROUNDING).astype(np.int64)
    return float(np.minimum(np.bincount(part, weights=ratios), settings.most_support).sum())


def _shared(
    frame: F64, cents: F64, compared: Comparison, other: Alignment, beyond: float
) -> NDArray[np.bool_]:
    """Mark the places in the film, `frame` and `cents`, at which another alignment has a peak as well."""
    there = compared.cut(other.line, Span(other.first - beyond, other.last + beyond))
    if not len(there) or not len(frame):
        return np.zeros(len(frame), np.bool_)
    marked: NDArray[np.bool_] = mark_shared(
        frame,
        cents,
        other.line.film_frame(there.frame),
        there.cents + other.line.pitch_cents,
        compared.settings.shared_reach_frames,
        compared.settings.shared_reach_cents,
    )
    return marked


def _best_run(values: F64) -> tuple[int, int, float]:
    """Find the run of values with the largest sum: first, one after the last, sum."""
    sums = np.concatenate([np.zeros(1), np.cumsum(values)])
    lowest = np.minimum.accumulate(sums)
    rise = sums - lowest
    stop = int(rise.argmax())
    start = int(np.flatnonzero(sums[: stop + 1] == lowest[stop])[-1])
    return start, stop, float(rise[stop])
