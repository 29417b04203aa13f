"""Every kernel of the search against its slow twin."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.reference import engine_kernels as twins

from cuespotter.matching import _kernels as kernels

quick = settings(deadline=None, max_examples=60)

LAST_FRAME, TIME_LINE = 90, 300
speeds = st.floats(0.9, 1.1)
bits = st.integers(0, 3)


@st.composite
def hits(draw):
    """Draw landmarks' frames and the positions their hashes were found at; some share them."""
    frame = sorted(draw(st.lists(st.integers(0, LAST_FRAME), max_size=12)))
    groups = draw(st.lists(st.lists(st.integers(0, TIME_LINE - 1), max_size=4), min_size=1, max_size=6))
    ends = np.cumsum([0, *map(len, groups)]).astype(np.int64)
    group = np.array([draw(st.integers(0, len(groups) - 1)) for _ in frame], np.int64)
    positions = np.array([position for some in groups for position in sorted(some)], np.uint32)
    return kernels.Hits(np.array(frame, np.int32), ends[group], ends[group + 1], positions)


def laid(speed, bits):
    """Give diagonals on which all hits lie, and how many cells they have."""
    lowest = (-int(np.rint(speed * LAST_FRAME)) >> bits) - 1
    return kernels.Diagonals(speed, bits, lowest), (TIME_LINE >> bits) - lowest + 2


@given(hits(), speeds, bits, st.integers(1, 3), st.data())
@quick
def test_every_hit_votes_for_its_cell(found, speed, bits, least, data):
    diagonals, cells = laid(speed, bits)
    first = data.draw(st.integers(0, len(found.frame)))
    last = data.draw(st.integers(first, len(found.frame)))
    votes, expected = (np.zeros(cells, np.uint8) for _ in range(2))
    reached, others = (np.zeros(cells, np.int64) for _ in range(2))
    noted = kernels.tally_votes(found, first, last, diagonals, votes, least, reached)
    assert noted == twins.tally_votes(found, first, last, diagonals, expected, least, others)
    np.testing.assert_array_equal(votes, expected)
    assert sorted(reached[:noted].tolist()) == others[:noted].tolist()
    kernels.clear_votes(found, first, last, diagonals, votes, data.draw(st.sampled_from([0, 10**6])))
    assert not votes.any()


def test_a_cell_counts_no_further_than_it_can():
    many = kernels.Hits(
        np.zeros(300, np.int32), np.zeros(300, np.int64), np.ones(300, np.int64), np.array([7], np.uint32)
    )
    votes, reached = np.zeros(4, np.uint8), np.zeros(4, np.int64)
    assert kernels.tally_votes(many, 0, 300, kernels.Diagonals(1.0, 2, 0), votes, 255, reached) == 1
    assert votes.tolist() == [0, 255, 0, 0]


@given(
    st.lists(
        st.tuples(st.integers(0, 5) | st.just(255), st.integers(0, 5)),
        min_size=2,
        max_size=40,
    ),
    st.integers(1, 8),
    st.integers(1, 5),
)
@example([(9, 0), (0, 0)], 1, 3)
@example([(3, 0)] * 8, 2, 2)
@example([(0, 1), (2, 0), (0, 2), (1, 0), (0, 0), (2, 2)], 3, 5)
@quick
def test_the_best_pairs_of_cells_are_picked_in_order(counts, least, most_cells):
    votes = np.ascontiguousarray(np.array(counts, np.uint8).T)
    cells, picked = (np.zeros(most_cells, np.int64) for _ in range(2))
    reached = np.array([*range(len(counts)), 0], np.int64)[::-1].copy()
    found = kernels.pick_cells(votes, reached, least, cells, picked, 0)
    expected = twins.pick_cells(votes, least, most_cells)
    assert list(zip(cells[:found].tolist(), picked[:found].tolist(), strict=True)) == expected


@given(
    hits(),
    speeds,
    bits,
    st.lists(st.integers(0, 8), min_size=1, max_size=5, unique=True),
    st.integers(2, 5),
    st.sampled_from([0.0, 3.0, 20.0]),
    st.integers(1, 4),
)
@quick
def test_windows_that_share_their_halves_find_what_each_finds_alone(
    found, speed, bits, starts, least, excess, most
):
    diagonals, cells = laid(speed, bits)
    windows = np.array([(10 * at, 10 * at + 10, 10 * at + 20) for at in sorted(starts)], np.int64)
    votes = np.zeros((2, cells), np.uint8)
    answer = kernels.search_windows(found, windows, diagonals, votes, least, excess, most)
    expected = twins.search_windows(found, windows.tolist(), diagonals, cells, least, excess, most)
    assert list(zip(*(part.tolist() for part in answer), strict=True)) == expected
    assert not votes.any()


@given(
    st.integers(0, 2**32 - 1),
    st.lists(st.integers(0, 8), min_size=1, max_size=5, unique=True),
    st.integers(1, 5),
    st.integers(1, 12),
)
@settings(deadline=None, max_examples=25)
def test_a_time_line_searched_in_blocks_gives_what_it_gives_as_a_whole(seed, starts, least, most):
    chance = np.random.default_rng(seed)
    seams = (kernels.BLOCK_CELLS << 1) * np.arange(3)
    spots = np.concatenate([seams + chance.integers(-20, 20, 3), chance.integers(0, seams[2], 4)])
    positions = np.sort(np.maximum(0, chance.choice(spots, 300) + chance.integers(0, 12, 300)))
    ends = np.sort(chance.integers(0, 300, (2, 40)), axis=0)
    frame = np.sort(chance.integers(0, LAST_FRAME, 40)).astype(np.int32)
    found = kernels.Hits(frame, ends[0], ends[1], positions.astype(np.uint32))
    diagonals, cells = kernels.Diagonals(1.02, 1, -60), int((positions[-1] >> 1) + 70)
    windows = np.array([(10 * at, 10 * at + 10, 10 * at + 20) for at in sorted(starts)], np.int64)
    whole = kernels.search_windows(
        found, windows, diagonals, np.zeros((2, cells), np.uint8), least, 0.0, most
    )
    blocks = kernels.search_blocks(found, windows, diagonals, cells, least, 0.0, most)
    assert [part.tolist() for part in blocks] == [part.tolist() for part in whole]
