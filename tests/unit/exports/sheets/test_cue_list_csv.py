import csv
import io

from tests.golden.documents import NASTY, hostile, sample

from cuespotter.exports.formats import render
from cuespotter.exports.sheets.cue_list_csv import COLUMNS


def rows_of(document):
    return list(csv.DictReader(io.StringIO(render(document, "csv").decode(), newline="")))


def test_there_is_a_row_for_each_placement_and_each_unnamed_cue():
    rows = rows_of(sample())
    assert [row["cue_no"] for row in rows] == [
        "1m01",
        "1m01",
        "1m02",
        "1m03s",
        "1m04",
        "2m05s",
        "2m06s",
        "2m08",
    ]
    assert [row["placement"] for row in rows[:5]] == ["1", "2", "1", "1", ""]
    assert rows[4]["kind"] == "unnamed_music"
    assert rows[2]["speed"] == "1.041667"
    assert rows[1]["film_in"] == "00:01:00.000"


def test_texts_are_kept_whole_whatever_they_hold():
    rows = rows_of(hostile())
    assert rows[0]["title"] == NASTY
    assert all(set(row) == set(COLUMNS) for row in rows)


def test_each_placement_has_the_probability_of_its_bar_beside_that_of_its_cue():
    told = [(row["cue_no"], row["confidence"], row["bar_confidence"]) for row in rows_of(sample())]
    assert ("1m03s", "0.830", "0.620") in told
    assert ("1m04", "0.740", "") in told
