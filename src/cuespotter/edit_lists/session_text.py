"""Pro Tools: what File > Export > Session Info as Text writes.

1. A head, ``NAME:`` and a tab before each value: session, sample rate, timecode format and start.
2. ``T R A C K  L I S T I N G``: for each track ``TRACK NAME:``, its state, then a row of column names and one
   for each event and channel, parted by tabs and padded with blanks, up to an empty line.
3. Times as the export was asked: timecode (with or without hundredths of a picture), minutes and seconds, or
   samples; the last two count from the session's start. Bars and feet are not read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cuespotter.clock import PictureRate, parse_picture_rate
from cuespotter.edit_lists.base import EditEvent, EditList, timecode_seconds
from cuespotter.errors import UsageError

HEAD = re.compile(r"^(SESSION NAME|SAMPLE RATE|SESSION START TIMECODE|TIME ?CODE FORMAT):\s*\t\s*(.*?)\s*$")
FORMAT = re.compile(r"(\d+(?:\.\d+)?)\s*(Drop)?", re.IGNORECASE)
TIMECODE = re.compile(r"(\d{1,2}:\d\d:\d\d[:;]\d\d)(?:\.(\d\d))?")
MINUTES = re.compile(r"(\d+):(\d\d(?:\.\d+)?)")
SAMPLES = re.compile(r"\d+")
FADES = re.compile(r"^\((fade in|fade out|cross ?fade)\)$", re.IGNORECASE)
SILENT = re.compile(r"\b(Muted|Inactive)\b")
NAME_COLUMNS = ("CLIP NAME", "REGION NAME")


@dataclass(frozen=True)
class _Head:
    """What the head says, by which times are read."""

    title: str
    rate: PictureRate
    start_s: float | None
    rate_hz: float | None
    tells_rate: bool


def looks_like(text: str) -> bool:
    """Say whether a text is such an export."""
    return "SESSION NAME:" in text[:2000]


def read(name: str, text: str, rate: PictureRate, *, is_rate_asked: bool = False) -> EditList:
    """Read a session's text, by its own picture rate unless another is asked for.

    Raises
    ------
    UsageError
        It has no track listing, or times of a kind that says no time of the clock.
    """
    lines = text.splitlines()
    head = _head(name, lines, rate, is_rate_asked=is_rate_asked)
    if not any(line.startswith("TRACK NAME:") for line in lines):
        raise UsageError(f"{name} has no track listing; export the session's text with Include Track EDL(s)")
    events: list[EditEvent] = []
    silent = 0
    for track, state, rows in _tracks(lines):
        for number, row in rows:
            event = _event(row, track, head, f"{name}, line {number}")
            if event is None:
                continue
            if SILENT.search(state) or SILENT.search(row.get("STATE", "").replace("Unmuted", "")):
                silent += 1
            else:
                events.append(event)
    remarks = (f"{silent} muted or inactive clips were left out",) if silent else ()
    return EditList(
        *("Pro Tools session text", head.title, head.rate, tuple(events), head.start_s),
        tells_rate=head.tells_rate,
        remarks=remarks,
    )


def _head(name: str, lines: list[str], rate: PictureRate, *, is_rate_asked: bool) -> _Head:
    said = {found[1].replace(" ", ""): found[2] for line in lines[:40] if (found := HEAD.match(line))}
    declared = FORMAT.match(said.get("TIMECODEFORMAT", ""))
    if declared is not None and not is_rate_asked:
        rate = parse_picture_rate(declared[1] + ("DF" if declared[2] else ""))
    start = said.get("SESSIONSTARTTIMECODE")
    start_s = None if start is None else _time_s(start, rate, f"{name}, SESSION START TIMECODE")
    hertz = said.get("SAMPLERATE")
    sampled = float(hertz) if hertz else None
    return _Head(said.get("SESSIONNAME", ""), rate, start_s, sampled, tells_rate=declared is not None)


def _tracks(lines: list[str]) -> Iterator[tuple[str, str, list[tuple[int, dict[str, str]]]]]:
    """Give each track's name, its state, and its rows by column, each with the number of its line."""
    at = 0
    while at < len(lines):
        if not lines[at].startswith("TRACK NAME:"):
            at += 1
            continue
        track, state, columns = lines[at].partition("\t")[2].strip(), "", None
        rows: list[tuple[int, dict[str, str]]] = []
        at += 1
        while at < len(lines) and lines[at].strip():
            fields = [field.strip() for field in lines[at].split("\t")]
            if columns is not None:
                rows.append((at + 1, dict(zip(columns, fields, strict=False))))
            elif fields[0] == "CHANNEL":
                columns = fields
            elif lines[at].startswith("STATE:"):
                state = lines[at].partition(":")[2]
            at += 1
        yield track, state, rows


def _event(row: dict[str, str], track: str, head: _Head, where: str) -> EditEvent | None:
    """Read a row; None for a fade, whose sound is that of the clips beside it."""
    name = next((row[column] for column in NAME_COLUMNS if row.get(column)), "")
    if not name or FADES.match(name):
        return None
    begin_s, end_s = (_any_time_s(row.get(column, ""), head, where) for column in ("START TIME", "END TIME"))
    return EditEvent(name, None, track, begin_s, end_s)


def _any_time_s(text: str, head: _Head, where: str) -> float:
    """Read a time of any kind as seconds from timecode zero."""
    if TIMECODE.fullmatch(text):
        return _time_s(text, head.rate, where)
    if (found := MINUTES.fullmatch(text)) is not None:
        return (head.start_s or 0.0) + 60 * int(found[1]) + float(found[2])
    if SAMPLES.fullmatch(text) and head.rate_hz:
        return (head.start_s or 0.0) + int(text) / head.rate_hz
    raise UsageError(
        f"{where}: {text!r} is no time of the clock; export the session's text with Time Format Timecode, "
        "Min:Secs or Samples"
    )


def _time_s(text: str, rate: PictureRate, where: str) -> float:
    """Read timecode with hundredths of a picture."""
    found = TIMECODE.fullmatch(text.strip())
    timecode, hundredths = (text, 0) if found is None else (found[1], int(found[2] or 0))
    return timecode_seconds(timecode, rate, where=where) + hundredths / 100 / float(rate.per_second)
