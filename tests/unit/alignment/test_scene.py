"""How a recording sounds in a film: what plays within the scene is narrow, rings on, comes from one side."""

import numpy as np
import pytest
from scipy import signal
from tests.reference.engine_library import SETTINGS
from tests.reference.engine_music import RATE_HZ, cut_blocks, noise, play

from cuespotter.alignment.align import measure
from cuespotter.alignment.bounds import Bounds
from cuespotter.alignment.lookup import Comparison, Line, Span
from cuespotter.alignment.scene import edges_hz, measure_scene, scene_confidence
from cuespotter.analysis.fingerprint import fingerprint_recording, hear_film
from cuespotter.analysis.leaning import LeaningListener
from cuespotter.media.timeline import AudioBlock

RULES = SETTINGS.scene
PER_S = SETTINGS.analysis.frames_per_second
LENGTH_S = 16.0


@pytest.fixture(scope="module")
def music():
    return play(1, length_s=LENGTH_S)


def filtered(sound, kind, hz):
    return signal.sosfilt(signal.butter(6, hz, kind, fs=RATE_HZ, output="sos"), sound, axis=1).astype(
        np.float32
    )


def radio(sound):
    return filtered(sound, "bandpass", [450, 2000])


def wall(sound):
    return filtered(sound, "lowpass", 600)


def ringing(sound):
    answer = np.random.default_rng(1).standard_normal((1, RATE_HZ)) * np.exp(
        -6.9 * np.arange(RATE_HZ) / RATE_HZ
    )
    tail = signal.fftconvolve(sound, answer, axes=1)[:, : sound.shape[1]]
    return (0.3 * sound + tail / np.sqrt((answer**2).sum())).astype(np.float32)


def on_side(left, right):
    return lambda sound: sound.mean(axis=0) * np.array([[left], [right]], np.float32)


def signs_of(music, treat):
    """Play music, treated, in a film, under noise; and measure it against itself."""
    film = noise(LENGTH_S + 4.0)
    film[:, 2 * RATE_HZ : 2 * RATE_HZ + music.shape[1]] += treat(music)
    heard = hear_film(cut_blocks(film), SETTINGS.analysis, SETTINGS.hearing)
    known = fingerprint_recording(cut_blocks(music), SETTINGS.analysis)
    compared = Comparison(0, heard, known, SETTINGS.alignment)
    span = Span(2.0 * PER_S, (2.0 + LENGTH_S) * PER_S)
    alignment = measure(compared, Line(2.0 * PER_S, 1.0, 0.0), Bounds(span, 0.0, 0.0, 100.0))
    return measure_scene(compared, alignment, RULES)


def test_what_is_mixed_plainly_hints_at_nothing(music):
    signs = signs_of(music, lambda sound: sound)
    assert scene_confidence(signs, RULES) < RULES.least_confidence
    assert edges_hz(signs, RULES) == (None, None)
    assert abs(signs.lean) < RULES.least_lean


def test_a_radio_has_no_bass_and_a_wall_no_treble(music):
    plain, narrow, dull = (signs_of(music, treat) for treat in (lambda sound: sound, radio, wall))
    assert narrow.bass_missing > plain.bass_missing + 0.3
    lowest_hz, highest_hz = edges_hz(narrow, RULES)
    assert 200 < lowest_hz < 450 < 2000 < highest_hz < 3600
    assert scene_confidence(narrow, RULES) > scene_confidence(plain, RULES) + 0.2
    assert dull.treble_missing > plain.treble_missing + 0.3
    lowest_hz, highest_hz = edges_hz(dull, RULES)
    assert lowest_hz is None
    assert 600 < highest_hz < 1300


def test_in_a_room_notes_ring_on(music):
    assert signs_of(music, ringing).ringing > signs_of(music, lambda sound: sound).ringing + 0.1


@pytest.mark.parametrize(("gains", "sign"), [((1.0, 0.3), 1), ((0.3, 1.0), -1)])
def test_a_loudspeaker_on_one_side_leans_there_and_is_hinted(music, gains, sign):
    signs = signs_of(music, on_side(*gains))
    assert sign * signs.lean > RULES.least_lean
    assert scene_confidence(signs, RULES) >= RULES.least_confidence


def test_in_mono_nothing_is_said_of_sides():
    music = play(1, length_s=LENGTH_S)
    film = noise(LENGTH_S)[:1] + music[:1]
    heard = hear_film([AudioBlock(0, ("FC",), film)], SETTINGS.analysis, SETTINGS.hearing)
    assert heard.leaning is None
    compared = Comparison(
        0, heard, fingerprint_recording(cut_blocks(music), SETTINGS.analysis), SETTINGS.alignment
    )
    span = Span(0.0, LENGTH_S * PER_S)
    signs = measure_scene(
        compared, measure(compared, Line(0.0, 1.0, 0.0), Bounds(span, 0.0, 0.0, 100.0)), RULES
    )
    assert (signs.lean, signs.side_db) == (0.0, None)


def test_the_lean_is_that_of_the_channels_whatever_speaks_in_the_middle():
    chance = np.random.default_rng(3)
    sound, speech = (chance.standard_normal(100 * 256).astype(np.float32) for _ in range(2))
    left, right = 1.0, 0.5
    listener = LeaningListener(2048, 256)
    middle, side = sound * (left + right) / 2 + 5 * speech, sound * (left - right) / 2
    for first in (0, 40):
        part = slice(first * 256, (first + 40) * 256 + 2048 - 256)
        listener.hear(middle[part], side[part], 40)
    leaning = listener.finish()
    assert len(leaning.side) == 80
    expected = (left + right) / (left - right)
    assert leaning.lean(0, 80, 43) == pytest.approx(expected, rel=0.15)
    assert leaning.lean(90, 95, 43) == 0.0
