import dataclasses
from pathlib import Path

import numpy as np
import pytest
from tests.reference.engine_library import identify_sounds, index_of, named
from tests.reference.engine_music import RATE_HZ, mix, noise, play

from cuespotter.errors import MissingFileError
from cuespotter.identify import identify
from cuespotter.index.reader import Index
from cuespotter.settings import Settings

PAL = 25 / 24


def cents(speed):
    return float(1200 * np.log2(speed))


def names(document):
    return [cue.recording.id for cue in named(document)]


PLAYED = {
    "film speed": (1.0, 0.0, "1"),
    "PAL": (PAL, cents(PAL), "25/24"),
    "turntable": (0.93, cents(0.93), "mixed"),
    "tempo alone": (1.04, 0.0, "mixed"),
    "pitch alone": (1.0, 70.0, "1"),
}


@pytest.mark.parametrize(("speed", "pitch_cents", "regime"), PLAYED.values(), ids=PLAYED)
def test_music_is_found_at_the_speed_it_plays_at(speed, pitch_cents, regime):
    tune = play(1, first_s=8.0, length_s=20.0, tempo=speed, pitch_cents=pitch_cents)
    document = identify_sounds(mix(30, (5.0, tune)))
    (cue,) = named(document)
    (placement,) = cue.placements
    assert (cue.cue_no, cue.recording.id, document.film.speed_regime) == ("1m01", "tune1", regime)
    assert cue.confidence > 0.9
    assert placement.speed == pytest.approx(speed, rel=1e-3)
    assert placement.pitch_cents == pytest.approx(pitch_cents, abs=1.0)
    assert (placement.film_in_s, placement.film_out_s) == pytest.approx((5.0, 25.0), abs=0.3)
    assert placement.recording_in_s == pytest.approx(8.0 + (placement.film_in_s - 5.0) * speed, abs=0.02)


def test_a_cut_inside_a_recording_is_two_placements_of_one_cue():
    parts = (4.0, play(0, first_s=2.0, length_s=14.0)), (18.0, play(0, first_s=24.0, length_s=14.0))
    (cue,) = named(identify_sounds(mix(36, *parts)))
    assert [p.recording_in_s - p.film_in_s for p in cue.placements] == pytest.approx([-2.0, 6.0], abs=0.03)


def test_two_recordings_at_once_are_both_found():
    parts = (4.0, play(0, first_s=5.0, length_s=18.0)), (8.0, play(2, first_s=10.0, length_s=18.0))
    assert names(identify_sounds(mix(30, *parts))) == ["tune0", "tune2"]


def test_a_recording_twice_in_the_library_is_one_cue_and_a_rival():
    index = index_of(0, 1, ("copy", 0), 2)
    (cue,) = named(identify_sounds(mix(26, (5.0, play(0, first_s=10.0, length_s=16.0))), index=index))
    assert {cue.recording.id, *(rival.recording.id for rival in cue.rivals)} == {"tune0", "copy"}
    assert [rival.reason for rival in cue.rivals] == ["same sound"]


@pytest.mark.parametrize("seed", [77, 78, 79])
def test_music_that_is_not_in_the_library_is_no_cue(seed):
    assert names(identify_sounds(mix(30, (4.0, play(seed, first_s=2.0, length_s=20.0))))) == []


NOTHING = {
    "silence": np.zeros((2, 12 * RATE_HZ)),
    "half a second of music": play(0, first_s=10.0, length_s=0.5),
    "one sample": np.full((2, 1), 0.5),
    "noise": noise(12, level=0.2),
    "half a second of silence": np.zeros((1, RATE_HZ // 2)),
    "a steady tone": 0.5 * np.sin(2 * np.pi * 440 / RATE_HZ * np.arange(12 * RATE_HZ))[None],
    "a constant": np.ones((1, 5 * RATE_HZ)),
}


@pytest.mark.parametrize("sound", NOTHING.values(), ids=NOTHING)
def test_where_there_is_no_music_there_is_no_cue(sound):
    document = identify_sounds(sound)
    assert names(document) == []
    assert document.film.speed_regime == "unknown"


def test_an_empty_library_names_nothing():
    assert names(identify_sounds(mix(12, (0.0, play(0, length_s=12.0))), index=Index([]))) == []


def test_reels_lie_end_to_end_on_the_films_clock():
    reels = [mix(20, (3.0, play(tune, first_s=10.0, length_s=12.0))) for tune in (0, 2)]
    document = identify_sounds(*reels)
    assert [(cue.cue_no, cue.recording.id) for cue in named(document)] == [
        ("1m01", "tune0"),
        ("2m01", "tune2"),
    ]
    offsets = [cue.placements[0].film_in_s - cue.placements[0].recording_in_s for cue in named(document)]
    assert offsets == pytest.approx([-7.0, 13.0], abs=0.02)
    assert document.film.duration_s == pytest.approx(40.0, abs=0.01)
    assert [reel.film_start_s for reel in document.film.reels] == pytest.approx([0.0, 20.0], abs=0.01)


def test_progress_rises_from_stage_to_stage_and_ends_at_one(tmp_path, monkeypatch):
    told = []
    sound = mix(14, (0.0, play(0, length_s=14.0)))
    monkeypatch.setattr(
        "tests.reference.engine_library.identify",
        lambda *given: identify(*given, report=lambda stage, fraction: told.append((stage, fraction))),
    )
    identify_sounds(sound, sound, folder=tmp_path)
    fractions = [fraction for _, fraction in told]
    assert fractions == sorted(fractions)
    assert told[-1] == ("done", 1.0)
    assert {"listening", "searching"} <= {stage for stage, _ in told}


def test_a_missing_reel_is_named_before_any_is_heard(tmp_path):
    with pytest.raises(MissingFileError, match=r"nowhere\.mkv"):
        identify([tmp_path / "nowhere.mkv"], Index([]), lambda name: None, Settings())


def test_a_film_is_named_after_its_first_file(tmp_path):
    document = identify_sounds(np.zeros((1, RATE_HZ)), folder=tmp_path)
    assert document.film.title == "reel1"
    assert Path(document.film.file.name).name == "reel1.wav"


def test_however_the_work_is_cut_the_same_is_found():
    sound = mix(26, (5.0, play(0, first_s=10.0, length_s=16.0)))
    settings = Settings()
    small = dataclasses.replace(settings.matching, pairing_frames=500)
    single = dataclasses.replace(settings.hearing, threads=1)
    packed = dataclasses.replace(settings.matching, most_unpacked=0)
    in_parts = dataclasses.replace(settings.matching, most_cells_at_once=0)
    expected = identify_sounds(sound)
    assert len(named(expected)) == 1
    for changed in ({"hearing": single}, *({"matching": one} for one in (small, packed, in_parts))):
        assert identify_sounds(sound, settings=dataclasses.replace(settings, **changed)) == expected


@pytest.mark.parametrize(("level", "moved_s", "over"), [(0.4, 0.0, 77), (0.2, 1 / 7, 78)])
def test_in_whatever_order_music_was_added_the_same_is_found(level, moved_s, over):
    faint = (
        (start_s, level * play(tune, first_s=first_s + moved_s, length_s=length_s))
        for tune, start_s, first_s, length_s in ((2, 3.0, 6.0, 9.0), (0, 14.0, 10.0, 11.0))
    )
    sound = mix(26, *faint, (0.0, play(over, length_s=26.0)))
    tunes = (0, ("copy", 0), 1, 2, 3)
    expected = identify_sounds(sound, index=index_of(*tunes))
    assert len(named(expected)) == 2
    assert identify_sounds(sound, index=index_of(*reversed(tunes))) == expected
