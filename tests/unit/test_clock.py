from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuespotter.clock import (
    EDITING_RATES,
    FilmSeconds,
    PictureRate,
    RecordingSeconds,
    cents_of_speed,
    editing_rate,
    film_to_recording,
    frames_to_seconds,
    parse_picture_rate,
    picture_to_seconds,
    picture_to_timecode,
    recording_to_film,
    seconds_to_frames,
    seconds_to_picture,
    timecode_to_picture,
)
from cuespotter.errors import UsageError

RATES = ["23.976", "24", "25", "29.97NDF", "29.97DF", "30", "48", "50", "59.94NDF", "59.94DF", "60", "119.88"]
DAY_PICTURES = 24 * 3600 * 120


@given(st.floats(-1e5, 1e5), st.floats(0.5, 2), st.floats(-1e4, 1e4))
def test_film_to_recording_to_film_is_the_same_time(film_s, speed, offset_s):
    recording_s = film_to_recording(FilmSeconds(film_s), speed=speed, offset_s=FilmSeconds(offset_s))
    back = recording_to_film(RecordingSeconds(recording_s), speed=speed, offset_s=FilmSeconds(offset_s))
    assert back == pytest.approx(film_s, abs=1e-6)


def test_frames_to_seconds_to_frames_is_the_same_number():
    seconds = frames_to_seconds(431.5, hop_samples=256, rate_hz=11025)
    assert seconds_to_frames(seconds, hop_samples=256, rate_hz=11025) == pytest.approx(431.5)


def test_an_octave_is_twice_the_speed():
    assert cents_of_speed(2.0) == 1200.0


@given(st.integers(-DAY_PICTURES, DAY_PICTURES), st.sampled_from(RATES))
def test_picture_to_timecode_to_picture_is_the_same_picture(picture, rate_text):
    rate = parse_picture_rate(rate_text)
    assert timecode_to_picture(picture_to_timecode(picture, rate), rate) == picture


@given(st.integers(0, DAY_PICTURES), st.sampled_from(RATES))
def test_picture_to_seconds_to_picture_is_the_same_picture(picture, rate_text):
    rate = parse_picture_rate(rate_text)
    assert seconds_to_picture(picture_to_seconds(picture, rate), rate) == picture


@given(st.integers(0, DAY_PICTURES), st.sampled_from(RATES))
def test_the_next_picture_has_a_later_timecode(picture, rate_text):
    rate = parse_picture_rate(rate_text)
    assert picture_to_timecode(picture, rate) < picture_to_timecode(picture + 1, rate)


@pytest.mark.parametrize(
    ("rate", "picture", "timecode"),
    [
        ("23.976", 86_400, "01:00:00:00"),
        ("24", 86_399, "00:59:59:23"),
        ("25", 90_000, "01:00:00:00"),
        ("29.97NDF", 108_000, "01:00:00:00"),
        ("29.97DF", 0, "00:00:00;00"),
        ("29.97DF", 1_799, "00:00:59;29"),
        ("29.97DF", 1_800, "00:01:00;02"),
        ("29.97DF", 17_981, "00:09:59;29"),
        ("29.97DF", 17_982, "00:10:00;00"),
        ("29.97DF", 107_892, "01:00:00;00"),
        ("59.94DF", 3_599, "00:00:59;59"),
        ("59.94DF", 3_600, "00:01:00;04"),
        ("59.94DF", 215_784, "01:00:00;00"),
        ("30", 108_001, "01:00:00:01"),
        ("50", 180_049, "01:00:00:49"),
        ("119.88", 119, "00:00:00:119"),
        ("25", -26, "-00:00:01:01"),
        ("25", 25 * 3600 * 30, "30:00:00:00"),
    ],
)
def test_timecode_counts_pictures_as_the_standard_does(rate, picture, timecode):
    assert picture_to_timecode(picture, parse_picture_rate(rate)) == timecode
    assert timecode_to_picture(timecode, parse_picture_rate(rate)) == picture


def test_an_hour_in_no_picture_is_off():
    rate = parse_picture_rate("24000/1001")
    origin = timecode_to_picture("01:00:00:00", rate)
    assert picture_to_timecode(origin + seconds_to_picture(3600.0, rate), rate) == "01:59:56:10"
    assert seconds_to_picture(3600.0, rate) == round(3600 * 24000 / 1001)


