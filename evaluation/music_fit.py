"""Fit what tells music from what is none to mixes: factors, trees, probabilities, levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from cuespotter.analysis.listener import HeardView
from cuespotter.music.habits import count_peaks, measure_view
from cuespotter.music.judge import measure_blocks
from cuespotter.music.kinds import measure_kinds
from cuespotter.music.level import measure_level
from cuespotter.music.trees import LEAF, Trees
from cuespotter.settings import (
    KIND_FEATURES,
    MUSIC_FEATURES,
    LevelModel,
    MusicJudgement,
    MusicModel,
    MusicSettings,
)
from evaluation.music_examples import NO_MUSIC_DB, Example
from evaluation.noises import NAMES as NOISE_NAMES

F64 = NDArray[np.float64]

Held = TypeVar("Held", MusicSettings, MusicJudgement)

QUIETEST_FITTED_DB = -8.0
"""Quieter music is not fitted to: it would teach the model to call everything music."""
WEIGHT_OF_NONE = 2.0
"""A false second is worse than a missed one."""
PENALTY = 1e-3
LEAVES, RATE = 4, 0.06
"""Few and small ones: larger ones learn pieces and voices by heart."""
LEAST_IN_LEAF, LEAF_PENALTY, SHARE_OF_FEATURES = 60, 5.0, 0.3


@dataclass(frozen=True)
class TreeFit:
    """One of the fits of which the trees that are set are the mean: how many, and what counts how much.

    Attributes
    ----------
    trees : int
    knows_alone : bool
        Whether it is fitted to music alone, too.
    none, noise : float
        What a second without music counts, and how much more what is synthesised as noise.
    """

    trees: int
    knows_alone: bool
    none: float
    noise: float


FITS = {
    "alone": (TreeFit(150, False, WEIGHT_OF_NONE, 1.0),),
    "joined": (TreeFit(150, False, WEIGHT_OF_NONE, 1.0), TreeFit(300, True, 2.5, 3.0)),
}
"""By the first music alone is missed, by the second music in films: pads and bells are much alike.

Without the kinds of sound both would call more of the silence beside people music than the first does.
"""


@dataclass(frozen=True)
class Fit:
    """What was fitted: the factors in the settings, and the trees above them."""

    settings: MusicSettings
    trees: Trees


def fit(name: str, examples: Sequence[Example], settings: MusicSettings) -> Fit:
    """Fit a judgement, 'alone' or 'joined': factors of both kinds of views and levels to mixes, trees."""
    mixes = [one for one in examples if not one.has_music_alone]
    judgement: MusicJudgement = getattr(settings, name)
    features = MUSIC_FEATURES + (KIND_FEATURES if name == "joined" else ())
    for kind in ("middle", "beside"):
        rows, truths = [], []
        for example in mixes:
            for view in example.heard.views:
                if view.view.is_middle == (kind == "middle"):
                    measured, judged = _measured(example, view, settings)
                    rows.append(measured[judged])
                    truths.append(example.level_db[judged] > NO_MUSIC_DB)
        is_music = np.concatenate(truths)
        at_zero, *factors = logistic_fit(
            np.concatenate(rows), is_music, np.where(is_music, 1.0, WEIGHT_OF_NONE)
        ).round(3)
        model = MusicModel(float(at_zero), **dict(zip(features, map(float, factors), strict=True)))
        judgement = _with(judgement, kind, model)
    judgement = replace(judgement, level=_fitted_level(mixes, settings))
    settings = _with(settings, name, judgement)
    return Fit(settings, fit_trees(name, examples, settings))


def fit_trees(name: str, examples: Sequence[Example], settings: MusicSettings) -> Trees:
    """Fit trees to all blocks but those with faint music: the mean of the judgement's `FITS`."""
    rows = [measure_blocks(example.heard, settings) for example in examples]
    return _mean([_fit_trees(one, examples, rows) for one in FITS[name]])


def _mean(several: Sequence[Trees]) -> Trees:
    """Give trees that say the mean of what several say."""
    share = 1 / len(several)
    first = np.cumsum([0, *(len(one.feature) for one in several)]).tolist()
    columns: list[list[Any]] = [[], [], [], [], []]
    for one, begin in zip(several, first, strict=False):
        leaf = np.array(one.feature) == LEAF
        threshold = np.where(leaf, np.round(share * np.array(one.threshold), 5), one.threshold).tolist()
        down = [np.where(leaf, 0, np.array(side) + begin).tolist() for side in (one.left, one.right)]
        roots = [root + begin for root in one.roots]
        for column, part in zip(columns, (roots, one.feature, threshold, *down), strict=True):
            column.extend(part)
    at_zero = round(share * sum(one.at_zero for one in several), 5)
    return Trees(at_zero, *(tuple(column) for column in columns))


