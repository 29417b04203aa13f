import importlib.util
import math
import os
from pathlib import Path

import numpy as np
import pytest
from evaluation.detections import Detection, detections_of, read_detections, write_detections
from evaluation.falses import mixes_line
from evaluation.score import calibration, judge, misalignment_s, summarise

SHARED = Path(os.environ.get("CUESPOTTER_SHARED", Path(__file__).parents[4] / "shared"))


def placement(start=10.0, end=30.0, track="a", track_start=50.0, speed=1.0, **more):
    return {
        "film_start_s": start,
        "film_end_s": end,
        "track": track,
        "track_start_s": track_start,
        "speed": speed,
        "snr_db": 0.0,
        "mode": "none",
        "treatment": "none",
        "scene": "cue",
        **more,
    }


def film(*placements, **more):
    return {
        "film": "f.mkv",
        "duration_s": 600.0,
        "placements": list(placements),
        "non_library_music": [],
        **more,
    }


def verdicts(truth, *detections):
    return [verdict for _, verdict in judge(truth, detections).detections]


def test_an_exact_detection_is_right():
    figures = summarise([judge(film(placement()), [Detection(10, 30, "a", 50, 1.0, 0.9)])])
    assert figures["events"]["one_to_one"]["f1"] == 1.0
    assert figures["bounds_s"]["both"]["p90"] == 0.0
    assert figures["seconds"]["true"] == 20.0


def test_another_mix_is_neither_right_nor_false_and_the_recording_itself_must_not_be_said_to_be_one():
    other = {"film_start_s": 100.0, "film_end_s": 130.0, "track": "mix-a.instrumental"}
    truth = film(placement(track="by-a"), placement(40, 60, track="by-a"), non_library_music=[other])
    said = [Detection(10, 30, "by-a", 50, 1.0, 0.9), Detection(40, 60, "by-a", 50, 1.0, 0.1, None, 0.1)]
    for mix, verdict, answers in ((0.1, "another mix", 2), (0.9, "wrong place", 3), (None, "wrong place", 3)):
        judged = judge(truth, [*said, Detection(100, 130, "by-a", 0, 1.0, 0.9, None, mix)])
        assert [one for _, one in judged.detections] == ["right", "doubted", verdict]
        assert [row.matching for row in judged.placements] == [1, 0]
        assert summarise([judged])["detections"] == len(judged.answers) == answers
        assert judged.seconds.false == (0.0 if mix == 0.1 else 30.0)
        told = int(verdict == "another mix")
        assert mixes_line([judged]) == (
            f"Where another mix of a recording plays, {told} of 1 answers say so; of 2 right answers 1 are said "
            "to be another mix."
        )


def test_another_bar_of_the_right_recording_is_a_wrong_bar():
    assert verdicts(film(placement()), Detection(10, 30, "a", 58, 1.0)) == ["wrong bar"]


def test_a_wrong_bar_beside_the_right_one_is_told_apart():
    told = verdicts(film(placement()), Detection(10, 30, "a", 58, 1.0), Detection(10, 30, "a", 50, 1.0))
    assert told == ["wrong bar beside", "right"]


def test_a_bar_that_sounds_the_same_is_right():
    assert verdicts(film(placement(alt_track_starts=[58.0])), Detection(10, 30, "a", 58, 1.0)) == ["right"]


def test_two_halves_of_one_placement_are_one_right_and_one_duplicate():
    told = verdicts(film(placement()), Detection(10, 19, "a", 50, 1.0), Detection(19, 30, "a", 59, 1.0))
    assert told == ["duplicate", "right"]


def test_a_recording_that_does_not_play_is_false():
    assert verdicts(film(placement()), Detection(10, 30, "b", 50, 1.0)) == ["false"]


def test_a_recording_that_plays_elsewhere_is_in_a_wrong_place():
    assert verdicts(film(placement()), Detection(100, 130, "a", 50, 1.0)) == ["wrong place"]


def test_the_encoders_delay_is_taken_off_the_offset():
    late = Detection(10, 30, "a", 49.979, 1.0)
    assert misalignment_s(placement(), late, late_s=0.021) == pytest.approx(0.0, abs=1e-9)
    assert misalignment_s(placement(), late) == pytest.approx(-0.021)


def test_false_seconds_are_laid_to_what_plays_there():
    truth = film(placement(), non_library_music=[{"film_start_s": 40.0, "film_end_s": 60.0}])
    seconds = judge(truth, [Detection(25, 70, "b", 0, 1.0)]).seconds
    assert (seconds.false, seconds.false_outsider, seconds.false_no_music) == (45.0, 20.0, 20.0)


def test_the_same_second_said_twice_counts_once():
    seconds = judge(film(placement()), [Detection(10, 30, "a", 50), Detection(10, 30, "a", 50)]).seconds
    assert (seconds.true, seconds.false, seconds.missed) == (20.0, 0.0, 0.0)


def test_speed_errors_are_parts_per_million_of_long_placements():
    speed = 25 / 24
    truth = film(placement(speed=speed), placement(100, 105, "b", 5, speed))
    detections = [Detection(10, 30, "a", 50, speed * 1.0001), Detection(100, 105, "b", 5, speed * 1.01)]
    figures = summarise([judge(truth, detections)])["speed_ppm"]
    assert figures["steady"]["n"] == 1
    assert figures["steady"]["median"] == pytest.approx(100, rel=1e-3)
    assert figures["all"]["n"] == 2


