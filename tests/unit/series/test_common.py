"""What episodes agree on is found where it is nearly drowned, and nowhere else."""

from dataclasses import replace

import pytest
from tests.unit.series.test_find import CLOSING, OPENING, RATE, SERIES, SETTINGS, laid

from cuespotter.analysis.peaks import Peaks
from cuespotter.series.common import common_music, find_faint
from cuespotter.series.find import Found, find_parts
from cuespotter.series.shared import find_shared, part_of

FAINT = [(60, OPENING, 0, 30), (205, CLOSING, 0, 30)]
DROWNED = 0.14
"""Share of the music's peaks that are heard under a loud voice."""


@pytest.fixture(scope="module")
def ready():
    return [part_of(laid(number, played).head, SETTINGS) for number, played in enumerate(SERIES)]


@pytest.fixture(scope="module")
def common(ready):
    """What the first two episodes agree on, of the opening of the first."""
    having = [(ready[1], find_shared(ready[0], ready[1], SETTINGS))]
    return common_music(ready[0], (0, round(30 * RATE)), having, SETTINGS)


def test_of_two_episodes_the_peaks_of_the_music_are_kept_and_not_what_else_is_heard(ready, common):
    within = ready[0].peaks.frame < round(30 * RATE)
    # of the music 30 peaks a second, of which each episode has nine in ten; beside it as many are its own
    assert 0.75 * 30 * 30 < len(common.peaks) < 0.55 * within.sum()


def test_what_is_nearly_drowned_is_found_where_it_is(common):
    drowned = part_of(laid(7, FAINT, 0.18).head, SETTINGS)
    (line,) = find_faint(common, drowned, SETTINGS)
    assert line.first / RATE == pytest.approx(60, abs=0.5)
    assert line.last / RATE == pytest.approx(90, abs=0.5)
    assert line.shift / RATE == pytest.approx(-60, abs=0.1)


def test_nothing_is_found_where_it_does_not_play(common):
    silent = Peaks(common.peaks.frame[:0], common.peaks.cents[:0])
    for peaks in (laid(8, []).head, silent):
        assert find_faint(common, part_of(peaks, SETTINGS), SETTINGS) == []
    assert find_faint(part_of(silent, SETTINGS), common, SETTINGS) == []


def test_an_episode_whose_opening_is_talked_over_for_the_most_part_gets_all_of_it_from_the_others():
    episodes = [laid(number, played) for number, played in enumerate([*SERIES[:2], [(12, OPENING, 0, 30)]])]
    episodes += [laid(7, [(60, OPENING, 0, 12), (72, OPENING, 12, 18, DROWNED)]), laid(8, [])]
    talked_over, without = find_parts(episodes, SETTINGS)[3:]
    assert isinstance(talked_over.opening, Found), talked_over.opening
    assert talked_over.opening.start_s == pytest.approx(60, abs=0.5)
    assert talked_over.opening.end_s == pytest.approx(90, abs=1.0)
    assert isinstance(without.opening, str)
    # held against each by itself, only what nobody talks over is found
    alone = replace(SETTINGS, series=replace(SETTINGS.series, least_gain_s=10**9))
    assert 71 < find_parts(episodes, alone)[3].opening.end_s < 80
