"""Times in words: rounded half up to whole seconds, once, wherever a person reads seconds."""

from math import floor


def whole_seconds(seconds: float) -> int:
    """Round to the nearest whole second; a half goes up, also before zero.

    Examples
    --------
    >>> whole_seconds(2.5), whole_seconds(3.49), whole_seconds(-1.5)
    (3, 3, -1)
    """
    return floor(seconds + 0.5)


def clock_text(seconds: float) -> str:
    """Write a time or a length as m:ss, or h:mm:ss from an hour on.

    Examples
    --------
    >>> clock_text(34.5), clock_text(3723), clock_text(-1.6)
    ('0:35', '1:02:03', '-0:02')
    """
    whole = whole_seconds(seconds)
    minutes, second = divmod(abs(whole), 60)
    hours, minute = divmod(minutes, 60)
    sign = "-" if whole < 0 else ""
    return f"{sign}{hours}:{minute:02d}:{second:02d}" if hours else f"{sign}{minute}:{second:02d}"


def length_text(begin_s: float, end_s: float) -> str:
    """Write how long a stretch lasts: the difference of the two times that are read beside it.

    A stretch that is there lasts a second at least, as on a cue sheet.

    Examples
    --------
    >>> length_text(0.4, 60.5), length_text(3.0, 3.2)
    ('1:01', '0:01')
    """
    return clock_text(max(1 if end_s > begin_s else 0, whole_seconds(end_s) - whole_seconds(begin_s)))


def stamp_text(seconds: float, *, separator: str = ".") -> str:
    """Write hours, minutes, seconds and milliseconds, rounded half up once; for files, not for reading.

    Examples
    --------
    >>> stamp_text(3723.0005), stamp_text(1.5, separator=",")
    ('01:02:03.001', '00:00:01,500')
    """
    milliseconds = max(0, whole_milliseconds(seconds))
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}{separator}{rest % 1000:03d}"


def whole_milliseconds(seconds: float) -> int:
    """Round to whole milliseconds; a half goes up.

    Examples
    --------
    >>> whole_milliseconds(1.2345), whole_milliseconds(0.0004)
    (1235, 0)
    """
    return floor(seconds * 1000 + 0.5)
