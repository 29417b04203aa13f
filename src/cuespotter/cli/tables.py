"""Tables on stdout: as wide as the terminal, or as wide as they like where there is none."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TypeVar

from cuespotter.cli.listing import Form, print_rows
from cuespotter.lines import one_line

if TYPE_CHECKING:
    from cuespotter.cli.voice import Voice
    from cuespotter.model import Cue, FilmDocument, Placement

Item = TypeVar("Item")

UNBOUNDED = 100_000
LONGEST_WORD = 14
"""A column that may be wrapped is so wide at least, where it holds such words: names break between words."""

Side = Literal["left", "right"]
Column = tuple[str, Side, bool]
"""A heading, the side its cells keep to, and whether they may be wrapped."""
CUE_COLUMNS: tuple[Column, ...] = (
    ("cue", "left", False),
    ("in", "right", False),
    ("out", "right", False),
    ("title", "left", True),
    ("artist", "left", True),
    ("part", "right", False),
    ("speed", "left", True),
    ("sure", "right", False),
)
TOLD_COLUMNS: tuple[Column, ...] = (
    ("told: from", "right", False),
    ("title", "left", True),
    ("artist", "left", True),
    ("year", "right", False),
)
SPEED = 6
"""The place of the speed among them: a column that is left out where nothing plays at another speed."""


def print_table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Print a table to stdout; cells that do not fit are wrapped, never cut."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console() if sys.stdout.isatty() else Console(width=UNBOUNDED, no_color=True)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for number, (heading, side, may_wrap) in enumerate(columns):
        words = [word for row in rows for word in row[number].split()] if may_wrap else []
        table.add_column(
            Text(heading, style="bold"),
            justify=side,
            no_wrap=not may_wrap,
            overflow="fold" if may_wrap else "ellipsis",
            min_width=min(LONGEST_WORD, max(map(len, words))) if words else None,
        )
    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    with console.capture() as capture:
        console.print(table)
    # a cell at a line's end is padded: no one wants that in a file
    print("\n".join(line.rstrip() for line in capture.get().rstrip("\n").split("\n")))


def print_listing(
    items: Sequence[Item],
    form: Form,
    voice: Voice,
    *,
    record: Callable[[Item], Mapping[str, object]],
    columns: Sequence[Column],
    cells: Callable[[Item], Sequence[str]],
    nothing: str,
    fields: Sequence[str] = (),
) -> None:
    """Print all that is known of each for programs, for people a table, or a word where there is none."""
    if form != "table":
        print_rows([record(one) for one in items], form, fields)
    elif items:
        print_table(columns, [cells(one) for one in items])
    else:
        voice.say(nothing)


def print_cues(document: FilmDocument) -> None:
    """Print a film's cue list, rejected cues left out; where a cue has several parts they stand below."""
    rows = [row for cue in document.cues_heard for row in _cue_rows(cue)]
    if not rows:
        return
    columns = list(CUE_COLUMNS)
    if not any(row[SPEED] for row in rows):
        columns.pop(SPEED)
        rows = [[*row[:SPEED], *row[SPEED + 1 :]] for row in rows]
    print_table(columns, rows)
    for line in [*_questions(document), *_themes(document)]:
        print(line)


def _questions(document: FilmDocument) -> list[str]:
    """Say, below a cue list, of which works unnamed music may be another recording."""
    from cuespotter.services import question_text

    asked = [(cue.cue_no, one) for cue in document.cues_heard for one in cue.open_questions]
    return ["", *(f"{number}: {question_text(one)}" for number, one in asked)] if asked else []


def _themes(document: FilmDocument) -> list[str]:
    """Say, below a cue list, which music without a name returns, and in which cues."""
    from cuespotter.services import name_of, returns_of, theme_text

    lines = []
    for theme in document.film.themes:
        cues = ", ".join(cue.cue_no for cue in returns_of(theme, document))
        name = name_of(theme, document)
        called = "" if name is None else f", called {name}"
        lines.append(f"{theme_text(theme)}{called}" + (f" ({cues})" if cues else ""))
    return ["", *lines] if lines else []


def print_told(document: FilmDocument) -> None:
    """Print the music that is told of and was not heard; when it begins, where that is told."""
    from cuespotter.services import clock_text, title_of

    times = {one.recording_id: one.at_s for one in document.film.also_heard}
    rows = [
        [
            "" if (at_s := times[cue.id]) is None else clock_text(at_s),
            title_of(cue),
            cue.artist_known or "",
            "" if cue.recording is None or cue.recording.year is None else str(cue.recording.year),
        ]
        for cue in document.cues_told
    ]
    if rows:
        print_table(TOLD_COLUMNS, rows)


def _cue_rows(cue: Cue) -> list[list[str]]:
    """Give a cue's rows: itself, and, of several parts, each at its own time in the film."""
    from cuespotter.services import bar_in_doubt, bar_text, clock_text, sure_text, title_of

    times = [clock_text(cue.start_s), clock_text(cue.end_s)]
    name = [title_of(cue), cue.artist_known or ""]
    parts = cue.placements
    if len(parts) == 1:
        return [[cue.cue_no, *times, *name, *_part_texts(parts[0]), sure_text(cue)]]
    rows = [[cue.cue_no, *times, *name, "", "", sure_text(cue)]]
    for part in parts:
        times = [clock_text(part.film_in_s), clock_text(part.film_out_s)]
        rows.append(["", *times, "", "", *_part_texts(part), bar_text(bar_in_doubt(cue, part)) or ""])
    return rows


def _part_texts(part: Placement) -> list[str]:
    """Say which part of the recording plays, and at which speed."""
    from cuespotter.services import clock_text, speed_label

    stretch = f"{clock_text(part.recording_in_s)}-{clock_text(part.recording_out_s)}"
    return [stretch, speed_label(part.speed, part.pitch_cents) or ""]
