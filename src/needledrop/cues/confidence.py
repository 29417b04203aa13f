"""Evidence -> the probability that a placement is true."""

from __future__ import annotations

from math import exp, log

from needledrop.alignment.align import Alignment
from needledrop.settings import ConfidenceSettings


def confidence_of(alignment: Alignment, *, recordings: int, settings: ConfidenceSettings) -> float:
    """Say how likely an alignment is true.

    Two kinds of evidence are added up on the scale of log odds: what the alignment gains over silence (which music in
    the same key also does, a little), and how sharply it stands out from the same recording laid beside it (which
    such music does not). The more recordings were tried, the more is asked: each is a chance to be wrong.

    Parameters
    ----------
    alignment : Alignment
        With the gain that others leave to it.
    recordings : int
        In the library.

    Returns
    -------
    float
        Between 0 and 1; calibrated by ``evaluation/`` (docs/evaluation.md shows the reliability plot).
    """
    odds = (
        settings.at_zero
        + settings.per_log_gain * log(max(alignment.gain, 1.0))
        + settings.per_sharpness * min(alignment.sharpness, settings.most_sharpness)
        + settings.per_log_strength * log(max(alignment.strength, 0.05))
        - log(max(recordings, 1) / settings.calibrated_recordings) * settings.per_log_recordings
    )
    return 1.0 / (1.0 + exp(-max(min(odds, 30.0), -30.0)))
