"""A song without its voice is named as another mix of its recording, and the song itself as itself."""

import numpy as np
import pytest
import soundfile
from tests.reference.engine_library import SETTINGS, index_of_files, named, recording_of
from tests.reference.engine_music import RATE_HZ, mix, play

from cuespotter.identify import identify

SUNG_S, PAUSE_S = 2.0, 1.5


@pytest.fixture(scope="module")
def songs(tmp_path_factory):
    """A tune with a voice, which comes and goes, and without it; the library has the first."""
    tune = play(0)
    at_s = np.arange(tune.shape[1]) / RATE_HZ
    voice = np.where(at_s % (SUNG_S + PAUSE_S) < SUNG_S, play(7)[:, : tune.shape[1]].mean(axis=0), 0.0)
    sung = (tune + voice).astype(np.float32)
    path = tmp_path_factory.mktemp("songs") / "song.wav"
    soundfile.write(path, sung.T, RATE_HZ, subtype="FLOAT")
    return path, {"song": sung, "instrumental": tune}


@pytest.mark.parametrize(("plays", "is_own"), [("song", True), ("instrumental", False)])
def test_an_instrumental_is_another_mix_of_its_song(songs, tmp_path, plays, is_own):
    path, sounds = songs
    part = sounds[plays][:, 5 * RATE_HZ : 20 * RATE_HZ]
    film = tmp_path / "film.wav"
    soundfile.write(film, mix(24, (5.0, part)).T, RATE_HZ, subtype="FLOAT")
    index = index_of_files({"song": path})
    (cue,) = named(identify([film], index, recording_of, SETTINGS, file_of={"song": path}.get))
    (placement,) = cue.placements
    assert (placement.mix_confidence > 0.5) == is_own
    assert (cue.confidence > 0.9) == is_own
    (unheard,) = named(identify([film], index, recording_of, SETTINGS))
    assert unheard.placements[0].mix_confidence is None
    assert unheard.confidence > 0.9
