import pytest

from cuespotter.themes.groups import Place, Repeat, group_returns, letter_of

RULES = {"least_s": 6.0, "gap_s": 3.0, "least_share": 0.5}


def pair(one, other, sure=0.9):
    return Repeat(Place(*one, sure), Place(*other, sure))


def spans(groups):
    return [[(place.start_s, place.end_s) for place in group] for group in groups]


def test_places_that_were_never_held_against_each_other_are_one_theme_by_a_third():
    groups = group_returns([pair((10, 30), (100, 120)), pair((101, 119), (300, 318))], **RULES)
    assert spans(groups) == [[(10, 30), (100, 120), (300, 318)]]


def test_two_themes_stay_two_and_come_in_film_order():
    groups = group_returns([pair((200, 220), (400, 420)), pair((10, 30), (100, 120))], **RULES)
    assert spans(groups) == [[(10, 30), (100, 120)], [(200, 220), (400, 420)]]


def test_two_themes_that_follow_each_other_in_one_cue_stay_two():
    groups = group_returns([pair((10, 30), (100, 120)), pair((28, 50), (200, 222))], **RULES)
    assert spans(groups) == [[(10, 30), (100, 120)], [(28, 50), (200, 222)]]


def test_what_stops_for_a_moment_goes_on_and_what_stops_for_longer_returns():
    near, far = pair((10, 20), (100, 110)), pair((22, 32), (102, 112))
    assert spans(group_returns([near, far], **RULES)) == [[(10, 32), (100, 112)]]
    apart = pair((24, 34), (102, 112))
    assert spans(group_returns([near, apart], **RULES)) == [[(10, 20), (24, 34), (100, 112)]]


def test_what_is_short_or_is_left_alone_is_no_theme():
    assert group_returns([pair((10, 15), (100, 105))], **RULES) == []
    assert group_returns([pair((10, 30), (12, 32))], **RULES) == []


def test_the_surest_return_speaks_for_a_place():
    (group,) = group_returns([pair((10, 30), (100, 120), 0.8), pair((10, 30), (200, 220), 0.95)], **RULES)
    assert [place.confidence for place in group] == [0.95, 0.8, 0.95]


@pytest.mark.parametrize(("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (702, "AAA")])
def test_letters_go_on_after_z(number, letters):
    assert letter_of(number) == letters
