"""All that is measured of a film, block by block -> log odds of music, by trees."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.fingerprint import Heard
from cuespotter.analysis.listener import HeardView
from cuespotter.music.habits import count_peaks, measure_view
from cuespotter.music.kinds import measure_kinds, measure_shares
from cuespotter.music.log_odds import judgement_of, view_log_odds
from cuespotter.music.steadiness import measure_steadiness
from cuespotter.music.trees import Trees, kept_trees
from cuespotter.settings import MusicJudgement, MusicSettings

F64 = NDArray[np.float64]


def judge_blocks(heard: Heard, settings: MusicSettings, trees: Trees | None = None) -> F64:
    """Give the log odds of music in each block.

    Parameters
    ----------
    heard : Heard
    settings : MusicSettings
    trees : Trees, optional
        By default those that are set, for what was heard with the kinds of sound or without.

    Returns
    -------
    float64[blocks]
        Between plus and minus `settings.most_log_odds`.
    """
    rows = measure_blocks(heard, settings)
    if trees is None:
        trees = kept_trees("joined" if judgement_of(heard, settings) is settings.joined else "alone")
    bounded: F64 = np.clip(trees.log_odds(rows), -settings.most_log_odds, settings.most_log_odds)
    return bounded


def measure_blocks(heard: Heard, settings: MusicSettings) -> F64:
    """Measure what trees ask about.

    Returns
    -------
    float64[blocks, features]
        Of the middle and of the clearest other view (of the middle again where there is no other) the log
        odds by factors, the habits, the steadiness, the number of peaks, and the kinds of sound where they
        were told; then the log odds of the clearest view of all, and how many views there are.
    """
    blocks = heard.frames // settings.block_frames
    if blocks == 0 or not heard.views:
        return np.zeros((0, 0))
    judgement = judgement_of(heard, settings)
    measured = np.stack([_measure(view, blocks, judgement, settings) for view in heard.views])
    middle = next(place for place, view in enumerate(heard.views) if view.view.is_middle)
    others = [place for place in range(len(heard.views)) if place != middle] or [middle]
    clearest = np.array(others)[measured[others, :, 0].argmax(axis=0)]
    views = np.full(blocks, float(len(heard.views)))
    return np.concatenate(
        [
            measured[middle],
            measured[clearest, np.arange(blocks)],
            np.stack([measured[:, :, 0].max(axis=0), views], axis=1),
        ],
        axis=1,
    )


def _measure(view: HeardView, blocks: int, judgement: MusicJudgement, settings: MusicSettings) -> F64:
    """Measure one view; the first column are its log odds by factors."""
    habits = measure_view(view, blocks, settings)
    columns = [
        view_log_odds(view, habits, judgement, settings)[:, None],
        habits,
        measure_steadiness(view, blocks, settings),
        # one more: of none there is no logarithm
        np.log1p(count_peaks(view, blocks, settings))[:, None],
    ]
    if view.kinds is not None:
        columns.append(measure_kinds(view.kinds, blocks, settings.block_frames))
        columns.append(measure_shares(view.kinds, blocks, settings.block_frames))
    return np.concatenate(columns, axis=1)
