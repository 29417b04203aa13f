"""Where what two episodes share begins, and how few landmarks show it."""

import numpy as np
import pytest
from tests.unit.series.test_find import DECOY, OPENING, RATE, SETTINGS, laid, peaks_of

from cuespotter.analysis.peaks import Peaks
from cuespotter.series.shared import _ends, _refined, _trimmed, find_shared, part_at, part_of


def test_a_stretch_begins_where_its_evidence_does_and_not_where_the_other_episode_has_yet_to_begin():
    # before one episode begins nothing meets, for or against: what it shares began 2 s early in the other
    score = np.concatenate([np.zeros(100), np.full(200, 0.3), np.zeros(50)])
    assert _refined(score, 60, 320, 86) == (100, 300)
    assert _refined(score[100:], 0, 250, 86) == (0, 200)


def test_a_word_that_meets_one_like_it_before_the_music_does_not_begin_it_and_music_under_talk_does():
    # 12 of 105 peaks met 7 s before an opening, none in the 4 s between: 6 s of the story were skipped
    def begun(island, between):
        score = np.concatenate([np.full(60, island / 60), np.full(170, between / 170), np.full(800, 0.2)])
        return _ends(score, [(0, 60), (230, 1030)], SETTINGS.series.least_evidence)

    assert begun(8.0, -20.0) == (230, 1030)
    assert begun(8.0, -5.0) == (0, 1030)
    assert begun(35.0, -50.0) == (0, 1030)
    late = np.concatenate([np.full(800, 0.2), np.full(170, -0.1), np.full(60, 0.1)])
    assert _ends(late, [(0, 800), (970, 1030)], SETTINGS.series.least_evidence) == (0, 800)


def test_a_dozen_landmarks_of_music_that_is_talked_over_are_enough_to_be_looked_at():
    # of its peaks every other is heard in each episode, so of its landmarks one in sixteen
    one, other = (
        part_of(laid(n, [(at_s, OPENING, 0, 25)], 0.5).head, SETTINGS) for n, at_s in ((0, 3), (1, 60))
    )
    (shared,) = find_shared(one, other, SETTINGS)
    assert shared.first / RATE == pytest.approx(3, abs=0.7)
    assert shared.last / RATE == pytest.approx(28, abs=0.7)
    assert shared.shift / RATE == pytest.approx(57, abs=0.05)


def test_episodes_with_nothing_in_common_share_nothing():
    one, other = (part_of(laid(n, []).head, SETTINGS) for n in (3, 4))
    assert find_shared(one, other, SETTINGS) == []
    nothing = part_at(0, Peaks(peaks_of(1, 0.0).frame, peaks_of(1, 0.0).cents), SETTINGS)
    assert find_shared(one, nothing, SETTINGS) == []


def test_a_theme_in_short_bars_does_not_outvote_an_opening_that_is_talked_over():
    def episode(number, at_s):
        bars = [(60 + 3 * bar, DECOY, 0, 3, 0.95) for bar in range(20)]
        return part_of(laid(number, [(at_s, OPENING, 0, 20, 0.45), *bars]).head, SETTINGS)

    one, other = episode(0, 5), episode(1, 18)
    assert any(
        line.shift / RATE == pytest.approx(13, abs=0.1) and line.first / RATE == pytest.approx(5, abs=2)
        for line in find_shared(one, other, SETTINGS)
    )


def test_what_another_stretch_left_over_ends_where_its_own_evidence_does():
    # 6 s of talk between an opening and a theme were shared, where a loop had taken the opening
    score = np.concatenate([np.full(400, 0.2), np.full(250, -0.05), np.full(300, 0.2), np.full(50, -0.1)])
    assert _trimmed(score, 400, 1000) == (650, 950)
    assert _trimmed(score, 0, 400) == (0, 400)
