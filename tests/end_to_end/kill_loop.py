"""Kill `cuespotter add` at random moments, over and over: ``python -m tests.end_to_end.kill_loop --rounds 200``.

After every kill the library must verify clean, hold only whole recordings, and never fewer than before; when
all is over one more add completes it. Nothing is cleaned up between rounds: what one kill leaves, the next run
has to live with.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path

import numpy as np

from cuespotter.errors import LibraryError
from cuespotter.library import Holdings

RATE_HZ = 11025
FILES = 12
SECONDS = 3.0
LONGEST_S = 3.0
"""An add of all files takes about so long, start-up included."""
# one recording a batch, so that kills meet many commits; and few segments, so that they meet merges
ADD = """
import sys
from cuespotter.cli.main import run
from cuespotter.library import adding, upkeep
adding.BATCH_RECORDINGS = 1
upkeep.MOST_SEGMENTS, upkeep.MERGED_AT_ONCE = 3, 2
if __name__ == "__main__":
    print("begun", flush=True)
    run(["add", "--quiet", "--jobs", "1", *sys.argv[1:]])
"""


def make_music(folder: Path) -> None:
    """Write tiny files of noise bands, each its own recording."""
    folder.mkdir(exist_ok=True)
    for number in range(FILES):
        chance = np.random.default_rng(number)
        times = np.arange(int(SECONDS * RATE_HZ)) / RATE_HZ
        notes = chance.uniform(200, 3000, (12, 1))
        sound = np.sin(2 * np.pi * notes * times + np.sin(5 * times)).mean(axis=0)
        with wave.open(str(folder / f"{number:02}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes((20000 * sound).astype("<i2").tobytes())


def kill_an_add(script: Path, music: Path, library: Path, after_s: float) -> bool:
    """Begin an add and kill it, with its workers, after so long; says whether it was still at work."""
    command = [sys.executable, str(script), "--library", str(library), str(music)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CUESPOTTER_")}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, start_new_session=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(after_s)
        was_at_work = process.poll() is None
        if was_at_work:
            os.killpg(process.pid, 9)
    return was_at_work


def check(folder: Path, at_least: int) -> int:
    """Hold the library to its word; give how many recordings it has."""
    try:
        opened = Holdings.open(folder, writable=False)
    except LibraryError as error:
        if at_least or "no library" not in error.message:
            raise
        return 0  # killed before there was a library
    with opened as library:
        problems = library.verify(lambda _done, _all: None)
        assert problems == [], problems
        index = library.index()
        listed = {recording.id for recording in library.catalogue.recordings()}
        assert set(index.recordings) == listed
        assert all(len(index.fingerprint(one).peaks) for one in listed)
        assert len(listed) >= at_least
        return len(listed)


def kill_in_a_loop(folder: Path, *, rounds: int, seed: int) -> tuple[int, int]:
    """Kill adds until `rounds` are over, then complete the library; gives kills that hit and libraries made.

    A library that is complete is thrown away and begun anew, so that every kill finds work to interrupt.
    """
    music, script = folder / "music", folder / "add.py"
    make_music(music)
    script.write_text(ADD)
    chance = random.Random(seed)
    kills, libraries, known = 0, 1, 0
    library = folder / "library-1"
    for _ in range(rounds):
        kills += kill_an_add(script, music, library, chance.uniform(0.0, LONGEST_S) ** 2 / LONGEST_S)
        known = check(library, known)
        if known == FILES:
            libraries, known = libraries + 1, 0
            library = folder / f"library-{libraries}"
    command = [sys.executable, "-m", "cuespotter", "add", "--quiet", "--library", str(library), str(music)]
    subprocess.run(command, check=True)
    assert check(library, known) == FILES
    names = {path.name for path in library.rglob("*") if path.is_file()}
    assert not [name for name in names if name.endswith(".partial")], names
    return kills, libraries


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    a = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kills, libraries = kill_in_a_loop(Path(folder), rounds=a.rounds, seed=a.seed)
    print(
        f"{kills} kills of {a.rounds} hit an add at work, in {libraries} libraries: all sound, all completed"
    )


if __name__ == "__main__":
    main()