def test_drop_frame_stays_with_the_clock_and_non_drop_falls_behind():
    drop, non_drop = parse_picture_rate("29.97DF"), parse_picture_rate("29.97")
    picture = seconds_to_picture(36_000.0, drop)
    assert picture_to_timecode(picture, drop) == "10:00:00;01"
    assert picture_to_timecode(picture, non_drop) == "09:59:24:01"


def test_a_time_between_two_pictures_goes_to_the_later():
    rate = parse_picture_rate("25")
    assert [seconds_to_picture(s, rate) for s in (0.0, 0.0199, 0.5, 0.5625)] == [0, 0, 13, 14]


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("25", Fraction(25)),
        ("25/1", Fraction(25)),
        ("23.98", Fraction(24000, 1001)),
        ("23.976", Fraction(24000, 1001)),
        ("24.0", Fraction(24)),
        ("47.952", Fraction(48000, 1001)),
        ("59.94 ndf", Fraction(60000, 1001)),
        ("12.5", Fraction(25, 2)),
    ],
)
def test_picture_rates_are_read_as_people_write_them(text, rate):
    assert parse_picture_rate(text) == PictureRate(rate)


@pytest.mark.parametrize("text", ["", "0", "0/0", "25/0", "-25", "abc", "1e9", "25 fps"])
def test_what_is_no_picture_rate_is_refused(text):
    with pytest.raises(UsageError, match="picture"):
        parse_picture_rate(text)


def test_no_other_rate_may_drop():
    with pytest.raises(UsageError, match=r"29\.97 and 59\.94 only, not at 23\.976"):
        parse_picture_rate("23.976DF")


@pytest.mark.parametrize(
    ("timecode", "rate"),
    [("00:00:00:24", "24"), ("00:01:00;01", "29.97DF"), ("1:2:3", "25"), ("00:60:00:00", "25")],
)
def test_timecode_that_does_not_exist_is_refused(timecode, rate):
    with pytest.raises(UsageError, match="timecode"):
        timecode_to_picture(timecode, parse_picture_rate(rate))


def test_only_slowed_rates_are_ntsc():
    assert [parse_picture_rate(text).is_ntsc for text in ("23.976", "24", "29.97DF", "12.5")] == [
        True,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("declared", "rate"),
    [
        ("2997/125", Fraction(24000, 1001)),
        ("23976/1000", Fraction(24000, 1001)),
        ("23.98", Fraction(24000, 1001)),
        ("24/1", Fraction(24)),
        ("2997/100", Fraction(30000, 1001)),
        ("30/1", Fraction(30)),
        ("10000000/400000", Fraction(25)),
        ("5994/100", Fraction(60000, 1001)),
        ("10000000/166833", Fraction(60000, 1001)),
        ("119.88", Fraction(120000, 1001)),
    ],
)
def test_a_rate_as_files_declare_it_is_the_editing_rate_it_stands_for(declared, rate):
    assert editing_rate(declared) == PictureRate(rate)


@pytest.mark.parametrize(
    "declared", ["2", "49/2", "24.5", "1199/50", "15/1", "22.37", "90000/1", "24.975", "1000/1"]
)
def test_a_rate_no_editing_system_counts_is_asked_about(declared):
    with pytest.raises(UsageError, match="--picture-rate"):
        editing_rate(declared)


@pytest.mark.parametrize(
    ("declared", "drops", "is_drop"),
    [
        ("2997/100", True, True),
        ("2997/100", False, False),
        ("29.97DF", None, True),
        ("59.94", True, True),
        ("30/1", True, False),
        ("25/1", True, False),
    ],
)
def test_timecode_drops_only_where_numbers_can_be_dropped(declared, drops, is_drop):
    assert editing_rate(declared, drops=drops).is_drop is is_drop


@given(st.sampled_from(EDITING_RATES), st.floats(-9e-5, 9e-5))
def test_whatever_lies_within_a_hundredth_of_a_percent_is_the_editing_rate(rate, off):
    declared = rate * (1 + Fraction(off))
    assert editing_rate(f"{declared.numerator}/{declared.denominator}").per_second == rate
