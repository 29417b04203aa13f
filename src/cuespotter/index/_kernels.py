"""Compiled loops of the index: postings and peaks, packed into bit streams of Rice codes and out again.

A bit stream is an array of 64-bit words, filled from the lowest bit up, with one word of zeros behind it,
so that the 64 bits from any bit inside can be read at once.  A *code* with parameter k stores a number
below 2**32: its high part ``value >> k`` as that many zeros and a one, then its k low bits; a high part of
24 or more is written as 24 zeros and the whole number in 32 bits, so no code is longer than 56 bits.

Idea: R. F. Rice, "Some practical universal noiseless coding techniques", JPL 79-22, 1979; gaps of inverted
lists by Witten, Moffat and Bell, "Managing Gigabytes", 1999, chapter 3.

No kernel trusts what it reads: every read stays below an end that was checked against the array, and what
cannot be true ends the loop with `DAMAGED`.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic, overload
from numpy.typing import NDArray

U16: TypeAlias = NDArray[np.uint16]
U32: TypeAlias = NDArray[np.uint32]
U64: TypeAlias = NDArray[np.uint64]
I32: TypeAlias = NDArray[np.int32]
I64: TypeAlias = NDArray[np.int64]
Int: TypeAlias = Any
"""Python's int or a NumPy integer: uncompiled, a kernel meets both."""

DAMAGED = -1
"""Returned in place of a count or a bit when the stream cannot be what the packer wrote."""

PAGE_BITS = 8
"""A page of a time line is 256 frames, 6 s: few hold the end of more than one recording."""
ESCAPE = 24
"""So many zeros announce a plain number."""
LONGEST_CODE = 56
"""Bits: 24 zeros and a plain number of 32, or 23 zeros, a one and 31 bits (55)."""
PARAMETER_BITS = 5
"""Of a stored parameter k, at most 31: with 32 low bits a number would have no high part."""
DIRECTORY_BITS = 40
"""Of a place in the directory, below the 24 bits of its hash: 128 GiB of postings in one segment."""
_LONGEST_K = (1 << PARAMETER_BITS) - 1
_BLOCK_HEAD_BITS = 2 * PARAMETER_BITS
_HEAD_MASK = np.uint64((1 << _BLOCK_HEAD_BITS) - 1)
_HASH_SHIFT = np.uint64(DIRECTORY_BITS)
_BIT_MASK = np.uint64((1 << DIRECTORY_BITS) - 1)
_KEY_SHIFT = np.uint64(32)
_LOW_32 = np.uint64((1 << 32) - 1)
_ONE = np.uint64(1)
_LAST_BIT = np.uint64(63)
_ESCAPE_SHIFT = np.uint64(ESCAPE)
_ESCAPE_BIT = np.uint64(1 << ESCAPE)


def count_zeros(window: np.uint64) -> Int:
    """Count the zeros below the lowest one of uint64 `window`, which has a one."""
    return (int(window) & -int(window)).bit_length() - 1


