"""From when to when a recording is heard, as its own samples tell: music of the sample film, under its speech."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from scipy.signal import fftconvolve

from cuespotter.media.stretch import read_stretch
from cuespotter.settings import WaveformSettings
from cuespotter.waveform.course import Course
from cuespotter.waveform.extent import heard_between
from cuespotter.waveform.samples import Tiles, Waveform

SAMPLE = Path(__file__).parents[3] / "sample"
TUNE = SAMPLE / "library" / "Tim Beek - Pink Blue.opus"
OTHER = SAMPLE / "library" / "Unknown Horizons team - Seafight.opus"
RATE_HZ = 11025
FILM_S = 44.0
START_S, END_S = 12.0, 32.0
"""Where the tune plays in the film ..."""
TUNE_S = 8.0
"""... from here on."""
SETTINGS = WaveformSettings()


def stretch_of(path, start_s, end_s):
    return read_stretch(path, rate_hz=RATE_HZ, start_s=start_s, end_s=end_s).samples.mean(axis=0)


@pytest.fixture(scope="module")
def speech():
    """Speech of the sample film, where it has no music."""
    spoken = np.concatenate([stretch_of(SAMPLE / "film.mkv", *span) for span in ((24.9, 29.9), (85.7, 89.9))])
    return np.resize(spoken, round(FILM_S * RATE_HZ))


def film_of(tmp_path, speech, *, snr_db, fade_s=0.02, made=lambda sound: sound, tune=TUNE):
    """Lay the tune under speech."""
    sound = stretch_of(tune, TUNE_S, TUNE_S + END_S - START_S)
    count = round(fade_s * RATE_HZ)
    sound[-count:] *= np.linspace(1.0, 0.0, count)
    sound = made(sound)[: len(sound)]
    film = speech.copy()
    first = round(START_S * RATE_HZ)
    under = film[first : first + len(sound)]
    under += sound * np.float32(10 ** (snr_db / 20) * under.std() / sound.std())
    path = tmp_path / "film.wav"
    soundfile.write(path, np.stack([film, film]).T * 0.3, RATE_HZ, subtype="FLOAT")
    return path


def extent_in(film, said, tune=TUNE, limits=(0.0, FILM_S)):
    """Ask for the extent, where peaks have said these bounds."""
    tiles = Tiles()
    first, last = (round(at * RATE_HZ) for at in said)
    course = Course(first, last, 1.0, (START_S - TUNE_S) * RATE_HZ, 1.0)
    waves = [Waveform(path, None, RATE_HZ, tiles) for path in (film, tune)]
    within = (limits[0] * RATE_HZ, limits[1] * RATE_HZ)
    return heard_between(*waves, course, within, SETTINGS)


def heard(film, said, tune=TUNE, limits=(0.0, FILM_S)):
    """Give the bounds in seconds."""
    extent = extent_in(film, said, tune, limits)
    return [extent.first / RATE_HZ, extent.last / RATE_HZ]


def room(sound):
    """Walls that answer for a fifth of a second."""
    answer = np.random.default_rng(3).standard_normal(2205) * np.exp(-np.arange(2205) / 400)
    answer[0] = 8.0
    return fftconvolve(sound, answer).astype(np.float32)


def wall(sound):
    """What comes through a wall: no treble, and upside down."""
    return -fftconvolve(sound, np.hanning(10)).astype(np.float32)


@pytest.mark.parametrize(
    ("snr_db", "made"),
    [(-5.0, lambda sound: sound), (-15.0, lambda sound: sound), (-5.0, room), (-5.0, wall)],
)
@pytest.mark.parametrize("said", [(START_S + 4.0, END_S - 3.0), (START_S - 3.0, END_S + 2.0)])
def test_bounds_that_are_seconds_off_are_moved_to_where_music_begins_and_ends(
    tmp_path, speech, snr_db, made, said
):
    first, last = heard(film_of(tmp_path, speech, snr_db=snr_db, made=made), said)
    assert first == pytest.approx(START_S, abs=0.4)
    assert last == pytest.approx(END_S, abs=0.5)


def test_a_fade_is_followed_under_speech(tmp_path, speech):
    film = film_of(tmp_path, speech, snr_db=-5.0, fade_s=5.0)
    _, last = heard(film, (START_S, END_S - 4.0))
    # at the end of that the music is 14 dB below its level, 19 dB below the speech
    assert END_S - 1.0 < last < END_S + 0.3


def test_bounds_near_enough_stay_as_peaks_said(tmp_path, speech):
    said = (START_S + 0.1, END_S - 0.2)
    assert heard(film_of(tmp_path, speech, snr_db=-5.0), said) == pytest.approx(said, abs=1e-4)


def test_a_recording_that_does_not_play_moves_nothing(tmp_path, speech):
    said = (START_S + 4.0, END_S - 3.0)
    film = film_of(tmp_path, speech, snr_db=-5.0, tune=OTHER)
    assert heard(film, said) == pytest.approx(said, abs=1e-4)


def test_nothing_is_looked_for_beyond_the_limits(tmp_path, speech):
    film = film_of(tmp_path, speech, snr_db=-5.0)
    first, last = heard(film, (START_S + 6.0, END_S - 6.0), limits=(START_S + 3.0, END_S - 4.0))
    assert first == pytest.approx(START_S + 3.0, abs=0.3)
    assert last == pytest.approx(END_S - 4.0, abs=0.3)


def test_a_rest_of_the_recording_tells_nothing(tmp_path, speech):
    tune = stretch_of(TUNE, 0.0, 40.0)
    rest = slice(round((TUNE_S + 16.0) * RATE_HZ), None)
    tune[rest] = 0.0
    path = tmp_path / "tune.wav"
    soundfile.write(path, tune, RATE_HZ, subtype="FLOAT")
    film = film_of(tmp_path, speech, snr_db=-5.0, tune=path)
    # after 16 s the recording rests: a bound by peaks a second into the rest is neither drawn on nor drawn in
    for said in (START_S + 16.2, START_S + 18.0):
        _, last = heard(film, (START_S, said), tune=path)
        assert last == pytest.approx(said, abs=1e-4)


@pytest.mark.parametrize("made", [lambda sound: sound, room, wall])
@pytest.mark.parametrize("snr_db", [5.0, -5.0, -15.0])
def test_the_level_against_speech_is_measured(tmp_path, speech, snr_db, made):
    film = film_of(tmp_path, speech, snr_db=snr_db, made=made)
    extent = extent_in(film, (START_S, END_S))
    assert extent.level_db == pytest.approx(snr_db, abs=2.0)


def test_a_fader_that_moves_hides_no_music(tmp_path, speech):
    def ducked(sound):
        # 12 dB down in the second half: all of it together is 2.8 dB below the first half
        sound[len(sound) // 2 :] *= np.float32(0.25)
        return sound

    extent = extent_in(film_of(tmp_path, speech, snr_db=-5.0, made=ducked), (START_S, END_S))
    assert extent.level_db == pytest.approx(-5.0, abs=1.5)


def test_no_level_is_told_of_a_recording_that_does_not_play(tmp_path, speech):
    film = film_of(tmp_path, speech, snr_db=-5.0, tune=OTHER)
    assert extent_in(film, (START_S + 4.0, END_S - 3.0)).level_db is None
