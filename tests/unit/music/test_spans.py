"""music/spans.py and music/signs.py: when there is sound of each kind, and by which signs music is told."""

from dataclasses import replace

import numpy as np
import pytest
from pydantic import ValidationError
from tests.unit.music.test_find import RATE_HZ, SETTINGS, hear, hiss, tune

from cuespotter.analysis.hearing import Kinds
from cuespotter.model import SoundSpans
from cuespotter.music.find import MusicStretch
from cuespotter.music.habits import spread_evenly
from cuespotter.music.level import estimate_level, measure_level
from cuespotter.music.signs import music_signs
from cuespotter.music.spans import bounded, is_spoken, sound_spans
from cuespotter.settings import Settings, SpanSettings

PER_SECOND = Settings().analysis.frames_per_second


def test_columns_are_spread_each_by_itself_and_over_fewer_rows_at_the_ends():
    rows = np.array([[0.0, 1.0, 8.0], [6.0, 1.0, 0.0], [3.0, 1.0, 0.0], [0.0, 1.0, 4.0]])
    spread = spread_evenly(rows, 1)
    assert spread.tolist() == [[3.0, 1.0, 4.0], [3.0, 1.0, 8 / 3], [3.0, 1.0, 4 / 3], [1.5, 1.0, 2.0]]
    assert spread_evenly(rows[:, 0], 1).tolist() == spread[:, 0].tolist()


@pytest.fixture(scope="module")
def heard():
    """20 s of hiss, 20 s of a tune in it."""
    samples = hiss(np.random.default_rng(5), 40)
    samples[:, 20 * RATE_HZ :] += tune(np.random.default_rng(5))
    film = hear(samples)
    return replace(film, views=tuple(replace(view, kinds=None) for view in film.views))


@pytest.fixture(scope="module")
def told(heard):
    """The same, in which somebody speaks from 2 to 12 s, and sings from 25 to 35 s."""
    at = np.arange(heard.frames) / PER_SECOND
    speech = np.where((at >= 2) & (at < 12), 4.0, -6.0).astype(np.float32)
    singing = np.where((at >= 25) & (at < 35) | (at < 5), 5.0, -6.0).astype(np.float32)
    music = np.where(at >= 20, 3.5, -6.0).astype(np.float32)
    views = tuple(replace(view, kinds=Kinds(speech, singing, music)) for view in heard.views)
    return replace(heard, views=views)


def frames(begin_s, end_s):
    return MusicStretch(round(begin_s * PER_SECOND), round(end_s * PER_SECOND), 0.9)


def test_without_the_extra_there_is_music_alone(heard):
    assert sound_spans(heard, [frames(20, 40)], 100.0, Settings()) == [
        SoundSpans(kind="music", source="habits", spans=[(120.0, 140.0)])
    ]


def test_speech_and_singing_are_kept_with_their_source_and_singing_in_music_alone(told):
    found = {one.kind: one for one in sound_spans(told, [frames(20, 40)], 0.0, Settings())}
    assert {one.source for one in found.values()} == {"hearing"}
    [(begin, end)] = found["speech"].spans
    assert (begin, end) == (pytest.approx(2, abs=0.1), pytest.approx(12, abs=0.1))
    [(begin, end)] = found["singing"].spans
    assert (begin, end) == (pytest.approx(25, abs=0.6), pytest.approx(35, abs=0.6)), "nobody sings in hiss"


def test_spans_are_few_whatever_is_heard():
    many = [(0.8 * k, 0.8 * k + 0.4) for k in range(9000)]
    few = bounded(many, least_s=0.3, gap_s=0.1, most=2000)
    assert 1 <= len(few) <= 2000
    assert few[0][0] == 0.0
    assert few[-1][1] == pytest.approx(many[-1][1], abs=0.1)
    assert bounded([(1.0, 1.1)], least_s=0.3, gap_s=0.6, most=5) == []


def test_spans_that_overlap_or_run_backwards_are_refused():
    for spans in ([(0.0, 2.0), (1.0, 3.0)], [(2.0, 1.0)]):
        with pytest.raises(ValidationError):
            SoundSpans(kind="music", source="habits", spans=spans)


def test_speech_rings_on_where_it_is_asked_to():
    log_odds = np.full(100, -5.0, np.float32)
    log_odds[50] = 1.0
    assert is_spoken(log_odds, least=SpanSettings.least_speech).sum() == 1
    assert np.flatnonzero(is_spoken(log_odds, least=-1.0, reach=8)).tolist() == list(range(42, 59))


def test_a_tune_shows_the_signs_of_music_and_hiss_does_not(told, heard):
    tune_signs = {one.name: one.share for one in music_signs(told, frames(22, 38), SETTINGS, SpanSettings())}
    hiss_signs = {one.name: one.share for one in music_signs(told, frames(2, 12), SETTINGS, SpanSettings())}
    assert tune_signs["tuning"] > 0.9
    assert tune_signs["ear"] > 0.9
    assert tune_signs["speech"] == 0.0
    assert hiss_signs["speech"] > 0.95
    assert hiss_signs["tuning"] < 0.5
    assert hiss_signs["ear"] < 0.1
    assert {one.name for one in music_signs(heard, frames(22, 38), SETTINGS, SpanSettings())} == {
        "tuning", "steps", "held", "hum",
    }  # fmt: skip
    assert music_signs(heard, MusicStretch(3, 9, 0.9), SETTINGS, SpanSettings()) == []


def test_what_is_measured_of_a_part_is_what_the_whole_film_has_there(told):
    first, last = 24, 34
    whole = measure_level(told, 0, last, SETTINGS)[first:]
    assert np.allclose(measure_level(told, first, last, SETTINGS), whole)
    assert estimate_level(told, frames(25, 34), SETTINGS) is not None
