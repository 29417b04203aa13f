"""The engine gives the same answers as before, to the last digit; how to renew them: tests/golden/answers.py."""

import json

import pytest
from tests.golden.answers import DIGESTS, KEPT, are_elsewhere, digests_elsewhere, sample_answers


def test_the_sample_film_is_answered_as_before():
    assert sample_answers() == KEPT.read_text(encoding="utf-8")


@pytest.mark.skipif(not are_elsewhere(), reason="the films are not here; set CUESPOTTER_SHARED")
def test_films_elsewhere_are_answered_as_before():
    assert digests_elsewhere() == json.loads(DIGESTS.read_text(encoding="utf-8"))
