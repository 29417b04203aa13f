"""Samples of a film held against a recording's, near a line that peaks have told."""

from dataclasses import replace

import numpy as np
import pytest
import soundfile

from cuespotter.settings import WaveformSettings
from cuespotter.waveform.course import Course
from cuespotter.waveform.follow import followed
from cuespotter.waveform.samples import Tiles, Waveform

RATE_HZ = 11025
FILM_S = 12
AT_S = 3.0
"""Where in the recording the film begins."""
SETTINGS = WaveformSettings()


def noise(seed, seconds, level=1.0):
    samples = np.random.default_rng(seed).standard_normal(round(seconds * RATE_HZ))
    return (0.02 * level * samples).astype(np.float32)


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """Hold a film and a recording together along a course from `AT_S`, as files."""
    folder = tmp_path_factory.mktemp("held")

    def hold(film, music, *, late_s=0.0, speed=1.0, settings=SETTINGS):
        sides = []
        for name, sound in (("film", film), ("music", music)):
            path = folder / f"{name}{len(list(folder.iterdir()))}.wav"
            soundfile.write(path, sound, RATE_HZ, subtype="FLOAT")
            sides.append(Waveform(path, None, RATE_HZ, Tiles()))
        offset = -(AT_S + late_s) * RATE_HZ / speed
        course = Course(0, FILM_S * RATE_HZ, speed=speed, offset=offset, ratio=speed)
        return followed(*sides, course, is_stretched=False, settings=settings)

    return hold


@pytest.fixture(scope="module")
def music():
    return noise(1, 20)


@pytest.fixture(scope="module")
def film(music):
    """Twelve seconds of it, 15 dB below other noise."""
    first = round(AT_S * RATE_HZ)
    return music[first : first + FILM_S * RATE_HZ] + noise(2, FILM_S, level=5.6)


@pytest.mark.parametrize(("late_s", "speed"), [(0.0, 1.0), (0.045, 1.0), (-0.045, 1.0), (0.0, 1.0015)])
def test_a_line_that_peaks_tell_to_two_frames_is_found_by_samples(held, film, music, late_s, speed):
    # what peaks have of a speed is right in the middle
    moved_s = late_s - (speed - 1.0) * FILM_S / 2
    found = held(film, music, late_s=moved_s, speed=speed)
    assert found.deviations > 20.0
    assert found.course.speed == pytest.approx(1.0, abs=1e-4)
    middle = FILM_S / 2 * RATE_HZ
    assert found.course.recording_sample(middle) == pytest.approx(middle + AT_S * RATE_HZ, abs=8.0)


def test_another_recording_is_not_followed(held, film):
    assert held(film, noise(3, 20)).deviations < 9.0


def test_two_strokes_do_not_follow_each_other(held):
    film, music = noise(4, FILM_S), noise(5, 20)
    stroke = np.random.default_rng(6).standard_normal(4)
    film[50_000:50_004] += stroke
    at = round(AT_S * RATE_HZ) + 50_100
    music[at : at + 4] += stroke
    assert held(film, music).deviations < 9.0
    unbounded = replace(SETTINGS, most_of_block=np.inf)
    assert held(film, music, settings=unbounded).deviations > 20.0