def _fit_trees(by: TreeFit, examples: Sequence[Example], measured: Sequence[F64]) -> Trees:
    """Fit scikit-learn's trees, with a fixed seed."""
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415 (for developers only)

    rows, truths, weights = [], [], []
    for example, here in zip(examples, measured, strict=True):
        if by.knows_alone or not example.has_music_alone:
            judged = _is_fitted(example)
            rows.append(here[judged])
            truths.append(example.level_db[judged] > NO_MUSIC_DB)
            weights.append(_weights(example, by)[judged])
    model = HistGradientBoostingClassifier(
        max_iter=by.trees,
        max_leaf_nodes=LEAVES,
        learning_rate=RATE,
        min_samples_leaf=LEAST_IN_LEAF,
        l2_regularization=LEAF_PENALTY,
        max_features=SHARE_OF_FEATURES,
        max_bins=128,
        early_stopping=False,
        random_state=0,
    )
    model.fit(np.concatenate(rows), np.concatenate(truths), sample_weight=np.concatenate(weights))
    return _as_trees(model)


def _weights(example: Example, by: TreeFit) -> F64:
    """Say how much each block counts."""
    weights = np.where(example.level_db > NO_MUSIC_DB, 1.0, by.none)
    if example.noise is not None:
        weights[np.isin(example.noise.astype(str), NOISE_NAMES)] *= by.noise
    return weights


def _as_trees(model: Any) -> Trees:
    """Write scikit-learn's trees as ours."""
    roots: list[int] = []
    nodes: list[tuple[int, float, int, int]] = []
    for (tree,) in model._predictors:  # noqa: SLF001 (it has no public name)
        first = len(nodes)
        roots.append(first)
        nodes += [
            (LEAF, round(float(node["value"]), 5), 0, 0)
            if node["is_leaf"]
            else (
                int(node["feature_idx"]),
                float(f"{node['num_threshold']:.6g}"),
                first + int(node["left"]),
                first + int(node["right"]),
            )
            for node in tree.nodes
        ]
    feature, threshold, left, right = zip(*nodes, strict=True)
    at_zero = round(float(np.ravel(model._baseline_prediction)[0]), 5)  # noqa: SLF001 (as above)
    return Trees(at_zero, tuple(roots), feature, threshold, left, right)


def fit_probability(
    name: str, log_odds: Sequence[float], right: Sequence[bool], settings: MusicSettings
) -> MusicSettings:
    """Fit how likely a stretch is music, from the mean log odds of its blocks."""
    ones = np.ones(len(right))
    at_zero, per_log_odds = logistic_fit(np.array(log_odds)[:, None], np.array(right), ones).round(3)
    judgement = replace(
        getattr(settings, name),
        probability_at_zero=float(at_zero),
        probability_per_log_odds=float(per_log_odds),
    )
    return _with(settings, name, judgement)


def _with(held: Held, name: str, value: object) -> Held:
    """Give settings with another value under a name."""
    values: dict[str, Any] = {name: value}
    return replace(held, **values)


def _fitted_level(examples: Sequence[Example], settings: MusicSettings) -> LevelModel:
    """Fit the level of music against the rest, stretch by stretch, by least squares."""
    runs = [
        (measure_level(example.heard, first, last, settings).mean(axis=0), example.level_db[first])
        for example in examples
        for first, last in example.runs
    ]
    rows = np.stack([np.concatenate([[1.0], measured]) for measured, _ in runs])
    wanted = np.clip([level for _, level in runs], settings.lowest_level_db, settings.highest_level_db)
    found = np.linalg.lstsq(rows, wanted, rcond=None)[0].round(3).tolist()
    return LevelModel(found[0], tuple(found[1:]))


def _measured(example: Example, view: HeardView, settings: MusicSettings) -> tuple[F64, NDArray[np.bool_]]:
    """Measure a view, and say which blocks are fitted to."""
    blocks = len(example.level_db)
    measured = measure_view(view, blocks, settings)
    if view.kinds is not None:
        kinds = measure_kinds(view.kinds, blocks, settings.block_frames)
        measured = np.concatenate([measured, kinds], axis=1)
    judged = count_peaks(view, blocks, settings) >= settings.least_peaks
    return measured, judged & _is_fitted(example)


def _is_fitted(example: Example) -> NDArray[np.bool_]:
    """Say which blocks of a mix are fitted to: those without music, and those where it is not too quiet."""
    is_fitted: NDArray[np.bool_] = (example.level_db == NO_MUSIC_DB) | (
        example.level_db >= QUIETEST_FITTED_DB
    )
    return is_fitted


def logistic_fit(rows: F64, truth: NDArray[np.bool_], weight: F64) -> F64:
    """Fit log odds linear in the columns of `rows`: float64[1 + columns], the constant first."""
    mean, spread = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-9)
    scaled = (rows - mean) / spread
    sign = np.where(truth, 1.0, -1.0)
    weight = weight / weight.sum()

    def loss(beta: F64) -> tuple[float, F64]:
        margin = sign * (beta[0] + scaled @ beta[1:])
        slope = -weight * sign / (1.0 + np.exp(np.clip(margin, -500, 500)))
        value = (weight * np.logaddexp(0.0, -margin)).sum() + PENALTY * np.square(beta[1:]).sum()
        return float(value), np.concatenate([[slope.sum()], scaled.T @ slope + 2 * PENALTY * beta[1:]])

    beta: F64 = optimize.minimize(loss, np.zeros(1 + rows.shape[1]), jac=True).x
    factors = beta[1:] / spread
    return np.concatenate([[beta[0] - factors @ mean], factors])
