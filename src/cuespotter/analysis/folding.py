"""All channels of a file -> the one or two that are to be heard."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.views import FRONT_LEFT, FRONT_RIGHT, LEFT, RIGHT, UNHEARD, film_views
from cuespotter.errors import UsageError

F32 = NDArray[np.float32]
SIDE_GAIN = 0.7071
"""-3 dB: what stands in the middle or behind reaches both ears, and together as loud as one in front."""


def folded(samples: F32, layout: tuple[str, ...], view: str) -> F32:
    """Fold channels down to what is to be heard.

    Parameters
    ----------
    view : str
        'mix': two channels, all of the film; else a view of `analysis.views`, in one: 'mid', 'side' (mostly
        without dialogue), 'front', 'surround'.

    Raises
    ------
    UsageError
        The film has no such view.
    """
    if view != "mix":
        views = film_views(layout)
        if view not in views.names:
            raise UsageError(f"this film has no view {view!r}; there are mix, {', '.join(views.names)}")
        return np.asarray((views.mix[views.names.index(view)] @ samples)[np.newaxis], np.float32)
    if len(layout) <= 1:
        return samples
    rows = np.zeros((2, len(layout)), np.float32)
    for number, name in enumerate(layout):
        if name in UNHEARD:
            continue
        is_left, is_right = name in LEFT or name in FRONT_LEFT, name in RIGHT or name in FRONT_RIGHT
        is_front = name in {"FL", "FR"}
        gain = 1.0 if is_front else SIDE_GAIN
        rows[0, number] = gain if is_left or not is_right else 0.0
        rows[1, number] = gain if is_right or not is_left else 0.0
    return np.asarray(rows @ samples, np.float32)
