"""Evidence -> the probability that an alignment is true, and which alignments are likely enough to report.

To add a kind of evidence: measure it in `align.measure` (a field of `Alignment`), give it a line in
`features` and a weight in `ConfidenceSettings` of the name that `WEIGHTS` has at its place; then fit all
weights anew with ``python -m evaluation.calibrate``, which calls the same `features`, and renew the table of
docs/evaluation.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import exp, inf, log

from cuespotter.alignment.align import Alignment
from cuespotter.alignment.explain import Explained
from cuespotter.alignment.offsets import is_named
from cuespotter.alignment.scene import SceneSigns
from cuespotter.settings import ConfidenceSettings, RememberingSettings, Settings, WaveformSettings

WEIGHTS = ("per_log_support", "per_log_peaks", "per_sharpness", "per_shared", "if_named")
"""Names in `ConfidenceSettings` of the weights of what `features` gives, in its order."""
MOST_LOG_ODDS = 30.0
"""Beyond, a probability cannot be told from 0 or 1."""
SAME_SPEED = 0.001
"""Speeds that differ less are one: 24 and 23.976 pictures a second are, and nobody hears that."""


@dataclass(frozen=True)
class Reported:
    """An alignment that is likely enough for a cue.

    Attributes
    ----------
    alignment : Alignment
    rivals : list of Alignment
        That say what it says.
    confidence : float
        Probability that it is true.
    bar_margin : float
    scene : SceneSigns or None
    mix_confidence : float or None
        As of `Explained`.
    """

    alignment: Alignment
    rivals: list[Alignment]
    confidence: float
    bar_margin: float = inf
    scene: SceneSigns | None = None
    mix_confidence: float | None = None


def reported(
    explained: Iterable[Explained],
    *,
    recordings: int,
    settings: Settings,
    is_remembered: Callable[[int], bool] = lambda _recording: False,
) -> list[Reported]:
    """Leave out what is too unlikely for a cue; of a sting, more is asked.

    Parameters
    ----------
    explained : iterable of Explained
    recordings : int
        In the library.
    settings : Settings
    is_remembered : callable, optional
        Says of a recording, by its number, whether it was remembered from a film: speech lies over it there,
        and may be met by speech.
    """
    told = []
    for one in explained:
        if is_remembered(one.alignment.recording):
            confidence = return_confidence(return_features(one, settings), settings.remembering)
            least = least_return_confidence(_length_s(one.alignment, settings), settings.remembering)
        else:
            confidence = confidence_in(one, recordings=recordings, settings=settings)
            least = _least_confidence(one.alignment, settings)
        if confidence >= least:
            beside = (one.bar_margin, one.scene, one.mix_confidence)
            told.append(Reported(one.alignment, one.rivals, confidence, *beside))
    return told


def return_confidence(evidence: Sequence[float], settings: RememberingSettings) -> float:
    """Say how likely it is that music returns which was remembered from a film.

    Parameters
    ----------
    evidence : sequence of float
        From `return_features`.
    settings : RememberingSettings

    Returns
    -------
    float
        Between 0 and 1; calibrated by ``evaluation/returns.py`` on music that returns under other speech, and
        on speech alone.
    """
    return probability_of(return_log_odds(evidence, settings))


def return_log_odds(evidence: Sequence[float], settings: RememberingSettings) -> float:
    """Say the same as `return_confidence` on the scale of log odds, on which evidence adds up."""
    weights = (*(float(getattr(settings, name)) for name in WEIGHTS), settings.per_log_length)
    return settings.at_zero + sum(weight * value for weight, value in zip(weights, evidence, strict=True))


def least_return_confidence(length_s: float, settings: RememberingSettings) -> float:
    """Say how sure a return must be to be reported: of a short one more is asked."""
    is_short = length_s < settings.least_s
    return settings.least_short_confidence if is_short else settings.least_confidence


def return_features(one: Explained, settings: Settings) -> tuple[float, ...]:
    """Give what a return is judged by: `features`, and the logarithm of its length in seconds.

    That it plays at a named speed counts in full at the film's own.
    """
    support, peaks, sharpness, shared, named = features(one, settings)
    length_s = _length_s(one.alignment, settings)
    sharpness = min(sharpness, settings.remembering.most_sharpness)
    if abs(one.alignment.line.speed - 1.0) >= SAME_SPEED:
        named *= settings.remembering.converted
    return support, peaks, sharpness, shared, named, log(max(length_s, 0.5))


def confidence_in(one: Explained, *, recordings: int, settings: Settings) -> float:
    """Say how likely it is that an alignment is true which is needed to explain the film.

    Parameters
    ----------
    one : Explained
    recordings : int
        In the library; fewer count where it is one of few that were expected.
    settings : Settings
    """
    tried = recordings if one.among is None else min(one.among, recordings)
    odds = odds_of(features(one, settings), recordings=tried, settings=settings.confidence)
    if one.coherence is not None:
        odds = odds_with_file(odds, one.coherence, settings.waveform)
    if one.picked is not None:
        odds = max(odds, settings.waveform.second.log_odds)
    return probability_of(odds)


def odds_with_file(odds: float, deviations: float, settings: WaveformSettings) -> float:
    """Add to the log odds of the peaks what a recording's own file says.

    Parameters
    ----------
    odds : float
        From `odds_of`.
    deviations : float
        As of `Explained.coherence`.
    settings : WaveformSettings

    Examples
    --------
    >>> [round(odds_with_file(0.0, z, WaveformSettings()), 1) for z in (2.0, 11.4, 20.0, 500.0)]
    [-0.3, 0.3, 1.7, 7.5]
    """
    return odds + settings.per_log * log(told_by_file(deviations, settings) / settings.neutral)


def told_by_file(deviations: float, settings: WaveformSettings) -> float:
    """Give the deviations that count: few tell as little as fewer, and many as much as more."""
    return min(max(deviations, settings.least_told), settings.most_told)


def features(one: Explained, settings: Settings) -> tuple[float, ...]:
    """Give what the log odds are made of, in the order of `WEIGHTS`.

    Evidence of two kinds: what the alignment gains over silence, for its number of peaks (music in the same
    key gains a little with each), and how sharply it stands out from the same recording laid beside it (which
    such music does not).
    """
    rules = settings.confidence
    alignment = one.alignment
    return (
        log(max(alignment.support, 1.0)),
        log(max(alignment.peaks, 1.0)),
        min(alignment.sharpness, rules.most_sharpness),
        one.shared,
        # all other speeds together are rarer, and more of them were tried
        float(is_named(alignment.line, settings.alignment)),
    )


def odds_of(evidence: Iterable[float], *, recordings: int, settings: ConfidenceSettings) -> float:
    """Add the peaks' evidence up on the scale of log odds.

    The more recordings were tried, the more is asked: each is a chance to be wrong.

    Parameters
    ----------
    evidence : iterable of float
        From `features`.
    recordings : int
        In the library.
    settings : ConfidenceSettings

    Returns
    -------
    float
        Calibrated by ``evaluation/calibrate.py`` (docs/evaluation.md has the reliability table).
    """
    odds = settings.at_zero
    for name, value in zip(WEIGHTS, evidence, strict=True):
        weight: float = getattr(settings, name)
        odds += weight * value
    return odds - settings.per_log_recordings * log(max(recordings, 1) / settings.calibrated_recordings)


def _least_confidence(alignment: Alignment, settings: Settings) -> float:
    """Say how sure an alignment must be to be reported."""
    rules = settings.explain
    is_sting = _length_s(alignment, settings) < rules.sting_s
    return rules.least_sting_confidence if is_sting else rules.least_confidence


def _length_s(alignment: Alignment, settings: Settings) -> float:
    """Give the seconds of film in which it is heard."""
    return (alignment.last - alignment.first) / settings.analysis.frames_per_second


def probability_of(odds: float) -> float:
    """Give the probability that log odds say; nothing is certain."""
    return 1.0 / (1.0 + exp(-max(min(odds, MOST_LOG_ODDS), -MOST_LOG_ODDS)))
