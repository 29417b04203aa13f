"""Every kernel of the index against its slow twin."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.reference import index_kernels as twins

from cuespotter.index import _kernels as kernels
from cuespotter.index.reader import pages_of

quick = settings(deadline=None, max_examples=40)
parameters = st.integers(0, 31)
numbers = st.one_of(st.integers(0, 200), st.integers(0, 2**32 - 1), st.sampled_from([0, 2**31, 2**32 - 1]))
lines = st.integers(1, 2**32)


@st.composite
def key_lists(draw, most=60):
    """Draw ascending keys on a time line, and its length."""
    frames = draw(st.one_of(st.integers(1, 50), lines))
    hashes = st.one_of(st.integers(0, 3), st.integers(0, 2**24 - 1), st.just(2**24 - 1))
    pairs = draw(st.lists(st.tuples(hashes, st.integers(0, frames - 1)), max_size=most))
    return np.array(sorted(h << 32 | p for h, p in pairs), np.uint64), frames


def pack(keys, frames, block_postings):
    """Pack all keys; give the words that are used and the directory with its sentinel."""
    words = np.zeros(3 * len(keys) + 4, np.uint64)
    blocks = np.zeros((len(keys) + 1, 2), np.int64)
    count, used, bits = kernels.pack_blocks(keys, frames, block_postings, True, words, 0, blocks)
    assert used == len(keys)
    entries = [int(h) << 40 | int(b) for h, b in blocks[:count]]
    directory = np.array([*entries, (2**24 - 1) << 40 | int(bits)], np.uint64)
    return words[: -(-int(bits) // 64) + 1], directory


@given(st.integers(1, 2**64 - 1))
@quick
def test_zeros_are_counted_below_the_lowest_one(window):
    assert kernels.count_zeros(np.uint64(window)) == twins.count_zeros(window)


@given(st.integers(0, 2**63 - 1))
@quick
def test_bit_length_is_python_s(value):
    assert kernels.bit_length(value) == twins.bit_length(value)


@given(st.integers(0, 2**40), st.integers(0, 2**40))
@example(0, 0)
@example(2**32, 1)
@quick
def test_the_rice_parameter_is_the_largest_that_fits(total, count):
    assert kernels.rice_parameter(total, count) == twins.rice_parameter(total, count)


@given(st.lists(st.integers(0, 2**64 - 1), min_size=2, max_size=4), st.data())
@quick
def test_a_window_is_the_next_64_bits(words, data):
    bit = data.draw(st.integers(0, 64 * (len(words) - 1) - 1))
    stream = np.array(words, np.uint64)
    assert kernels.read_window(stream, bit) == twins.read_window(stream, bit)


@given(st.lists(st.tuples(numbers, parameters), max_size=12), st.integers(0, 70))
@quick
def test_codes_are_written_and_read_as_the_twin_does(coded, first):
    words = np.zeros(len(coded) + 4, np.uint64)
    bit = first
    for value, k in coded:
        bit = kernels.write_code(words, bit, value, k)
    expected = "0" * first + "".join(twins.code(value, k) for value, k in coded)
    assert bit == len(expected)
    assert twins.to_bits(words)[:bit] == expected
    for value, k in coded:
        assert kernels.read_code(words, first, k) == twins.read_code(words, first, k)
        read, first = kernels.read_code(words, first, k)
        assert read == value


@given(key_lists(), st.integers(1, 8))
@quick
def test_postings_are_packed_as_the_twin_packs_them(drawn, block_postings):
    keys, frames = drawn
    words, directory = pack(keys, frames, block_postings)
    stream, blocks = twins.pack_blocks(keys, frames, block_postings)
    assert [(int(e) >> 40, int(e) & (2**40 - 1)) for e in directory[:-1]] == blocks
    assert int(directory[-1]) & (2**40 - 1) == len(stream)
    assert words.tolist() == twins.to_words(stream).tolist()


@given(key_lists(), st.integers(1, 8), st.data())
@quick
def test_a_block_ends_where_the_twin_ends_it(drawn, block_postings, data):
    keys, _frames = drawn
    if not len(keys):
        return
    sizes = [
        sum(len(positions) for _, positions in block) for block in twins.cut_blocks(keys, block_postings)
    ]
    end, groups, closed = kernels.cut_block(keys, 0, block_postings)
    assert end == sizes[0]
    assert groups == len(twins.cut_blocks(keys, block_postings)[0])
    shown = data.draw(st.integers(1, len(keys)))
    end, _groups, closed = kernels.cut_block(keys[:shown], 0, block_postings)
    assert end == (sizes[0] if closed else shown), "a block is closed only where no later key can change it"


@given(st.lists(st.integers(0, 2**24 - 1), min_size=0, max_size=40, unique=True), st.data())
@quick
def test_the_block_of_a_hash_is_found(hashes, data):
    directory = np.array([*(h << 40 for h in sorted(hashes)), 2**64 - 1], np.uint64)
    wanted = data.draw(st.one_of(st.integers(0, 2**24 - 1), st.sampled_from([0, *hashes])))
    low = data.draw(st.integers(0, len(hashes)))
    assert kernels.find_block(directory, low, wanted) == twins.find_block(directory, low, wanted)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=30), st.data())
@quick
def test_the_part_of_a_position_is_found(lengths, data):
    bounds = np.cumsum([0, *lengths])
    position = data.draw(st.integers(0, int(bounds[-1]) - 1))
    expected = twins.find_part(bounds, 0, position)
    assert kernels.find_part(bounds, data.draw(st.integers(0, expected)), position) == expected


def test_an_empty_part_holds_no_position():
    assert kernels.find_part(np.array([0, 0, 5, 5, 5, 8]), 0, 5) == 4


@given(st.lists(st.integers(0, 6), max_size=20))
@quick
def test_queries_are_grouped_and_repeated(hashes):
    keys = np.sort(np.array([h << 32 | i for i, h in enumerate(hashes)], np.uint64))
    different, first, group = (np.zeros(len(hashes), np.int64) for _ in range(3))
    groups = kernels.group_query(keys, different, first, group)
    assert (different[:groups].tolist(), first[:groups].tolist(), group.tolist()) == twins.group_query(hashes)
    offsets = np.cumsum([0, *hashes])
    positions = np.zeros(offsets[-1], np.uint32)
    for i in first[:groups]:
        positions[offsets[i] : offsets[i + 1]] = np.arange(hashes[i]) + 10 * hashes[i]
    kernels.repeat_groups(offsets, first[:groups], group, positions)
    assert positions.tolist() == [10 * h + i for h in hashes for i in range(h)]


@st.composite
def parts(draw, frames):
    """Draw a cut of a time line and where each part goes."""
    inner = draw(st.lists(st.integers(0, frames), max_size=6))
    bounds = np.array(sorted([0, *inner, frames]), np.int64)
    return bounds, np.array([draw(st.sampled_from([-1, 0, 7, 1000])) for _ in bounds[1:]], np.int64)


@given(key_lists(), st.integers(1, 8), st.data())
@quick
def test_groups_are_located_and_unpacked(drawn, block_postings, data):
    keys, frames = drawn
    bounds, moved_to = data.draw(parts(frames))
    moved_to = np.where(moved_to >= 0, np.minimum(moved_to, 2**32 - frames), -1)
    words, directory = pack(keys, frames, block_postings)
    there = [h for h, _ in twins.split_keys(keys)]
    asked = data.draw(st.sets(st.one_of(st.integers(0, 2**24 - 1), st.sampled_from([0, *there]))))
    hashes = np.array(sorted(asked), np.int64)
    at, counts = np.zeros(len(hashes), np.int64), np.zeros(len(hashes), np.int64)
    assert kernels.locate_groups(words, directory, frames, hashes, at, counts) == 0
    assert counts.tolist() == [there.count(h) for h in hashes]
    kept = np.zeros(len(hashes), np.int64)
    nothing = np.empty(0, np.uint32)
    moves = (bounds, moved_to, pages_of(bounds))
    assert kernels.unpack_groups(words, frames, at, counts, *moves, kept, nothing) == 0
    expected = twins.fetch(keys, hashes, bounds, moved_to)
    assert kept.tolist() == list(map(len, expected))
    out = np.empty(kept.sum(), np.uint32)
    starts = kept.cumsum() - kept
    assert kernels.unpack_groups(words, frames, at, counts, *moves, starts, out) == 0
    assert starts.tolist() == kept.cumsum().tolist()
    assert out.tolist() == [position for found in expected for position in found]


@given(key_lists(), st.integers(1, 8), st.data())
@quick
def test_blocks_are_unpacked_as_far_as_there_is_room(drawn, block_postings, data):
    keys, frames = drawn
    bounds, _ = data.draw(parts(frames))
    kept = data.draw(st.lists(st.booleans(), min_size=len(bounds) - 1, max_size=len(bounds) - 1))
    moved_to = np.where(kept, bounds[:-1], -1)
    words, directory = pack(keys, frames, block_postings)
    left = [k for k in keys.tolist() if moved_to[twins.find_part(bounds, 0, k & 0xFFFFFFFF)] >= 0]
    out = np.empty(data.draw(st.integers(0, len(keys))), np.uint64)
    block, filled = kernels.unpack_blocks(words, directory, 0, frames, bounds, moved_to, out)
    assert out[:filled].tolist() == left[:filled]
    if block < len(directory) - 1:
        one_more = kernels.unpack_block(words, directory, block, frames, bounds, moved_to, out, filled)
        assert one_more == len(out) + 1
        assert filled == len([k for k in left if k >> 32 < int(directory[block]) >> 40])
    else:
        assert filled == len(left)


@given(key_lists(), st.data())
@quick
def test_keys_are_tallied_by_part(drawn, data):
    keys, frames = drawn
    bounds, _ = data.draw(parts(frames))
    tally = np.zeros(len(bounds) - 1, np.int64)
    kernels.tally_parts(keys, bounds, tally)
    assert tally.tolist() == twins.tally_parts(keys, bounds)


@given(st.lists(st.tuples(st.integers(0, 2**31 - 2), st.integers(0, 65535)), max_size=20), parameters)
@quick
def test_peaks_are_packed_as_the_twin_packs_them(peaks, gap_k):
    frame = np.array(sorted(f for f, _ in peaks), np.int32)
    cents = np.array([c for _, c in peaks], np.uint16)
    width = int(cents.max(initial=0)).bit_length()
    words = np.zeros(2 * len(peaks) + 3, np.uint64)
    end = kernels.pack_peaks(frame, cents, gap_k, width, words, 3)
    expected = "000" + twins.pack_peaks(frame, cents, gap_k, width)
    assert end == len(expected)
    assert twins.to_bits(words)[:end] == expected
    back = np.zeros_like(frame), np.zeros_like(cents)
    assert kernels.unpack_peaks(words, 3, gap_k, width, 2**31 - 1, *back) == end
    assert back[0].tolist() == frame.tolist()
    assert back[1].tolist() == cents.tolist()


@given(st.lists(st.integers(0, 2**64 - 1), min_size=2, max_size=12), st.integers(1, 2**32), st.data())
@settings(deadline=None, max_examples=150)
def test_no_stream_leads_a_kernel_out_of_bounds(words, frames, data):
    """Uncompiled, a read outside raises IndexError; compiled, the answers must be possible ones."""
    stream = np.array(words, np.uint64)
    entries = st.one_of(st.integers(0, 2**64 - 1), st.integers(0, 64 * len(words) + 5))
    directory = np.array(data.draw(st.lists(entries, min_size=1, max_size=5)), np.uint64)
    hashes = np.array(sorted(data.draw(st.sets(st.integers(0, 2**24 - 1), max_size=5))), np.int64)
    at, counts = np.zeros(len(hashes), np.int64), np.zeros(len(hashes), np.int64)
    bounds, moved_to = np.array([0, frames]), np.array([0])
    if kernels.locate_groups(stream, directory, frames, hashes, at, counts) != kernels.DAMAGED:
        assert counts.max(initial=0) <= 64 * len(words)
        out = np.empty(counts.sum(), np.uint32)
        starts = counts.cumsum() - counts
        pages = np.zeros((frames >> kernels.PAGE_BITS) + 1, np.int32)
        if (
            kernels.unpack_groups(stream, frames, at, counts, bounds, moved_to, pages, starts, out)
            != kernels.DAMAGED
        ):
            assert out.max(initial=0) < frames
    keys = np.empty(100, np.uint64)
    block, filled = kernels.unpack_blocks(stream, directory, 0, frames, bounds, moved_to, keys)
    assert block == kernels.DAMAGED or 0 <= block < len(directory)
    assert all(int(k) & 0xFFFFFFFF < frames for k in keys[:filled])


@pytest.mark.parametrize("count", [0, 1, 40])
def test_peaks_that_cannot_be_there_are_damage(count):
    words = np.zeros(3, np.uint64)
    frame, cents = np.zeros(count, np.int32), np.zeros(count, np.uint16)
    end = kernels.unpack_peaks(words, 0, 0, 16, 2**31, frame, cents)
    assert end == (0 if count == 0 else 72 if count == 1 else kernels.DAMAGED)
