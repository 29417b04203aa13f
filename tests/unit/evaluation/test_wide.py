import json
import wave

import numpy as np
import pytest
from evaluation import beside
from evaluation.bars import bar_calibration, wrong_bars, wrong_bars_line
from evaluation.conditions import CONDITIONS, Condition, answers_row, condition_rows, condition_table, wilson
from evaluation.detections import Detection
from evaluation.falses import false_answers, false_table, pieces_line
from evaluation.fillers import make_fillers
from evaluation.make import Order, make_films
from evaluation.profiles import PROFILES, WIDE
from evaluation.run import Outcome
from evaluation.scenes import Decks
from evaluation.score import judge
from evaluation.stems import HALVES, Shelf, half_of, read_stems, widened
from evaluation.suite import WIDE as WIDE_FILMS
from evaluation.wide import figures, markdown, read_repeats


@pytest.fixture
def stems(data, more):
    return widened(read_stems(data), more)


def ids(tracks):
    return [track.id for track in tracks]


def test_a_second_set_adds_its_library_and_its_versions_but_none_that_is_cut_from_a_track(stems):
    assert ids(stems.playing)[-2:] == ["d", "e"]
    assert ids(stems.outsiders) == ["some-one-else", "mix.other"]


def test_the_two_halves_share_no_music_and_leave_none_out(stems):
    first, second = (half_of(stems, half) for half in HALVES)
    for kind in ("playing", "outsiders"):
        parts = ids(getattr(first, kind)) + ids(getattr(second, kind))
        assert sorted(parts) == sorted(ids(getattr(stems, kind)))


def test_loops_only_play_where_loops_are_asked_for(stems):
    decks = Decks(PROFILES["wide loops"], stems, np.random.default_rng(1))
    assert {decks.track.draw().id for _ in range(5)} == {"e"}


def test_every_wide_film_has_a_profile_of_its_own():
    assert {batch.profile for batch in WIDE_FILMS} <= set(PROFILES)
    assert {level for level, _ in WIDE.levels_db} >= {-15.0, 10.0}


def test_a_film_of_a_half_says_so_in_its_name_and_plays_only_its_music(data, more, cache, tmp_path, stems):
    half = next(half for half in HALVES if half_of(stems, half).playing)
    order = Order(data, tmp_path, cache, 3, 1, 0.5, "mono", "wide cuts", more_data=more, half=half)
    (path,) = make_films(order)
    assert path.name == f"wide-cuts-{half}-3-00-mono.truth.json"
    rows = json.loads(path.read_text())["placements"]
    assert {row["track"] for row in rows} <= set(ids(half_of(stems, half).playing))


def test_fillers_are_the_music_backwards_at_other_rates_and_are_made_once(data, cache, tmp_path, stems):
    made = make_fillers(stems.playing[:1], Shelf(cache), tmp_path)
    assert len(made) == 2
    with wave.open(str(made[0])) as stream:
        assert stream.getnchannels() == 1
        assert stream.getnframes() == pytest.approx(30 * 24_000, rel=0.01)
        assert stream.getframerate() in (19_000, 29_200)
    before = [path.stat().st_mtime_ns for path in made]
    assert make_fillers(stems.playing[:1], Shelf(cache), tmp_path) == made
    assert [path.stat().st_mtime_ns for path in made] == before


def test_the_interval_of_a_share_is_wilsons():
    # Newcombe 1998, table I: 81 of 263 is 0.2553 to 0.3662
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 0) == (0.0, 1.0)
    low, high = wilson(20, 20)
    assert 0.8 < low < 0.9
    assert high == 1.0


def truth():
    place = {
        "track": "a",
        "track_start_s": 0.0,
        "speed": 1.0,
        "snr_db": -15.0,
        "scene": "cue",
        "mode": "none",
        "pitch_cents": 0.0,
        "treatment": "none",
    }
    return {
        "film": "f",
        "layout": "mono",
        "duration_s": 60.0,
        "placements": [
            {**place, "film_start_s": 0.0, "film_end_s": 20.0},
            {**place, "film_start_s": 30.0, "film_end_s": 36.0, "snr_db": 0.0, "mode": "tempo"},
        ],
    }


def test_each_condition_counts_what_is_found_of_it():
    film = judge(truth(), [Detection(0.0, 20.0, "a", 0.0, 1.0, 0.9), Detection(50.0, 55.0, "b", 0.0, 1.0)])
    rows = {row["what"]: row for row in condition_rows([film], CONDITIONS)}
    assert (rows["all placements"]["found"], rows["all placements"]["placements"]) == (1, 2)
    assert (rows["at -15 dB"]["found"], rows["at -15 dB"]["placements"]) == (1, 1)
    assert (rows["tempo alone"]["found"], rows["tempo alone"]["placements"]) == (0, 1)
    assert rows["shorter than 10 s"]["placements"] == 1
    assert answers_row([film])["found"] == 1


