"""Where a missed placement was lost: the line that its truth draws, and the tables."""

from math import log2

import pytest
from evaluation.lost import STAGES, Lost, detection_along, markdown, true_line
from evaluation.score import is_right
from tests.reference.engine_library import SETTINGS

PLACEMENT = {
    "film_start_s": 20.0,
    "film_end_s": 32.0,
    "track": "one",
    "track_start_s": 40.0,
    "speed": 1.04,
    "pitch_cents": 0.0,
    "snr_db": -15.0,
    "treatment": "none",
}


@pytest.mark.parametrize(
    ("mode", "said", "pitch_cents"),
    [("tempo", 0.0, 0.0), ("speed", 67.9, 1200 * log2(1.04)), ("pitch", 50.0, 50.0)],
)
def test_the_true_line_is_right_by_the_score(mode, said, pitch_cents):
    placement = {**PLACEMENT, "mode": mode, "pitch_cents": said}
    line, span = true_line(placement, SETTINGS)
    assert line.pitch_cents == pytest.approx(pitch_cents)
    assert is_right(placement, detection_along(line, span, "one", SETTINGS))
    assert not is_right(placement, detection_along(line.moved(43.0), span, "one", SETTINGS))


def test_the_table_counts_each_stage_and_what_could_be_believed():
    placement = {**PLACEMENT, "mode": "tempo"}
    lost = [Lost("a.mkv", placement, "not proposed", 14.0, 9.0, told, "") for told in (0.9, 0.2)]
    text = markdown(lost)
    assert f"| not proposed | {STAGES['not proposed']} | 2 | 1 |" in text
    assert (
        "| a | 20.0 to 32.0 | one | -15 | tempo 1.0400 | none | not proposed | 14.0 | 9.0 | 0.200 |" in text
    )
