"""Whether a film plays a recording itself or another mix of it: music of the sample film, under its speech."""

from pathlib import Path

import numpy as np
import pytest
from scipy.signal import fftconvolve

from cuespotter.media.stretch import read_stretch
from cuespotter.settings import WaveformSettings
from cuespotter.waveform.course import Course
from cuespotter.waveform.departure import departure, own_mix

SAMPLE = Path(__file__).parents[3] / "sample"
TUNE = SAMPLE / "library" / "Tim Beek - Pink Blue.opus"
RATE_HZ = 11025
SONG_S, START_S, END_S = 40.0, 4.0, 28.0
"""A song, and what of it plays in the film, from its first sample on."""
SETTINGS = WaveformSettings()


class Sound:
    """Samples at hand, by view."""

    rate_hz = RATE_HZ

    def __init__(self, **views):
        self.views = views

    def stretch(self, start_s, end_s):
        first, last = (max(0, int(at * RATE_HZ)) for at in (start_s, end_s))
        return {name: sound[first:last].astype(np.float32) for name, sound in self.views.items()}, first


def stretch_of(path, start_s, end_s):
    samples = read_stretch(path, rate_hz=RATE_HZ, start_s=start_s, end_s=end_s).samples
    return samples.mean(axis=0), (samples[0] - samples[-1]) / 2


@pytest.fixture(scope="module")
def music():
    """The middle and the side of a tune."""
    return stretch_of(TUNE, 8.0, 8.0 + SONG_S)


@pytest.fixture(scope="module")
def voices():
    """Two voices: what is spoken in the sample film, each as long as the song."""
    spoken = [stretch_of(SAMPLE / "film.mkv", *span)[0] for span in ((24.9, 29.9), (85.7, 89.9))]
    return [np.resize(one / one.std(), round(SONG_S * RATE_HZ)) for one in spoken]


def film_of(music, speech, *, speech_db=0.0, taps=(1.0,)):
    """Play music behind a filter and a fader, under speech."""
    count = len(music[0])
    fader = np.interp(np.arange(count) / RATE_HZ, (0.0, 9.0, 10.0, 18.0, 19.0), (1.0, 1.0, 0.3, 0.3, 1.0))
    mid, side = (fader * fftconvolve(one, taps)[:count] for one in music)
    loud = 10 ** (speech_db / 20) * mid.std() * speech
    return Sound(mid=mid + loud, side=side)


def departed(film, recording, *, speed=1.0):
    course = Course(round(START_S * RATE_HZ), round(END_S * RATE_HZ), speed, 0.0, speed)
    return departure(film, recording, course, SETTINGS)


def sung(music, voice):
    """Sing to it, as loud as the music."""
    mid, side = music
    return Sound(mid=mid + mid.std() * voice, side=side)


@pytest.mark.parametrize("speech_db", [-20.0, 0.0, 6.0])
def test_behind_a_filter_and_a_fader_under_speech_a_recording_departs_by_chance(music, voices, speech_db):
    film = film_of(music, voices[0], speech_db=speech_db, taps=(0.8, 0.0, -0.3, 0.2))
    told = departed(film, Sound(mid=music[0], side=music[1]))
    assert told.spread < 0.2
    assert own_mix(told, SETTINGS.mix) > 0.9


@pytest.mark.parametrize("speech_db", [-20.0, 0.0])
def test_a_song_without_its_voice_is_told(music, voices, speech_db):
    told = departed(film_of(music, voices[0], speech_db=speech_db), sung(music, voices[1]))
    assert told.spread > 0.45
    assert own_mix(told, SETTINGS.mix) < 0.3


def test_a_line_that_is_a_thousandth_of_a_second_off_is_straightened(music, voices):
    slow = 1.0 - 0.001 / ((END_S - START_S) / 2)
    told = departed(film_of(music, voices[0]), Sound(mid=music[0], side=music[1]), speed=slow)
    assert told.spread < 0.2


def test_a_mix_whose_middle_is_drawn_down_is_told_by_its_side(music, voices):
    louder = Sound(mid=music[0] * 3.2, side=music[1])
    told = departed(film_of(music, voices[0], speech_db=-10.0), louder)
    assert told.wider_db == pytest.approx(10.0, abs=1.0)
    assert own_mix(told, SETTINGS.mix) < 0.3


def test_in_a_room_and_without_a_side_nothing_is_said(music, voices):
    rng = np.random.default_rng(4)
    after = np.arange(round(0.6 * RATE_HZ)) / RATE_HZ
    room = rng.standard_normal(len(after)) * 10 ** (-3.0 * after / 0.6)
    room[0] = np.sqrt((room[1:] ** 2).sum())
    mono = Sound(mid=film_of(music, voices[0], taps=room).views["mid"])
    told = departed(mono, Sound(mid=music[0], side=music[1]))
    assert told.room > SETTINGS.mix.most_room
    assert own_mix(told, SETTINGS.mix) is None


def test_of_what_is_hardly_heard_or_too_short_nothing_is_said(music, voices):
    film, recording = film_of(music, voices[0]), Sound(mid=music[0], side=music[1])
    short = Course(0, round(6.0 * RATE_HZ), 1.0, 0.0, 1.0)
    assert departure(film, recording, short, SETTINGS) is None
    assert departed(Sound(mid=voices[0] * 0.1), recording) is None
