import pytest

from cuespotter.model.codes import is_ipi, is_isrc, is_iswc


def test_any_digit_that_is_wrong_is_seen_in_an_ipi() -> None:
    good = "00014107338"
    assert is_ipi(good)
    for place in range(len(good)):
        for digit in "0123456789":
            assert is_ipi(good[:place] + digit + good[place + 1 :]) == (digit == good[place])


@pytest.mark.parametrize(
    ("code", "is_right"),
    [
        ("00000000000", True),  # the sum is 0
        ("00000000199", True),  # 2 and 99 are 101
        ("90002000000", True),  # 102 leaves 1, and the 100 that is missing is written 00
        ("0014107338", True),
        ("14107338", False),  # so short, it may be another number of the party
        ("no number", False),
    ],
)
def test_ipi_name_numbers_are_weighed_by_ten_to_two(code: str, is_right: bool) -> None:
    assert is_ipi(code) == is_right


def test_iswc_and_isrc() -> None:
    assert is_iswc("T0345246801")
    assert not is_iswc("T0345246811")
    assert is_isrc("USRC17607839")
    assert not is_isrc("USRC1760783")
