"""Whatever lies in the folder: the good files are added, the bad ones named, each in one line."""

import os
import subprocess
import sys
import wave
from dataclasses import dataclass

import numpy as np
import pytest
from tests.unit.media.making import clicks, core_audio, encode, overwrite, packet_places, save_picture, tone

RATE_HZ = 44100
WIDE = {"COLUMNS": "400"}


def melody(seconds, seed, rate_hz=RATE_HZ):
    """Notes of a quarter second, each with overtones."""
    random = np.random.default_rng(seed)
    notes = []
    for _ in range(round(seconds * 4)):
        hz = 220 * 2 ** (random.integers(0, 36) / 12)
        notes.append(sum(tone(0.25, hz * k, rate_hz, 0.3 / k) for k in (1, 2, 3)))
    return np.concatenate(notes)[None].astype(np.float32)


@dataclass
class Outcome:
    status: int
    said: list[str]


def cuespotter(*words, folder):
    run = subprocess.run(
        [sys.executable, "-m", "cuespotter", *map(os.fspath, words), "--library", folder / "library"],
        cwd=folder,
        capture_output=True,
        check=False,
        env={name: value for name, value in os.environ.items() if not name.startswith("CUESPOTTER_")} | WIDE,
    )
    said = run.stderr.decode("utf-8", "replace").splitlines()
    # the first run after an installation also says that it compiles
    return Outcome(run.returncode, [line for line in said if not line.startswith("compiling ")])


def make_good(folder):
    encode(folder / "two\nlines.flac", melody(6, 1), RATE_HZ, codec="flac")
    encode(folder / "-dash %d ü 🎬.flac", melody(6, 2), RATE_HZ, codec="flac")
    whole = encode(folder / "cut.mp3", melody(8, 3), RATE_HZ, codec="libmp3lame")
    whole.write_bytes(whole.read_bytes()[: whole.stat().st_size * 7 // 10])
    film = encode(folder / "damaged.mkv", melody(8, 4, 48000), 48000, codec="ac3", video=True)
    overwrite(film, film, packet_places(film)[100:115], b"\xff")
    parts = [
        encode(folder / f"part{k}.aac", melody(4, 5 + k, rate), rate, codec="aac")
        for k, rate in ((0, 48000), (1, 32000))
    ]
    (folder / "changing.aac").write_bytes(b"".join(part.read_bytes() for part in parts))
    for part in parts:
        part.unlink()
    core_audio(folder / "film_order.caf", [1, 3, 2, 5, 6, 4], np.repeat(melody(6, 7, 48000), 6, axis=0) / 2)
    return 6


def make_bad(folder):
    (folder / "empty.mp3").touch()
    (folder / "words.mp3").write_text("Lust for Life\n" * 100)
    (folder / "zeros.mp3").write_bytes(bytes(100_000))
    (folder / "noise.mkv").write_bytes(np.random.default_rng(1).bytes(100_000))
    (folder / "playlist.mp3").write_text(
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\ncut.mp3\n#EXT-X-ENDLIST\n"
    )
    (folder / "picture.mp3").write_bytes(save_picture(folder / "picture.png", "png", "image2").read_bytes())
    save_picture(folder / "silent.mkv", "mpeg4", count=5)
    with wave.open(str(folder / "nothing.wav"), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(48000)
    coded = encode(folder / "rubble.m4a", clicks(1, [0.5]), codec="aac")
    overwrite(coded, coded, packet_places(coded), b"\xff")
    return {
        "empty.mp3": "is empty",
        "words.mp3": "nothing that FFmpeg can read",
        "zeros.mp3": "nothing that FFmpeg can read",
        "noise.mkv": "nothing that FFmpeg can read",
        "playlist.mp3": "nothing that FFmpeg can read",
        "picture.mp3": "is a picture",
        "silent.mkv": "has no audio stream",
        "nothing.wav": "its audio stream is empty",
        "rubble.m4a": "no part of the sound",
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("trip")


@pytest.fixture(scope="module")
def added(folder):
    music = folder / "music"
    music.mkdir()
    good, bad = make_good(music), make_bad(music)
    return good, bad, cuespotter("add", music, folder=folder)


def test_the_rest_of_the_batch_goes_on(added):
    good, bad, outcome = added
    assert outcome.status == 1
    assert any(f"{good} added, {len(bad)} failed" in line for line in outcome.said)


def test_each_bad_file_is_named_with_its_reason_in_one_line(added):
    _, bad, outcome = added
    for name, reason in bad.items():
        (line,) = (line for line in outcome.said if name in line)
        assert reason in line


def test_nothing_else_is_said(added):
    _, bad, outcome = added
    # a slow machine also says how far it is
    words = [line for line in outcome.said if line.strip() and not line.startswith("listening, ")]
    # the copy that broke off is heard, and told of
    assert sum("cut.mp3 breaks off" in line for line in words) == 1
    assert len(words) == len(bad) + 2


@pytest.mark.parametrize(
    ("film", "reason"),
    [
        ("no films", "no films are in"),
        ("nowhere.mkv", "there is no file"),
        ("music/words.mp3", "nothing that FFmpeg can read"),
        ("music/silent.mkv", "has no audio stream"),
        ("music/rubble.m4a", "no part of the sound"),
    ],
)
def test_a_film_that_cannot_be_heard_is_refused_in_one_line(added, folder, film, reason):
    (folder / "no films").mkdir(exist_ok=True)
    outcome = cuespotter("identify", film, folder=folder)
    assert outcome.status == 2
    (line,) = (line for line in outcome.said if line.strip())
    assert reason in line
    assert film.rpartition("/")[2] in line
