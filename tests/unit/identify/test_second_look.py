"""What no landmark proposes is found by the spectrogram of a recording's own file, and believed by its samples."""

from dataclasses import replace

import numpy as np
import pytest
import soundfile
from tests.reference.engine_library import SETTINGS, index_of, named, recording_of
from tests.reference.engine_music import RATE_HZ, mix, noise, play

from cuespotter.identify import identify

TUNES = (0, 1, 2, 3)
FAINT = 3.0
"""How much louder the noise is than the tune."""
DEAF = replace(SETTINGS.matching, least_votes=100_000)
"""An index that proposes nothing."""


def looking(**rules):
    waveform = replace(
        SETTINGS.waveform, listens=True, second=replace(SETTINGS.waveform.second, looks=True, **rules)
    )
    return replace(SETTINGS, waveform=waveform, matching=DEAF)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("second look")


def written(path, sound):
    soundfile.write(path, np.asarray(sound).T, RATE_HZ, subtype="FLOAT")
    return path


@pytest.fixture(scope="module")
def files(folder):
    return {f"tune{seed}": written(folder / f"tune{seed}.wav", play(seed)) for seed in TUNES}


@pytest.fixture(scope="module")
def film(folder):
    """Faint music at the speed of PAL, 14 s of it."""
    tune = play(0, first_s=10.0, length_s=14.0, tempo=25 / 24, pitch_cents=70.67)
    hiss = noise(24, seed=3, level=0.1 * float(tune.std()) * FAINT)
    return written(folder / "film.wav", mix(24, (6.0, 0.1 * tune)) + hiss)


def asked(film, files, settings):
    return named(identify([film], index_of(*TUNES), recording_of, settings, file_of=files.get))


def test_faint_music_is_found_by_its_file_at_its_place(film, files):
    (cue,) = asked(film, files, looking())
    (placement,) = cue.placements
    assert cue.recording.id == "tune0"
    assert placement.speed == pytest.approx(25 / 24, abs=1e-3)
    assert placement.recording_in_s - 25 / 24 * (placement.film_in_s - 6.0) == pytest.approx(10.0, abs=0.1)
    assert placement.film_out_s - placement.film_in_s > 7.0


def test_neither_without_files_nor_without_a_second_look_nor_by_the_files_of_others(film, files):
    assert not asked(film, {}, looking())
    assert not asked(film, files, looking(least_z=99.0))
    assert not asked(film, files | {"tune0": files["tune1"]}, looking())


def test_a_spectrogram_alone_is_not_believed(film, files):
    assert not asked(film, files, looking(least_coherence=1e6))


def test_of_a_larger_library_only_what_the_film_has_is_looked_for(film, files):
    assert not asked(film, files, looking(most_recordings=3))


def test_a_file_that_went_bad_is_passed_over(film, files, tmp_path):
    broken = tmp_path / "broken.wav"
    broken.write_text("no sound\n")
    assert [cue.recording.id for cue in asked(film, files | {"tune1": broken}, looking())] == ["tune0"]


def test_it_is_noted_for_how_many_recordings_no_file_could_be_looked_at(film, files, tmp_path):
    broken = tmp_path / "broken.wav"
    broken.write_text("no sound\n")
    last = {"tune3": files["tune3"]}
    for at_hand, heard in (({}, 0), (dict.fromkeys(files, broken), 0), (last, 1)):
        document = identify([film], index_of(*TUNES), recording_of, looking(), file_of=at_hand.get)
        file = document.film.file
        assert (file.second_look_heard, file.second_look_missing) == (heard, len(TUNES) - heard)


def test_windows_are_asked_about_a_few_at_a_time(film, files):
    (cue,) = asked(film, files, looking(windows_together=1, most_windows_an_hour=3600))
    (placement,) = cue.placements
    assert cue.recording.id == "tune0"
    assert placement.recording_in_s - 25 / 24 * (placement.film_in_s - 6.0) == pytest.approx(10.0, abs=0.1)


def test_how_far_a_second_look_is_is_told_and_never_less_than_before(film, files):
    told = []
    settings = looking(windows_together=1, most_windows_an_hour=3600)
    identify(
        [film],
        index_of(*TUNES),
        recording_of,
        settings,
        file_of=files.get,
        report=lambda stage, share: told.append((stage, share)),
    )
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert [stage for stage, _ in told].count("looking a second time") > 1
