import numpy as np
import pytest
from tests.reference.engine_library import SETTINGS, hear
from tests.reference.engine_music import RATE_HZ, noise

from cuespotter.analysis.presence import PRESENCE_STEP, log_axis


def tone(hz, seconds, level):
    return level * np.sin(2 * np.pi * hz * np.arange(int(seconds * RATE_HZ)) / RATE_HZ).astype(np.float32)


@pytest.fixture(scope="module")
def heard():
    """White noise; from second 5 to 6 a tone that is well above it."""
    sound = noise(20, level=0.1)
    sound[:, 5 * RATE_HZ : 6 * RATE_HZ] += tone(1000.0, 1, 0.2)
    return hear(sound)


def test_presence_of_noise_has_mean_0_and_deviation_1(heard):
    surroundings = SETTINGS.hearing.presence.half_frames  # at both ends they are partly silence
    for view in heard.views:
        cells = view.presence[surroundings:-surroundings] * PRESENCE_STEP
        assert cells.mean() == pytest.approx(0.0, abs=0.05)
        assert cells.std() == pytest.approx(1.0, abs=0.1)


def test_presence_is_raised_where_a_tone_is_and_not_beside_it(heard):
    column = round(1200 * np.log2(1000 / 110) / SETTINGS.hearing.presence.step_cents)
    second = SETTINGS.analysis.frames_per_second
    row = heard.views[0].presence[:, column] * PRESENCE_STEP
    assert row[int(5.2 * second) : int(5.8 * second)].mean() > 1.5
    assert abs(row[int(8 * second) : int(11 * second)].mean()) < 0.5


def test_silence_has_no_presence():
    heard = hear(np.zeros((2, 3 * RATE_HZ), np.float32))
    assert not any(view.presence.any() for view in heard.views)


def test_columns_stand_at_equal_steps_of_cents():
    lower, upper = log_axis(lowest_hz=110.0, step_cents=30.0, columns=200, bin_hz=RATE_HZ / 2048)
    hz = (lower + upper) * RATE_HZ / 2048
    np.testing.assert_allclose(1200 * np.log2(hz / 110.0), 30.0 * np.arange(200), atol=0.01)
    assert upper.min() >= 0
    assert upper.max() <= 1


def test_the_last_column_lies_within_the_bins_that_are_kept():
    analysis = SETTINGS.analysis
    lower, _ = log_axis(
        lowest_hz=analysis.lowest_hz,
        step_cents=SETTINGS.hearing.presence.step_cents,
        columns=SETTINGS.hearing.presence.columns(analysis),
        bin_hz=analysis.rate_hz / analysis.window_samples,
    )
    assert lower.max() + 1 < analysis.highest_bin + 2
