"""Tables on stdout: as wide as the terminal, or as wide as they like where there is none."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from math import floor
from typing import TYPE_CHECKING, Literal

from cuespotter.lines import one_line

if TYPE_CHECKING:
    from cuespotter.model import Cue, FilmDocument, Placement

UNBOUNDED = 100_000
SAME_SPEED = 2e-4
"""Two speeds are called the same up to here: five times the error that is aimed at."""
NAMED_SPEEDS = (
    (1.0, ""),
    (25 / 24, "PAL 25/24"),
    (24 / 25, "24/25"),
    (1000 / 1001, "1000/1001"),
    (1001 / 1000, "1001/1000"),
)
FINE_PERCENT = 0.1
"""A smaller change of speed is written with two decimals."""
LEAST_PITCH_CENTS = 10.0
"""A smaller shift of pitch alone is not worth a word."""

Side = Literal["left", "right"]
Column = tuple[str, Side, bool]
"""A heading, the side its cells keep to, and whether they may be wrapped."""


def print_table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Print a table to stdout; cells that do not fit are wrapped, never cut."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console() if sys.stdout.isatty() else Console(width=UNBOUNDED, no_color=True)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading, side, may_wrap in columns:
        table.add_column(
            Text(heading, style="bold"),
            justify=side,
            no_wrap=not may_wrap,
            overflow="fold" if may_wrap else "ellipsis",
        )
    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    with console.capture() as capture:
        console.print(table)
    # a cell at a line's end is padded: no one wants that in a file
    print("\n".join(line.rstrip() for line in capture.get().rstrip("\n").split("\n")))


def clock_text(seconds: float) -> str:
    """Write a time as h:mm:ss, or m:ss below an hour; half seconds are rounded up.

    Examples
    --------
    >>> clock_text(34.5), clock_text(3723), clock_text(-1.2)
    ('0:35', '1:02:03', '-0:01')
    """
    whole = floor(abs(seconds) + 0.5)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    sign = "-" if seconds < 0 and whole else ""
    return f"{sign}{hours}:{minute:02}:{second:02}" if hours else f"{sign}{minute}:{second:02}"


def speed_text(speed: float, pitch_cents: float = 0.0) -> str:
    """Name a speed; nothing for the recording's own.

    Examples
    --------
    >>> speed_text(25 / 24), speed_text(1.0), speed_text(1.032)
    ('PAL 25/24', '', '+3.2%')
    """
    for named, name in NAMED_SPEEDS:
        if abs(speed / named - 1.0) <= SAME_SPEED:
            if not name and abs(pitch_cents) >= LEAST_PITCH_CENTS:
                return f"pitch {pitch_cents:+.0f} ct"
            return name
    percent = 100.0 * (speed - 1.0)
    return f"{percent:+.1f}%" if abs(percent) >= FINE_PERCENT else f"{percent:+.2f}%"


def print_cues(document: FilmDocument) -> None:
    """Print a film's cue list, rejected cues left out; a further placement of a cue stands below it."""
    cues = [cue for cue in document.cues if cue.status != "rejected"]
    if not cues:
        return
    rows = [row for cue in cues for row in _cue_rows(cue)]
    with_speed = any(row[6] for row in rows)
    columns: list[Column] = [
        ("cue", "left", False),
        ("in", "right", False),
        ("out", "right", False),
        ("title", "left", True),
        ("artist", "left", True),
        ("part", "right", False),
        ("speed", "left", False),
        ("sure", "right", False),
    ]
    if not with_speed:
        columns.pop(6)
        rows = [[*row[:6], row[7]] for row in rows]
    print_table(columns, rows)


def _cue_rows(cue: Cue) -> list[list[str]]:
    """Give a cue's rows: one for each placement, at least one."""
    if cue.recording is None and cue.title is None:
        title, artist = "(music not in the library)", ""
    else:
        title, artist = cue.title_known or "", cue.artist_known or ""
    first = cue.placements[0] if cue.placements else None
    rows = [
        [
            cue.cue_no,
            clock_text(cue.start_s),
            clock_text(cue.end_s),
            title,
            artist,
            _part_text(first),
            _placement_speed(first),
            _sure_text(cue),
        ]
    ]
    for placement in cue.placements[1:]:
        times = [clock_text(placement.film_in_s), clock_text(placement.film_out_s)]
        rows.append(["", *times, "", "", _part_text(placement), _placement_speed(placement), ""])
    return rows


def _part_text(placement: Placement | None) -> str:
    """Say which part of the recording plays."""
    if placement is None:
        return ""
    return f"{clock_text(placement.recording_in_s)}-{clock_text(placement.recording_out_s)}"


def _placement_speed(placement: Placement | None) -> str:
    """Name a placement's speed."""
    return "" if placement is None else speed_text(placement.speed, placement.pitch_cents)


def _sure_text(cue: Cue) -> str:
    """Say how sure the cue is: a probability, or the reviewer's word."""
    return f"{100.0 * cue.confidence:.0f}%" if cue.status == "found" else cue.status
