"""Which bar plays? An alignment -> other places of the same recording that sound nearly the same there.

Music made of loops returns to its bars, and an index proposes but some of them. So the recording is laid on
the stretch at every offset, and where it meets nearly as much, that line competes, too.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cuespotter.alignment._path_kernels import lay_peaks
from cuespotter.alignment.align import Alignment, Screened
from cuespotter.alignment.lookup import Comparison, Line, Span, columns_of
from cuespotter.alignment.offsets import quick_z

F64 = NDArray[np.float64]
I16 = NDArray[np.int16]


def places_like(compared: Comparison, alignment: Alignment) -> list[Screened]:
    """Find the lines of a recording that meet nearly as much as an alignment does, where it does.

    Speed and pitch are the alignment's.

    Returns
    -------
    list of Screened
        At most `AlignmentSettings.most_elsewhere`, the clearest first; without the alignment's own.
    """
    settings = compared.settings
    half = min(alignment.span.length, settings.elsewhere_frames) / 2
    first = max(0, int(alignment.span.middle - half))
    last = min(compared.heard.frames, int(alignment.span.middle + half) + 1)
    line = alignment.line
    worth, rows = _worth(compared, alignment, first, last)
    # at place p the recording's first frame sounds (rows - p) frames before the stretch
    own = round(line.offset) - first + rows
    reach = settings.beside_first_frames
    near = worth[max(0, own - settings.offset_reach_frames) : own + settings.offset_reach_frames + 1]
    least = settings.elsewhere_share * float(near.max(initial=0.0))
    worth[max(0, own - reach) : own + reach + 1] = 0.0
    span = Span(float(first), float(last))
    found: list[Screened] = []
    while len(found) < settings.most_elsewhere:
        place = int(worth.argmax())
        if worth[place] <= 0.0 or worth[place] < least:
            break
        worth[max(0, place - reach) : place + reach + 1] = 0.0
        other = Line(float(first - rows + place), line.speed, line.pitch_cents)
        found.append(Screened(compared.recording, other, span, quick_z(compared, other, span)))
    return found


def _worth(compared: Comparison, alignment: Alignment, first: int, last: int) -> tuple[F64, int]:
    """Say what the recording meets at every place, over the root of its peaks there; and its rows."""
    line, peaks = alignment.line, compared.known.peaks
    row = (peaks.frame / line.speed).astype(np.int32)
    columns = columns_of(
        peaks.cents.astype(np.float64),
        pitch_cents=line.pitch_cents,
        column_cents=compared.heard.column_cents,
    )
    rows = int(row[-1]) + 1 if len(row) else 1
    sums = np.zeros(rows + last - first, np.int32)
    lay_peaks(_together(compared, alignment, first, last), row, columns.astype(np.int32), rows, sums)
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.bincount(row, minlength=rows))])
    begins = rows - np.arange(len(sums))
    count = before[np.clip(begins + last - first, 0, rows)] - before[np.clip(begins, 0, rows)]
    enough = count >= compared.settings.least_peaks
    worth: F64 = np.where(enough, sums / np.sqrt(np.maximum(count, 1)), 0.0)
    return worth, rows


def _together(compared: Comparison, alignment: Alignment, first: int, last: int) -> I16:
    """Add up the views of a stretch, each by how clearly it hears the alignment: in eighths of the best."""
    strength = np.maximum(alignment.view_strength, 0.0)
    # whole numbers, so that a sum over views is exact in 16 bits whatever the order
    eighths = np.rint(8.0 * strength / max(float(strength.max()), 1e-9)).astype(np.int16)
    views = compared.heard.views
    together = np.zeros((views[0].presence.shape[1], last - first), np.int16)
    for view, weight in zip(views, eighths, strict=True):
        together += weight * view.presence[first:last].T.astype(np.int16)
    return together
