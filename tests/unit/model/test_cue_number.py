import pytest

from cuespotter.model.cue_number import free_name, number_between, read_number


def test_names_are_never_given_twice() -> None:
    taken: set[str] = set()
    for _ in range(60):
        taken.add(free_name("1m01", taken))
    assert len(taken) == 60


@pytest.mark.parametrize(
    ("start_s", "known", "number"),
    [
        (5.0, {}, "1m01"),
        (5.0, {"Q1": 1.0}, "1m01"),
        (700.0, {"1m01": 5.0}, "2m01"),
        (50.0, {"1m01": 5.0, "1m02": 90.0}, "1m01b"),
        (50.0, {"1m01": 5.0, "1m01b": 40.0, "1m02": 90.0}, "1m01c"),
        (50.0, {"1m01": 5.0, "1m03": 90.0}, "1m02"),
        (95.0, {"1m01": 5.0, "1m03": 90.0}, "1m04"),
        (1.0, {"1m01": 5.0}, "1m00"),
        (1.0, {"1M02": 5.0}, "1m01"),
        (9.0, {"1m09": 8.0, "1m10": 5.0}, "1m11"),
    ],
)
def test_a_cue_that_comes_later_is_numbered_within_what_is_there(start_s, known, number) -> None:
    assert number_between(start_s, known, [0.0, 600.0]) == number
    assert read_number(number) is not None
