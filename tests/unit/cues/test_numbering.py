import pytest

from cuespotter.cues.numbering import number_cues


def test_cues_are_counted_within_each_reel():
    assert number_cues([3.0, 80.0, 600.0, 601.0], [0.0, 600.0]) == ["1m01", "1m02", "2m01", "2m02"]


def test_a_reel_without_music_is_counted_as_well():
    assert number_cues([5.0, 1500.0], [0.0, 600.0, 1200.0]) == ["1m01", "3m01"]


def test_a_cue_before_the_film_belongs_to_the_first_reel():
    assert number_cues([-0.2], [0.0, 600.0]) == ["1m01"]


@pytest.mark.parametrize(("count", "last"), [(9, "1m09"), (10, "1m10"), (100, "1m100")])
def test_numbers_have_two_digits_or_more(count, last):
    assert number_cues([float(k) for k in range(count)], [0.0])[-1] == last


def test_no_cues_have_no_numbers():
    assert number_cues([], [0.0]) == []
