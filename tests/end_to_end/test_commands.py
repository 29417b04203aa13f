"""Real commands in real processes, on sound made from a seed."""

import io
import json
import os
import re
import signal
import struct
import subprocess
import sys
import wave
import zlib
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import pytest
from tests.end_to_end.kill_loop import kill_in_a_loop

from cuespotter.cli.main import run
from cuespotter.library.lock import writer_lock

RATE_HZ = 11025
HOLD = """
import sys
from pathlib import Path
from cuespotter.library.lock import writer_lock
with writer_lock(Path(sys.argv[1]), task="add"):
    print("held", flush=True)
    sys.stdin.readline()
"""


@dataclass
class Answer:
    status: int
    out: str
    err: str


def cuespotter(*arguments: object, cwd: Path | None = None) -> Answer:
    """Run the program in this process: the imports of a new one cost more than all else here."""
    out, err = io.StringIO(), io.StringIO()
    ours, before = Path.cwd(), signal.getsignal(signal.SIGTERM)
    os.chdir(cwd or ours)
    try:
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
            run([str(argument) for argument in arguments])
    finally:
        os.chdir(ours)
        signal.signal(signal.SIGTERM, before)
    assert "Traceback" not in err.getvalue()
    assert "please report" not in err.getvalue()
    return Answer(int(left.value.code or 0), out.getvalue(), without_progress(err.getvalue()))


def without_progress(said: str) -> str:
    """Leave out how far it was, which is said every ten seconds and so only where the machine is slow."""
    return re.sub(r"^[^\n]*: +\d+ %(, about [^\n]* left)?\n", "", said, flags=re.MULTILINE)


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("CUESPOTTER_")}


def make_music(seed: int, seconds: float) -> np.ndarray:
    """Chords of three notes, a new one at each beat, each with its overtones and its decay."""
    chance = np.random.default_rng(seed)
    sound = np.zeros(int(seconds * RATE_HZ))
    place = 0
    while place < len(sound):
        beat = int(chance.uniform(0.15, 0.4) * RATE_HZ)
        times = np.arange(min(2 * beat, len(sound) - place)) / RATE_HZ
        for note in chance.integers(0, 40, 3):
            pitch = 130.0 * 2 ** (note / 12)
            for overtone in range(1, 5):
                sound[place : place + len(times)] += (
                    np.sin(2 * np.pi * pitch * overtone * times) * np.exp(-6 * times) / overtone
                )
        place += beat
    return 0.5 * sound / np.abs(sound).max()


def write_wav(path: Path, sound: np.ndarray) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((32767 * sound).astype("<i2").tobytes())
    return path


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("music")
    for name, seed in (("one.wav", 1), ("two.wav", 2), ("three.wav", 3)):
        write_wav(folder / name, make_music(seed, 40.0))
    return folder


