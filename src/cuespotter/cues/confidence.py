"""Evidence -> the probability that a placement is true."""

from __future__ import annotations

from math import exp, log

from cuespotter.alignment.align import Alignment
from cuespotter.alignment.offsets import is_named
from cuespotter.cues.explain import Explained
from cuespotter.settings import ConfidenceSettings, Settings


def confidence_in(one: Explained, *, recordings: int, settings: Settings) -> float:
    """Say how likely it is that an alignment is true which is needed to explain the film.

    Parameters
    ----------
    one : Explained
    recordings : int
        In the library.
    settings : Settings
    """
    return confidence_of(
        one.alignment,
        shared=one.shared,
        named=is_named(one.alignment.line, settings.alignment),
        recordings=recordings,
        settings=settings.confidence,
    )


def is_reported(one: Explained, *, recordings: int, settings: Settings) -> bool:
    """Say whether an alignment is likely enough for a cue; of a sting, more is asked."""
    rules = settings.explain
    length_s = (one.alignment.last - one.alignment.first) / settings.analysis.frames_per_second
    least = rules.least_sting_confidence if length_s < rules.sting_s else rules.least_confidence
    return confidence_in(one, recordings=recordings, settings=settings) >= least


def confidence_of(
    alignment: Alignment, *, shared: float, named: bool, recordings: int, settings: ConfidenceSettings
) -> float:
    """Say how likely an alignment is true.

    Evidence of two kinds is added up on the scale of log odds: what the alignment gains over silence (music
    in the same key gains a little, too), and how sharply it stands out from the same recording laid beside
    it (which such music does not). The more recordings were tried, the more is asked: each is a chance to be
    wrong.

    Parameters
    ----------
    alignment : Alignment
        With the support that others leave to it.
    shared : float
        Share of its peaks that others explain.
    named : bool
        Whether it plays at a speed by which films are converted; all others together are rarer, and more
        were tried.
    recordings : int
        In the library.

    Returns
    -------
    float
        Between 0 and 1; calibrated by ``evaluation/calibrate.py`` (docs/evaluation.md has the reliability
        table).
    """
    odds = (
        settings.at_zero
        + settings.per_log_support * log(max(alignment.support, 1.0))
        + settings.per_sharpness * min(alignment.sharpness, settings.most_sharpness)
        + settings.per_log_strength * log(max(alignment.strength, settings.least_strength))
        + settings.per_shared * shared
        + (settings.if_named if named else 0.0)
        - settings.per_log_recordings * log(max(recordings, 1) / settings.calibrated_recordings)
    )
    return 1.0 / (1.0 + exp(-max(min(odds, 30.0), -30.0)))