@intrinsic
def _cttz(_typing_context: Any, window: Any) -> Any:
    """Count trailing zeros with the processor's own instruction: twice as fast as any table."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], cgutils.true_bit)

    return types.int64(window), generate


@overload(count_zeros, inline="always")
def _count_zeros_compiled(window: Any) -> Any:  # noqa: ARG001  numba asks for the name
    """Stand in for `count_zeros` in compiled code."""

    def implementation(window: Any) -> Any:
        return _cttz(window)  # type: ignore[call-arg]

    return implementation


@njit(cache=True, nogil=True)
def bit_length(number: Int) -> Int:
    """Say how many bits int64 0 <= `number` < 2**63 has; 0 has none."""
    bits = 0
    for step in (32, 16, 8, 4, 2, 1):
        if number >> step:
            number >>= step
            bits += step
    return bits + (1 if number else 0)


@njit(cache=True, nogil=True)
def rice_parameter(total: Int, count: Int) -> Int:
    """Choose k for `count` numbers whose sum is `total`, both int64 from 0 to 2**40.

    It is the largest k up to 31 with ``count * 2**k <= total * 31 / 32``, or 0; of 0 numbers it is 0.  One
    more bit pays where the mean passes 1 / 0.962 times a power of two, and 31 / 32 is near that.
    """
    # 31 / 32 of the sum: see above
    room = (total * 31) >> 5
    if count <= 0 or room < count:
        return 0
    k = bit_length(room) - bit_length(count)
    if (count << k) > room:
        k -= 1
    return min(k, _LONGEST_K)


@njit(cache=True, nogil=True)
def read_window(words: U64, bit: Int) -> Any:
    """Read the 64 bits from `bit` on; the stream has a word behind the one that holds `bit`."""
    word = bit >> 6
    shift = np.uint64(bit & 63)
    # two shifts, because one by 64 is undefined
    return (words[word] >> shift) | ((words[word + 1] << _ONE) << (_LAST_BIT - shift))


@njit(cache=True, nogil=True)
def read_code(words: U64, bit: Int, k: Int) -> tuple[Int, Int]:
    """Read the code at `bit` (0 <= k <= 31); give the number and the bit after it."""
    window = read_window(words, bit)
    zeros = count_zeros(window | _ESCAPE_BIT)
    if zeros == ESCAPE:
        return np.int64((window >> _ESCAPE_SHIFT) & _LOW_32), bit + LONGEST_CODE
    mask = (_ONE << np.uint64(k)) - _ONE
    low = np.int64((window >> np.uint64(zeros + 1)) & mask)
    return (zeros << k) | low, bit + zeros + 1 + k


@njit(cache=True, nogil=True)
def write_bits(words: U64, bit: Int, value: np.uint64, width: Int) -> Int:
    """Write the low `width` <= 64 bits of uint64 `value`, which has no higher ones, into zeros at `bit`."""
    word = bit >> 6
    shift = np.uint64(bit & 63)
    words[word] |= value << shift
    if (bit & 63) + width > 64:
        words[word + 1] |= (value >> _ONE) >> (_LAST_BIT - shift)
    return bit + width


@njit(cache=True, nogil=True)
def write_code(words: U64, bit: Int, value: Int, k: Int) -> Int:
    """Write int64 0 <= `value` < 2**32 as a code at `bit`; give the bit after it."""
    high = value >> k
    if high >= ESCAPE:
        return write_bits(words, bit, np.uint64(value) << _ESCAPE_SHIFT, LONGEST_CODE)
    rest = np.uint64(value - (high << k))
    return write_bits(words, bit, ((rest << _ONE) | _ONE) << np.uint64(high), high + 1 + k)


@njit(cache=True, nogil=True)
def group_query(keys: U64, hashes: I64, first: I64, group: I64) -> Int:
    """Gather the query hashes that are alike.

    Parameters
    ----------
    keys : uint64[q]
        ``hash << 32 | number in the query``, ascending.
    hashes : int64[q]
        Filled with the different hashes, ascending.
    first : int64[q]
        Filled, for each of them, with the number of the first query hash like it.
    group : int64[q]
        Filled, for each query hash, with the number of its like in `hashes`.

    Returns
    -------
    groups : int
        How many of `hashes` and `first` are filled.
    """
    groups = 0
    last = np.int64(-1)
    for i in range(len(keys)):
        query_hash = np.int64(keys[i] >> _KEY_SHIFT)
        number = np.int64(keys[i] & _LOW_32)
        if query_hash != last:
            hashes[groups] = query_hash
            first[groups] = number
            groups += 1
            last = query_hash
        group[number] = groups - 1
    return groups


@njit(cache=True, nogil=True)
def repeat_groups(offsets: I64, first: I64, group: I64, positions: U32) -> None:
    """Copy what the first query hash of each group got to all others of the group.

    Parameters
    ----------
    offsets : int64[q + 1]
        The postings of query hash i lie in ``positions[offsets[i]:offsets[i + 1]]``.
    first : int64[groups]
        Number of the first query hash of each group, the only one whose positions are there.
    group : int64[q]
        Which group each query hash belongs to.
    positions : uint32[m]
        Completed.
    """
    for i in range(len(group)):
        source = first[group[i]]
        if source != i:
            start = offsets[source]
            to = offsets[i]
            for j in range(offsets[i + 1] - to):
                positions[to + j] = positions[start + j]


@njit(cache=True, nogil=True)
def cut_block(keys: U64, start: Int, block_postings: Int) -> tuple[Int, Int, bool]:
    """Find where the block that begins with posting `start` ends.

    A block holds whole groups (postings of one hash).  It is full with `block_postings` or more, and a group
    that alone fills a block begins one, so that whoever looks for a hash never reads past a long foreign one.

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
        # the last group at hand may go on in keys to come
        if end < size and end - start >= block_postings:
            return end, groups, True
    return end, groups, False


