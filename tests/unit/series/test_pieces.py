"""A theme that all episodes have is not their opening, however long it is, and not joined to it."""

import pytest
from tests.unit.series.test_find import OPENING, laid

from cuespotter.series.find import ANOTHER, IN_DOUBT, Found, find_parts
from cuespotter.series.pieces import Piece, complete_one, ranked
from cuespotter.series.shared import Shared
from cuespotter.series.stretches import CommonStretch, stretches_of
from cuespotter.settings import Settings

SETTINGS = Settings()
RULES = SETTINGS.series
THEME, SECOND = 4, 5
BEGUN_S = (14, 31, 6, 20, 10)


def found_in(season):
    return [one.opening for one in find_parts([laid(n, played) for n, played in enumerate(season)], SETTINGS)]


def assert_found(found, places_s):
    for one, (start_s, end_s) in zip(found, places_s, strict=True):
        assert isinstance(one, Found), one
        assert one.start_s == pytest.approx(start_s, abs=0.7)
        assert one.end_s == pytest.approx(end_s, abs=0.7)


def piece(places, returning=()):
    """A piece of music of 20 s, by where it begins in which episode; again a minute later in some."""
    chosen = {episode: CommonStretch(episode, first, first + 900, 3) for episode, first in places.items()}
    again = {n: [CommonStretch(n, chosen[n].first + 2600, chosen[n].first + 3400, 3)] for n in returning}
    return Piece({n: [one, *again.get(n, [])] for n, one in chosen.items()}, chosen)


def best_of(pieces, episodes=6, *, from_end=False):
    return ranked(pieces, range(episodes), 3, RULES, from_end=from_end)


def test_a_longer_theme_soon_after_the_opening_is_not_the_opening():
    for count in (3, 5):
        season = [
            [(at_s, OPENING, 0, 20), (at_s + 32 + 2 * n, THEME, 0, 28)]
            for n, at_s in enumerate(BEGUN_S[:count])
        ]
        assert_found(found_in(season), [(at_s, at_s + 20) for at_s in BEGUN_S[:count]])


def test_an_opening_and_a_theme_are_not_joined_over_talk_that_is_longer_in_another_episode():
    # 9, 4 and 8 s: in the second less than a cut may take
    season = [
        [(at_s, OPENING, 0, 30), (theme_s, THEME, 0, 20)] for at_s, theme_s in ((5, 44), (12, 46), (2, 40))
    ]
    assert_found(found_in(season), [(5, 35), (12, 42), (2, 32)])
    # and at once
    season[1][1] = (42.5, THEME, 0, 20)
    assert_found(found_in(season), [(5, 35), (12, 42), (2, 32)])


def test_what_is_parted_in_one_episode_is_parted_in_all_even_where_two_have_nearly_the_same_talk_between():
    # 7, 6 and 3 s: of a theme in bars and a closing the first two had one stretch of 53 s in common
    rate = SETTINGS.analysis.frames_per_second

    def line(first_s, last_s, other_s):
        return Shared(round(first_s * rate), round(last_s * rate), round((other_s - first_s) * rate))

    shared = [
        {1: [line(10, 63, 30)], 2: [line(10, 30, 50), line(37, 63, 73)]},
        {0: [line(30, 83, 10)], 2: [line(30, 83, 46)]},
        {0: [line(50, 70, 10), line(73, 99, 37)], 1: [line(46, 99, 30)]},
    ]
    for each in stretches_of(shared, [2, 2, 2], SETTINGS):
        assert len(each) == 2, each


def test_a_pause_that_all_episodes_have_is_in_the_music():
    season = [[(at_s, OPENING, 0, 12), (at_s + 15, THEME, 0, 12)] for at_s in BEGUN_S]
    assert_found(found_in(season), [(at_s, at_s + 27) for at_s in BEGUN_S])


def test_an_opening_that_returns_as_a_theme_is_where_it_is_first_complete():
    season = [
        [(at_s, OPENING, 0, 24), (at_s + 50, OPENING, 0, 24), (130, OPENING, 0, 14)] for at_s in BEGUN_S[:4]
    ]
    assert_found(found_in(season), [(at_s, at_s + 24) for at_s in BEGUN_S[:4]])


def test_an_episode_without_the_opening_does_not_get_the_theme():
    season = [[(at_s, OPENING, 0, 20), (at_s + 35 + n, THEME, 0, 28)] for n, at_s in enumerate(BEGUN_S)]
    found = found_in([*season, [(30, THEME, 0, 28)]])
    assert_found(found[:5], [(at_s, at_s + 20) for at_s in BEGUN_S])
    assert found[5] == ANOTHER


def test_what_comes_first_in_few_episodes_leaves_it_open_and_it_is_said():
    season = [[(60 - n, THEME, 0, 20)] + [(20 + n, SECOND, 0, 20)] * (n < 3) for n in range(6)]
    assert found_in(season) == [IN_DOUBT] * 6


def test_an_opening_that_changes_with_the_season_is_found_in_both():
    season = [[(at_s, which, 0, 25)] for which in (OPENING, SECOND) for at_s in BEGUN_S]
    assert_found(found_in(season), [(at_s, at_s + 25) for at_s in BEGUN_S] * 2)


def test_of_two_pieces_two_of_three_signs_decide_and_one_against_one_does_not():
    early, late = dict.fromkeys(range(6), 500), dict.fromkeys(range(6), 4000)
    opening, theme = piece(early), piece(late)
    assert best_of([theme, opening]) == ([opening], [])
    assert best_of([theme, opening], from_end=True) == ([theme], [])
    # in fewer episodes, but the other returns
    fewer = piece(dict.fromkeys(range(3), 500))
    returning = piece(late, returning=range(4))
    assert best_of([returning, fewer]) == ([fewer], [])
    # in fewer, and comes first; comes first, and returns
    assert best_of([theme, fewer]) == ([], [theme, fewer])
    again = piece(early, returning=range(4))
    assert best_of([theme, again]) == ([], [theme, again])
    # in too few
    assert best_of([theme, piece({0: 500, 1: 500})]) == ([theme], [])


def test_of_an_episodes_stretches_the_first_complete_one_counts_or_the_last():
    short, first, second = (
        CommonStretch(0, 10, 300, 3),
        CommonStretch(0, 1000, 1900, 3),
        CommonStretch(0, 5000, 5850, 3),
    )
    every = [second, short, first]
    assert complete_one(every, 900.0, RULES, from_end=False) == first
    assert complete_one(every, 900.0, RULES, from_end=True) == second
    assert complete_one([short], 900.0, RULES, from_end=False) == short
    assert complete_one([], 900.0, RULES, from_end=False) is None
