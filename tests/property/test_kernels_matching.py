"""Every kernel of the search against its slow twin."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.reference import engine_kernels as twins

from needledrop.matching import _kernels as kernels

quick = settings(deadline=None, max_examples=60)


@st.composite
def hits(draw):
    """Draw landmarks' frames and the positions their hashes were found at."""
    frame = sorted(draw(st.lists(st.integers(0, 90), max_size=12)))
    found = [draw(st.lists(st.integers(0, 300), max_size=4)) for _ in frame]
    offsets = np.cumsum([0, *map(len, found)]).astype(np.int64)
    positions = np.array([position for some in found for position in sorted(some)], np.uint32)
    return np.array(frame, np.int32), offsets, positions


@given(hits(), st.floats(0.9, 1.1), st.integers(1, 6), st.data())
@quick
def test_every_hit_votes_for_its_cell(found, speed, cell_frames, data):
    frame, offsets, positions = found
    first = data.draw(st.integers(0, len(frame)))
    last = data.draw(st.integers(first, len(frame)))
    margin = 110
    votes, expected = (np.zeros((300 + 2 * margin) // cell_frames + 2, np.uint16) for _ in range(2))
    where = (frame, offsets, positions, np.int64(first), np.int64(last), 45.5, speed, cell_frames, margin)
    assert kernels.tally_votes(*where, votes) == twins.tally_votes(*where, expected)
    np.testing.assert_array_equal(votes, expected)


@given(
    st.lists(st.one_of(st.integers(0, 5), st.just(65535)), max_size=40), st.integers(1, 8), st.integers(1, 5)
)
@example([], 1, 1)
@example([9], 1, 3)
@example([3, 3, 3, 3, 3, 3, 3, 3], 2, 2)
@quick
def test_the_best_pairs_of_cells_are_picked_in_order(counts, least, most_cells):
    votes, others = (np.array(counts, np.uint16) for _ in range(2))
    cell, count = kernels.pick_cells(votes, least, most_cells)
    expected = twins.pick_cells(others, least, most_cells)
    assert (cell.tolist(), count.tolist()) == (expected[0].tolist(), expected[1].tolist())
    assert not votes.any()
