"""How surely singing is heard, hundredth by hundredth -> how likely a stretch of music has a voice in it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.hearing import KINDS_PER_SECOND, Kinds
from cuespotter.settings import VoiceModel, VoiceSettings

F32 = NDArray[np.float32]


def voice_evidence(kinds: Kinds, settings: VoiceSettings) -> tuple[float, float] | None:
    """Give the log odds of singing and of speech in the clearest part of a stretch, each in its own.

    Parameters
    ----------
    kinds : Kinds
        Of the stretch alone.
    settings : VoiceSettings

    Returns
    -------
    (float, float) or None
        None where the stretch is shorter than what a voice is averaged over.
    """
    window = int(settings.smooth_s * KINDS_PER_SECOND)
    if len(kinds) < window:
        return None
    singing, speech = (_clearest(one, window, settings.high_share) for one in (kinds.singing, kinds.speech))
    return singing, speech


def voice_probability(kinds: Kinds, model: VoiceModel, settings: VoiceSettings) -> float | None:
    """Say how likely a voice sings in a stretch of music; None where it is too short to be judged.

    Parameters
    ----------
    kinds : Kinds
        Of the stretch alone.
    model : VoiceModel
        `VoiceSettings.clean` for a recording, `VoiceSettings.under_speech` for a film.
    settings : VoiceSettings
    """
    evidence = voice_evidence(kinds, settings)
    return None if evidence is None else voiced(evidence, model)


def voiced(evidence: tuple[float, float], model: VoiceModel) -> float:
    """Say how likely a voice sings where this is heard (see `voice_evidence`)."""
    odds = model.at_zero + model.singing * evidence[0] + model.speech * evidence[1]
    return float(1.0 / (1.0 + np.exp(-odds)))


def _clearest(log_odds: F32, window: int, share: float) -> float:
    """Average over a window that slides, and give the quantile of that share."""
    sums = np.cumsum(np.concatenate([[0.0], log_odds.astype(np.float64)]))
    return float(np.quantile((sums[window:] - sums[:-window]) / window, share))
