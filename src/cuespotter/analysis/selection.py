"""Local maxima of a section -> the loudest of them, by frame and height in cents."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.peaks import LocalPeaks, Peaks, Section, loudest
from cuespotter.settings import AnalysisSettings


def selected(section: Section, found: LocalPeaks, settings: AnalysisSettings, per_second: float) -> Peaks:
    """Keep the loudest peaks of the section proper, sorted by frame, then cents."""
    keep = loudest(
        found,
        half_width_frames=settings.selection_half_frames,
        per_half_width=settings.per_selection(per_second),
    )
    frame = found.row - section.margin
    keep &= (frame >= 0) & (frame < section.frames)
    chosen = found.only(keep)
    cents = cents_of(chosen, settings).astype(np.float32)
    frame = frame[keep] + section.first
    order = np.lexsort((cents, frame))
    return Peaks(frame[order].astype(np.int32), cents[order])


def cents_of(peaks: LocalPeaks, settings: AnalysisSettings) -> NDArray[np.float64]:
    """Give the peaks' heights above the lowest frequency."""
    hz = peaks.height.astype(np.float64) * (settings.rate_hz / settings.window_samples)
    cents: NDArray[np.float64] = np.maximum(1200.0 * np.log2(hz / settings.lowest_hz), 0.0)
    return cents
