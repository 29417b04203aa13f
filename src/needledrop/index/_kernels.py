"""Compiled loops of the index: bit streams of Rice codes, postings and peaks packed into them and out again.

A bit stream is an array of 64-bit words, filled from the lowest bit up, with one word of zeros behind it, so
that the 64 bits from any bit inside can be read at once.  A *code* with parameter k stores a number below
2**32: its high part ``value >> k`` as that many zeros and a one, then its k low bits; a high part of 24 or more
is written as 24 zeros and the whole number in 32 bits, so no code is longer than 56 bits.

Idea: R. F. Rice, "Some practical universal noiseless coding techniques", JPL 79-22, 1979; gaps of inverted lists
by Witten, Moffat and Bell, "Managing Gigabytes", 1999, chapter 3.

No kernel trusts what it reads: every read stays below the end that its caller has checked against the array, and
what cannot be true ends the loop with `DAMAGED`.
"""

from __future__ import annotations

import numpy as np
from numba import njit

DAMAGED = -1
"""Returned in place of a count or a bit when the stream cannot be what the packer wrote."""

ESCAPE = 24
_LONGEST_K = 31
_ESCAPED_BITS = 32
_HASH_SHIFT = np.uint64(40)
_BIT_MASK = np.uint64((1 << 40) - 1)
_KEY_SHIFT = np.uint64(32)
_POSITION_MASK = np.uint64((1 << 32) - 1)
_ONE = np.uint64(1)
_TOP = np.uint64(63)
_ESCAPE_MASK = np.uint64((1 << ESCAPE) - 1)
_ESCAPE_SHIFT = np.uint64(ESCAPE)
_RAW_MASK = np.uint64((1 << _ESCAPED_BITS) - 1)
# Index of the one set bit of a 32-bit number (C. E. Leiserson et al., "Using de Bruijn sequences to index a 1").
_DE_BRUIJN = np.uint64(0x077CB531)
_DE_BRUIJN_SHIFT = np.uint64(27)
_DE_BRUIJN_MASK = np.uint64(31)
_BIT_INDEX = np.array(
    [0, 1, 28, 2, 29, 14, 24, 3, 30, 22, 20, 15, 25, 17, 4, 8, 31, 27, 13, 23, 21, 19, 16, 7, 26, 12, 18, 6, 11, 5, 10, 9],
    dtype=np.int64,
)


