import csv

import numpy as np
import pytest
import soundfile
from evaluation.stems import RATE_HZ


def tune(seed, seconds, notes_per_second=4):
    """Random chords, stereo, without repeats: enough like music for a spectrum."""
    rng = np.random.default_rng(seed)
    n = int(RATE_HZ / notes_per_second)
    t = np.arange(n) / RATE_HZ
    notes = []
    for _ in range(int(seconds * notes_per_second)):
        hz = 110 * 2 ** (rng.integers(0, 48, 3) / 12)
        chord = [np.sin(2 * np.pi * f * t) * np.exp(-4 * t) for f in hz]
        notes.append(np.stack([chord[0] + chord[1], chord[1] + chord[2]]))
    return (0.1 * np.concatenate(notes, axis=1)).astype(np.float32)


@pytest.fixture(scope="session")
def data(tmp_path_factory):
    """A data folder with four tunes in the library (one of them a loop), an outsider, and noises."""
    folder = tmp_path_factory.mktemp("data")
    noise = np.random.default_rng(0)

    def save(name, sound):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(folder / name, sound.T, RATE_HZ, subtype="FLOAT")

    for k, track in enumerate(["a", "b", "c"]):
        save(f"library/{track}.wav", tune(k, 30))
    save("library/loop.wav", np.tile(tune(9, 10), 3))
    save("outsiders/Some One - Else.wav", tune(20, 30))
    for k in range(4):
        save(
            f"stems/speech/s{k % 2}/{k}.wav", 0.1 * noise.standard_normal((1, 2 * RATE_HZ)).astype(np.float32)
        )
    save("stems/ambience/hiss.wav", 0.01 * noise.standard_normal((2, 5 * RATE_HZ)).astype(np.float32))
    save("stems/effects/bang.wav", 0.3 * noise.standard_normal((2, RATE_HZ // 4)).astype(np.float32))
    with (folder / "library" / "library.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["file", "track", "plays"])
        writer.writerows([["a.wav", "a", "may"], ["b.wav", "b", "may"], ["loop.wav", "loop", "may"]])
        writer.writerow(["c.wav", "c", "no"])
    return folder


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def more(data, tmp_path_factory):
    """A second set: two more tunes, one of them a loop; another version, and one cut from a track."""
    folder = tmp_path_factory.mktemp("more")
    for name in ("library", "versions"):
        (folder / name).mkdir()
    for target, source in (
        ("library/d.wav", "library/a.wav"),
        ("library/e.wav", "library/loop.wav"),
        ("versions/mix.other.wav", "library/b.wav"),
        ("versions/mix.full-mix.wav", "library/c.wav"),
    ):
        (folder / target).write_bytes((data / source).read_bytes())
    with (folder / "library" / "library.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows(
            [
                ["file", "track", "plays", "repeats"],
                ["d.wav", "d", "may", "0.1"],
                ["e.wav", "e", "may", "0.9"],
            ]
        )
    with (folder / "versions" / "versions.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows([["file"], ["mix.other.wav"], ["mix.full-mix.wav"]])
    return folder
