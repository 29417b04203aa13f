"""Alignments made by hand, in seconds."""

import numpy as np
from tests.reference.engine_library import FRAMES_PER_SECOND

from cuespotter.alignment.align import Alignment
from cuespotter.alignment.lookup import Line

SURE = {"gain": 2000.0, "support": 900.0, "strength": 2.0, "sharpness": 20.0}


def make_alignment(recording, first_s, last_s, *, position_s=10.0, speed=1.0, pitch_cents=0.0, **evidence):
    """Lay a recording along a film: at `first_s` it is at its `position_s`."""
    offset_s = first_s - position_s / speed
    facts = SURE | {"peaks": 500, "view_strength": np.array([1.0, 0.1])} | evidence
    return Alignment(
        recording,
        Line(offset_s * FRAMES_PER_SECOND, speed, pitch_cents),
        first_s * FRAMES_PER_SECOND,
        last_s * FRAMES_PER_SECOND,
        first_error=0.5,
        last_error=1.0,
        **facts,
    )
