"""Seconds are rounded half up, once, and lengths are what the times beside them say."""

from hypothesis import given
from hypothesis import strategies as st

from cuespotter.wording.times import clock_text, length_text, whole_seconds

SECONDS = st.floats(0, 1e6)


def _read(text):
    total = 0
    for part in text.lstrip("-").split(":"):
        total = 60 * total + int(part)
    return -total if text.startswith("-") else total


@given(SECONDS, SECONDS)
def test_a_length_is_the_difference_of_the_times_read_and_a_second_at_least(first, second):
    begin, end = sorted((first, second))
    least = 1 if end > begin else 0
    assert _read(length_text(begin, end)) == max(least, _read(clock_text(end)) - _read(clock_text(begin)))


@given(st.floats(-1e6, 1e6))
def test_a_clock_is_the_nearest_whole_second(seconds):
    assert _read(clock_text(seconds)) == whole_seconds(seconds)
    assert abs(whole_seconds(seconds) - seconds) <= 0.5