@pytest.fixture(scope="module")
def library(music: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library") / "new" / "library"
    answer = cuespotter("add", music, "--library", folder)
    assert (answer.status, answer.out, answer.err) == (0, "", "3 added\n")
    return folder


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A minute: two.wav from its 10th second at 5 s to 30 s, one.wav from its 3rd at 35 s to 55 s, and noise."""
    sound = 0.01 * np.random.default_rng(9).standard_normal(60 * RATE_HZ)
    for seed, start, end, inside in ((2, 5, 30, 10), (1, 35, 55, 3)):
        part = make_music(seed, 40.0)[inside * RATE_HZ : (inside + end - start) * RATE_HZ]
        sound[start * RATE_HZ : end * RATE_HZ] += part
    return write_wav(tmp_path_factory.mktemp("film") / "the film.wav", sound / np.abs(sound).max() * 0.9)


def test_the_whole_trip(library: Path, film: Path, tmp_path: Path) -> None:
    answer = cuespotter("identify", film, "--json", tmp_path / "film.json", "--library", library)
    assert answer.status == 0
    document = json.loads((tmp_path / "film.json").read_text())
    found = [(cue["recording"]["path"], cue["placements"][0]) for cue in document["cues"]]
    assert [path for path, _ in found] == ["two.wav", "one.wav"]
    for (_, placement), (start, end, inside) in zip(found, ((5, 30, 10), (35, 55, 3)), strict=True):
        assert placement["film_in_s"] == pytest.approx(start, abs=1.0)
        assert placement["film_out_s"] == pytest.approx(end, abs=1.0)
        offset_s = placement["film_in_s"] - placement["recording_in_s"] / placement["speed"]
        assert offset_s == pytest.approx(start - inside, abs=0.1)
    assert cuespotter("show", "the film", "--library", library).out == answer.out
    assert cuespotter("export", film, tmp_path / "film.m3u8", "--library", library).status == 0
    assert "one.wav" in (tmp_path / "film.m3u8").read_text()
    uses = cuespotter("films", "--using", "one.wav", "--library", library).out
    assert "the film" in uses
    assert cuespotter("verify", "--library", library).status == 0


def test_a_review_outlives_a_new_identification(library: Path, film: Path) -> None:
    cuespotter("identify", film, "--library", library, "--quiet")
    cuespotter("reject", film, "1m01", "--library", library)
    cuespotter("edit", film, "1m02", "--set", "film_part=end_title", "--end", "50", "--library", library)
    answer = cuespotter("identify", film, "--library", library)
    assert "two.wav" not in answer.out
    shown = json.loads(cuespotter("show", film, "--json", "--library", library).out)
    assert [cue["status"] for cue in shown["cues"]] == ["rejected", "edited"]
    assert (shown["cues"][1]["end_s"], shown["cues"][1]["film_part"]) == (50.0, "end_title")


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(72)))
        + chunk(b"IEND", b"")
    )


def write_mute_film(path: Path) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=25)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        for _ in range(10):
            frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


@pytest.fixture(scope="module")
def rubbish(music: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rubbish")
    (folder / "empty.mp3").write_bytes(b"")
    (folder / "text.flac").write_text("this is no music\n" * 100)
    (folder / "picture.wav").write_bytes(png())
    (folder / "header only.wav").write_bytes((music / "one.wav").read_bytes()[:44])
    write_mute_film(folder / "mute.mkv")
    write_wav(folder / "silence.wav", np.zeros(5 * RATE_HZ))
    return folder


def test_bad_files_in_a_folder_are_named_and_the_rest_goes_on(
    rubbish: Path, music: Path, tmp_path: Path
) -> None:
    answer = cuespotter(
        "add", rubbish, music / "one.wav", tmp_path / "not there", "--library", tmp_path / "library"
    )
    assert answer.status == 1
    lines = answer.err.splitlines()
    assert lines[-1] == "1 added, 7 failed"
    for name in (
        "empty.mp3",
        "text.flac",
        "picture.wav",
        "header only.wav",
        "mute.mkv",
        "silence.wav",
        "not there",
    ):
        assert sum(name in line for line in lines) == 1, (name, answer.err)


@pytest.mark.parametrize(
    "name", ["empty.mp3", "text.flac", "picture.wav", "header only.wav", "mute.mkv", "no.mkv"]
)
def test_what_is_no_film_is_one_line(library: Path, rubbish: Path, name: str) -> None:
    answer = cuespotter("identify", rubbish / name, "--library", library)
    assert answer.status == 2
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert answer.err.startswith("cuespotter: ")


def test_silence_and_half_a_second_have_no_cues(library: Path, rubbish: Path, tmp_path: Path) -> None:
    short = write_wav(tmp_path / "short.wav", make_music(5, 0.5))
    for path in (rubbish / "silence.wav", short):
        answer = cuespotter("identify", path, "--library", library)
        assert (answer.status, answer.out) == (0, "")
        assert "no music was found" in answer.err


def test_a_truncated_recording_is_heard_as_far_as_it_goes(music: Path, tmp_path: Path) -> None:
    whole = (music / "one.wav").read_bytes()
    (tmp_path / "cut.wav").write_bytes(whole[: len(whole) // 2])
    answer = cuespotter("add", tmp_path / "cut.wav", "--library", tmp_path / "library")
    # a slow machine also says how far it is
    said = [line for line in answer.err.splitlines() if not line.startswith("listening, ")]
    assert (answer.status, said[-1]) == (0, "1 added")
    assert [line for line in said if "breaks off" in line] == [
        "cuespotter: cut.wav breaks off after 20.0 s of sound: 441,022 bytes of what it states are missing; copy it again"
    ]
    assert "0:20" in cuespotter("recordings", "--library", tmp_path / "library").out


def test_half_a_second_of_music_can_be_added(tmp_path: Path) -> None:
    write_wav(tmp_path / "short.wav", make_music(5, 0.5))
    answer = cuespotter("add", tmp_path / "short.wav", "--library", tmp_path / "library")
    assert answer.status in {0, 2}
    assert answer.err.count("\n") <= 2


def test_any_name_goes_all_the_way(tmp_path: Path) -> None:
    names = ["Größe – 音楽 🎬.wav", "with  spaces.wav", "-dash.wav", "new\nline.wav", "quote'\".wav"]
    for seed, name in enumerate(names):
        write_wav(tmp_path / name, make_music(10 + seed, 15.0))
    library = tmp_path / "library of ü"
    answer = cuespotter("add", "--library", library, "--", *names, cwd=tmp_path)
    assert (answer.status, answer.err) == (0, "5 added\n")
    for name in names:
        assert cuespotter("remove", "--library", library, "--", name, cwd=tmp_path).status == 0
    assert cuespotter("add", "--library", library, "--", *names, cwd=tmp_path).err == "5 brought back\n"
    for name in ("-dash.wav", "new\nline.wav"):
        answer = cuespotter("identify", "--json", "-", "--library", library, "--", name, cwd=tmp_path)
        assert answer.status == 0
        assert [cue["recording"]["path"] for cue in json.loads(answer.out)["cues"]] == [name]
        assert cuespotter("export", "--library", library, "--", name, "out.json", cwd=tmp_path).status == 0


def test_a_second_writer_is_told_who_the_first_is_and_may_wait(library: Path, music: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(library)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        answer = cuespotter("add", music, "--library", library)
        assert answer.status == 2
        assert f"process {holder.pid} " in answer.err
        assert answer.err.rstrip().endswith("try again, or use --wait")
        assert cuespotter("recordings", "--library", library).status == 0
        waiting = subprocess.Popen(
            [sys.executable, "-m", "cuespotter", "add", str(music), "--wait", "--library", str(library)],
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        with waiting:
            assert holder.stdin is not None
            holder.stdin.close()
            assert waiting.wait(timeout=120) == 0


def hear_interruptions() -> None:
    """Hear Ctrl-C again: what a shell starts in the background is deaf to it, and so is what that starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def begin_a_long_add(folder: Path, library: Path, music: Path) -> subprocess.Popen[str]:
    """Start to add a recording, an empty file that is named when the recording is done, and hours of silence."""
    (folder / "a.wav").write_bytes((music / "one.wav").read_bytes())
    (folder / "b.wav").write_bytes(b"")
    with wave.open(str(folder / "c.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48000)
        file.setnframes(48000 * 3600 * 5)
        file.writeframesraw(b"")
    os.truncate(folder / "c.wav", 2 * 48000 * 3600 * 5)
    process = subprocess.Popen(
        [sys.executable, "-m", "cuespotter", "add", str(folder), "--jobs", "1", "--library", str(library)],
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        preexec_fn=hear_interruptions,  # noqa: PLW1509  no other thread is at work here
    )
    assert process.stderr is not None
    # on a busy machine, how far it is may be said first
    assert any("b.wav" in line for line in process.stderr)
    return process


def test_an_interrupted_add_keeps_what_was_finished(music: Path, tmp_path: Path) -> None:
    folder, library = tmp_path / "in", tmp_path / "library"
    folder.mkdir()
    with begin_a_long_add(folder, library, music) as process:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert "what was finished is in the library, 1 files are not" in err
    assert "a.wav" in cuespotter("recordings", "--library", library).out
    (folder / "c.wav").unlink()
    assert "1 unchanged" in cuespotter("add", folder, "--library", library).err


def test_a_killed_add_leaves_the_library_as_it_was(music: Path, tmp_path: Path) -> None:
    folder, library = tmp_path / "in", tmp_path / "library"
    folder.mkdir()
    cuespotter("add", music / "two.wav", "--library", library)
    with begin_a_long_add(folder, library, music) as process:
        process.kill()
    assert cuespotter("verify", "--library", library).status == 0
    assert len(cuespotter("recordings", "--library", library).out.splitlines()) == 2
    with writer_lock(library, task="test"):
        pass


def test_adds_killed_at_random_moments_leave_a_library_that_another_add_completes(tmp_path: Path) -> None:
    # the long form: python -m tests.end_to_end.kill_loop --rounds 200
    kills, _ = kill_in_a_loop(tmp_path, rounds=5, seed=3)
    assert kills > 0


def test_a_library_that_cannot_be_written_is_one_line(music: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answer = cuespotter("add", music, "--library", tmp_path / "file" / "library")
    assert (answer.status, answer.err.count("\n")) == (2, 1)
    library = tmp_path / "library"
    (library / "writer.lock").mkdir(parents=True)
    answer = cuespotter("add", music, "--library", library)
    assert answer.status == 2
    assert "cannot be written" in answer.err


def test_a_library_in_a_read_only_folder_still_identifies(
    library: Path, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # root may write anywhere, so the folder is only said to be read-only
    monkeypatch.setattr("cuespotter.catalogue.database.os.access", lambda path, mode: mode != os.W_OK)
    answer = cuespotter("identify", film, "--title", "Read only", "--library", library)
    assert answer.status == 1
    assert "one.wav" in answer.out
    assert "the result was not kept" in answer.err


def test_an_unreadable_file_costs_only_itself(music: Path, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read anything")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "secret.wav").write_bytes((music / "one.wav").read_bytes())
    (tmp_path / "in" / "secret.wav").chmod(0)
    answer = cuespotter("add", tmp_path / "in", music, "--library", tmp_path / "library")
    assert answer.status == 1
    assert "secret.wav" in answer.err
