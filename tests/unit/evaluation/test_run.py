import json
import sys

import numpy as np
import pytest
from evaluation.compare import comparison
from evaluation.detections import Detection
from evaluation.identifiers import Cost, run_measured
from evaluation.peers.audfprint import join, read_answers
from evaluation.peers.chromaprint import ITEM_S, Library, detect
from evaluation.report import replace_between, table
from evaluation.run import Run, costs, evaluate, figures, library_files, markdown
from evaluation.score import judge
from evaluation.suite import FULL, Batch, Place, chosen
from evaluation.targets import target_rows

BATCHES = [Batch("levels", 1, 0.5, "mono"), Batch("outsiders", 1, 0.3, "mono", hold_out=True)]


class Oracle:
    """Knows the truth, and says it."""

    name = "oracle"

    def learn(self, files, folder):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "known.txt").write_text("\n".join(path.name for path in files))
        return Cost(1.0, 10.0)

    def ask(self, film, folder):
        truth = json.loads(film.with_suffix(".truth.json").read_text())
        assert not set(truth["held_out"]) & {
            n.split(".")[0] for n in (folder / "known.txt").read_text().split()
        }
        rows = truth["placements"]
        keys = ("film_start_s", "film_end_s", "track", "track_start_s", "speed")
        return [Detection(**{k: row[k] for k in keys}, confidence=1.0) for row in rows], Cost(0.5, 20.0)

    def size_bytes(self, folder):
        return 1000


class Broken(Oracle):
    name = "broken"

    def ask(self, film, folder):
        raise RuntimeError("no idea")


@pytest.fixture
def run(data, cache, tmp_path):
    class Here(Place):
        cache = property(lambda _: cache_folder)

    cache_folder = cache
    return Run(Here(data, tmp_path), BATCHES, [5], jobs=1)


def test_who_knows_the_truth_reaches_every_target_that_was_measured(run):
    outcome = evaluate(run, Oracle(), lambda _: None)
    numbers = figures(outcome, run)
    measured = [row for row in numbers["targets"] if row["reached"] is not None]
    assert len(measured) >= 6
    assert all(row["reached"] for row in measured)
    text = markdown(outcome, numbers)
    assert "100.0% (" in text
    assert "| levels |" in text
    assert "10.0 MB" not in costs(numbers)


def test_the_same_run_twice_gives_the_same_table(run):
    texts = []
    for _ in range(2):
        outcome = evaluate(run, Oracle(), lambda _: None)
        texts.append(markdown(outcome, figures(outcome, run)))
    assert texts[0] == texts[1]


def test_a_film_on_which_the_identifier_fails_counts_as_missed_and_is_named(run):
    outcome = evaluate(run, Broken(), lambda _: None)
    assert len(outcome.failures) == 2
    assert not any(row.matching for film in outcome.films for row in film.placements)


def test_held_out_music_is_not_in_the_library(run):
    names = [path.name for path in library_files(run, frozenset({"a"}))]
    assert names == ["b.wav", "c.wav", "loop.wav"]


def test_kept_answers_are_not_asked_for_again(run):
    evaluate(run, Oracle(), lambda _: None)
    broken = Broken()
    broken.name = "oracle"
    again = Run(run.place, run.batches, run.seeds, 1, fresh=False)
    assert evaluate(again, broken, lambda _: None).failures == {}


def test_missing_films_leave_their_targets_unmeasured():
    assert [row.reached for row in target_rows({})] == [None] * len(target_rows({}))


def test_a_false_cue_among_outsiders_misses_the_target():
    film = judge({"duration_s": 3600.0, "placements": []}, [Detection(1, 9, "a", 0, 1.0, 0.9)])
    (row,) = [r for r in target_rows({"outsiders": [film]}) if r.what.startswith("false cues")]
    assert (row.measured, row.reached) == ("1 in 1.0 h", False)


def test_several_identifiers_stand_side_by_side(run):
    results = [figures(evaluate(run, who, lambda _: None), run) for who in (Oracle(), Broken())]
    lines = comparison(results).splitlines()
    assert lines[0] == "|  | oracle | broken |"
    assert "| all films: placements found | 100.0 % | 0.0 % |" in lines


def test_the_full_suite_is_long_enough_for_its_claims():
    hours = {
        kind: sum(b.films * b.minutes / 60 for b in FULL if (b.profile == "outsiders") == kind)
        for kind in (0, 1)
    }
    assert hours[0] >= 6
    assert hours[1] >= 5
    assert [b.films for b in chosen(FULL, ["short"], 0.1)] == [1]


def test_a_table_goes_between_its_marks_and_nowhere_else(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- begin: t -->\nold\n<!-- end: t -->\nafter\n")
    replace_between(page, "t", table(["a"], [["1"]]))
    assert (
        page.read_text() == "before\n<!-- begin: t -->\n\n| a |\n| --- |\n| 1 |\n\n<!-- end: t -->\nafter\n"
    )
    with pytest.raises(ValueError, match="no marks for x"):
        replace_between(page, "x", "")


def test_a_program_that_fails_gives_its_last_words():
    with pytest.raises(RuntimeError, match="status 3: sorry"):
        run_measured(["sh", "-c", "echo sorry >&2; exit 3"])
    cost, said = run_measured(["sh", "-c", "echo yes; head -c 300000 /dev/zero >&2"])
    assert said == "yes\n"
    assert cost.cpu_s >= 0


def test_chromaprint_windows_that_run_on_are_one_detection():
    rng = np.random.default_rng(0)
    items = rng.integers(0, 2**32, 3000, dtype=np.uint32)
    library = Library(("a.mp3", "b.mp3"), np.array([0, 1000, 3000]), items)
    film = np.concatenate([rng.integers(0, 2**32, 300, dtype=np.uint32), items[1200:1500]])
    (found,) = detect(film, library)
    assert found.track == "b.mp3"
    assert found.film_start_s - found.track_start_s == pytest.approx(100 * ITEM_S)
    assert found.film_end_s - found.film_start_s > 300 * ITEM_S - 5


def test_audfprint_answers_that_run_on_are_one_detection():
    line = (
        "Matched    9.0 s starting at    1.0 s in /t/{:05d}.wav to time   {:5.1f} s in /m/A - B.mp3"
        " with    34 of   120 common hashes at rank  0"
    )
    said = "\n".join(
        [line.format(2, 50.0), line.format(3, 54.1), line.format(4, 99.0), "NOMATCH: /t/00005.wav"]
    )
    assert join(read_answers(said)) == [
        Detection(9.0, 22.0, "A - B.mp3", 50.0),
        Detection(17.0, 26.0, "A - B.mp3", 99.0),
    ]


def test_a_programs_memory_is_its_own_and_not_that_of_its_starter():
    held = np.ones(25_000_000)  # 200 MB
    cost, said = run_measured([sys.executable, "-c", "print(sum(range(3_000_000)))"])
    assert held.nbytes > 190e6
    assert cost.peak_mb < 100
    assert 0.01 < cost.cpu_s < 10
    assert said == "4499998500000\n"
