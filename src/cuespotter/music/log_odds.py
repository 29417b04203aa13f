"""One view of a film, or all of them -> log odds of music, block by block, by factors of what was measured.

Music is told by three habits that neither voices nor places have: its notes keep to one tuning, the steps
from one note to the next are whole semitones, and a note stays at its height for a while, though not for
ever; and by the kinds of sound, where those were told. The clearest view speaks for the block.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.fingerprint import Heard
from cuespotter.analysis.listener import HeardView
from cuespotter.music.habits import count_peaks, measure_view
from cuespotter.music.kinds import measure_kinds
from cuespotter.settings import MusicJudgement, MusicSettings

F64 = NDArray[np.float64]


def judgement_of(heard: Heard, settings: MusicSettings) -> MusicJudgement:
    """Say what is made of the features: the kinds of sound were told on all of a film's views, or on none."""
    return settings.alone if heard.views and heard.views[0].kinds is None else settings.joined


def music_log_odds(heard: Heard, settings: MusicSettings) -> F64:
    """Give the log odds of music in each block, by its clearest view.

    Returns
    -------
    float64[blocks]
    """
    blocks = heard.frames // settings.block_frames
    if blocks == 0:
        return np.zeros(0)
    clearest = np.full(blocks, -settings.most_log_odds)
    judgement = judgement_of(heard, settings)
    for view in heard.views:
        measured = measure_view(view, blocks, settings)
        clearest = np.maximum(clearest, view_log_odds(view, measured, judgement, settings))
    clearest -= settings.cost_per_log_views * np.log(max(len(heard.views), 1))
    bounded: F64 = np.clip(clearest, -settings.most_log_odds, settings.most_log_odds)
    return bounded


def view_log_odds(view: HeardView, measured: F64, judgement: MusicJudgement, settings: MusicSettings) -> F64:
    """Give the log odds of music that one view has, block by block, from what was measured on it."""
    model = judgement.middle if view.view.is_middle else judgement.beside
    blocks = len(measured)
    log_odds: F64 = model.at_zero + measured @ np.array(model.factors)
    if view.kinds is not None:
        log_odds += measure_kinds(view.kinds, blocks, settings.block_frames) @ np.array(model.kind_factors)
    log_odds[count_peaks(view, blocks, settings) < settings.least_peaks] = -settings.most_log_odds
    return log_odds
