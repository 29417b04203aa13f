"""Where peaks leave a doubt, a recording's own file tells: whether it plays, and at which of its bars."""

import tempfile
from dataclasses import replace

import numpy as np
import pytest
import soundfile
from tests.reference.engine_library import SETTINGS, index_of, index_of_files, named, recording_of
from tests.reference.engine_music import RATE_HZ, mix, noise, play

from cuespotter.identify import identify

SILENT = replace(SETTINGS, waveform=replace(SETTINGS.waveform, listens=False))
BAR_S = 6.0
BARS = 4


def written(path, sound):
    soundfile.write(path, np.asarray(sound).T, RATE_HZ, subtype="FLOAT")
    return path


def asked(film, index, files, settings=SETTINGS):
    """Identify a film where some recordings' files are at hand."""
    return identify([film], index, recording_of, settings, file_of=files.get)


@pytest.fixture(scope="module")
def loop(tmp_path_factory):
    """A bar that returns exactly, but for what hardly makes a peak: faint noise over each, another one every time."""
    bar = play(1, seconds=BAR_S)[:, : round(BAR_S * RATE_HZ)]
    hiss = 0.2 * bar.std() * np.random.default_rng(5).standard_normal((2, BARS * bar.shape[1]))
    return written(tmp_path_factory.mktemp("loop") / "loop.wav", np.tile(bar, BARS) + hiss.astype(np.float32))


@pytest.mark.parametrize("bar", range(BARS - 1))
def test_of_equal_bars_the_samples_tell_which_one_plays(loop, tmp_path, bar):
    sound = soundfile.read(loop, dtype="float32")[0].T
    first = round(bar * BAR_S * RATE_HZ)
    film = written(
        tmp_path / "film.wav", mix(22, (5.0, sound[:, first : first + round(1.5 * BAR_S * RATE_HZ)]))
    )
    index = index_of_files({"loop": loop})
    (cue,) = named(asked(film, index, {"loop": loop}))
    (placement,) = cue.placements
    assert placement.recording_in_s - placement.film_in_s == pytest.approx(bar * BAR_S - 5.0, abs=0.05)
    assert placement.bar_confidence > 0.95
    (without,) = named(asked(film, index, {}))
    assert without.placements[0].bar_confidence < 0.9


@pytest.fixture(scope="module")
def faint(tmp_path_factory):
    """A film in which a tune is hardly heard under noise, and the files of two tunes."""
    folder = tmp_path_factory.mktemp("faint")
    files = {f"tune{seed}": written(folder / f"tune{seed}.wav", play(seed)) for seed in (0, 1)}
    tune = play(0, first_s=10.0, length_s=12.0)
    film = mix(24, (6.0, 0.1 * tune)) + noise(24, seed=3, level=0.1 * float(tune.std()) * FAINT)
    return written(folder / "film.wav", film), files


FAINT = 12.0
"""How much louder the noise is than the tune: peaks leave a doubt."""


def confidence(film, files, settings=SETTINGS):
    """Say how surely the tune is heard; 0 where it is not reported."""
    found = named(asked(film, index_of(0, 1, 2, 3), files, settings))
    return max((cue.confidence for cue in found if cue.recording.id == "tune0"), default=0.0)


def odds(confidence):
    """Say the logarithm of its odds."""
    return np.log(confidence / (1 - confidence))


def test_a_file_that_the_film_follows_speaks_for_its_recording_and_another_against_it(faint):
    film, files = faint
    alone = confidence(film, {})
    assert 0.7 < alone < 0.995
    assert confidence(film, files) > max(alone, 0.98)
    # no more than this: behind a wall true music follows its file no better
    against = odds(alone) - odds(confidence(film, {"tune0": files["tune1"]}))
    assert against == pytest.approx(0.35, abs=0.01)


def test_without_a_file_that_can_be_heard_the_answer_is_that_of_the_peaks(faint, tmp_path):
    film, files = faint
    broken = tmp_path / "broken.wav"
    broken.write_text("no sound\n")
    peaks = asked(film, index_of(0, 1, 2, 3), {})
    assert peaks.film.file.originals_heard == 0 < peaks.film.file.originals_missing
    unread = asked(film, index_of(0, 1, 2, 3), {"tune0": broken})
    assert unread.cues == peaks.cues
    assert unread.film.file.originals_heard == 0
    assert unread.film.file.originals_missing == peaks.film.file.originals_missing
    silent = asked(film, index_of(0, 1, 2, 3), files, SILENT)
    assert silent.cues == peaks.cues
    assert silent.film.file.originals_heard == silent.film.file.originals_missing == 0


def test_it_is_said_that_files_are_listened_to_and_only_where_they_are(faint):
    film, files = faint
    for settings, is_said in ((SETTINGS, True), (SILENT, False)):
        stages = []
        identify(
            [film],
            index_of(0, 1, 2, 3),
            recording_of,
            settings,
            file_of=files.get,
            report=lambda stage, _share: stages.append(stage),  # noqa: B023 (called at once)
        )
        assert ("listening to the recordings' files" in stages) == is_said


def test_where_a_films_samples_cannot_be_kept_its_file_is_read_again(faint, monkeypatch):
    film, files = faint
    kept = confidence(film, files)
    monkeypatch.setattr(tempfile, "TemporaryFile", no_room)
    assert confidence(film, files) == pytest.approx(kept, abs=0.005)


def no_room(**_):
    raise OSError(28, "No space left on device")


def test_the_document_tells_how_many_files_were_heard(faint):
    film, files = faint
    assert asked(film, index_of(0, 1, 2, 3), {"tune0": files["tune0"]}).film.file.originals_heard == 1
