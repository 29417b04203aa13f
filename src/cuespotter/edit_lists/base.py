"""What every list gives: its events on its own time line, in seconds from timecode zero."""

from dataclasses import dataclass

from cuespotter.clock import PictureRate, picture_to_seconds, timecode_to_picture
from cuespotter.errors import UsageError


@dataclass(frozen=True)
class EditEvent:
    """One clip on one track.

    Attributes
    ----------
    name : str
        What the clip is called.
    file : str or None
        The name or path of its file, where the list tells one.
    track : str
        The track, as the list names it.
    begin_s, end_s : float
        ``[begin, end)`` in seconds from timecode zero, by the list's own picture rate.
    """

    name: str
    file: str | None
    track: str
    begin_s: float
    end_s: float


@dataclass(frozen=True)
class EditList:
    """What one file says.

    Attributes
    ----------
    kind : str
        What kind of list it is, for a person.
    title : str
        What it calls itself.
    rate : PictureRate
        By which its timecode was read.
    events : tuple of EditEvent
        The clips that sound, in the order of the list.
    origin_s : float or None
        Where its time line begins, in seconds from timecode zero; None where it does not say.
    tells_rate : bool
        Whether the list itself says at which rate it counts.
    remarks : tuple of str
        What was left out, a line each.
    """

    kind: str
    title: str
    rate: PictureRate
    events: tuple[EditEvent, ...]
    origin_s: float | None = None
    tells_rate: bool = False
    remarks: tuple[str, ...] = ()


def timecode_seconds(timecode: str, rate: PictureRate, *, where: str) -> float:
    """Read a timecode as seconds from timecode zero; `where` begins the message about one that is none.

    Raises
    ------
    UsageError
        It is no timecode, or the rate does not have it.
    """
    try:
        return picture_to_seconds(timecode_to_picture(timecode, rate), rate)
    except UsageError as error:
        raise UsageError(
            f"{where}: {error.message}; name the list's picture rate with --picture-rate", timecode=timecode
        ) from error