def test_calibration_compares_confidence_with_truth():
    bins = calibration([(0.92, True), (0.94, True), (0.93, False), (1.0, True), (None, False)])
    assert [b["n"] for b in bins] == [3, 1]
    assert bins[0]["right"] == pytest.approx(2 / 3)
    assert bins[0]["mean_confidence"] == pytest.approx(0.93)


def test_a_film_without_music_and_without_detections_is_scored():
    figures = summarise([judge(film(), [])])
    assert figures["events"]["recall"] is None
    assert figures["false"]["false_per_hour"] == 0.0


def test_detections_survive_their_file(tmp_path):
    rows = [Detection(1 / 3, 2.5, "a", 0.1, 25 / 24, 0.99), Detection(3, 4, "b", 0.0)]
    write_detections(tmp_path / "d.csv", rows)
    assert read_detections(tmp_path / "d.csv") == rows


def test_a_document_gives_one_row_for_each_placement_and_none_for_unnamed_or_rejected_music():
    one = {"film_in_s": 1.0, "film_out_s": 9.0, "recording_in_s": 5.0, "recording_out_s": 13.0, "speed": 1.0}
    cue = {"recording": {"path": "x/a.mp3"}, "confidence": 0.9, "status": "found", "placements": [one, one]}
    unnamed = {"recording": None, "confidence": 0.9, "status": "found", "placements": []}
    rejected = {**cue, "status": "rejected"}
    rows = detections_of({"cues": [cue, unnamed, rejected]}, {"a.mp3": "track-a"})
    assert rows == [Detection(1.0, 9.0, "track-a", 5.0, 1.0, 0.9)] * 2


@pytest.fixture
def other_scorer():
    path = SHARED / "tools" / "score.py"
    if not path.exists():
        pytest.skip("the independent scorer is not here; set CUESPOTTER_SHARED")
    spec = importlib.util.spec_from_file_location("independent_score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def random_film(rng):
    """A film with overlapping placements, and detections near, beside and far from them."""
    rows, now = [], 0.0
    for _ in range(int(rng.integers(1, 15))):
        now += rng.uniform(-3, 10)
        length, track = rng.uniform(2, 40), f"t{rng.integers(6)}"
        alternatives = list(rng.uniform(0, 100, rng.integers(3)))
        rows.append(
            placement(
                max(0, now),
                max(0, now) + length,
                track,
                rng.uniform(0, 90),
                rng.choice([1.0, 25 / 24, 0.94]),
                alt_track_starts=alternatives,
                snr_db=float(rng.choice([0, -10])),
            )
        )
        now += length
    outside = [{"film_start_s": s, "film_end_s": s + 20} for s in rng.uniform(0, 300, 2)]
    detections = []
    for row in rows:
        for _ in range(int(rng.integers(4))):
            start, end = sorted(rng.uniform(row["film_start_s"] - 5, row["film_end_s"] + 5, 2))
            place = float(rng.choice([row["track_start_s"], *row["alt_track_starts"]])) + rng.normal(0, 0.4)
            speed = float(row["speed"]) if rng.random() < 0.7 else None
            at = place + (start - row["film_start_s"]) * row["speed"]
            track = row["track"] if rng.random() < 0.8 else f"t{rng.integers(9)}"
            detections.append(Detection(start, end, track, at, speed, float(rng.random())))
    return film(*rows, duration_s=now + 30, non_library_music=outside), detections


@pytest.mark.parametrize("seed", range(40))
def test_both_scorers_agree(other_scorer, seed):
    rng = np.random.default_rng(seed)
    films = [random_film(rng) for _ in range(3)]
    ours = summarise([judge(truth, detections) for truth, detections in films])
    theirs = other_scorer.evaluate([(truth, [vars(d) for d in detections]) for truth, detections in films])
    pairs = [
        (ours["events"]["recall"], theirs["event"]["recall"]),
        (ours["events"]["precision"], theirs["event"]["precision"]),
        (ours["events"]["f1"], theirs["event"]["f1"]),
        (ours["events"]["one_to_one"]["f1"], theirs["event"]["one_to_one_f1"]),
        (ours["events"]["track_recall"], theirs["event"]["track_recall"]),
        (ours["events"]["fragments"], theirs["event"]["fragments"]),
        (ours["seconds"]["true"], theirs["time"]["tp_s"]),
        (ours["seconds"]["false"], theirs["time"]["fp_s"]),
        (ours["seconds"]["missed"], theirs["time"]["fn_s"]),
        (ours["bounds_s"]["start"]["median"], theirs["boundary_s"]["start_median"]),
        (ours["bounds_s"]["both"]["p90"], theirs["boundary_s"]["p90"]),
        (ours["offset_s"]["median"], theirs["alignment_s"]["median"]),
        (ours["false"]["seconds_per_hour_no_music"], theirs["false_s_per_h"]["no_music"]),
        (ours["false"]["seconds_per_hour_outsider"], theirs["false_s_per_h"]["non_library_music"]),
        (ours["by"]["level"]["-10.0"]["seconds_recall"], theirs["by"]["snr_db"]["-10.0"]["time_recall"]),
    ]
    for mine, yours in pairs:
        assert mine is None if yours is None else math.isclose(mine, yours, rel_tol=1e-9, abs_tol=1e-9)
