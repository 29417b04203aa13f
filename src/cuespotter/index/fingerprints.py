"""Fingerprints <-> their bytes in a segment: about 15 bits for each peak."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.fingerprint import Fingerprint
from cuespotter.analysis.peaks import Peaks
from cuespotter.errors import ShapeError
from cuespotter.index._kernels import (
    DAMAGED,
    LONGEST_CODE,
    PARAMETER_BITS,
    pack_peaks,
    read_window,
    rice_parameter,
    unpack_peaks,
    write_bits,
)

_COUNT_BITS = 32
_HEAD_BITS = _COUNT_BITS + 2 * PARAMETER_BITS
"""The number of peaks, the parameter of the gaps, the width of the cents."""
_WIDEST_CENTS = 16
_MOST_PEAK_BITS = LONGEST_CODE + _WIDEST_CENTS


def pack_fingerprint(fingerprint: Fingerprint) -> NDArray[np.uint64]:
    """Pack a fingerprint's peaks (not its length) into 64-bit words.

    Raises
    ------
    ShapeError
        The peaks do not ascend, lie outside the recording, or have cents that are not uint16.
    """
    frame, cents = _checked(fingerprint)
    count = len(frame)
    gap_k = rice_parameter(int(frame[-1]) if count else 0, count)
    cents_bits = int(cents.max(initial=0)).bit_length()
    words = np.zeros((_HEAD_BITS + _MOST_PEAK_BITS * count) // 64 + 2, np.uint64)
    bit = write_bits(words, 0, np.uint64(count), _COUNT_BITS)
    bit = write_bits(words, bit, np.uint64(gap_k), PARAMETER_BITS)
    write_bits(words, bit, np.uint64(cents_bits), PARAMETER_BITS)
    bits = pack_peaks(frame, cents, gap_k, cents_bits, words, _HEAD_BITS)
    return words[: -(-bits // 64)]


def unpack_fingerprint(words: NDArray[np.uint64], frames: int) -> Fingerprint | None:
    """Unpack what `pack_fingerprint` packed, with a word of any content behind it; None if it is damaged."""
    if len(words) < 2:
        return None
    head = int(read_window(words, 0))
    parameters, parameter = head >> _COUNT_BITS, (1 << PARAMETER_BITS) - 1
    count, gap_k = head & ((1 << _COUNT_BITS) - 1), parameters & parameter
    cents_bits = parameters >> PARAMETER_BITS & parameter
    room_bits = 64 * (len(words) - 1) - _HEAD_BITS
    if cents_bits > _WIDEST_CENTS or count * (1 + cents_bits) > room_bits:
        return None
    frame, cents = np.empty(count, np.int32), np.empty(count, np.uint16)
    bits = unpack_peaks(words, _HEAD_BITS, gap_k, cents_bits, min(frames, 2**31), frame, cents)
    return None if bits == DAMAGED else Fingerprint(Peaks(frame, cents), frames)


def _checked(fingerprint: Fingerprint) -> tuple[NDArray[np.int32], NDArray[np.uint16]]:
    """Give the two columns, contiguous, or raise."""
    frame = np.ascontiguousarray(fingerprint.peaks.frame, np.int32)
    cents = np.ascontiguousarray(fingerprint.peaks.cents)
    if cents.dtype != np.uint16:
        raise ShapeError(f"the index keeps cents as uint16, not {cents.dtype}; round them first")
    if frame.ndim != 1 or frame.shape != cents.shape:
        raise ShapeError(f"peaks need two columns of one length, not shapes {frame.shape} and {cents.shape}")
    if len(frame) and (frame[0] < 0 or frame[-1] >= fingerprint.frames or (np.diff(frame) < 0).any()):
        raise ShapeError(f"the frames of peaks must ascend from 0 to below {fingerprint.frames}")
    return frame, cents.astype(np.uint16, copy=False)
