"""What is kept of a film's sound while it is heard."""

import os
from dataclasses import replace

import numpy as np
import pytest
import soundfile

from cuespotter.media.decode import blocks
from cuespotter.settings import Settings, WaveformSettings
from cuespotter.waveform import kept as room
from cuespotter.waveform.kept import KeptSamples
from cuespotter.waveform.samples import Tiles, Waveform

resource = pytest.importorskip("resource")
RATE_HZ = Settings().analysis.rate_hz
LISTENING = Settings(waveform=WaveformSettings(listens=True))


def reel(path, seed, seconds=40.0):
    noise = np.random.default_rng(seed).standard_normal((round(seconds * RATE_HZ), 2))
    soundfile.write(path, (0.1 * noise).astype(np.float32), RATE_HZ, subtype="FLOAT")
    return path


def heard(kept, path):
    for block in blocks(path, rate_hz=RATE_HZ):
        kept.take(block)
    return kept


def test_a_stretch_is_what_the_file_holds_there(tmp_path):
    path = reel(tmp_path / "film.wav", 1)
    kept = heard(KeptSamples(LISTENING), path)
    file = Waveform(path, None, RATE_HZ, Tiles())
    for start_s, end_s in ((-1.0, 2.0), (7.25, 19.0), (38.0, 55.0)):
        views, first = kept.stretch(start_s, end_s)
        again, origin = file.stretch(start_s, end_s)
        assert set(views) == {"mid", "side"} == set(again)
        assert first == max(0, int(start_s * RATE_HZ))
        for name, samples in views.items():
            whole = again[name][first - origin :][: len(samples)]
            assert len(samples) >= (min(end_s, 40.0) - max(start_s, 0.0)) * RATE_HZ - 1
            assert np.abs(samples - whole).max() < 2**-11 * np.abs(whole).max()


def test_the_next_reel_takes_the_place_of_the_last(tmp_path):
    kept = heard(KeptSamples(LISTENING), reel(tmp_path / "long.wav", 1))
    second = reel(tmp_path / "short.wav", 2, seconds=10.0)
    views, _ = heard(kept, second).stretch(0.0, 40.0)
    assert len(views["mid"]) == 10 * RATE_HZ
    expected = soundfile.read(second, dtype="float32")[0].mean(axis=1)
    np.testing.assert_allclose(views["mid"], expected, atol=1e-3)


def test_nothing_is_kept_where_no_files_are_listened_to(tmp_path, monkeypatch):
    monkeypatch.setattr(room.tempfile, "TemporaryFile", lambda **_: pytest.fail("a file was made"))
    silent = replace(LISTENING, waveform=WaveformSettings(listens=False))
    assert not heard(KeptSamples(silent), reel(tmp_path / "film.wav", 1)).is_whole


@pytest.mark.parametrize("room_for", [0, 1])
def test_a_full_disk_gives_up_what_was_kept_and_nothing_else(tmp_path, monkeypatch, room_for):
    made = []

    class Full:
        """A file on a disk that has room for so many blocks."""

        def __init__(self):
            self.left, self.size = room_for, None

        def write(self, block):
            if self.left == 0:
                raise OSError(28, "No space left on device")
            self.left -= 1
            return len(block)

        def seek(self, _place):
            pass

        def truncate(self, size=None):
            self.size = size

        def close(self):
            pass

    def make(**_):
        made.append(Full())
        return made[-1]

    monkeypatch.setattr(room.tempfile, "TemporaryFile", make)
    kept = heard(KeptSamples(LISTENING), reel(tmp_path / "film.wav", 1))
    assert not kept.is_whole
    assert made[0].size == 0


@pytest.mark.parametrize("short", [0, 1, 4096, 4097])
def test_a_disk_that_is_full_within_a_block_says_so_once(tmp_path, short):
    path = reel(tmp_path / "film.wav", 1)
    sizes = [block.samples.size * 2 for block in blocks(path, rate_hz=RATE_HZ)]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    kept = KeptSamples(LISTENING)
    resource.setrlimit(resource.RLIMIT_FSIZE, (sum(sizes[:2]) - short, hard))
    try:
        heard(kept, path)
        assert not kept.is_whole
        # nothing was left behind for a later write to fail at
        kept._file.close()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_what_was_kept_is_written_at_once(tmp_path):
    kept = heard(KeptSamples(LISTENING), reel(tmp_path / "film.wav", 1))
    assert os.fstat(kept._file.fileno()).st_size == round(40.0 * RATE_HZ) * 2 * 2
