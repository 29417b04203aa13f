"""One episode coded twice is one; episodes that share an opening are several."""

import numpy as np
from tests.unit.series.test_find import OPENING, SERIES, SETTINGS, laid

from cuespotter.analysis.peaks import Peaks
from cuespotter.series.copies import copies_of
from cuespotter.series.ends import Ends
from cuespotter.series.find import OVERLAP, EpisodeParts, Found, _apart


def coded_again(one):
    """A tenth of the peaks is lost, the others are a few cents off."""
    chance = np.random.default_rng(7)
    kept = chance.random(len(one.head)) < 0.9
    cents = np.clip(one.head.cents[kept] + chance.integers(-5, 6, int(kept.sum())), 0, 6500)
    again = Peaks(one.head.frame[kept], cents.astype(np.uint16))
    return Ends(one.frames, again, again)


def test_an_episode_coded_again_is_a_copy_of_the_first():
    episodes = [laid(number, played) for number, played in enumerate(SERIES[:3])]
    assert copies_of([*episodes, coded_again(episodes[1]), episodes[0]], SETTINGS) == {3: 1, 4: 0}


def test_episodes_of_one_length_that_share_a_long_opening_are_no_copies():
    episodes = [laid(number, [(number, OPENING, 0, 60)]) for number in range(3)]
    assert copies_of(episodes, SETTINGS) == {}


def test_an_opening_and_a_closing_that_lie_over_each_other_are_neither():
    assert _apart(Found(0.0, 40.0, 3), Found(27.0, 40.0, 3)) == EpisodeParts(OVERLAP, OVERLAP)
    parts = Found(0.0, 20.0, 3), Found(27.0, 40.0, 3)
    assert _apart(*parts) == EpisodeParts(*parts)
