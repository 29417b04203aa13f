import numpy as np
import pytest
from scipy.signal import resample_poly

from cuespotter.analysis.resampling import resampled


@pytest.mark.parametrize("length", [1, 7, 1001])
@pytest.mark.parametrize(("rate_hz", "wanted_hz"), [(11025, 16000), (44100, 16000), (8000, 16000)])
def test_it_says_what_scipys_says(rate_hz: int, wanted_hz: int, length: int) -> None:
    samples = np.random.default_rng(length).standard_normal(length).astype(np.float32)
    expected = resample_poly(samples, wanted_hz, rate_hz)
    found = resampled(samples, rate_hz=rate_hz, wanted_hz=wanted_hz)
    assert found.dtype == np.float32
    assert found.shape == expected.shape
    # the same bit by bit on most machines; some fuse products and sums
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-5)


def test_a_rate_that_is_the_wanted_one_changes_nothing() -> None:
    samples = np.ones(3, np.float32)
    assert resampled(samples, rate_hz=16000, wanted_hz=16000) is samples
