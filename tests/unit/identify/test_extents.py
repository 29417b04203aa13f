"""What is believed gets its bounds from the recordings' own files."""

from dataclasses import replace

import numpy as np
import pytest
import soundfile
from tests.reference.engine_library import SETTINGS, index_of, named, recording_of
from tests.reference.engine_music import RATE_HZ, mix, noise, play

from cuespotter.identify import identify

SILENT = replace(SETTINGS, waveform=replace(SETTINGS.waveform, listens=False))
START_S, END_S = 6.0, 30.0


def written(path, sound):
    soundfile.write(path, np.asarray(sound).T, RATE_HZ, subtype="FLOAT")
    return path


@pytest.fixture(scope="module")
def drowned(tmp_path_factory):
    """A tune of which peaks hear two parts: in between, noise is ten times as loud, and it fades at its end."""
    folder = tmp_path_factory.mktemp("drowned")
    tune = 0.3 * play(0, first_s=5.0, length_s=END_S - START_S)
    fade = round(4.0 * RATE_HZ)
    tune[:, -fade:] *= np.linspace(1.0, 0.0, fade, dtype=np.float32)
    film = mix(40, (START_S, tune)) + noise(40, seed=3, level=0.5 * float(tune.std()))
    loud = slice(round(12.0 * RATE_HZ), round(20.0 * RATE_HZ))
    film[:, loud] += noise(8.0, seed=4, level=10.0 * float(tune.std()))
    files = {f"tune{seed}": written(folder / f"tune{seed}.wav", play(seed)) for seed in (0, 1)}
    return written(folder / "film.wav", film), files


def placements(film, files, settings=SETTINGS):
    found = identify([film], index_of(0, 1, 2, 3), recording_of, settings, file_of=files.get)
    return [one for cue in named(found) for one in cue.placements]


def test_a_tune_that_was_drowned_out_is_one_to_the_end_of_its_fade(drowned):
    film, files = drowned
    alone = placements(film, {})
    (whole,) = placements(film, files)
    assert whole.film_in_s == pytest.approx(START_S, abs=0.4)
    assert END_S - 0.8 < whole.film_out_s < END_S + 0.3
    assert max(one.film_out_s for one in alone) < whole.film_out_s - 0.3


def test_without_its_file_or_where_that_was_put_off_bounds_are_those_of_the_peaks(drowned, tmp_path):
    film, files = drowned
    broken = tmp_path / "broken.wav"
    broken.write_text("no sound\n")
    alone = placements(film, {})
    assert placements(film, {"tune0": broken}) == alone
    assert placements(film, files, SILENT) == alone
