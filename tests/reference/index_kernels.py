"""Slow twins of the index's kernels, written from docs/index-format.md: streams are strings of 0 and 1."""

import bisect
import itertools

import numpy as np

DAMAGED = -1


def to_bits(words):
    """Write words as a string, the lowest bit of the first word first."""
    return "".join(format(int(word), "064b")[::-1] for word in words)


def to_words(bits):
    """Undo `to_bits`, with a word of zeros behind."""
    bits += "0" * (-len(bits) % 64)
    words = [int(bits[i : i + 64][::-1], 2) for i in range(0, len(bits), 64)]
    return np.array([*words, 0], np.uint64)


def plain(number, width):
    """Write a number in so many bits, the lowest first."""
    return "".join(str(int(number) >> i & 1) for i in range(width))


def number(bits):
    """Undo `plain`."""
    return sum(1 << i for i, bit in enumerate(bits) if bit == "1")


def count_zeros(window):
    return next(i for i in range(64) if int(window) >> i & 1)


def bit_length(value):
    return int(value).bit_length()


def rice_parameter(total, count):
    fitting = [k for k in range(32) if count > 0 and count * 2**k <= total * 31 // 32]
    return max(fitting, default=0)


def read_window(words, bit):
    return number(to_bits(words)[bit : bit + 64])


def code(value, k):
    """Write a number as a code."""
    value = int(value)
    high = value >> k
    if high >= 24:
        return "0" * 24 + plain(value, 32)
    return "0" * high + "1" + plain(value, k)


def read_code(words, bit, k):
    bits = to_bits(words)[bit:]
    high = (bits + "1").index("1")
    if high >= 24:
        return number(bits[24:56]), bit + 56
    return high * 2**k + number(bits[high + 1 : high + 1 + k]), bit + high + 1 + k


def split_keys(keys):
    """Turn keys into (hash, position)."""
    return [(int(key) >> 32, int(key) & 0xFFFFFFFF) for key in keys]


def grouped(keys):
    """Turn ascending keys into (hash, positions)."""
    pairs = itertools.groupby(split_keys(keys), key=lambda pair: pair[0])
    return [(group_hash, [position for _, position in group]) for group_hash, group in pairs]


def cut_blocks(keys, block_postings):
    """Cut groups into blocks, as if no more keys came."""
    blocks = []
    for group_hash, positions in grouped(keys):
        held = sum(len(p) for _, p in blocks[-1]) if blocks else block_postings
        if held >= block_postings or len(positions) >= block_postings:
            blocks.append([])
        blocks[-1].append((group_hash, positions))
    return blocks


def block_bits(block, frames):
    """Write a block."""
    hashes = [group_hash for group_hash, _ in block]
    gaps = [b - a - 1 for a, b in itertools.pairwise(hashes)]
    counts = [len(positions) - 1 for _, positions in block]
    gap_k = rice_parameter(sum(gaps), len(gaps))
    count_k = rice_parameter(sum(counts), len(counts))
    bits = plain(gap_k, 5) + plain(count_k, 5)
    for gap, count, (_, positions) in zip([None, *gaps], counts, block, strict=True):
        bits += "" if gap is None else code(gap, gap_k)
        bits += code(count, count_k)
        k = rice_parameter(frames, count + 2)
        for last, position in itertools.pairwise([0, *positions]):
            bits += code(position - last, k)
    return bits


def pack_blocks(keys, frames, block_postings):
    """Give the whole stream, and (first hash, first bit) of each block."""
    stream, directory = "", []
    for block in cut_blocks(keys, block_postings):
        directory.append((block[0][0], len(stream)))
        stream += block_bits(block, frames)
    return stream, directory


def find_block(directory, low, group_hash):
    first_hashes = [int(e) >> 40 for e in directory[:-1]]
    found = [b for b, h in enumerate(first_hashes) if b >= low and h <= group_hash]
    return max(found, default=-1)


def find_part(bounds, low, position):
    return bisect.bisect_right(list(bounds), position) - 1


def group_query(hashes):
    """Give the different hashes, where each first stands, and the group of each."""
    different = sorted(set(hashes))
    return different, [hashes.index(h) for h in different], [different.index(h) for h in hashes]


def fetch(keys, hashes, bounds, moved_to):
    """Look up hashes, each with its positions moved and without those of removed parts."""
    by_hash = dict(grouped(keys))
    return [move(by_hash.get(h, []), bounds, moved_to) for h in hashes]


def move(positions, bounds, moved_to):
    """Move positions to the index's time line."""
    parts = [(p, find_part(bounds, 0, p)) for p in positions]
    return [p - bounds[part] + moved_to[part] for p, part in parts if moved_to[part] >= 0]


def tally_parts(keys, bounds):
    parts = [find_part(bounds, 0, position) for _, position in split_keys(keys)]
    return [parts.count(i) for i in range(len(bounds) - 1)]


def pack_peaks(frame, cents, gap_k, cents_bits):
    gaps = np.diff(frame, prepend=0)
    return "".join(code(gap, gap_k) + plain(c, cents_bits) for gap, c in zip(gaps, cents, strict=True))
