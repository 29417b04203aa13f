"""The one list of speeds at which films are transferred."""

from itertools import pairwise
from typing import get_args

from cuespotter.clock import cents_of_speed
from cuespotter.model.film import SpeedRegime
from cuespotter.settings import AlignmentSettings, MatchingSettings
from cuespotter.speeds import NAMED_SPEEDS, SAME_SPEED, find_named_speed, pitch_follows


def test_no_two_named_speeds_can_be_taken_for_each_other():
    speeds = sorted(named.speed for named in NAMED_SPEEDS)
    assert all(high / low - 1 > 3 * SAME_SPEED for low, high in pairwise(speeds))


def test_a_named_speed_is_found_as_inexactly_as_speeds_are_measured_and_no_further():
    for named in NAMED_SPEEDS:
        assert find_named_speed(named.speed * (1 + 2.9e-4)) is named
        assert find_named_speed(named.speed * (1 + 3.1e-4)) is not named


def test_the_document_can_name_every_speed_of_a_film():
    assert {named.regime for named in NAMED_SPEEDS} == set(get_args(SpeedRegime)) - {"mixed", "unknown"}


def test_the_engine_searches_and_snaps_to_the_same_list():
    assert AlignmentSettings().named_speeds == tuple(named.speed for named in NAMED_SPEEDS)
    assert MatchingSettings().named_speeds == (1.0, 25 / 24, 24 / 25)


def test_pitch_follows_where_speed_alone_explains_it():
    assert pitch_follows(25 / 24, cents_of_speed(25 / 24) + 14)
    assert not pitch_follows(25 / 24, cents_of_speed(25 / 24) + 16)
