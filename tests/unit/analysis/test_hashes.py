import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cuespotter.analysis.hashes import (
    DISTANCE_STEP_FRAMES,
    HASH_BITS,
    HEIGHT_BITS,
    HEIGHT_STEP_CENTS,
    LARGEST_DISTANCE_FRAMES,
    LARGEST_RISE_CENTS,
    pack_hashes,
    unpack_hashes,
)

HIGHEST_CENTS = (2**HEIGHT_BITS - 1) * HEIGHT_STEP_CENTS


def pack(anchor, target, distance):
    packed, fits = pack_hashes(*(np.array([value], np.float64) for value in (anchor, target, distance)))
    return int(packed[0]), bool(fits[0])


@given(st.integers(0, 2**HASH_BITS - 1))
def test_packing_what_was_unpacked_gives_the_hash(value):
    height, rise, distance = (int(part[0]) for part in unpack_hashes(np.array([value], np.uint32)))
    packed, fits = pack(height, height + rise, distance)
    assert packed == value
    assert fits


@given(
    st.floats(0, HIGHEST_CENTS),
    st.floats(-LARGEST_RISE_CENTS, LARGEST_RISE_CENTS),
    st.floats(0, LARGEST_DISTANCE_FRAMES),
)
def test_unpacking_gives_every_field_to_its_step(height, rise, distance):
    packed, fits = pack(height, height + rise, distance)
    assert fits
    assert packed < 2**HASH_BITS
    fields = [int(part[0]) for part in unpack_hashes(np.array([packed], np.uint32))]
    assert abs(fields[0] - height) <= HEIGHT_STEP_CENTS / 2
    assert abs(fields[1] - rise) <= HEIGHT_STEP_CENTS / 2 + 1e-6
    assert 0 <= distance - fields[2] < DISTANCE_STEP_FRAMES


@given(st.integers(1, 300), st.integers(-60, 60), st.integers(0, 30))
def test_every_field_moves_the_hash(height, rise, distance):
    anchor, target = height * HEIGHT_STEP_CENTS, (height + rise) * HEIGHT_STEP_CENTS
    here = pack(anchor, target, distance * DISTANCE_STEP_FRAMES)[0]
    others = {
        pack(anchor + HEIGHT_STEP_CENTS, target + HEIGHT_STEP_CENTS, distance * DISTANCE_STEP_FRAMES)[0],
        pack(anchor, target + HEIGHT_STEP_CENTS, distance * DISTANCE_STEP_FRAMES)[0],
        pack(anchor, target, (distance + 1) * DISTANCE_STEP_FRAMES)[0],
    }
    assert len(others | {here}) == 4


def test_what_does_not_fit_is_marked_and_given_no_hash():
    step = HEIGHT_STEP_CENTS
    assert pack(-step, 0, 0) == (0, False)
    assert pack(HIGHEST_CENTS + step, HIGHEST_CENTS + step, 0) == (0, False)
    assert pack(3000, 3000 + LARGEST_RISE_CENTS + step, 0) == (0, False)
    assert pack(3000, 3000 - LARGEST_RISE_CENTS - 2 * step, 0) == (0, False)
    assert pack(3000, 3000, LARGEST_DISTANCE_FRAMES + 1) == (0, False)
    assert pack(3000, 3000, -1) == (0, False)


def test_no_landmarks_give_no_hashes():
    none = np.zeros(0)
    packed, fits = pack_hashes(none, none, none)
    assert len(packed) == len(fits) == 0
