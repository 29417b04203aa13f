"""Which of a recording's bars plays: sure where no other sounds like it, unsure where two are equal."""

from math import inf

import numpy as np
import pytest
from tests.reference.engine_library import SETTINGS
from tests.reference.engine_music import RATE_HZ, cut_blocks, noise, play

from cuespotter.alignment.align import measure
from cuespotter.alignment.bars import bar_confidence, with_margin
from cuespotter.alignment.bounds import Bounds
from cuespotter.alignment.explain import Explained
from cuespotter.alignment.lookup import Comparison, Line, Span
from cuespotter.analysis.fingerprint import fingerprint_recording, hear_film

PER_S = SETTINGS.analysis.frames_per_second
BAR_S = 10.0


def margin_of(recording, *, at_s):
    """Play ten seconds of a recording in a film, and measure how surely they are told from others."""
    first = round(at_s * RATE_HZ)
    film = noise(20.0)
    film[:, 5 * RATE_HZ : 15 * RATE_HZ] += recording[:, first : first + 10 * RATE_HZ]
    heard = hear_film(cut_blocks(film), SETTINGS.analysis, SETTINGS.hearing)
    known = fingerprint_recording(cut_blocks(recording), SETTINGS.analysis)
    compared = Comparison(0, heard, known, SETTINGS.alignment)
    span = Span(5.0 * PER_S, 15.0 * PER_S)
    alignment = measure(compared, Line((5.0 - at_s) * PER_S, 1.0, 0.0), Bounds(span, 0.0, 0.0, 100.0))
    return with_margin(compared, Explained(alignment, 0.0)).bar_margin


def test_music_that_never_returns_has_but_one_bar():
    margin = margin_of(play(1), at_s=12.0)
    assert bar_confidence(margin, SETTINGS.confidence) > 0.99


@pytest.mark.parametrize("at_s", [0.0, 10.0, 20.0])
def test_of_equal_bars_none_is_sure(at_s):
    bar = play(1, first_s=5.0, length_s=BAR_S)
    margin = margin_of(np.concatenate([bar, bar, bar], axis=1), at_s=at_s)
    assert bar_confidence(margin, SETTINGS.confidence) < 0.9


def test_a_bar_that_fits_worse_than_another_is_unlikely():
    rules = SETTINGS.confidence
    told = [bar_confidence(margin, rules) for margin in (-40.0, 0.0, 40.0, inf)]
    assert told == sorted(told)
    assert told[0] < 0.2
    assert told[1:] == pytest.approx([0.5, 0.88, 1.0], abs=0.01)
