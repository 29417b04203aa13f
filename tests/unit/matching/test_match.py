import dataclasses

import numpy as np
import pytest
from tests.reference.engine_library import FRAMES_PER_SECOND, SETTINGS, TUNES, hear, index_of
from tests.reference.engine_music import mix, noise, play

from cuespotter.analysis.landmarks import pair_peaks
from cuespotter.index.reader import Index
from cuespotter.matching.hypotheses import all_windows
from cuespotter.matching.match import Hypothesis, match
from cuespotter.matching.postings import Postings

MATCHING = SETTINGS.matching
PAL = 25 / 24
SPEEDS = [1.0, PAL]


def hypothesis(speed):
    return Hypothesis(float(1200 * np.log2(speed)), (speed,))


def pairs_of(sound):
    heard = hear(sound)
    pairs = pair_peaks(
        [view.loud_peaks for view in heard.views],
        fan_out=MATCHING.fan_out,
        least_frames=MATCHING.least_distance_frames,
    )
    return pairs, all_windows(heard.frames, MATCHING.window_frames)


def search(pairs, windows, speed, index, settings=MATCHING, hits_per_frame=1e9):
    postings = Postings(index, settings.most_unpacked)
    return match(pairs, postings, hypothesis(speed), windows, settings, hits_per_frame=hits_per_frame)


def found(sound, speed, **how):
    return search(*pairs_of(sound), speed, index_of(*TUNES), **how)


@pytest.fixture(scope="module", params=SPEEDS, ids=["film speed", "PAL speed"])
def planted(request):
    """20 s of tune 2, from its 15th second on, in noise; and the speed it plays at."""
    tune = play(
        2, first_s=15.0, length_s=20.0, tempo=request.param, pitch_cents=1200 * np.log2(request.param)
    )
    return mix(30, (6.0, tune), level=0.02), request.param


def test_a_planted_recording_has_most_votes_at_its_place(planted):
    sound, speed = planted
    candidates = [one for one in found(sound, speed) if one.first > 6.5 * FRAMES_PER_SECOND]
    best = max(candidates, key=lambda one: one.votes)
    centre_s = (best.first + best.last) / 2 / FRAMES_PER_SECOND
    assert best.recording == 2
    assert best.speed == speed
    assert best.recording_frame / FRAMES_PER_SECOND == pytest.approx(
        15.0 + (centre_s - 6.0) * speed, abs=0.15
    )


def test_every_full_window_of_it_finds_it(planted):
    sound, speed = planted
    first, last = 6.0 * FRAMES_PER_SECOND, 26.0 * FRAMES_PER_SECOND
    full = [window for window in pairs_of(sound)[1] if first <= window[0] and window[1] <= last]
    windows = {(one.first, one.last) for one in found(sound, speed) if one.recording == 2}
    assert len(full) >= 2
    assert windows >= set(full)


def test_a_wrong_speed_gathers_fewer_votes(planted):
    sound, speed = planted
    right, wrong = (
        max((one.votes for one in found(sound, tried)), default=0) for tried in (speed, PAL / speed)
    )
    assert right > 3 * wrong


def test_two_recordings_at_once_are_both_found():
    sound = mix(14, (0.0, play(0, first_s=5, length_s=14)), (0.0, play(3, first_s=20, length_s=14)))
    assert {one.recording for one in found(sound, 1.0)} >= {0, 3}


def test_windows_tried_apart_find_the_same(planted):
    sound, speed = planted
    pairs, windows = pairs_of(sound)
    index = index_of(*TUNES)
    apart = [one for window in windows for one in search(pairs, [window], speed, index)]
    assert apart == search(pairs, windows, speed, index)


def test_the_place_of_a_window_in_its_batch_changes_nothing(planted):
    sound, speed = planted
    pairs, windows = pairs_of(sound)
    index = index_of(*TUNES)
    assert search(pairs, windows[2:], speed, index) == [
        one for one in search(pairs, windows, speed, index) if (one.first, one.last) in windows[2:]
    ]


def test_a_small_budget_keeps_the_rarest_landmarks_and_still_finds_clear_music(planted):
    sound, speed = planted
    everything, some, little = (found(sound, speed, hits_per_frame=budget) for budget in (1e9, 8.0, 2.0))
    votes = [max(one.votes for one in candidates) for candidates in (everything, some, little)]
    assert votes[0] > votes[1] > votes[2]
    assert max(some, key=lambda one: one.votes).recording == 2


def test_each_window_has_only_so_many_candidates_with_enough_votes(planted):
    sound, speed = planted
    few = dataclasses.replace(MATCHING, candidates_per_window=1, least_votes=40)
    candidates = found(sound, speed, settings=few)
    places = {(one.first, one.votes) for one in candidates}  # near a seam one place may be of two recordings
    assert len({first for first, _ in places}) == len(places) > 0
    assert min(one.votes for one in candidates) >= 40


def test_unknown_music_gathers_few_votes():
    known = max(one.votes for one in found(play(0, length_s=12.0), 1.0))
    unknown = max((one.votes for one in found(play(77, length_s=12.0), 1.0)), default=0)
    assert unknown < known / 4


def test_nothing_is_found_in_an_empty_library_or_film():
    pairs, windows = pairs_of(noise(3))
    assert search(pairs, windows, 1.0, Index([])) == []
    assert search(pairs, [], 1.0, index_of(*TUNES)) == []
    silent, windows = pairs_of(np.zeros((2, 100), np.float32))
    assert search(silent, windows, 1.0, index_of(*TUNES)) == []