@njit(cache=True, nogil=True)
def rice_parameter(total, count):
    """Choose k for `count` numbers whose sum is `total` (both int64 >= 0): the mean's logarithm, rounded down."""
    if count <= 0:
        return 0
    # 31/32 is close to the golden ratio's 0.962: the mean at which one more bit begins to pay
    mean = (total // count * 31 + total % count * 31 // count) >> 5
    k = 0
    while mean > 1 and k < _LONGEST_K:
        mean >>= 1
        k += 1
    return k


@njit(cache=True, nogil=True)
def read_window(words, bit):
    """Read the 64 bits from `bit` on; the stream has a word behind the one that holds `bit`."""
    word = bit >> 6
    shift = np.uint64(bit & 63)
    # two shifts, because one by 64 is undefined
    return (words[word] >> shift) | ((words[word + 1] << _ONE) << (_TOP - shift))


@njit(cache=True, nogil=True)
def read_code(words, bit, k):
    """Read the code at `bit` (0 <= k <= 31); give the number and the bit after it."""
    window = read_window(words, bit)
    low = window & _ESCAPE_MASK
    if low == np.uint64(0):
        return np.int64((window >> _ESCAPE_SHIFT) & _RAW_MASK), bit + ESCAPE + _ESCAPED_BITS
    lowest = low & ~(low - _ONE)
    zeros = _BIT_INDEX[np.int64((lowest * _DE_BRUIJN >> _DE_BRUIJN_SHIFT) & _DE_BRUIJN_MASK)]
    mask = (_ONE << np.uint64(k)) - _ONE
    rest = np.int64((window >> np.uint64(zeros + 1)) & mask)
    return (zeros << k) | rest, bit + zeros + 1 + k


@njit(cache=True, nogil=True)
def write_bits(words, bit, value, width):
    """Write the low `width` <= 64 bits of uint64 `value`, which has no higher ones, into zeros at `bit`."""
    word = bit >> 6
    shift = np.uint64(bit & 63)
    words[word] |= value << shift
    if (bit & 63) + width > 64:
        words[word + 1] |= (value >> _ONE) >> (_TOP - shift)
    return bit + width


@njit(cache=True, nogil=True)
def write_code(words, bit, value, k):
    """Write int64 0 <= `value` < 2**32 as a code at `bit`; give the bit after it."""
    high = value >> k
    if high >= ESCAPE:
        return write_bits(words, bit, np.uint64(value) << _ESCAPE_SHIFT, ESCAPE + _ESCAPED_BITS)
    rest = np.uint64(value - (high << k))
    return write_bits(words, bit, ((rest << _ONE) | _ONE) << np.uint64(high), high + 1 + k)


@njit(cache=True, nogil=True)
def cut_block(keys, start, block_postings):
    """Find where the block that begins with posting `start` ends.

    A block holds whole groups (postings of one hash).  It is full with `block_postings` or more, and a group that
    alone fills a block begins one, so that whoever looks for a hash never reads past a long foreign group.

    Returns
    -------
    end, groups, closed : int64, int64, bool
        The block is ``keys[start:end]``; not closed where more keys could still belong to it.
    """
    end = start
    groups = 0
    size = len(keys)
    while end < size:
        group_hash = keys[end] >> _KEY_SHIFT
        stop = end + 1
        while stop < size and keys[stop] >> _KEY_SHIFT == group_hash:
            stop += 1
        if groups > 0 and stop - end >= block_postings:
            return end, groups, True
        groups += 1
        end = stop
        if end - start >= block_postings:
            return end, groups, True
    return end, groups, False


@njit(cache=True, nogil=True)
def pack_block(keys, groups, frames, words, bit):
    """Pack the postings of one block at `bit`; give the bit after it.

    Parameters
    ----------
    keys : uint64[n], n > 0
        ``hash << 32 | position``, ascending, whole groups.
    groups : int
        How many different hashes.
    frames : int
        Length of the segment's time line.
    words : uint64[any]
        Zeros from `bit` on, room enough.
    bit : int
        Where to begin.
    """
    size = len(keys)
    span = np.int64(keys[size - 1] >> _KEY_SHIFT) - np.int64(keys[0] >> _KEY_SHIFT)
    gap_k = rice_parameter(span - (groups - 1), groups - 1)
    count_k = rice_parameter(size - groups, groups)
    bit = write_bits(words, bit, np.uint64(gap_k), 5)
    bit = write_bits(words, bit, np.uint64(count_k), 5)
    at = 0
    last_hash = np.int64(keys[0] >> _KEY_SHIFT) - 1
    while at < size:
        group_hash = np.int64(keys[at] >> _KEY_SHIFT)
        stop = at + 1
        while stop < size and np.int64(keys[stop] >> _KEY_SHIFT) == group_hash:
            stop += 1
        if at > 0:
            bit = write_code(words, bit, group_hash - last_hash - 1, gap_k)
        bit = write_code(words, bit, stop - at - 1, count_k)
        k = rice_parameter(frames, stop - at + 1)
        last = np.int64(0)
        for i in range(at, stop):
            position = np.int64(keys[i] & _POSITION_MASK)
            bit = write_code(words, bit, position - last, k)
            last = position
        last_hash = group_hash
        at = stop
    return bit


@njit(cache=True, nogil=True)
def pack_blocks(keys, frames, block_postings, final, words, bit, directory):
    """Pack postings into blocks, one after another.

    Parameters
    ----------
    keys : uint64[n]
        ``hash << 32 | position``, ascending, hash below 2**24, position below `frames`.
    frames : int
        Length of the segment's time line.
    block_postings : int
        A block with so many postings is full.
    final : bool
        Whether these are the last keys; if not, the last block is left for the next call.
    words : uint64[any]
        Stream to write into, zeros from `bit` on; room for three codes of 56 bits for each key.
    bit : int
        Where to begin in `words`.
    directory : int64[n + 1, 2]
        Filled with first hash and first bit (in `words`) of each block.

    Returns
    -------
    blocks, used, bit : int64
        How many blocks, how many keys they hold, the bit after them.
    """
    blocks = 0
    start = 0
    while start < len(keys):
        end, groups, closed = cut_block(keys, start, block_postings)
        if not (closed or final):
            break
        directory[blocks, 0] = np.int64(keys[start] >> _KEY_SHIFT)
        directory[blocks, 1] = bit
        bit = pack_block(keys[start:end], groups, frames, words, bit)
        blocks += 1
        start = end
    return blocks, start, bit


@njit(cache=True, nogil=True)
def find_block(directory, low, group_hash):
    """Find the last block that begins with `group_hash` or a lower one, from block `low` on; -1 if none does.

    `directory` is uint64[blocks + 1]: ``first hash << 40 | first bit``, the last one a sentinel.
    """
    blocks = len(directory) - 1
    target = np.uint64(group_hash) << _HASH_SHIFT | _BIT_MASK
    if low >= blocks or directory[low] > target:
        return -1
    step = 1
    while low + step < blocks and directory[low + step] <= target:
        low += step
        step *= 2
    high = min(low + step, blocks)
    while high - low > 1:
        middle = (low + high) >> 1
        if directory[middle] <= target:
            low = middle
        else:
            high = middle
    return low


@njit(cache=True, nogil=True)
def skip_codes(words, bit, end, count, k):
    """Pass over `count` codes; give the bit after them, or `DAMAGED` if they do not end by `end`."""
    for _ in range(count):
        if bit >= end:
            return DAMAGED
        _value, bit = read_code(words, bit, k)
    return bit if bit <= end else DAMAGED


@njit(cache=True, nogil=True)
def read_block_start(words, directory, block):
    """Read the head of a block: its first bit after the head, its end, both parameters; `DAMAGED` as first if bad."""
    bit = np.int64(directory[block] & _BIT_MASK)
    end = np.int64(directory[block + 1] & _BIT_MASK)
    if bit + 10 >= end or end > (len(words) - 1) * 64:
        return DAMAGED, end, 0, 0
    window = np.int64(read_window(words, bit) & np.uint64(1023))
    return bit + 10, end, window & 31, window >> 5


@njit(cache=True, nogil=True)
def locate_groups(words, directory, frames, hashes, at, counts):
    """Find the groups of some hashes.

    Parameters
    ----------
    words : uint64[any]
        The packed postings and a word of zeros.
    directory : uint64[blocks + 1]
        ``first hash << 40 | first bit`` of each block, and a sentinel with the bit after the last.
    frames : int
        Length of the segment's time line.
    hashes : int64[q]
        Ascending, no two alike, each from 0 to 2**24 - 1.
    at, counts : int64[q]
        Filled with the first bit of each group's positions and their number; 0 and 0 where there is none.

    Returns
    -------
    status : int
        0, or `DAMAGED`.
    """
    block = -1
    bit = np.int64(0)
    end = np.int64(0)
    gap_k = np.int64(0)
    count_k = np.int64(0)
    here = np.int64(0)
    count = np.int64(0)
    for i in range(len(hashes)):
        wanted = hashes[i]
        at[i] = 0
        counts[i] = 0
        found = find_block(directory, max(block, 0), wanted)
        if found < 0:
            continue
        if found != block:
            block = found
            bit, end, gap_k, count_k = read_block_start(words, directory, block)
            if bit == DAMAGED:
                return DAMAGED
            here = np.int64(directory[block] >> _HASH_SHIFT)
            count, bit = read_code(words, bit, count_k)
            count += 1
        while here < wanted and bit < end:
            bit = skip_codes(words, bit, end, count, rice_parameter(frames, count + 1))
            if bit == DAMAGED:
                return DAMAGED
            count = 0
            if bit < end:
                gap, bit = read_code(words, bit, gap_k)
                if bit >= end:
                    return DAMAGED
                here += gap + 1
                count, bit = read_code(words, bit, count_k)
                count += 1
        if here == wanted and count > 0:
            if count > end - bit:
                return DAMAGED
            at[i] = bit
            counts[i] = count
    return 0


@njit(cache=True, nogil=True)
def unpack_group(words, bit, count, frames, out):
    """Unpack `count` positions from `bit` into int64 or uint32 `out`; give the bit after them or `DAMAGED`."""
    end = (len(words) - 1) * 64
    k = rice_parameter(frames, count + 1)
    position = np.int64(0)
    for i in range(count):
        if bit >= end:
            return DAMAGED
        gap, bit = read_code(words, bit, k)
        position += gap
        if position >= frames:
            return DAMAGED
        out[i] = position
    return bit


@njit(cache=True, nogil=True)
def unpack_groups(words, frames, at, counts, shift, starts, out):
    """Unpack the groups that `locate_groups` found.

    Parameters
    ----------
    words : uint64[any]
        The packed postings and a word of zeros.
    frames : int
        Length of the segment's time line.
    at, counts : int64[q]
        First bit and number of positions of each group.
    shift : int
        Where the segment's time line begins on the index's; added to every position.
    starts : int64[q]
        Where in `out` each group goes; moved on to behind it.
    out : uint32[any]
        Filled with the positions.

    Returns
    -------
    status : int
        0, or `DAMAGED`.
    """
    end = (len(words) - 1) * 64
    for i in range(len(at)):
        count = counts[i]
        bit = at[i]
        k = rice_parameter(frames, count + 1)
        position = np.int64(0)
        to = starts[i]
        for _ in range(count):
            if bit >= end:
                return DAMAGED
            gap, bit = read_code(words, bit, k)
            position += gap
            if position >= frames:
                return DAMAGED
            out[to] = position + shift
            to += 1
        starts[i] = to
    return 0


@njit(cache=True, nogil=True)
def unpack_kept_groups(words, frames, at, counts, bounds, moved_to, starts, out):
    """Unpack groups as `unpack_groups` does, but only the postings of recordings that are kept.

    Parameters
    ----------
    words : uint64[any]
        The packed postings and a word of zeros.
    frames : int
        Length of the segment's time line.
    at, counts : int64[q]
        First bit and number of positions of each group.
    bounds : int64[recordings + 1]
        Where each recording begins on the segment's time line, and where the last ends.
    moved_to : int64[recordings]
        Where each begins on the index's time line; -1 for one that is removed.
    starts : int64[q]
        Where in `out` each group goes; moved on to behind it.
    out : uint32[any]
        Filled with the positions; where it is empty, they are only counted.

    Returns
    -------
    status : int
        0, or `DAMAGED`.
    """
    end = (len(words) - 1) * 64
    counting = len(out) == 0
    for i in range(len(at)):
        bit = at[i]
        k = rice_parameter(frames, counts[i] + 1)
        position = np.int64(0)
        recording = 0
        to = starts[i]
        for _ in range(counts[i]):
            if bit >= end:
                return DAMAGED
            gap, bit = read_code(words, bit, k)
            position += gap
            if position >= frames:
                return DAMAGED
            recording = find_recording(bounds, recording, position)
            if moved_to[recording] < 0:
                continue
            if not counting:
                out[to] = position - bounds[recording] + moved_to[recording]
            to += 1
        starts[i] = to
    return 0


@njit(cache=True, nogil=True)
def find_recording(bounds, low, position):
    """Find the recording that holds `position`, from `low` on; ``bounds[low] <= position < bounds[-1]``."""
    last = len(bounds) - 1
    step = 1
    while low + step < last and bounds[low + step] <= position:
        low += step
        step *= 2
    high = min(low + step, last)
    while high - low > 1:
        middle = (low + high) >> 1
        if bounds[middle] <= position:
            low = middle
        else:
            high = middle
    return low


@njit(cache=True, nogil=True)
def pack_peaks(frame, cents, gap_k, cents_bits, words, bit):
    """Pack peaks as codes of the frames' gaps, each with its cents in `cents_bits` bits; give the bit after them.

    Parameters
    ----------
    frame : int32[n]
        Ascending, from 0.
    cents : uint16[n]
        Below ``2**cents_bits``.
    gap_k, cents_bits : int
        The code's parameter; the width of `cents`.
    words : uint64[any]
        Zeros from `bit` on, room for 72 bits a peak.
    bit : int
        Where to begin.
    """
    last = np.int64(0)
    for i in range(len(frame)):
        bit = write_code(words, bit, np.int64(frame[i]) - last, gap_k)
        bit = write_bits(words, bit, np.uint64(cents[i]), cents_bits)
        last = np.int64(frame[i])
    return bit


@njit(cache=True, nogil=True)
def unpack_peaks(words, bit, gap_k, cents_bits, frames, frame, cents):
    """Unpack as many peaks as `frame` and `cents` hold; give the bit after them, or `DAMAGED`.

    Parameters
    ----------
    words : uint64[any]
        The packed peaks and a word of zeros.
    bit : int
        Where the first begins.
    gap_k, cents_bits : int
        As they were packed: 0 to 31, 0 to 16.
    frames : int
        A frame of this or more is damage.
    frame : int32[n]
        Filled.
    cents : uint16[n]
        Filled.
    """
    end = (len(words) - 1) * 64
    mask = (_ONE << np.uint64(cents_bits)) - _ONE
    last = np.int64(0)
    for i in range(len(frame)):
        if bit >= end:
            return DAMAGED
        gap, bit = read_code(words, bit, gap_k)
        last += gap
        if last >= frames or bit > end - cents_bits:
            return DAMAGED
        frame[i] = last
        if cents_bits > 0:
            cents[i] = read_window(words, bit) & mask
        else:
            cents[i] = 0
        bit += cents_bits
    return bit
