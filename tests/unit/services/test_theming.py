import wave
from pathlib import Path

import av
import numpy as np
import pytest

import cuespotter
from cuespotter.catalogue.files import KnownFile
from cuespotter.catalogue.film_rows import Reel
from cuespotter.catalogue.recording_rows import NewRecording
from cuespotter.catalogue.segments import SegmentRow
from cuespotter.catalogue.store import Catalogue
from cuespotter.errors import CatalogueError, ExportError, MediaError, UsageError
from cuespotter.media.theme import faded
from cuespotter.model import Cue, Film, FilmDocument, FilmFile, Placement, Recording
from cuespotter.model.recording import FilmPlace

RATE_HZ = 48000
TONES_HZ = (440.0, 880.0, 1320.0, 1760.0)
"""Ten seconds each: what is heard says from where it was cut."""


def tones() -> np.ndarray:
    times = np.arange(10 * RATE_HZ) / RATE_HZ
    return np.concatenate([0.5 * np.sin(2 * np.pi * pitch * times) for pitch in TONES_HZ])


def cue(number: int, recording: Recording | None, at_s: float, length_s: float, **told: object) -> Cue:
    place = Placement(
        film_in_s=at_s,
        film_out_s=at_s + length_s,
        recording_in_s=10.0 * number,
        recording_out_s=10.0 * number + length_s,
        speed=1.0,
    )
    return Cue(
        id=f"c{number}",
        cue_no=f"1m{number:02}",
        kind="recording" if recording else "unnamed_music",
        confidence=0.9,
        start_s=at_s,
        end_s=at_s + length_s,
        recording=recording,
        placements=[place] if recording else [],
        **told,
    )


@pytest.fixture
def place(tmp_path: Path):
    """A library with one recording, and a film that uses it thrice, in a folder of its own."""
    music, films = tmp_path / "music", tmp_path / "films" / "Drive (2011)"
    music.mkdir()
    films.mkdir(parents=True)
    path = music / "tones.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((tones() * 32767).astype("<i2").tobytes())
    (films / "drive.mkv").write_bytes(b"film")
    recording = Recording(id="aaaa11112222", path="tones.wav", duration_s=40.0, title="Tones", artist="Sine")
    film = Film(
        id="drive", title="Drive", duration_s=600.0, file=FilmFile(name="drive.mkv", size=4, duration_s=600.0)
    )
    cues = [
        cue(0, None, 0.0, 9.0),
        cue(1, recording, 60.0, 5.0),
        cue(2, recording, 100.0, 8.0),
        cue(3, recording, 200.0, 3.0),
    ]
    folder = tmp_path / "library"
    folder.mkdir()
    with Catalogue.open(folder, create=True) as catalogue:
        known = KnownFile(str(path), str(music), path.stat().st_size, path.stat().st_mtime_ns, recording.id)
        catalogue.add_recordings(
            SegmentRow("one.ndx", "x", 1, 100),
            [NewRecording(recording, "digest", known)],
            in_segment={recording.id},
        )
        catalogue.save_document(
            FilmDocument(film=film, cues=cues), [Reel(str(films / "drive.mkv"), "content")]
        )
    return folder, films


@pytest.fixture
def library(place):
    with cuespotter.open_library(place[0]) as opened:
        yield opened


def heard(path: Path) -> tuple[np.ndarray, dict[str, str]]:
    with av.open(str(path)) as container:
        parts = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
        return np.concatenate(parts), dict(container.metadata)


