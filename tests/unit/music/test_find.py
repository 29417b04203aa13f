"""music/find.py: where there is music, whoever made it."""

from dataclasses import replace

import numpy as np
import pytest

from cuespotter.analysis.fingerprint import Heard, hear_film
from cuespotter.analysis.listener import HeardView
from cuespotter.analysis.peaks import Peaks
from cuespotter.analysis.views import MIDDLE
from cuespotter.media.decode import AudioBlock
from cuespotter.music.find import (
    MusicStretch,
    find_music,
    follow_path,
    uncovered,
)
from cuespotter.music.habits import measure_view
from cuespotter.music.judge import judge_blocks
from cuespotter.music.log_odds import music_log_odds
from cuespotter.settings import AnalysisSettings, HearingSettings, MusicSettings

RATE_HZ = 11025
SECONDS = 20
SETTINGS = MusicSettings()
SCALE = (0, 2, 4, 5, 7, 9, 11, 12)


def hear(samples, layout=("FL", "FR")):
    return hear_film(
        [AudioBlock(0, layout, samples.astype(np.float32))], AnalysisSettings(), HearingSettings()
    )


def tune(rng, seconds=SECONDS, cents=0.0):
    """Plucked notes of one scale, four a second, each with six partials."""
    samples = np.zeros(seconds * RATE_HZ)
    note_s = np.arange(RATE_HZ) / RATE_HZ
    for beat in range(4 * (seconds - 1)):
        for octave in (0, 12):
            step = SCALE[rng.integers(len(SCALE))] + octave
            hz = 220.0 * 2 ** (step / 12 + cents / 1200)
            tone = sum(np.sin(2 * np.pi * k * hz * note_s) / k for k in range(1, 7))
            first = beat * RATE_HZ // 4
            samples[first : first + RATE_HZ] += 0.05 * tone * np.exp(-3 * note_s)
    return samples


def hiss(rng, seconds=SECONDS, level=0.02):
    return level * rng.standard_normal((2, seconds * RATE_HZ))


@pytest.fixture
def rng():
    return np.random.default_rng(5)


@pytest.fixture(scope="module")
def film():
    """20 s of hiss, 20 s of a tune in it, 20 s of hiss."""
    rng = np.random.default_rng(5)
    samples = hiss(rng, 60)
    samples[:, 20 * RATE_HZ : 40 * RATE_HZ] += tune(rng)
    return hear(samples)


def seconds_of(stretches):
    return sum(one.last_frame - one.first_frame for one in stretches) / AnalysisSettings().frames_per_second


def test_a_tune_between_two_noises_is_one_stretch_of_its_own_length(film):
    [found] = find_music(film, SETTINGS)
    per_second = AnalysisSettings().frames_per_second
    assert found.first_frame / per_second == pytest.approx(20, abs=2)
    assert found.last_frame / per_second == pytest.approx(40, abs=2.5)
    assert found.probability > 0.9


def test_each_block_speaks_for_music_in_the_tune_and_against_it_outside(film):
    log_odds = judge_blocks(film, SETTINGS)
    assert len(log_odds) == film.frames // SETTINGS.block_frames
    least = SETTINGS.alone.least_log_odds
    assert log_odds[23:36].min() > least
    assert max(log_odds[:17].max(), log_odds[43:].max()) < least


def test_a_tune_a_quarter_tone_higher_is_music_as_well(rng):
    raised = hiss(rng) + tune(rng, cents=50.0)
    assert seconds_of(find_music(hear(raised), SETTINGS)) > 16


def test_a_tune_on_the_side_alone_is_found(rng):
    apart = hiss(rng)
    notes = tune(rng)
    assert seconds_of(find_music(hear(apart + np.stack([notes, -notes])), SETTINGS)) > 16


def test_hiss_is_not_music(rng):
    assert find_music(hear(hiss(rng)), SETTINGS) == []


def test_silence_is_not_music():
    assert find_music(hear(np.zeros((2, SECONDS * RATE_HZ))), SETTINGS) == []