def test_the_table_leaves_out_what_was_not_there_and_puts_before_beside():
    film = judge(truth(), [Detection(0.0, 20.0, "a", 0.0, 1.0, 0.9)])
    rows = condition_rows([film], [*CONDITIONS, Condition("never", 0.5, lambda _: False)])
    text = condition_table(rows, {"mono film": {"found": 0, "placements": 2}})
    assert "| mono film | 95 % | 0.0 % | 1 | 2 | 50.0 % | 9.5 to 90.5 % |" in text
    assert "never" not in text


def test_the_share_that_returns_is_read_where_a_library_says_it(data, more):
    shares = read_repeats([data / "library", more / "library"])
    assert shares["e"] == 0.9
    assert shares["a"] == 0.0


def test_the_document_says_what_was_searched_found_and_believed_and_what_was_before():
    film = judge(truth(), [Detection(0.0, 20.0, "a", 0.0, 1.0, 0.93)])
    outcome = Outcome("oracle", batches={"wide": [film]}, learning={"whole": {"files": 324}})
    numbers = json.loads(json.dumps(figures(outcome, {"a": 0.9})))
    assert [row["snr_db"] for row in numbers["missed"]] == [0.0]
    text = markdown(numbers, "report", [7], {"rows": numbers["rows"], "bounds": "as it was"})
    assert text.startswith("Half `report`, seed 7: 1 films, 0.0 h; 324 recordings in the library.")
    assert "| music made of loops | - | 50.0 % | 1 | 2 | 50.0 % |" in text
    assert "Before: as it was" in text
    assert "| 0.9 to 0.95 | 1 | 93.0 % | 100.0 % |" in text


def test_a_false_answer_is_told_with_the_music_that_plays_there():
    stranger = {"film_start_s": 40.0, "film_end_s": 55.0, "track": "stranger"}
    told = {**truth(), "non_library_music": [stranger]}
    sure, unsure = Detection(50.0, 55.0, "b", 0.0, 1.0, 0.9), Detection(22.0, 28.0, "c", 0.0, 1.0, 0.8)
    film = judge(told, [unsure, Detection(0.0, 20.0, "a", 0.0, 1.0, 0.99), sure])
    rows = false_answers([film])
    assert [(row["track"], row["plays"]) for row in rows] == [("b", "stranger"), ("c", "")]
    assert "| f | 22.0 | c | 0.800 | nothing |" in false_table(rows)
    assert false_table([]) == "Nothing was said that is false."
    assert "1 stretches of 1 pieces" in pieces_line([film])


def test_a_peer_that_gives_no_confidence_stands_beside_on_the_same_films(tmp_path, capsys):
    answers = {
        "oracle": [Detection(0.0, 20.0, "a", 0.0, 1.0, 0.93)],
        "peer": [Detection(0.0, 20.0, "c", 0.0), Detection(30.0, 35.0, "c", 0.0)],
    }
    paths = []
    for name, said in answers.items():
        outcome = Outcome(name, batches={"wide": [judge(truth(), said)]}, learning={"whole": {"files": 324}})
        paths.append(tmp_path / f"{name}.json")
        paths[-1].write_text(json.dumps(figures(outcome, {})))
    assert beside.main([str(path) for path in paths]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "|  | oracle | peer |"
    assert "| all placements (2) | 50.0 % | 0.0 % |" in lines
    assert "| answers that are right | 100.0 % | 0.0 % |" in lines
    assert "| false answers | 0 | 2 |" in lines
    other = Outcome("other", batches={"wide": []}, learning={"whole": {"files": 324}})
    paths[1].write_text(json.dumps(figures(other, {})))
    assert beside.main([str(path) for path in paths]) == 2
    assert "different films" in capsys.readouterr().err


def test_several_seeds_are_told_as_the_first_and_the_last():
    outcome = Outcome("oracle", batches={"wide": []}, learning={"whole": {"files": 324}})
    text = markdown(figures(outcome, {}), "report", [7, 8, 9], None)
    assert text.startswith("Half `report`, seed 7 to 9 (3): 0 films")


def test_a_wrong_bar_is_told_with_what_was_said_of_the_recording_and_of_the_bar():
    right = Detection(0.0, 20.0, "a", 0.0, 1.0, 0.99, 1.0)
    wrong = Detection(30.0, 36.0, "a", 7.0, 1.0, 0.98, 0.6)
    films = [judge(truth(), [right, wrong])]
    assert [(row["n"], row["mean_confidence"], row["right"]) for row in bar_calibration(films)] == [
        (1, 0.6, 0.0),
        (1, 1.0, 1.0),
    ]
    assert wrong_bars_line(wrong_bars(films)).endswith("bar_confidence: 0.980 and 0.600 (a).")
    assert wrong_bars_line([]) == "No bar is wrong."
