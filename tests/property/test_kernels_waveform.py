"""Every kernel of the comparison of samples against its slow twin."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference import waveform_kernels as twins

from cuespotter.waveform import _kernels as kernels

quick = settings(deadline=None, max_examples=40)
levels = st.floats(-1.0, 1.0, width=32)


@given(
    st.lists(levels, max_size=40),
    st.lists(st.floats(-10.0, 50.0), max_size=4),
    st.floats(0.5, 2.0),
    st.integers(0, 12),
)
@quick
def test_samples_are_read_between_samples(sound, starts, ratio, count):
    given_sound, places = np.array(sound, np.float32), np.array(starts, np.float64)
    out, expected = (np.full((len(starts), 14), 9.0, np.float32) for _ in range(2))
    kernels.read_between(given_sound, places, ratio, out, count)
    twins.read_between(given_sound, places, ratio, expected, count)
    np.testing.assert_allclose(out, expected, atol=1e-5)
    assert (out[:, count:] == 9.0).all()


@given(st.integers(1, 6), st.integers(0, 3), st.integers(0, 4), st.integers(0, 2**32 - 1))
@quick
def test_the_clearest_shift_is_held_against_those_beside(blocks, most, reach, seed):
    energy = np.random.default_rng(seed).exponential(size=(blocks, 41)).astype(np.float32)
    drifts = np.arange(-most, most + 1)
    found = kernels.clearest_shift(energy, drifts, reach)
    expected = twins.clearest_shift(energy, drifts, reach)
    assert found[0] == pytest.approx(expected[0], rel=1e-6, abs=1e-6)
    assert found[1:] == expected[1:]


def test_silence_has_no_clear_shift():
    assert kernels.clearest_shift(np.zeros((3, 41), np.float32), np.array([-1, 0, 1]), 4) == (0.0, 0, 0)
