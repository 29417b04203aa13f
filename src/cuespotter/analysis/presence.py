"""Power and peaks -> presence: how much each cell of a film looks like a peak, against its surroundings.

A recording's peaks are looked up in it. Since every cell is measured by the mean and the spread of its own
surroundings, a lookup at a wrong place gives 0 on average and 1 as standard deviation, in dense passages as
in sparse ones; so lookups add up to evidence.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis._kernels import log_levels, mark_peaks, standardise
from cuespotter.analysis.peaks import LocalPeaks, Section
from cuespotter.settings import PresenceSettings

PRESENCE_STEP = 1.0 / 20.0
"""Presence is kept as int8 in these units: -6.35 to +6.35 standard deviations."""


def log_axis(
    *, lowest_hz: float, step_cents: float, columns: int, bin_hz: float
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Say between which bins each column of a logarithmic axis lies, and how near to the upper."""
    place = lowest_hz * 2.0 ** (np.arange(columns) * step_cents / 1200.0) / bin_hz
    lower = np.floor(place).astype(np.int64)
    return lower, (place - lower).astype(np.float32)


def measure_presence(
    section: Section,
    peaks: LocalPeaks,
    peak_columns: NDArray[np.int64],
    axis: tuple[NDArray[np.int64], NDArray[np.float32]],
    settings: PresenceSettings,
) -> NDArray[np.int8]:
    """Measure the presence of every cell of a section.

    Parameters
    ----------
    section : Section
    peaks : LocalPeaks
        Dense peaks of the section and its margins.
    peak_columns : int64[n]
        Column of each on the logarithmic axis.
    axis : tuple
        From `log_axis`.

    Returns
    -------
    int8[section.frames, columns]
        In units of `PRESENCE_STEP`.
    """
    floor = np.float32(10.0 ** (settings.floor_db / 10.0))
    level = log_levels(section.power, *axis, floor)
    soft = standardise(
        level, settings.level_half_frames, settings.half_columns, settings.least_level_spread_db
    )
    np.clip(soft, settings.least_contrast, settings.most_contrast, out=soft)
    soft *= np.float32(settings.contrast_weight)
    mark_peaks(
        soft,
        peaks.row,
        peak_columns,
        settings.peak_reach_frames,
        settings.peak_reach_columns,
        np.float32(1.0),
    )
    whole = standardise(soft, settings.half_frames, settings.half_columns, settings.least_spread)
    inner = whole[section.margin : section.margin + section.frames]
    # -128 is left out: clipped alike on both sides, so that chance still gives 0 on average
    kept: NDArray[np.int8] = np.clip(np.rint(inner / PRESENCE_STEP), -127, 127).astype(np.int8)
    return kept
