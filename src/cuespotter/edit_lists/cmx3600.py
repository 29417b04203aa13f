"""CMX 3600: the edit decision list that every editing system writes.

1. An event: number, source (AX: none, BL: black), channel (A, A2, AA/V, B, NONE), transition, four
   timecodes: source in and out, record in and out. Out is the first picture that is no longer there.
2. Below it, what is said of it: ``* FROM CLIP NAME:``, ``* SOURCE FILE:``, ``AUD`` with further channels.
3. A dissolve is two lines of one number: the clip that ends there, and the one that begins.
4. ``FCM:`` says whether the timecode from here on drops numbers; the list does not say its picture rate.
"""

import re
from dataclasses import dataclass

from cuespotter.clock import DROPPABLE, PictureRate
from cuespotter.edit_lists.base import EditEvent, EditList, timecode_seconds

TIMECODE = r"(\d{1,2}:\d\d:\d\d[:;.,]\d{2,3})"
EVENT = re.compile(
    r"^\s*(\d+)\s+(\S.*?)\s+(\S+)\s+(C|D|W\d+|K\s*[BO]?)(?:\s+\d+)?\s+"
    + r"\s+".join([TIMECODE] * 4)
    + r"\s*$"
)
COMMENT = re.compile(
    r"^\s*\*?\s*(FROM CLIP NAME|TO CLIP NAME|SOURCE FILE|FROM FILE|FROM CLIP)(?: IS)?\s*:\s*(.*)$"
)
TITLE = re.compile(r"^\s*TITLE:\s*(.*)$")
FCM = re.compile(r"^\s*FCM:\s*(NON-DROP|DROP)")
AUDIO_LINE = re.compile(r"^\s*AUD\s+([\d\s]+)$")
AUDIO = re.compile(r"A|^B$|^NONE$")
"""Channels that sound; NONE has its own in the AUD line below."""
NO_CLIP = frozenset({"BL", "BLACK"})
NO_NAME = frozenset({"AX", "AUX"})


@dataclass
class _Line:
    """An event as it is being read."""

    number: str
    source: str
    channel: str
    begin_s: float
    end_s: float
    name: str | None = None
    file: str | None = None


def looks_like(text: str) -> bool:
    """Say whether a text is such a list: it has a title, as an empty one has, or events."""
    return any(EVENT.match(line) or TITLE.match(line) for line in text.splitlines())


def read(name: str, text: str, rate: PictureRate) -> EditList:
    """Read a list whose timecode counts at a rate.

    Raises
    ------
    UsageError
        A timecode does not exist at that rate.
    """
    lines: list[_Line] = []
    title, counted = "", _with_drop(rate, ";" in text)
    for number, line in enumerate(text.splitlines(), start=1):
        if (found := EVENT.match(line)) is not None:
            where = f"{name}, line {number}"
            begin_s, end_s = (timecode_seconds(found[k], counted, where=where) for k in (7, 8))
            lines.append(_Line(found[1], found[2], found[3].upper(), begin_s, end_s))
        elif (found := FCM.match(line)) is not None:
            counted = _with_drop(rate, found[1] == "DROP")
        elif (found := TITLE.match(line)) is not None:
            title = found[1].strip()
        elif lines:
            _take_comment(lines, line)
    sounding = [one for one in lines if AUDIO.search(one.channel)]
    silent = len(lines) - len(sounding)
    remarks = [f"{silent} events of the picture were left out"] if sounding and silent else []
    remarks += (
        []
        if sounding or not lines
        else ["it has no audio channel: the events of the picture were taken as sound"]
    )
    events = _events(sounding or lines)
    return EditList("edit decision list", title, counted, events, remarks=tuple(remarks))


def _with_drop(rate: PictureRate, drops: bool) -> PictureRate:  # noqa: FBT001
    """Give the rate with or without dropped numbers, where it can drop any."""
    return PictureRate(rate.per_second, is_drop=drops and rate.per_second in DROPPABLE)


def _take_comment(lines: list[_Line], line: str) -> None:
    """Lay what a line says to the event above it; of a dissolve, FROM to the first and TO to the second."""
    if (audio := AUDIO_LINE.match(line)) is not None:
        lines[-1].channel += "".join(f" A{number}" for number in audio[1].split())
    found = COMMENT.match(line)
    if found is None:
        return
    kind, said = found[1], found[2].strip()
    pair = [one for one in lines[-2:] if one.number == lines[-1].number]
    meant = pair[-1] if kind == "TO CLIP NAME" else pair[0]
    if kind.endswith("NAME"):
        meant.name = said
    elif meant.file is None or "/" in said or "\\" in said:
        meant.file = said


def _events(lines: list[_Line]) -> tuple[EditEvent, ...]:
    """Give the events that have a clip."""
    return tuple(
        EditEvent(one.name or one.file or one.source, one.file, one.channel, one.begin_s, one.end_s)
        for one in lines
        if one.end_s > one.begin_s
        and one.source.upper() not in NO_CLIP
        and (one.name or one.file or one.source.upper() not in NO_NAME)
    )
