import pytest
from tests.golden.documents import PAL

from cuespotter.wording.numbers import confidence_word, percent_text, speed_name
from cuespotter.wording.text import flat
from cuespotter.wording.times import clock_text, stamp_text


@pytest.mark.parametrize(
    ("speed", "cents", "words"),
    [
        (1.0, 0.0, None),
        (1.0001, 0.2, None),
        (PAL, 70.67, "PAL speed-up (+4.2 %)"),
        (24 / 25, -70.67, "PAL slowed down (−4.0 %)"),
        (1000 / 1001, -1.73, "NTSC pull-down (−0.1 %)"),
        (PAL, 0.0, "PAL speed-up (+4.2 %), pitch kept"),
        (1.02, 34.3, "+2.0 %"),
        (1.0, 200.0, "pitch +2.0 semitones"),
        (1.02, -100.0, "+2.0 %, pitch −1.0 semitones"),
    ],
)
def test_speeds_have_names(speed, cents, words):
    assert speed_name(speed, cents) == words


def test_only_the_whole_is_called_a_hundred_percent():
    assert [percent_text(share) for share in (0.0, 0.004, 0.999, 1.0)] == ["0 %", "0 %", "99 %", "100 %"]


def test_times_are_rounded_once():
    assert stamp_text(59.9996) == "00:01:00.000"
    assert [clock_text(s) for s in (3599.4, 3599.5, 34.5, 34.49, -0.4)] == [
        "59:59",
        "1:00:00",
        "0:35",
        "0:34",
        "0:00",
    ]


def test_every_probability_has_a_word():
    assert [confidence_word(p) for p in (0, 0.4, 0.7, 0.9, 1)] == [
        "doubtful", "possible", "likely", "very likely", "certain",
    ]  # fmt: skip


def test_flat_text_is_one_line():
    assert flat(" a\n\n b\x00c\u2028d ") == "a b c d"
