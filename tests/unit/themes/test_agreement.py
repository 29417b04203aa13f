"""Three places that are met with each other at times that agree are likelier than any two of them."""

import pytest

from cuespotter.settings import ThemeSettings
from cuespotter.themes.agreement import Meeting, log_odds_together, third_adds
from cuespotter.themes.spans import ThemeSpan

RULES = ThemeSettings()
FAINT = -1.7
"""Log odds of 0.15: none of them would be told by itself."""


def meeting(one_s, other_s, log_odds=FAINT, length_s=10.0):
    return Meeting(ThemeSpan(one_s, one_s + length_s), ThemeSpan(other_s, other_s + length_s), log_odds)


def test_what_nothing_else_is_met_with_stays_as_likely():
    alone = [meeting(0, 100), meeting(300, 500)]
    assert log_odds_together(alone, RULES) == [FAINT, FAINT]


def test_three_that_agree_speak_for_each_other_whichever_way_they_were_met():
    agree = [meeting(0, 100), meeting(300, 102, length_s=8.0), meeting(0, 298)]
    for odds in log_odds_together(agree, RULES):
        assert odds == pytest.approx(FAINT + third_adds(FAINT, FAINT, RULES.agreement))
        assert odds > FAINT


def test_three_that_do_not_agree_say_nothing_of_each_other():
    apart = [meeting(0, 100), meeting(100, 300), meeting(0, 300 + 2 * RULES.agreement_s)]
    assert log_odds_together(apart, RULES) == [FAINT] * 3


def test_four_places_say_more_than_three_and_one_place_speaks_once():
    starts = (0, 100, 250, 470)
    four = [meeting(a, b) for a in starts for b in starts if a < b]
    (first, *_) = log_odds_together(four, RULES)
    assert first == pytest.approx(FAINT + 2 * third_adds(FAINT, FAINT, RULES.agreement))
    twice = [*four[:2], *four[1:3], *four[3:]]
    assert log_odds_together(twice, RULES)[0] == pytest.approx(first)


def test_a_sure_theme_does_not_make_sure_who_resembles_one_place_of_it():
    sure, wrong = 6.0, [meeting(0, 100, 6.0), meeting(100, 300, FAINT)]
    odds = log_odds_together(wrong, RULES)
    assert odds == [sure, FAINT]