@njit(cache=True, nogil=True)
def pack_block(keys: U64, groups: Int, frames: Int, words: U64, bit: Int) -> Int:
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
    bit = write_bits(words, bit, np.uint64(gap_k), PARAMETER_BITS)
    bit = write_bits(words, bit, np.uint64(count_k), PARAMETER_BITS)
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
            position = np.int64(keys[i] & _LOW_32)
            bit = write_code(words, bit, position - last, k)
            last = position
        last_hash = group_hash
        at = stop
    return bit


@njit(cache=True, nogil=True)
def pack_blocks(
    keys: U64,
    frames: Int,
    block_postings: Int,
    final: bool,  # noqa: FBT001
    words: U64,
    bit: Int,
    directory: I64,
) -> tuple[Int, Int, Int]:
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
def find_block(directory: U64, low: Int, group_hash: Int) -> Int:
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
def skip_codes(words: U64, bit: Int, end: Int, count: Int, k: Int) -> Int:
    """Pass over `count` codes; give the bit after them, or `DAMAGED` if they do not end by `end`."""
    for _ in range(count):
        if bit >= end:
            return DAMAGED
        _value, bit = read_code(words, bit, k)
    return bit if bit <= end else DAMAGED


@njit(cache=True, nogil=True)
def read_block_start(words: U64, directory: U64, block: Int) -> tuple[Int, Int, Int, Int]:
    """Read the head of a block: the bit after it (or `DAMAGED`), the block's end, both parameters."""
    bit = np.int64(directory[block] & _BIT_MASK)
    end = np.int64(directory[block + 1] & _BIT_MASK)
    # the word behind the stream is there to be read over, never to be read from
    if bit + _BLOCK_HEAD_BITS >= end or end > (len(words) - 1) * 64:
        return DAMAGED, end, 0, 0
    head = np.int64(read_window(words, bit) & _HEAD_MASK)
    return bit + _BLOCK_HEAD_BITS, end, head & _LONGEST_K, head >> PARAMETER_BITS


@njit(cache=True, nogil=True)
def read_group(words: U64, bit: Int, end: Int, here: Int, gap_k: Int, count_k: Int) -> tuple[Int, Int, Int]:
    """Read the head of the group behind that of `here`: its hash, its size, the bit after, or `DAMAGED`."""
    gap, bit = read_code(words, bit, gap_k)
    if bit >= end:
        return here, 0, DAMAGED
    count, bit = read_code(words, bit, count_k)
    return here + gap + 1, count + 1, bit


@njit(cache=True, nogil=True)
def locate_groups(words: U64, directory: U64, frames: Int, hashes: I64, at: I64, counts: I64) -> Int:
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
    here: Int = np.int64(0)
    count: Int = np.int64(0)
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
                here, count, bit = read_group(words, bit, end, here, gap_k, count_k)
                if bit == DAMAGED:
                    return DAMAGED
        if here == wanted and count > 0:
            if count > end - bit:
                return DAMAGED
            at[i] = bit
            counts[i] = count
    return 0