def test_a_siren_is_not_music(rng):
    time_s = np.arange(SECONDS * RATE_HZ) / RATE_HZ
    phase = 2 * np.pi * np.cumsum(700 + 300 * np.sin(1.5 * time_s)) / RATE_HZ
    siren = sum(np.sin(k * phase) / k for k in range(1, 6))
    assert find_music(hear(hiss(rng) + 0.1 * siren), SETTINGS) == []


def test_a_steady_tone_is_left_out_as_standing(rng):
    time_s = np.arange(SECONDS * RATE_HZ) / RATE_HZ
    hum = sum(np.sin(2 * np.pi * 187.0 * k * time_s) / k for k in range(1, 9))
    [mid] = hear((hiss(rng) + 0.1 * hum).mean(axis=0)[None], ("FC",)).views
    blocks = 18
    left_in = measure_view(mid, blocks, replace(SETTINGS, least_standing=9.0))
    left_out = measure_view(mid, blocks, SETTINGS)
    assert left_out[:, 3].min() > 0.02
    assert left_in[:, 3].max() == 0
    assert left_out[4:14, 0].mean() < 0.5 * left_in[4:14, 0].mean()


def test_a_film_without_sound_has_no_music_and_no_probabilities():
    columns = HearingSettings().presence.columns(AnalysisSettings())
    none = Peaks(np.zeros(0, np.int32), np.zeros(0, np.float32))
    view = HeardView(
        view=MIDDLE,
        peaks=none,
        loud_peaks=none,
        loudest_peaks=none,
        presence=np.zeros((0, columns), np.int8),
        column_cents=HearingSettings().presence.step_cents,
        level_db=np.zeros(0, np.float32),
    )
    heard = Heard((view,), 0)
    assert find_music(heard, SETTINGS) == []
    assert len(music_log_odds(heard, SETTINGS)) == 0


def test_a_short_gap_of_evidence_does_not_break_a_stretch():
    gain = np.array([-1.0] * 10 + [2.0] * 10 + [-1.0] * 3 + [2.0] * 10 + [-1.0] * 10)
    inside = follow_path(gain, switch_cost=3.0)
    assert np.flatnonzero(inside).tolist() == list(range(10, 33))


def test_a_long_gap_does():
    gain = np.array([2.0] * 10 + [-1.0] * 8 + [2.0] * 10)
    assert np.flatnonzero(~follow_path(gain, switch_cost=3.0)).tolist() == list(range(10, 18))


def test_a_path_is_the_best_of_all_paths(rng):
    for _ in range(20):
        gain = rng.standard_normal(9)
        best = max(
            ((np.arange(2**9)[:, None] >> np.arange(9)) & 1).astype(bool),
            key=lambda path: (
                gain[path].sum() - 1.0 * (np.count_nonzero(np.diff(path.astype(int))) + int(path[0]))
            ),
        )
        assert follow_path(gain, switch_cost=1.0).tolist() == best.tolist()


STRETCH = MusicStretch(1000, 3000, 0.9)


def test_music_that_nothing_explains_is_left_whole():
    assert uncovered([STRETCH], [], SETTINGS) == [STRETCH]


def test_what_is_explained_is_cut_away_with_a_margin():
    margin = SETTINGS.uncovered_margin_frames
    assert uncovered([STRETCH], [(1800.5, 2199.5)], SETTINGS) == [
        MusicStretch(1000, 1800 - margin, 0.9),
        MusicStretch(2200 + margin, 3000, 0.9),
    ]


def test_overlapping_explanations_in_any_order_leave_no_rest_between_them():
    assert uncovered([STRETCH], [(2000.0, 3100.0), (900.0, 2500.0)], SETTINGS) == []


def test_a_rest_shorter_than_five_seconds_is_not_reported():
    last = 3000 - SETTINGS.uncovered_margin_frames - SETTINGS.uncovered_least_frames
    assert uncovered([STRETCH], [(900.0, last + 1.0)], SETTINGS) == []
    assert len(uncovered([STRETCH], [(900.0, float(last))], SETTINGS)) == 1


def test_each_stretch_is_cut_by_all_explanations():
    stretches = [MusicStretch(0, 500, 0.7), MusicStretch(1000, 1500, 0.8)]
    assert uncovered(stretches, [(0.0, 400.0), (2000.0, 2500.0)], SETTINGS) == [stretches[1]]
