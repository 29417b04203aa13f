"""Every conversion between the clocks: film seconds, recording seconds, samples, frames, pictures, timecode.

The one equation: ``recording_s = speed * (film_s - offset_s)``. All intervals are half open.

Timecode counts pictures and never seconds of a clock: at 23.976 pictures a second, an hour of timecode is
86,400 pictures and lasts 3,603.6 s. Drop-frame timecode (SMPTE ST 12-1) leaves out numbers, not pictures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import floor, log2
from typing import NewType

from cuespotter.errors import UsageError

FilmSeconds = NewType("FilmSeconds", float)
RecordingSeconds = NewType("RecordingSeconds", float)


def film_to_recording(film_s: FilmSeconds, *, speed: float, offset_s: FilmSeconds) -> RecordingSeconds:
    """Say where in the recording the film is at `film_s`.

    Examples
    --------
    >>> film_to_recording(FilmSeconds(34.0), speed=25 / 24, offset_s=FilmSeconds(10.0))
    25.0
    """
    return RecordingSeconds(speed * (film_s - offset_s))


def recording_to_film(recording_s: RecordingSeconds, *, speed: float, offset_s: FilmSeconds) -> FilmSeconds:
    """Say when in the film the recording's `recording_s` sounds; undoes `film_to_recording`.

    Examples
    --------
    >>> recording_to_film(RecordingSeconds(25.0), speed=25 / 24, offset_s=FilmSeconds(10.0))
    34.0
    """
    return FilmSeconds(recording_s / speed + offset_s)


def frames_to_seconds(frames: float, *, hop_samples: int, rate_hz: int) -> float:
    """Turn a number of spectrogram frames into seconds; frame 0 is centred on sample 0."""
    return frames * hop_samples / rate_hz


def seconds_to_frames(seconds: float, *, hop_samples: int, rate_hz: int) -> float:
    """Turn seconds into a (fractional) number of frames; undoes `frames_to_seconds`."""
    return seconds * rate_hz / hop_samples


def cents_of_speed(speed: float) -> float:
    """Say by how many cents a resampled speed raises the pitch.

    Examples
    --------
    >>> round(cents_of_speed(25 / 24), 2)
    70.67
    """
    return 1200.0 * log2(speed)


DROPPABLE = {Fraction(30_000, 1001): 2, Fraction(60_000, 1001): 4}
"""Picture rates that may drop, and how many numbers go at each minute but every tenth."""
NTSC = Fraction(1000, 1001)
DECIMAL_SLACK = Fraction(1, 100)
"""'23.98' and '23.976' both mean 24000/1001."""
EDITING_RATES = tuple(
    rate
    for whole in (24, 25, 30, 48, 50, 60, 100, 120)
    for rate in (whole * NTSC, Fraction(whole))
    if whole % 25 or rate == whole
)
"""What editing systems count at: whole rates, and all but 25, 50 and 100 slowed by 1000/1001 as well."""
EDITING_SLACK = Fraction(1, 10_000)
"""A declared rate this near to an editing rate (0.01 %) is that rate; 24 lies 0.1 % off 23.976."""
TIMECODE = re.compile(r"(-?)(\d+):([0-5]\d):([0-5]\d)([:;.,])(\d+)")
RATE = re.compile(r"(\d+(?:/\d+|\.\d+)?)\s*(N?DF)?", re.IGNORECASE)


@dataclass(frozen=True)
class PictureRate:
    """How many pictures a second, and how their numbers are written as timecode.

    Attributes
    ----------
    per_second : Fraction
        Pictures a second, exactly.
    is_drop : bool
        Whether timecode drops numbers; only at 29.97 and 59.94.

    Raises
    ------
    UsageError
        The rate is not above zero, or drops where it may not.
    """

    per_second: Fraction
    is_drop: bool = False

    def __post_init__(self) -> None:
        if self.per_second <= 0:
            raise UsageError(
                f"{self.per_second} pictures a second make no timecode", rate=str(self.per_second)
            )
        if self.is_drop and self.per_second not in DROPPABLE:
            raise UsageError(
                f"drop-frame timecode exists at 29.97 and 59.94 only, not at {float(self.per_second):g}",
                rate=str(self.per_second),
            )

    @property
    def nominal(self) -> int:
        """Numbers in a second of timecode: 24 at 23.976."""
        return max(1, floor(self.per_second + Fraction(1, 2)))

    @property
    def dropped(self) -> int:
        """Numbers left out at a minute that is no tenth; 0 without drop."""
        return DROPPABLE[self.per_second] if self.is_drop else 0

    @property
    def is_ntsc(self) -> bool:
        """Whether it is a whole rate slowed by 1000/1001."""
        return self.per_second == self.nominal * NTSC


def parse_picture_rate(text: str) -> PictureRate:
    """Read a picture rate: '25', '24000/1001', '23.976', '29.97DF', '59.94 NDF'.

    Raises
    ------
    UsageError
        It is none of these, or drops where it may not.

    Examples
    --------
    >>> parse_picture_rate("29.97DF")
    PictureRate(per_second=Fraction(30000, 1001), is_drop=True)
    """
    found = RATE.fullmatch(text.strip())
    if found is None or re.search(r"/0+$", found[1]):
        raise UsageError(
            f"{text!r} is no picture rate; write it like 25, 24000/1001, 23.976 or 29.97DF", rate=text
        )
    per_second = Fraction(found[1])
    whole = floor(per_second) + 1
    if "." in found[1] and abs(per_second - whole * NTSC) < DECIMAL_SLACK:
        per_second = whole * NTSC
    return PictureRate(per_second, is_drop=(found[2] or "").upper() == "DF")


def editing_rate(declared: str, *, drops: bool | None = None) -> PictureRate:
    """Find the rate at which an editing system counts the pictures of a film; never a guess.

    Containers keep rates as they can: '2997/125' and '23976/1000' are 24000/1001, '2997/100' is 30000/1001.
    The result's `per_second` is exact, `nominal` is the timebase, `is_ntsc` and `is_drop` are what formats
    ask for beside it. A picture's number divided by `per_second` is its time, whatever the film declares.

    Parameters
    ----------
    declared : str
        Pictures a second, as a file declares or a person writes them; as for `parse_picture_rate`.
    drops : bool or None
        Whether the film's timecode drops numbers (it has a semicolon); None where only `declared` may say
        so. Not heeded at a rate that cannot drop: a film of 30/1 pictures counts them all.

    Raises
    ------
    UsageError
        It is no picture rate, or none within 0.01 % of those of editing systems.

    Examples
    --------
    >>> editing_rate("2997/125")
    PictureRate(per_second=Fraction(24000, 1001), is_drop=False)
    >>> editing_rate("2997/100", drops=True)
    PictureRate(per_second=Fraction(30000, 1001), is_drop=True)
    >>> editing_rate("30/1", drops=True)
    PictureRate(per_second=Fraction(30, 1), is_drop=False)
    """
    rate = parse_picture_rate(declared)
    nearest = min(EDITING_RATES, key=lambda known: abs(known - rate.per_second))
    if abs(nearest - rate.per_second) > EDITING_SLACK * nearest:
        raise UsageError(
            f"no editing system counts {float(rate.per_second):.6g} pictures a second; "
            "name the rate of the project, for example --picture-rate 23.976, 24, 25, 29.97 or 30",
            rate=declared,
        )
    return PictureRate(nearest, is_drop=rate.is_drop or (bool(drops) and nearest in DROPPABLE))


def seconds_to_picture(seconds: float, rate: PictureRate) -> int:
    """Find the picture that begins nearest to a time; picture 0 begins at 0; of two, the later.

    Examples
    --------
    >>> seconds_to_picture(3603.6, parse_picture_rate("23.976"))
    86400
    """
    return floor(Fraction(seconds) * rate.per_second + Fraction(1, 2))


def picture_to_seconds(picture: int, rate: PictureRate) -> float:
    """Say when a picture begins; undoes `seconds_to_picture`.

    Examples
    --------
    >>> picture_to_seconds(86400, parse_picture_rate("23.976"))
    3603.6
    """
    return float(picture_to_fraction(picture, rate))


def picture_to_fraction(picture: int, rate: PictureRate) -> Fraction:
    """Say exactly when a picture begins, in seconds.

    Examples
    --------
    >>> picture_to_fraction(1, parse_picture_rate("23.976"))
    Fraction(1001, 24000)
    """
    return picture / rate.per_second


def picture_to_timecode(picture: int, rate: PictureRate) -> str:
    """Write a picture's number as timecode; a semicolon before the last field means drop-frame.

    Hours run on past 23, and a picture before 0 has a minus sign: no time is clamped.

    Examples
    --------
    >>> picture_to_timecode(1800, parse_picture_rate("29.97DF"))
    '00:01:00;02'
    """
    sign, number = ("-", -picture) if picture < 0 else ("", picture)
    number += _numbers_dropped_before(number, rate)
    seconds, pictures = divmod(number, rate.nominal)
    digits = max(2, len(str(rate.nominal - 1)))
    mark = ";" if rate.is_drop else ":"
    clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{sign}{clock}{mark}{pictures:0{digits}d}"


def timecode_to_picture(timecode: str, rate: PictureRate) -> int:
    """Read timecode as the number of a picture; undoes `picture_to_timecode`.

    Raises
    ------
    UsageError
        It is no timecode, or names a picture that the rate does not have.

    Examples
    --------
    >>> timecode_to_picture("01:00:00;00", parse_picture_rate("29.97DF"))
    107892
    """
    found = TIMECODE.fullmatch(timecode.strip())
    if found is None:
        raise UsageError(f"{timecode!r} is no timecode; write it like 01:00:00:00", timecode=timecode)
    minutes = int(found[2]) * 60 + int(found[3])
    seconds, pictures = int(found[4]), int(found[6])
    is_dropped = minutes % 10 != 0 and seconds == 0 and pictures < rate.dropped
    if pictures >= rate.nominal or is_dropped:
        raise UsageError(
            f"timecode {timecode} does not exist at {float(rate.per_second):.6g} pictures a second",
            timecode=timecode,
        )
    number = (minutes * 60 + seconds) * rate.nominal + pictures
    picture = number - rate.dropped * (minutes - minutes // 10)
    return -picture if found[1] else picture


def _numbers_dropped_before(picture: int, rate: PictureRate) -> int:
    """Count the numbers that drop-frame timecode left out up to the `picture`-th picture."""
    if not rate.dropped:
        return 0
    minute = 60 * rate.nominal - rate.dropped
    ten_minutes = 10 * minute + rate.dropped
    tens, rest = divmod(picture, ten_minutes)
    minutes_passed = 0 if rest < rate.dropped else (rest - rate.dropped) // minute
    return rate.dropped * (9 * tens + minutes_passed)
