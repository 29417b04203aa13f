"""What is remembered is the sound of the film that was identified, all of it or nothing, and can be heard anew."""

import os
import shutil
import wave
from pathlib import Path

import numpy as np
import pytest

import cuespotter
from cuespotter.catalogue.film_rows import Reel
from cuespotter.errors import CuespotterError, MediaError, MissingFileError, NoSoundError, UsageError
from cuespotter.library.lock import writer_lock
from cuespotter.media.decode import blocks
from cuespotter.model import Cue, Film, FilmDocument, FilmFile
from cuespotter.services import Decision

MUSIC = Path(__file__).parents[3] / "sample" / "library" / "Krobonil - Bright thunders.opus"
RATE_HZ = 22050
FILM_S = 40
CUES = [("1m01", 2.0, 14.0), ("1m02", 20.0, 32.0)]


def written(path, sound):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((np.clip(sound, -1, 1).T * 32767).astype("<i2").tobytes())


@pytest.fixture(scope="module")
def sounds(tmp_path_factory):
    """Two films of one length: music all along, and other music; and one that falls silent at 15 s."""
    music = np.concatenate([block.samples for block in blocks(MUSIC, rate_hz=RATE_HZ)], axis=1)
    music = np.concatenate([music[:1], music[-1:]]) * 0.5
    folder, count = tmp_path_factory.mktemp("films"), FILM_S * RATE_HZ
    written(folder / "film.wav", music[:, :count])
    written(folder / "other.wav", music[:, count : 2 * count])
    written(folder / "silent.wav", np.where(np.arange(count) < 15 * RATE_HZ, music[:, :count], 0.0))
    return folder


@pytest.fixture
def film(sounds, tmp_path):
    return Path(shutil.copy(sounds / "film.wav", tmp_path))


@pytest.fixture
def library(film, tmp_path):
    """A library that knows a film with two unnamed cues, as if it had been identified."""
    with cuespotter.open_library(tmp_path / "library", create=True, who="Ann") as opened:
        cues = [Cue(id=no, cue_no=no, confidence=0.9, start_s=a, end_s=b) for no, a, b in CUES]
        file = FilmFile(name="film.wav", size=film.stat().st_size, duration_s=FILM_S)
        document = FilmDocument(film=Film(id="film", title="Film", file=file, duration_s=FILM_S), cues=cues)
        opened._catalogue.save_document(document, [Reel.of(film)])
        yield opened


def remember(library, cue="1m01", title="Sea"):
    return library.decide("film", Decision(cues=[cue], fields={"title": title}, is_remembered=True))[0]


def taken_out(library):
    """Remember, undo, and clear the index of it."""
    remember(library)
    library.undo("film")
    library.compact()


def state(library):
    return library.film("film"), library.recordings(), library.history("film")


def refused(library, deed, kind, words):
    before = state(library)
    with pytest.raises(kind, match=words) as caught:
        deed()
    assert state(library) == before
    return caught.value


def replaced(film, sounds, name="other.wav"):
    """Put another film in the place of one; of the same size, so that only its content tells."""
    shutil.copy(sounds / name, film)
    os.utime(film, ns=(1, 1))


def test_another_file_in_the_films_place_is_not_remembered(library, film, sounds):
    replaced(film, sounds)
    error = refused(
        library, lambda: remember(library), MediaError, "its content is another.*cuespotter identify"
    )
    assert str(film) in error.message
    film.write_bytes(film.read_bytes()[:-4000])
    refused(
        library, lambda: remember(library), MediaError, "is not the file in which the film was identified"
    )


def test_a_file_that_was_only_touched_is_the_same(library, film):
    os.utime(film, ns=(1, 1))
    assert remember(library).cues[0].recording.title == "Sea"


def test_a_remembered_recording_is_not_played_from_another_film(library, film, sounds):
    recording = remember(library).cues[0].recording
    assert library.recording_sound(recording.id, 1.0, 2.0).any()
    replaced(film, sounds)
    with pytest.raises(MediaError, match="is not the file"):
        library.recording_sound(recording.id, 1.0, 2.0)


def test_redo_does_nothing_where_it_cannot_hear_anew(library, film, sounds):
    taken_out(library)
    away = film.rename(film.with_name("away.wav"))
    error = refused(library, lambda: library.redo("film"), MissingFileError, "put it back, or identify")
    assert str(film) in error.message
    shutil.copy(sounds / "other.wav", film)
    refused(library, lambda: library.redo("film"), MediaError, "is not the file")
    away.replace(film)
    document, _ = library.redo("film")
    (recording,) = library.recordings()
    assert document.cues[0].recording.id == recording.id
    assert library._holdings.index().recordings == (recording.id,)


def test_redo_hears_within_the_lock(library, monkeypatch):
    taken_out(library)
    heard_anew = library._heard_anew

    def locked(recording_id):
        with pytest.raises(CuespotterError, match="being written"), writer_lock(library.folder, task="add"):
            pass
        return heard_anew(recording_id)

    monkeypatch.setattr(library, "_heard_anew", locked)
    library.redo("film")
    assert len(library.recordings()) == 1


def test_repair_hears_a_remembered_recording_anew(library, film):
    recording = remember(library).cues[0].recording
    (segment,) = library._catalogue.segments()
    os.truncate(library._holdings.index_folder / segment.name, 1000)
    away = film.rename(film.with_name("away.wav"))
    done = library.repair()
    assert ([one.id for one in done.lost], done.remembered) == ([recording.id], 0)
    assert str(film) in done.reasons[recording.id]
    away.replace(film)
    done = library.repair()
    assert (done.lost, done.remembered, done.reasons) == ((), 1, {})
    assert library._holdings.index().recordings == (recording.id,)
    assert library.verify() == []
    assert library.repair().remembered == 0


@pytest.mark.parametrize("title", ["", "  "])
def test_an_empty_title_is_none(library, title):
    refused(library, lambda: remember(library, title=title), UsageError, "no title to remember it by")


def test_what_was_removed_can_be_remembered_again(library):
    recording = remember(library).cues[0].recording
    refused(library, lambda: remember(library, title="Lake"), UsageError, "which the library has")
    library.remove([recording.id])
    assert remember(library, title="Lake").cues[0].recording.title == "Lake"
    assert [one.title for one in library.recordings()] == ["Lake"]
    library.undo("film")
    assert library.recordings() == []


def test_silence_is_told_as_such(library, film, sounds):
    shutil.copy(sounds / "silent.wav", film)
    library._catalogue.put_places("film", [Reel.of(film)])
    refused(
        library, lambda: remember(library, "1m02"), NoSoundError, "is silent, or cannot be read, from 0:20 to"
    )
    moved = Decision(cues=["1m02"], start_s=10.0, fields={"title": "Sea"}, is_remembered=True)
    refused(library, lambda: library.decide("film", moved), UsageError, r"has [45]\.\d s of music.*needs 6 s")


def test_who_cannot_wait_is_not_told_to_use_an_option(library):
    with writer_lock(library.folder, task="add"):
        error = refused(library, lambda: remember(library), CuespotterError, "being written.*then try again$")
    assert "--wait" not in error.message
