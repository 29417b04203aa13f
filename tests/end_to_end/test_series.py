"""Ctrl-C in the middle of ``cuespotter series``: a real process, interrupted while it listens."""

import os
import signal
import subprocess
import sys
import time
import wave

import pytest
from tests.end_to_end.test_commands import cuespotter, environment, hear_interruptions, make_music, write_wav
from tests.unit.series.test_find import SERIES, SETTINGS, laid

from cuespotter.catalogue.film_rows import Reel
from cuespotter.catalogue.store import Catalogue
from cuespotter.model import Film, FilmDocument, FilmFile
from cuespotter.series.ends import ends_digest, pack_ends

DIGEST = ends_digest(SETTINGS)
SILENCE_S = 5 * 3600


def write_silence(path, seconds):
    """A file that is hours long and holds nothing."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48000)
        file.setnframes(48000 * seconds)
        file.writeframesraw(b"")
    os.truncate(path, 2 * 48000 * seconds)


@pytest.fixture
def season(tmp_path):
    """Five episodes; of the first two nothing was kept, and they are listened to: one is short, one endless."""
    library, folder = tmp_path / "library", tmp_path / "Night Shift"
    library.mkdir()
    folder.mkdir()
    Catalogue.open(library, create=True).close()
    with Catalogue.open(library) as catalogue:
        for number, played in enumerate(SERIES):
            path = folder / f"Night Shift S01E0{number + 1}.mkv"
            write_wav(path, make_music(number, 2.0))
            if number == 1:
                write_silence(path, SILENCE_S)
            length_s = SILENCE_S if number == 1 else 2.0
            file = FilmFile(name=path.name, size=path.stat().st_size, duration_s=length_s)
            film = Film(id=f"night-{number}", title=path.stem, duration_s=length_s, file=file)
            catalogue.save_document(FilmDocument(film=film, cues=[]), [Reel.of(path)])
            if number > 1:
                catalogue.put_sound(film.id, DIGEST, pack_ends(laid(number, played)))
    return library, folder


def sound_of(library, number):
    """Read what is kept of an episode's sound."""
    with Catalogue.open(library) as catalogue:
        return catalogue.sound(f"night-{number}", DIGEST)


def interrupt_while_it_listens(library, folder):
    """Run the command until it has heard the first episode, and break it off in the second."""
    arguments = ["series", str(folder), "--edl", "--library", str(library)]
    process = subprocess.Popen(
        [sys.executable, "-m", "cuespotter", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        preexec_fn=hear_interruptions,  # noqa: PLW1509  no other thread is at work here
    )
    with process:
        while process.poll() is None and sound_of(library, 0) is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def test_an_interrupted_series_keeps_what_it_heard_says_so_in_a_line_and_is_completed_by_the_next(season):
    library, folder = season
    status, out, err = interrupt_while_it_listens(library, folder)
    # a slow machine also says how far it is
    said = [line for line in err.splitlines() if not line.startswith("listening to ")]
    assert (status, out) == (130, ""), err
    kept, ended = said
    assert kept.startswith(
        "cuespotter: what was listened to is kept, openings and closings are as they were;"
    )
    assert ended == "cuespotter: interrupted"
    assert sound_of(library, 1) is None
    with Catalogue.open(library) as catalogue:
        for number in range(len(SERIES)):
            assert catalogue.document(f"night-{number}").film.series_parts == []
            assert catalogue.history(f"night-{number}") == []
        assert cuespotter("verify", "--library", library).status == 0
        # hours of silence are not waited for: as if they had been
        catalogue.put_sound("night-1", DIGEST, pack_ends(laid(1, SERIES[1])))
    first = sound_of(library, 0)
    assert not list(folder.glob("*.edl"))
    again = cuespotter("series", folder, "--edl", "--library", library)
    assert "5 episodes, 3 with an opening" in again.err
    assert sound_of(library, 0) == first
    assert len(list(folder.glob("*.edl"))) == 4
