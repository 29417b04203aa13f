import numpy as np
import pytest

from cuespotter.analysis.hashes import HEIGHT_STEP_CENTS
from cuespotter.matching.hypotheses import (
    all_windows,
    named_hypotheses,
    swept_hypotheses,
    unexplained_windows,
)
from cuespotter.settings import MatchingSettings

SETTINGS = MatchingSettings()


def cents(speed):
    return 1200 * np.log2(speed)


def tried():
    """All (speed, pitch) that are tried."""
    hypotheses = [*named_hypotheses(SETTINGS), *swept_hypotheses(SETTINGS)]
    return [(speed, one.pitch_cents) for one in hypotheses for speed in one.speeds]


def widest_step(values):
    return np.diff(sorted(values)).max()


def test_the_named_speeds_are_tried_first_and_pitch_follows_them():
    for one, speed in zip(named_hypotheses(SETTINGS), SETTINGS.named_speeds, strict=True):
        assert one.speeds == (speed,)
        assert one.pitch_cents == pytest.approx(cents(speed))


def test_speeds_cover_ten_percent_without_holes():
    followed = [pitch for speed, pitch in tried() if abs(cents(speed) - pitch) < 1e-6]
    assert widest_step(followed) <= HEIGHT_STEP_CENTS + 1e-9
    assert min(followed) <= cents(0.9) + HEIGHT_STEP_CENTS / 2
    assert max(followed) >= cents(1.1) - HEIGHT_STEP_CENTS / 2


def test_pitch_alone_covers_six_percent_without_holes():
    alone = [pitch for speed, pitch in tried() if speed == 1.0]
    assert widest_step(alone) <= HEIGHT_STEP_CENTS
    assert min(alone) <= cents(0.94) + HEIGHT_STEP_CENTS / 2
    assert max(alone) >= cents(1.06) - HEIGHT_STEP_CENTS / 2


def test_tempo_alone_covers_six_percent_in_steps_of_a_cell():
    alone = [speed for speed, pitch in tried() if pitch == 0.0]
    assert (min(alone), max(alone)) == pytest.approx((0.94, 1.06))
    # at half a step the ends of a window drift by no more than the cells that vote together
    assert widest_step(alone) / 2 * SETTINGS.window_frames / 2 <= 2 * 2**SETTINGS.cell_bits


def test_small_changes_are_tried_before_large_ones():
    sizes = [abs(one.pitch_cents) for one in swept_hypotheses(SETTINGS)]
    assert sizes == sorted(sizes)


@pytest.mark.parametrize("frames", [1, 214, 215, 216, 430, 431, 645, 646, 9000])
def test_windows_cover_a_film_and_overlap_by_half(frames):
    windows = all_windows(frames, SETTINGS.window_frames)
    heard = np.zeros(frames, int)
    for first, last in windows:
        assert 0 <= first < last <= frames
        heard[first:last] += 1
    assert heard.min() >= 1
    assert (heard[SETTINGS.window_step_frames : -SETTINGS.window_step_frames] == 2).all()


def test_explained_windows_are_left_out():
    windows = [(0, 100), (50, 150), (100, 200), (150, 250)]
    assert unexplained_windows(windows, [(-20.0, 99.5), (190.0, 400.0)], 250, SETTINGS) == [
        (50, 150),
        (100, 200),
    ]
    assert unexplained_windows(windows, [], 250, SETTINGS) == windows
    assert unexplained_windows([(0, 0)], [], 0, SETTINGS) == []
