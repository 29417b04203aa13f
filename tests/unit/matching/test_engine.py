"""What any engine must answer: another one is added to ENGINES, and is held to all of this."""

import dataclasses

import numpy as np
import pytest
from tests.reference.engine_library import SETTINGS, entry, hear, index_of
from tests.reference.engine_music import mix, noise, play
from tests.reference.slow_engine import SlowEngine

from cuespotter.analysis.landmarks import pair_peaks
from cuespotter.matching.engine import IndexEngine
from cuespotter.matching.held import HeldPostings
from cuespotter.matching.hypotheses import all_windows
from cuespotter.matching.match import Hypothesis
from cuespotter.matching.postings import Postings

TUNES = (0, 1, 2)
MATCHING = SETTINGS.matching
PAL = 25 / 24
IN_PARTS = dataclasses.replace(MATCHING, most_unpacked=0, most_cells_at_once=64)
"""As for a library that is large: nothing is unpacked as a whole, votes are counted a part at a time."""


def slow(tunes):
    entries = [entry(tune) for tune in tunes]
    return SlowEngine([(one.frames, landmarks) for one, landmarks in entries], MATCHING)


def on_index(tunes, settings):
    return IndexEngine(Postings(index_of(*tunes), settings.most_unpacked), settings)


def held(tunes):
    entries = [entry(tune) for tune in tunes]
    postings = HeldPostings([one.frames for one, _ in entries], [landmarks for _, landmarks in entries])
    return IndexEngine(Postings(postings, IN_PARTS.most_unpacked), IN_PARTS)


ENGINES = {
    "slow": slow,
    "held in memory": held,
    "index": lambda tunes: on_index(tunes, MATCHING),
    "index in parts": lambda tunes: on_index(tunes, IN_PARTS),
}


@pytest.fixture(params=ENGINES)
def engine(request):
    return ENGINES[request.param](TUNES)


@pytest.fixture(scope="module")
def question():
    """A tune at film speed and one 25/24 as fast, in noise; as pairs and windows."""
    faster = play(2, first_s=5.0, length_s=6.0, tempo=PAL, pitch_cents=1200 * np.log2(PAL))
    heard = hear(mix(16, (1.0, play(1, first_s=20.0, length_s=6.0)), (9.0, faster), level=0.02))
    peaks = [view.loudest_peaks for view in heard.views]
    least = MATCHING.least_distance_frames
    pairs = pair_peaks(peaks, fan_out=MATCHING.swept_fan_out, least_frames=least)
    return pairs, all_windows(heard.frames, MATCHING.window_frames)


def hypothesis(*speeds):
    return Hypothesis(float(1200 * np.log2(speeds[0])), speeds)


@pytest.fixture(scope="module")
def expected(question):
    pairs, windows = question
    return {
        (speeds, budget): slow(TUNES).places(pairs, hypothesis(*speeds), windows, hits_per_frame=budget)
        for speeds in ((1.0,), (PAL,), (1.0, 1.002))
        for budget in (1e9, 1.0)
    }


def test_it_answers_as_the_slow_one_does(engine, question, expected):
    pairs, windows = question
    for (speeds, budget), places in expected.items():
        assert engine.places(pairs, hypothesis(*speeds), windows, hits_per_frame=budget) == places


def test_what_plays_has_most_votes(engine, question):
    pairs, windows = question
    for speed, tune in ((1.0, 1), (PAL, 2)):
        best = max(
            engine.places(pairs, hypothesis(speed), windows, hits_per_frame=1e9), key=lambda one: one.votes
        )
        assert (best.recording, best.speed) == (tune, speed)


def test_a_budget_is_kept_and_costs_votes(question, expected):
    votes = {key: sum(one.votes for one in places) for key, places in expected.items()}
    assert votes[(1.0,), 1.0] < votes[(1.0,), 1e9]


def test_nothing_asked_nothing_answered(engine, question):
    assert engine.places(question[0], hypothesis(1.0), [], hits_per_frame=1e9) == []


def test_an_empty_library_answers_nothing(question):
    pairs, windows = question
    for make in ENGINES.values():
        assert make(()).places(pairs, hypothesis(1.0), windows, hits_per_frame=1e9) == []


def test_it_says_how_much_it_holds(engine):
    assert engine.postings == slow(TUNES).postings


def test_noise_is_nowhere(engine):
    heard = hear(noise(6))
    peaks = [view.loudest_peaks for view in heard.views]
    pairs = pair_peaks(peaks, fan_out=2, least_frames=MATCHING.least_distance_frames)
    places = engine.places(
        pairs, hypothesis(1.0), all_windows(heard.frames, MATCHING.window_frames), hits_per_frame=1e9
    )
    assert all(one.votes < 40 for one in places)
