"""What was heard of a film -> where there is music, whoever made it.

Each block of a second gets log odds (`judge.py`); a path through two states, music and none, makes
stretches of the blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.fingerprint import Heard
from cuespotter.analysis.runs import runs_of
from cuespotter.music.bounds import find_onset, find_release
from cuespotter.music.judge import judge_blocks
from cuespotter.music.log_odds import judgement_of
from cuespotter.music.trees import Trees
from cuespotter.settings import MusicJudgement, MusicSettings

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


@dataclass(frozen=True)
class MusicStretch:
    """Frames ``[first_frame, last_frame)`` in which there is music, and how likely that is."""

    first_frame: int
    last_frame: int
    probability: float


def find_music(heard: Heard, settings: MusicSettings, trees: Trees | None = None) -> list[MusicStretch]:
    """Find the stretches of a film in which there is music.

    Parameters
    ----------
    heard : Heard
    settings : MusicSettings
    trees : Trees, optional
        By default those that are set.

    Returns
    -------
    list of MusicStretch
        Ascending, apart from each other, each at least `settings.least_frames` long.
    """
    log_odds = judge_blocks(heard, settings, trees)
    judgement = judgement_of(heard, settings)
    inside = follow_path(log_odds - judgement.least_log_odds, switch_cost=judgement.switch_cost)
    found = []
    for first, last in runs_of(inside):
        first_frame, last_frame = first * settings.block_frames, last * settings.block_frames
        if last == len(log_odds):
            last_frame = heard.frames
        if last_frame - first_frame >= settings.least_frames:
            probability = _probability(log_odds[first:last], judgement)
            found.append(MusicStretch(first_frame, last_frame, probability))
    return _with_bounds(found, heard, settings)


def uncovered(
    stretches: Sequence[MusicStretch], explained: Sequence[tuple[float, float]], settings: MusicSettings
) -> list[MusicStretch]:
    """Cut away the music that something explains.

    Parameters
    ----------
    stretches : sequence of MusicStretch
    explained : sequence of (first, last)
        Frames in which placements sound, in any order; they may overlap.

    Returns
    -------
    list of MusicStretch
        What is left, further than the margin from all that is explained, and long enough to be worth a row.
    """
    margin = settings.uncovered_margin_frames
    left = []
    for stretch in stretches:
        now: float = stretch.first_frame
        for first, last in [*sorted(explained), (np.inf, np.inf)]:
            end = int(min(first - margin, stretch.last_frame))
            if end - now >= settings.uncovered_least_frames:
                left.append(MusicStretch(int(now), end, stretch.probability))
            now = max(now, np.ceil(last + margin))
            if now >= stretch.last_frame:
                break
    return left


def _with_bounds(found: Sequence[MusicStretch], heard: Heard, settings: MusicSettings) -> list[MusicStretch]:
    """Move the bounds of stretches, which lie between blocks, to where the kinds of sound change."""
    told = [view.kinds for view in heard.views if view.kinds is not None]
    reach = settings.bound_reach_frames
    onset, release = (
        partial(find, least_frames=settings.bound_least_frames, least_rise=settings.bound_least_rise)
        for find in (find_onset, find_release)
    )
    moved: list[MusicStretch] = []
    for place, one in enumerate(found):
        middle = (one.first_frame + one.last_frame) // 2
        before = found[place - 1].last_frame if place else 0
        after = found[place + 1].first_frame if place + 1 < len(found) else heard.frames
        begin = onset(told, max(before, one.first_frame - reach), min(middle, one.first_frame + reach))
        end = release(told, max(middle, one.last_frame - reach), min(after, one.last_frame + reach))
        begin = one.first_frame if begin is None else begin
        end = one.last_frame if end is None else end
        moved.append(MusicStretch(begin, end, one.probability))
    return moved


def follow_path(gain: F64, *, switch_cost: float) -> NDArray[np.bool_]:
    """Choose between music and none, block by block, for the greatest sum of gains less costs of switching.

    Parameters
    ----------
    gain : float64[blocks]
        What a block adds if it is called music; calling it none adds nothing.
    switch_cost : float

    Returns
    -------
    bool[blocks]
        True where there is music; of equal paths, the one with less of it.

    References
    ----------
    A. Viterbi, "Error bounds for convolutional codes and an asymptotically optimum decoding algorithm", IEEE
    Transactions on Information Theory, 1967.
    """
    came_over = np.zeros((len(gain), 2), np.bool_)
    without, within = 0.0, -switch_cost
    # each step keeps the best path that ends without music and the best within it, and whence both came
    for block, added in enumerate(gain.tolist()):
        came_over[block] = within - switch_cost > without, without - switch_cost > within
        without, within = (
            max(without, within - switch_cost),
            max(within, without - switch_cost) + added,
        )
    inside = np.zeros(len(gain), np.bool_)
    now = within > without
    for block in range(len(gain) - 1, -1, -1):
        inside[block] = now
        now = bool(now) != bool(came_over[block, int(now)])
    return inside


def _probability(log_odds: F64, judgement: MusicJudgement) -> float:
    """Say how likely a stretch of blocks is music."""
    total = judgement.probability_at_zero + judgement.probability_per_log_odds * float(log_odds.mean())
    return round(float(_logistic(np.array([total]))[0]), 4)


def _logistic(log_odds: F64) -> F64:
    """Turn log odds into probabilities."""
    probability: F64 = 1.0 / (1.0 + np.exp(-log_odds))
    return probability
