"""Middle and side of a film, as samples -> to which side sound leans, frame by frame.

Speech stands in the middle alone and adds nothing to the product of middle and side on average: so what leans
is told under speech as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]


@dataclass(frozen=True)
class Leaning:
    """How middle and side go together.

    Attributes
    ----------
    product : float32[frames]
        Middle times side, added up over a frame's hop; positive where the left is louder.
    side : float32[frames]
        Side times side.
    """

    product: F32
    side: F32

    def lean(self, first: int, last: int, block_frames: int) -> float:
        """Say how far a stretch leans: the median over its blocks.

        Returns
        -------
        float
            0 in the middle or on both sides alike; 1 where the middle is as loud as the side and in step with
            it, which is sound on the left alone; above where it stands between. Negative to the right.
        """
        product, side = self.product[first:last], self.side[first:last]
        if not len(side):
            return 0.0
        starts = np.arange(0, len(side), block_frames)
        energy = np.add.reduceat(side.astype(np.float64), starts)
        together = np.add.reduceat(product.astype(np.float64), starts)
        # a block of digital silence at the sides leans nowhere
        return float(np.median(np.where(energy > 0.0, together / np.maximum(energy, 1e-20), 0.0)))


class LeaningListener:
    """Adds up middle times side, chunk by chunk.

    Parameters
    ----------
    window_samples, hop_samples : int
        Of the frames.
    """

    def __init__(self, window_samples: int, hop_samples: int) -> None:
        self._before = (window_samples - hop_samples) // 2
        self._hop = hop_samples
        self._product: list[F32] = []
        self._side: list[F32] = []

    def hear(self, middle: F32, side: F32, frames: int) -> None:
        """Take the samples of some frames."""
        part = slice(self._before, self._before + frames * self._hop)
        left, right = middle[part].reshape(frames, -1), side[part].reshape(frames, -1)
        self._product.append(np.einsum("ij,ij->i", left, right))
        self._side.append(np.einsum("ij,ij->i", right, right))

    def finish(self) -> Leaning | None:
        """Give all that was added up; None where there was no side."""
        if not self._side:
            return None
        return Leaning(np.concatenate(self._product), np.concatenate(self._side))
