import dataclasses

import numpy as np
import pytest
from tests.reference.engine_library import SETTINGS, entry, hear
from tests.reference.engine_music import RATE_HZ, cut_blocks, noise, play

from cuespotter.analysis.fingerprint import fingerprint_recording, hear_film

ANALYSIS = SETTINGS.analysis


def tone(hz, first_s, last_s, seconds=3):
    t = np.arange(seconds * RATE_HZ) / RATE_HZ
    swell = np.exp(-(((t - (first_s + last_s) / 2) / (last_s - first_s)) ** 2) * 8)
    return (np.sin(2 * np.pi * hz * t) * swell * 0.5).astype(np.float32)[None].repeat(2, 0)


@pytest.mark.parametrize("hz", [150.0, 441.3, 1000.0, 2222.2, 4800.0])
def test_a_tone_s_peak_is_at_its_height_and_its_frame(hz):
    cents = 1200 * np.log2(hz / ANALYSIS.lowest_hz)
    frame = 1.5 * ANALYSIS.frames_per_second
    sound = tone(hz, 1.0, 2.0)
    for peaks in (fingerprint_recording(cut_blocks(sound), ANALYSIS).peaks, hear(sound).views[0].peaks):
        loudest = int(np.abs(peaks.frame - frame).argmin())
        assert peaks.cents[loudest] == pytest.approx(cents, abs=3)
        assert peaks.frame[loudest] == pytest.approx(frame, abs=1.5)


def test_a_recording_keeps_about_25_peaks_a_second():
    fingerprint, _ = entry(0)
    per_second = len(fingerprint.peaks) / (fingerprint.frames / ANALYSIS.frames_per_second)
    assert 0.8 * ANALYSIS.peaks_per_second < per_second < 1.2 * ANALYSIS.peaks_per_second


def test_peaks_are_sorted_by_frame_then_height():
    fingerprint, _ = entry(0)
    for peaks in (fingerprint.peaks, hear(play(0, length_s=5)).views[1].peaks):
        order = np.lexsort((peaks.cents, peaks.frame))
        np.testing.assert_array_equal(order, np.arange(len(peaks)))


def test_peaks_have_the_promised_types():
    fingerprint, landmarks = entry(0)
    film = hear(play(0, length_s=2)).views[0]
    assert (fingerprint.peaks.frame.dtype, fingerprint.peaks.cents.dtype) == (np.int32, np.uint16)
    assert (landmarks.hash.dtype, landmarks.frame.dtype) == (np.uint32, np.int32)
    assert (film.peaks.frame.dtype, film.peaks.cents.dtype) == (np.int32, np.float32)
    assert (film.presence.dtype, film.level_db.dtype) == (np.int8, np.float32)


def test_a_film_has_denser_peaks_than_a_recording_and_its_loud_ones_are_among_them():
    view = hear(noise(10, level=0.1)).views[0]
    assert 80 < len(view.peaks) / 10 < 130
    loudest, loud, all_peaks = (
        set(zip(p.frame.tolist(), p.cents.tolist(), strict=True))
        for p in (view.loudest_peaks, view.loud_peaks, view.peaks)
    )
    assert loudest < loud < all_peaks


def test_music_apart_from_each_other_is_kept_from_both_channels():
    sound = np.zeros((2, 3 * RATE_HZ), np.float32)
    sound[0], sound[1] = tone(500.0, 1.0, 2.0)[0], tone(1300.0, 1.0, 2.0)[0]
    cents = fingerprint_recording(cut_blocks(sound), ANALYSIS).peaks.cents
    for hz in (500.0, 1300.0):
        assert np.abs(cents - 1200 * np.log2(hz / 110.0)).min() < 3


def test_opposite_channels_are_not_lost_to_a_recording():
    sound = tone(500.0, 1.0, 2.0) * np.array([[1], [-1]], np.float32)
    assert len(fingerprint_recording(cut_blocks(sound), ANALYSIS).peaks)
    mid, side = hear(sound).views
    assert (len(mid.peaks), len(side.peaks) > 0) == (0, True)


def test_the_level_of_a_view_is_that_of_its_sound():
    view = hear(np.full((2, 1), 0.1, np.float32) * tone(1000.0, 0.0, 3.0) / 0.5).views[0]
    assert view.level_db.max() == pytest.approx(-20 + 10 * np.log10(1.5), abs=0.3)
    assert len(view.level_db) == len(view.presence) == -(-3 * RATE_HZ // ANALYSIS.hop_samples)


@pytest.mark.parametrize("samples", [1, 255, 5512, RATE_HZ])
def test_silence_has_no_peaks(samples):
    silence = cut_blocks(np.zeros((2, samples), np.float32))
    fingerprint = fingerprint_recording(silence, ANALYSIS)
    assert (len(fingerprint.peaks), fingerprint.frames) == (0, -(-samples // ANALYSIS.hop_samples))
    heard = hear_film(silence, ANALYSIS, SETTINGS.hearing)
    assert [len(view.peaks) for view in heard.views] == [0, 0]


def test_no_sound_at_all_is_an_empty_fingerprint():
    fingerprint = fingerprint_recording([], ANALYSIS)
    assert (len(fingerprint.peaks), fingerprint.frames) == (0, 0)
    assert hear_film([], ANALYSIS, SETTINGS.hearing).frames == 0


def test_a_film_longer_than_a_section_is_heard_as_one_with_long_sections():
    sound = play(0, length_s=20)
    short = dataclasses.replace(SETTINGS.hearing, section_frames=300)
    whole, cut = (hear_film(cut_blocks(sound), ANALYSIS, hearing) for hearing in (SETTINGS.hearing, short))
    for one, other in zip(whole.views, cut.views, strict=True):
        np.testing.assert_array_equal(one.peaks.cents, other.peaks.cents)
        assert (one.presence != other.presence).mean() < 1e-4