def pitch_of(sound: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return float(np.argmax(spectrum)) * RATE_HZ / len(sound)


def test_the_theme_is_cut_from_the_recording_where_the_film_takes_it_up(library, place):
    done = library.write_theme("Drive", length_s=8)
    assert (done.target, done.cue.cue_no, done.is_new) == (place[1] / "theme.mp3", "1m02", True)
    sound, tags = heard(done.target)
    assert abs(len(sound) / RATE_HZ - 8.0) < 0.1
    assert abs(pitch_of(sound[RATE_HZ : 4 * RATE_HZ]) - TONES_HZ[2]) < 2.0
    assert np.abs(sound[: RATE_HZ // 50]).max() < 0.1
    assert np.abs(sound[-RATE_HZ // 10 :]).max() < 0.1
    assert (tags["title"], tags["artist"]) == ("Tones", "Sine")


def test_it_is_not_written_twice_and_nothing_of_the_users_is_lost(library, place):
    first = library.write_theme("Drive")
    before = first.target.stat().st_mtime_ns
    assert library.write_theme("Drive").is_new is False
    assert first.target.stat().st_mtime_ns == before
    first.target.write_bytes(b"my own theme")
    with pytest.raises(ExportError, match="is there already and is another; --over writes over it"):
        library.write_theme("Drive")
    assert first.target.read_bytes() == b"my own theme"
    assert library.write_theme("Drive", over=True).is_new


def test_the_main_title_is_the_theme_unless_a_cue_is_named(library, place, tmp_path):
    library.decide("Drive", cuespotter.services.Decision(cues=["1m03"], fields={"film_part": "main_title"}))
    assert library.write_theme("Drive", tmp_path / "a.mp3").cue.cue_no == "1m03"
    assert library.write_theme("Drive", tmp_path / "b.mp3", cue="1m01").cue.cue_no == "1m01"


def test_a_folder_of_several_films_gets_no_theme(library, place):
    other = Film(
        id="juno", title="Juno", duration_s=9.0, file=FilmFile(name="juno.mkv", size=4, duration_s=9.0)
    )
    library._catalogue.save_document(FilmDocument(film=other), [Reel(str(place[1] / "juno.mkv"), "other")])
    with pytest.raises(UsageError, match="holds 'Juno' too"):
        library.write_theme("Drive")
    assert not (place[1] / "theme.mp3").exists()


def test_what_no_theme_can_be_cut_from_is_told(library, place, tmp_path):
    with pytest.raises(UsageError, match="1m00 of Drive is no recording of the library"):
        library.write_theme("Drive", tmp_path / "x.mp3", cue="1m00")
    with pytest.raises(CatalogueError, match="no cue '9m09'"):
        library.write_theme("Drive", tmp_path / "x.mp3", cue="9m09")
    silent = Film(
        id="talk", title="Talk", duration_s=9.0, file=FilmFile(name="t.mkv", size=4, duration_s=9.0)
    )
    library._catalogue.save_document(FilmDocument(film=silent), [Reel("/nowhere/t.mkv", "talk")])
    with pytest.raises(UsageError, match="no recording of the library is heard in Talk"):
        library.write_theme("Talk", tmp_path / "x.mp3")
    Path(library.recording_file("aaaa11112222")).unlink()
    with pytest.raises(MediaError):
        library.write_theme("Drive", tmp_path / "x.mp3")
    assert not (tmp_path / "x.mp3").exists()


def test_what_is_shorter_than_its_fades_is_faded_all_the_same():
    short = faded(np.ones((2, 1000), np.float32), rate_hz=RATE_HZ)
    assert short.shape == (2, 1000)
    assert short[:, 0].max() == 0.0
    assert short[:, -1].max() < 0.01
    assert faded(np.ones((1, 0), np.float32), rate_hz=RATE_HZ).shape == (1, 0)


@pytest.mark.parametrize("chosen", [None, "1m02"])
def test_no_theme_is_cut_from_the_film_where_the_music_was_remembered(library, place, chosen):
    document = library.film("Drive")
    heard_in = FilmPlace(film_id="drive", film_title="Drive", start_s=1.0, end_s=9.0)
    cues = [
        one.model_copy(
            update={"recording": one.recording and one.recording.model_copy(update={"heard_in": heard_in})}
        )
        for one in document.cues
    ]
    remembered = document.model_copy(update={"cues": cues})
    with pytest.raises(UsageError, match=r"remembered from a film and has no file.*cuespotter add"):
        library.write_theme(remembered, place[1] / "own.mp3", cue=chosen)
    assert not (place[1] / "own.mp3").exists()
