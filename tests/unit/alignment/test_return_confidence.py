from math import log

from tests.reference.engine_alignments import make_alignment

from cuespotter.alignment.confidence import least_return_confidence, return_confidence, return_features
from cuespotter.alignment.explain import Explained
from cuespotter.settings import RememberingSettings, Settings

RULES = RememberingSettings()


def evidence(*, support, length_s, peaks=150.0, sharpness=6.0, shared=0.0, named=1.0):
    return (log(support), log(peaks), sharpness, shared, named, log(length_s))


def test_ten_seconds_of_music_at_the_films_own_speed_are_a_return():
    assert return_confidence(evidence(support=120.0, length_s=10.0), RULES) > 0.95


def test_a_word_that_meets_one_like_it_is_none_however_sharp():
    word = evidence(support=45.0, length_s=2.3, peaks=63.0, named=0.0)
    assert return_confidence(word, RULES) < least_return_confidence(2.3, RULES)
    at_own_speed = evidence(support=40.0, length_s=2.2, peaks=70.0, named=1.0)
    assert return_confidence(at_own_speed, RULES) < least_return_confidence(2.2, RULES)
    assert least_return_confidence(2.3, RULES) > least_return_confidence(10.0, RULES)


def test_what_others_explain_speaks_against_a_return():
    alone, shared = (evidence(support=90.0, length_s=8.0, shared=share) for share in (0.0, 0.5))
    assert return_confidence(shared, RULES) < return_confidence(alone, RULES)


def test_a_speed_of_which_films_are_converted_proves_less_than_the_films_own():
    own, converted, odd = (
        return_features(Explained(make_alignment(0, 10.0, 30.0, **how), 0.0), Settings())[4]
        for how in ({}, {"speed": 25 / 24, "pitch_cents": 70.67}, {"speed": 1.0213, "pitch_cents": 36.5})
    )
    assert (own, converted, odd) == (1.0, RULES.converted, 0.0)
