"""What was measured of a block -> log odds, by a sum of small trees of yes and no.

The trees are fitted by evaluation/music_detection.py and kept as text beside this file. They say more than
factors can: that a note which holds is music where the chords around it are alike, and a bell where not.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
LEAF = -1
"""In place of a feature: the walk ends here."""


@dataclass(frozen=True)
class Trees:
    """Trees one after the other in one list of nodes.

    Attributes
    ----------
    at_zero : float
        Log odds to which the trees add.
    roots : tuple of int
        Where each tree begins.
    feature : tuple of int
        Column that a node asks about; `LEAF` where it adds its value.
    threshold : tuple of float
        Up to which the walk goes left; a leaf's value.
    left, right : tuple of int
    """

    at_zero: float
    roots: tuple[int, ...]
    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]

    def log_odds(self, rows: F64) -> F64:
        """Add up what all trees say of rows, float64[blocks, features]."""
        total = np.full(len(rows), self.at_zero)
        feature, threshold = np.array(self.feature), np.array(self.threshold)
        left, right = np.array(self.left), np.array(self.right)
        for root in self.roots:
            node = np.full(len(rows), root)
            walking = np.flatnonzero(feature[node] != LEAF)
            while len(walking):
                here = node[walking]
                goes_left = rows[walking, feature[here]] <= threshold[here]
                node[walking] = np.where(goes_left, left[here], right[here])
                walking = walking[feature[node[walking]] != LEAF]
            total += threshold[node]
        return total


@cache
def kept_trees(name: str) -> Trees:
    """Read the trees that are set: 'alone', or 'joined' where the kinds of sound were told, too."""
    text = files("cuespotter.music").joinpath(f"trees_{name}.json").read_text(encoding="utf-8")
    return unpack_trees(text)


def unpack_trees(text: str) -> Trees:
    """Undo `pack_trees`."""
    held: dict[str, float | Sequence[float]] = json.loads(text)
    return Trees(**{key: tuple(value) if isinstance(value, list) else value for key, value in held.items()})  # type: ignore[arg-type]


def pack_trees(trees: Trees) -> str:
    """Write trees as text."""
    lines = [f" {json.dumps(key)}: {json.dumps(value)}" for key, value in asdict(trees).items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"
