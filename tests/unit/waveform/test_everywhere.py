"""Stretches of film in bands fit the recording that plays, at its place, at its speed, and no other."""

import numpy as np
import pytest
from scipy.signal import resample

from cuespotter.settings import SecondLookSettings
from cuespotter.waveform.bands import bands_of
from cuespotter.waveform.everywhere import fits_of

RULES = SecondLookSettings()
RATE_HZ = RULES.rate_hz
FRAME_S = RULES.hop_samples / RATE_HZ


def tune(seed, seconds=60.0):
    """Play random notes, three a second."""
    rng = np.random.default_rng(seed)
    time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    sound = np.zeros(len(time_s))
    for start_s in np.arange(0.0, seconds - 1.0, 1 / 3):
        inside = (time_s >= start_s) & (time_s < start_s + 0.8)
        late_s = time_s[inside] - start_s
        hz = 110.0 * 2.0 ** (rng.integers(0, 30) / 12.0)
        sound[inside] += np.exp(-3.0 * late_s) * sum(
            np.sin(2 * np.pi * k * hz * late_s) / k for k in (1, 2, 3)
        )
    return sound.astype(np.float32)


MUSIC = [tune(seed) for seed in range(4)]
KNOWN = [bands_of(one, RULES) for one in MUSIC]


def under_noise(sound, level):
    noise = np.random.default_rng(9).standard_normal(len(sound)) * level * sound.std()
    return (sound + noise).astype(np.float32)


def heard(first_s, level, factor=1.0):
    """Give 12 s of the second tune, played faster by a factor, pitch and all, under noise."""
    first = round(first_s * RATE_HZ)
    sound = MUSIC[1][first : first + round(12.0 * factor * RATE_HZ)]
    return under_noise(resample(sound, round(12.0 * RATE_HZ)), level)


@pytest.mark.parametrize("factor", [1.0, 25 / 24, 0.95])
def test_a_faint_stretch_is_found_at_its_place_among_all_recordings(factor):
    cells = bands_of(heard(20.0, 5.0, factor), RULES, speed=factor, cents=1200 * np.log2(factor))
    fits = fits_of([cells], KNOWN, RULES)
    assert fits.z[:, 0].argmax() == 1
    assert fits.z[1, 0] > RULES.least_z + 1.0 > fits.z[[0, 2, 3], 0].max()
    assert fits.frame[1, 0] * FRAME_S == pytest.approx(20.0, abs=0.15)


def test_at_another_speed_it_is_not_found():
    cells = bands_of(heard(20.0, 5.0, 0.95), RULES)
    assert fits_of([cells], KNOWN, RULES).z.max() < RULES.least_z + 1.0


def test_what_is_asked_together_is_told_as_if_asked_alone():
    stretches = [bands_of(heard(first_s, 2.0), RULES) for first_s in (3.0, 33.0, 47.5)]
    long = [np.concatenate([KNOWN[0]] * 5), KNOWN[1]]
    together = fits_of(stretches, long, RULES)
    for place, stretch in enumerate(stretches):
        alone = fits_of([stretch], long, RULES)
        assert together.z[:, place] == pytest.approx(alone.z[:, 0], rel=1e-3)
        assert together.frame[1, place] == alone.frame[1, 0]
    assert together.frame[1] * FRAME_S == pytest.approx([3.0, 33.0, 47.5], abs=0.15)


def test_a_recording_without_sound_fits_nothing():
    empty = bands_of(np.zeros(100, np.float32), RULES)
    assert (
        fits_of([KNOWN[0][:100]], [empty, np.zeros((600, RULES.bands), np.float32)], RULES).z.max()
        < RULES.least_z
    )
