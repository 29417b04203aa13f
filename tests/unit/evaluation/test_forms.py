from pathlib import Path

from evaluation.forms import REASONS, answers_table, fitted, read_told, reasons_table

from cuespotter.report.suggest import FORM_WEIGHTS

TOLD = read_told(Path(__file__).parents[3] / "sample" / "essay")


def cells(line):
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_of_six_films_no_song_is_said_to_be_score_and_most_are_said():
    as_set = cells(answers_table(TOLD)[2])
    pieces, suggested, right = (int(cell) for cell in as_set[1:4])
    assert right == suggested
    assert suggested > 0.8 * pieces


def test_each_reason_has_its_row_and_one_without_examples_keeps_its_weight():
    assert [cells(line)[0] for line in reasons_table(TOLD)[2:]] == list(REASONS)
    assert abs(fitted(TOLD)["returns"] - FORM_WEIGHTS["returns"]) < 1e-3


def test_a_piece_is_asked_about_once_and_its_form_stays_hidden():
    assert len({(one.film, one.title) for one in TOLD}) == len(TOLD)
    assert all(reason in FORM_WEIGHTS for one in TOLD for reason in one.reasons)