@njit(cache=True, nogil=True)
def find_part(bounds: I64, low: Int, position: Int) -> Int:
    """Find the part that holds `position`, from `low` on; ``bounds[low] <= position < bounds[-1]``."""
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
def unpack_groups(
    words: U64,
    frames: Int,
    at: I64,
    counts: I64,
    bounds: I64,
    moved_to: I64,
    pages: I32,
    starts: I64,
    out: U32,
) -> Int:
    """Unpack the groups that `locate_groups` found, without the recordings that are removed.

    Parameters
    ----------
    words : uint64[any]
        The packed postings and a word of zeros.
    frames : int
        Length of the segment's time line.
    at, counts : int64[q]
        First bit and number of positions of each group.
    bounds : int64[n + 1]
        Cuts the segment's time line into n > 0 parts, from 0 to `frames`.
    moved_to : int64[n]
        Where each part begins on the index's time line; -1 for one whose postings are left out.
    pages : int32[frames / 2**PAGE_BITS, rounded up]
        The part in which each page of the segment's time line begins.
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
        to = starts[i]
        for _ in range(counts[i]):
            # `unpack_block` has these lines, too: as a function they make each posting cost a fifth more
            if bit >= end:
                return DAMAGED
            gap, bit = read_code(words, bit, k)
            position += gap
            if position >= frames:
                return DAMAGED
            # seldom more than a step: looking for the part from the last one cost a large library half again
            part = np.int64(pages[position >> PAGE_BITS])
            while position >= bounds[part + 1]:
                part += 1
            if moved_to[part] < 0:
                continue
            if not counting:
                out[to] = position - bounds[part] + moved_to[part]
            to += 1
        starts[i] = to
    return 0


@njit(cache=True, nogil=True)
def unpack_block(  # noqa: PLR0911
    words: U64, directory: U64, block: Int, frames: Int, bounds: I64, moved_to: I64, keys: U64, filled: Int
) -> Int:
    """Unpack the keys of one block behind those that `keys` has.

    Parameters
    ----------
    words, directory, frames
        As in `locate_groups`.
    block : int
        Which block.
    bounds, moved_to
        As in `unpack_groups`.
    keys : uint64[any]
        Filled from `filled` on with ``hash << 32 | position``.
    filled : int
        How many keys are there.

    Returns
    -------
    filled : int
        How many keys are there now; 1 more than there is room for if they do not fit; or `DAMAGED`.
    """
    bit, end, gap_k, count_k = read_block_start(words, directory, block)
    if bit == DAMAGED:
        return DAMAGED
    last_hash = np.int64(directory[block + 1] >> _HASH_SHIFT)
    if block < len(directory) - 2:
        last_hash -= 1
    here: Int = np.int64(directory[block] >> _HASH_SHIFT)
    count, bit = read_code(words, bit, count_k)
    count += 1
    while here <= last_hash:
        k = rice_parameter(frames, count + 1)
        position = np.int64(0)
        part = 0
        for _ in range(count):
            if bit >= end:
                return DAMAGED
            gap, bit = read_code(words, bit, k)
            position += gap
            if position >= frames:
                return DAMAGED
            if position >= bounds[part + 1]:
                part = find_part(bounds, part, position)
            if moved_to[part] < 0:
                continue
            if filled >= len(keys):
                return len(keys) + 1
            moved = position - bounds[part] + moved_to[part]
            keys[filled] = np.uint64(here) << _KEY_SHIFT | np.uint64(moved)
            filled += 1
        if bit >= end:
            return filled if bit == end else DAMAGED
        here, count, bit = read_group(words, bit, end, here, gap_k, count_k)
        if bit == DAMAGED:
            return DAMAGED
    return DAMAGED


@njit(cache=True, nogil=True)
def unpack_blocks(
    words: U64, directory: U64, block: Int, frames: Int, bounds: I64, moved_to: I64, keys: U64
) -> tuple[Int, Int]:
    """Unpack as many blocks from `block` on as `keys` has room for (see `unpack_block`).

    Returns
    -------
    block, filled : int64
        The first block that did not fit (the number of blocks if all did), or `DAMAGED`; how many keys.
    """
    filled = 0
    while block < len(directory) - 1:
        more = unpack_block(words, directory, block, frames, bounds, moved_to, keys, filled)
        if more == DAMAGED:
            return DAMAGED, filled
        if more > len(keys):
            break
        filled = more
        block += 1
    return block, filled


@njit(cache=True, nogil=True)
def tally_parts(keys: U64, bounds: I64, tally: I64) -> None:
    """Add to int64[n] `tally` how many keys lie in each part of the time line (`bounds`: `unpack_groups`)."""
    part = 0
    for key in keys:
        position = np.int64(key & _LOW_32)
        if position < bounds[part]:
            part = 0
        if position >= bounds[part + 1]:
            part = find_part(bounds, part, position)
        tally[part] += 1


@njit(cache=True, nogil=True)
def pack_peaks(frame: I32, cents: U16, gap_k: Int, cents_bits: Int, words: U64, bit: Int) -> Int:
    """Pack peaks, each as the code of its frame's gap and its cents in plain bits; give the bit after them.

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
def unpack_peaks(
    words: U64, bit: Int, gap_k: Int, cents_bits: Int, frames: Int, frame: I32, cents: U16
) -> Int:
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
