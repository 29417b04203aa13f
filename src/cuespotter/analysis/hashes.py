"""Landmark <-> hash: the one place that packs bits.

Bit layout of a hash, from the top::

    [height of the anchor: 9][rise to the target: 7][distance in time: 5]  = 21 bits

Heights are counted in steps of `HEIGHT_STEP_CENTS`, distances in steps of `DISTANCE_STEP_FRAMES`, so that
what one recording and its sound in a film differ by (a few cents, a frame) mostly stays within a step.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis._kernels import HashLayout, pack_fields

HEIGHT_STEP_CENTS = 20
"""Fine enough to tell notes of one chord apart in two recordings, coarse enough for an interpolated peak."""
DISTANCE_STEP_FRAMES = 2
"""46 ms: peaks wander by a frame."""

HEIGHT_BITS, RISE_BITS, DISTANCE_BITS = 9, 7, 5
HASH_BITS = HEIGHT_BITS + RISE_BITS + DISTANCE_BITS
_RISE_ZERO = 1 << (RISE_BITS - 1)

LARGEST_RISE_CENTS = (_RISE_ZERO - 1) * HEIGHT_STEP_CENTS
LARGEST_DISTANCE_FRAMES = (1 << DISTANCE_BITS) * DISTANCE_STEP_FRAMES - 1

_LAYOUT = HashLayout(HEIGHT_STEP_CENTS, DISTANCE_STEP_FRAMES, HEIGHT_BITS, RISE_BITS, DISTANCE_BITS)

Ints = NDArray[np.int64]
Cents = NDArray[np.float64]


def pack_hashes(
    anchor_cents: Cents, target_cents: Cents, distance_frames: Cents
) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """Pack landmarks into hashes.

    Parameters
    ----------
    anchor_cents, target_cents : float64[n]
        Heights of both peaks.
    distance_frames : float64[n]
        Frames from anchor to target.

    Returns
    -------
    hashes : uint32[n]
        Below ``2**HASH_BITS``; 0 where a field does not fit.
    fits : bool[n]
        Whether all fields fit their bits.
    """
    hashes = np.empty(len(anchor_cents), np.uint32)
    fits = np.empty(len(anchor_cents), np.bool_)
    pack_fields(anchor_cents, target_cents, distance_frames, _LAYOUT, hashes, fits)
    return hashes, fits


def unpack_hashes(hashes: NDArray[np.uint32]) -> tuple[Ints, Ints, Ints]:
    """Undo `pack_hashes`, to the step.

    Returns
    -------
    anchor_cents, rise_cents : int64[n]
        Middle of the step.
    distance_frames : int64[n]
        Lower end of the step.
    """
    packed = hashes.astype(np.int64)
    height = packed >> (RISE_BITS + DISTANCE_BITS)
    rise = ((packed >> DISTANCE_BITS) & ((1 << RISE_BITS) - 1)) - _RISE_ZERO
    distance = packed & ((1 << DISTANCE_BITS) - 1)
    return height * HEIGHT_STEP_CENTS, rise * HEIGHT_STEP_CENTS, distance * DISTANCE_STEP_FRAMES
