"""Several language tracks of one film -> the power of what they share.

Dubs of one film differ by their voices; music and effects are the same in all. Where a cell of the
spectrogram is louder in one track than in another, the difference is a voice: the quietest of all tracks has
next to none. In: the tracks' sound, chunk by chunk. Out: rows of power, as of any other view.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.spectrogram import Transform
from cuespotter.analysis.views import MIDDLE, film_views, mix_channels
from cuespotter.media.timeline import AudioBlock

F32 = NDArray[np.float32]
LEAST_POWER = 1e-9
"""-90 dB: quieter cells are equal in all tracks, or silent in all."""


@dataclass(frozen=True)
class Dub:
    """Another language track of a film.

    Attributes
    ----------
    blocks : iterable of AudioBlock
        On the film's clock, at the rate at which the film is heard.
    gain : float
        By which its power is multiplied, so that music is as loud in it as in the film's own track.
    """

    blocks: Iterable[AudioBlock]
    gain: float


@dataclass(frozen=True)
class Kinship:
    """How much two tracks have in common.

    Attributes
    ----------
    shared : float
        Share of the louder cells that are equally loud in both, once one is brought to the other's level,
        beyond those that are so by chance.
    gain : float
        By which the power of the second is multiplied for that.
    """

    shared: float
    gain: float


def middle_of(block: AudioBlock) -> F32:
    """Mix a block's channels to the view that hears all of them: float32[n]."""
    views = film_views(block.layout)
    place = views.views.index(MIDDLE)
    mixed: F32 = mix_channels(views.mix[place : place + 1], block.samples)[0]
    return mixed


def kinship(
    power: F32, other: F32, *, step_db: float, reach_steps: int, beside_steps: int, floor_db: float
) -> Kinship:
    """Compare two tracks' power cell by cell.

    Where they are dubs of one mix, many cells differ by one and the same gain, and those with a voice by
    anything; in strange tracks no difference is met more often than its neighbours.

    Parameters
    ----------
    power, other : float32[frames, bins]
        Of the same stretch of film.
    step_db : float > 0
        Differences are counted in steps of this.
    reach_steps : int >= 0
        Differences this many steps from the most frequent one count as equal.
    beside_steps : int > reach_steps
        So many steps beside it, it is counted what chance gives.
    floor_db : float < 0
        Cells more than this below both tracks' loudest are left out.
    """
    low = np.float32(LEAST_POWER)
    loud = np.zeros(power.shape, np.bool_)
    for track in (power, other):
        # power: 10 dB are a factor of 10
        loud |= track > max(low, track.max(initial=0.0) * 10.0 ** (floor_db / 10.0))
    if not loud.any():
        return Kinship(0.0, 1.0)
    apart_db = 10.0 * np.log10(np.maximum(power[loud], low) / np.maximum(other[loud], low))
    steps = np.rint(apart_db / step_db).astype(np.int64)
    lowest = int(steps.min()) - beside_steps - reach_steps
    counts = np.bincount(steps - lowest, minlength=int(steps.max()) - lowest + beside_steps + reach_steps + 1)
    near = np.convolve(counts, np.ones(2 * reach_steps + 1), mode="same")
    best = int(near.argmax())
    chance = (near[best - beside_steps] + near[best + beside_steps]) / 2
    gain = 10.0 ** ((best + lowest) * step_db / 10.0)
    return Kinship(float(near[best] - chance) / len(steps), gain)


class SharedPower:
    """The film's own track and its dubs, side by side: what the quietest of them has.

    Between chunks it holds where each dub is in its sound.

    Parameters
    ----------
    dubs : iterable of Dub
    transform : Transform
    """

    def __init__(self, dubs: Iterable[Dub], transform: Transform) -> None:
        self._transform = transform
        self._tracks = [
            (transform.chunks(middle_of(block)[np.newaxis] for block in dub.blocks), np.float32(dub.gain))
            for dub in dubs
        ]

    def next(self, own: F32, frames: int) -> F32:
        """Give the shared power of the next chunk.

        Parameters
        ----------
        own : float32[(frames - 1) * hop + window]
            The film's own track, all channels together.
        frames : int

        Returns
        -------
        float32[frames, bins]
            A dub that has ended has no say.
        """
        power = self._transform.power(own, frames)
        for chunks, gain in self._tracks:
            chunk = next(chunks, None)
            if chunk is None:
                continue
            there = min(frames, chunk.frames)
            other = self._transform.power(chunk.samples[0], chunk.frames)
            np.minimum(power[:there], other[:there] * gain, out=power[:there])
        return power
