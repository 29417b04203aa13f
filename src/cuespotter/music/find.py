"""What was heard of a film -> where there is music, whoever made it.

Music is told by three habits that neither voices nor places have: its notes keep to one tuning, the steps
from one note to the next are whole semitones, and a note stays at its height for a while, though not for
ever. Each view gets log odds from these, block by block; the clearest view speaks for the block, and a path
through two states, music and none, makes stretches of the blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.fingerprint import Heard
from cuespotter.analysis.listener import HeardView
from cuespotter.analysis.runs import runs_of
from cuespotter.music.bounds import find_onset, find_release
from cuespotter.music.habits import count_peaks, measure_view, spread_evenly
from cuespotter.music.kinds import measure_kinds
from cuespotter.settings import MusicJudgement, MusicSettings

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


@dataclass(frozen=True)
class MusicStretch:
    """Frames ``[first_frame, last_frame)`` in which there is music, and how likely that is."""

    first_frame: int
    last_frame: int
    probability: float


def find_music(heard: Heard, settings: MusicSettings) -> list[MusicStretch]:
    """Find the stretches of a film in which there is music.

    Parameters
    ----------
    heard : Heard
    settings : MusicSettings

    Returns
    -------
    list of MusicStretch
        Ascending, apart from each other, each at least `settings.least_frames` long.
    """
    log_odds = music_log_odds(heard, settings)
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


def music_probability(heard: Heard, settings: MusicSettings) -> F64:
    """Say how likely there is music in each block, on its own evidence and its neighbours'.

    Returns
    -------
    float64[blocks]
        Blocks are `settings.block_frames` long, about a second; a last, shorter one does not count.
    """
    log_odds = music_log_odds(heard, settings)
    return _logistic(spread_evenly(log_odds, 1))


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


def judgement_of(heard: Heard, settings: MusicSettings) -> MusicJudgement:
    """Say what is made of the features: the kinds of sound were told on all of a film's views, or on none."""
    return settings.alone if heard.views and heard.views[0].kinds is None else settings.joined


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
