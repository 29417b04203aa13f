from math import log

from cuespotter.alignment.confidence import return_confidence
from cuespotter.settings import RememberingSettings

RULES = RememberingSettings()


def evidence(*, support, length_s, peaks=150.0, sharpness=6.0, shared=0.0, named=1.0):
    return (log(support), log(peaks), sharpness, shared, named, log(length_s))


def test_ten_seconds_of_music_at_the_films_own_speed_are_a_return():
    assert return_confidence(evidence(support=120.0, length_s=10.0), RULES) > 0.95


def test_a_word_that_meets_one_like_it_is_none_however_sharp():
    word = evidence(support=45.0, length_s=2.3, peaks=63.0, named=0.0)
    assert return_confidence(word, RULES) < 0.1
    at_own_speed = evidence(support=40.0, length_s=2.2, peaks=70.0, named=1.0)
    assert return_confidence(at_own_speed, RULES) < RULES.least_confidence


def test_what_others_explain_speaks_against_a_return():
    alone, shared = (evidence(support=90.0, length_s=8.0, shared=share) for share in (0.0, 0.5))
    assert return_confidence(shared, RULES) < return_confidence(alone, RULES)
