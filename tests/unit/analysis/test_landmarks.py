import numpy as np
import pytest
from tests.reference.engine_library import SETTINGS, entry

from cuespotter.analysis.fingerprint import Fingerprint
from cuespotter.analysis.hashes import HEIGHT_STEP_CENTS, unpack_hashes
from cuespotter.analysis.landmarks import hash_pairs, landmarks_of_recording, pair_peaks
from cuespotter.analysis.peaks import Peaks


def peaks(*pairs):
    return Peaks(np.array([f for f, _ in pairs], np.int32), np.array([c for _, c in pairs], np.uint16))


def test_a_peak_is_paired_with_its_next_neighbours():
    view = peaks((0, 1000), (1, 1000), (3, 1200), (6, 800), (9, 2900), (80, 1000))
    pairs = pair_peaks([view], fan_out=2, least_frames=2)
    assert [
        (f, a, t) for f, a, t in zip(pairs.frame, pairs.anchor_cents, pairs.target_cents, strict=True)
    ] == [
        (0, 1000, 1200),
        (0, 1000, 800),
        (1, 1000, 1200),
        (1, 1000, 800),
        (3, 1200, 800),
    ]
    assert pairs.distance.tolist() == [3, 6, 2, 5, 3]


def test_landmarks_are_sorted_and_each_is_given_once():
    view = entry(0)[0].peaks
    once = pair_peaks([view], fan_out=5, least_frames=1)
    twice = pair_peaks([view, view], fan_out=5, least_frames=1)
    marks, same = (hash_pairs(pairs, pitch_cents=0.0, speed=1.0) for pairs in (once, twice))
    assert np.array_equal(marks.hash, same.hash)
    assert np.array_equal(marks.frame, same.frame)
    keys = marks.frame.astype(np.int64) << 32 | marks.hash
    assert (np.diff(keys) > 0).all()


@pytest.mark.parametrize("speed", [24 / 25, 25 / 24])
def test_a_changed_speed_is_undone_by_its_hypothesis(speed):
    frame = np.array([0, 24, 48, 96], np.int32)
    cents = np.array([1000, 2200, 1600, 900], np.uint16)
    raised = 1200 * np.log2(speed)
    known = hash_pairs(
        pair_peaks([Peaks(frame * 2, cents)], fan_out=3, least_frames=2), pitch_cents=0.0, speed=1.0
    )
    film = Peaks(np.rint(frame * 2 / speed).astype(np.int32), (cents + raised).astype(np.float32))
    heard = hash_pairs(pair_peaks([film], fan_out=3, least_frames=2), pitch_cents=raised, speed=speed)
    for here, there in zip(unpack_hashes(known.hash)[:2], unpack_hashes(heard.hash)[:2], strict=True):
        np.testing.assert_allclose(here, there, atol=HEIGHT_STEP_CENTS)
    distances = [unpack_hashes(marks.hash)[2] for marks in (known, heard)]
    np.testing.assert_allclose(*distances, atol=2)


def test_a_recording_has_about_seventy_landmarks_a_second():
    fingerprint, landmarks = entry(0)
    seconds = fingerprint.frames / SETTINGS.analysis.frames_per_second
    assert 40 < len(landmarks) / seconds < 90


def test_one_fingerprint_always_gives_the_same_landmarks():
    fingerprint, landmarks = entry(0)
    again = landmarks_of_recording(fingerprint, SETTINGS.analysis)
    assert np.array_equal(landmarks.hash, again.hash)
    assert np.array_equal(landmarks.frame, again.frame)


def test_no_peaks_or_one_give_no_landmarks():
    for view in (peaks(), peaks((3, 500))):
        assert len(landmarks_of_recording(Fingerprint(view, 10), SETTINGS.analysis)) == 0
