"""``cuespotter compare``: what the music editor's list says beside what is heard."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cuespotter.cli.listing import CsvOption, JsonOption, form_of, print_rows
from cuespotter.cli.options import (
    CatalogueOption,
    LibraryOption,
    QuietOption,
    open_library,
    open_to_read,
)
from cuespotter.cli.reviewing import WhoOption
from cuespotter.cli.show import FilmArgument
from cuespotter.cli.voice import Voice

if TYPE_CHECKING:
    from cuespotter.services import ListComparison


def command(
    *,
    film: FilmArgument,
    edit: Annotated[
        Path,
        typer.Argument(
            metavar="EDIT",
            readable=False,
            help="An EDL, an OTIO file, or Pro Tools' session info as text.",
            show_default=False,
        ),
    ],
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Confirm the cues of which both say the same, as one change.")
    ] = False,
    track: Annotated[
        list[str] | None, typer.Option("--track", metavar="NAME", help="Only clips of this track; several.")
    ] = None,
    tolerance_s: Annotated[
        float,
        typer.Option("--tolerance", min=0, max=60, metavar="SECONDS", help="So much may bounds differ."),
    ] = 1.0,
    picture_rate: Annotated[
        str | None,
        typer.Option(
            "--picture-rate", metavar="RATE", help="Of the list's timecode: 23.976, 25, 29.97DF, ..."
        ),
    ] = None,
    timecode_origin: Annotated[
        str | None,
        typer.Option("--timecode-origin", metavar="TC", help="The first picture's timecode in the list."),
    ] = None,
    json: JsonOption = False,
    csv: CsvOption = False,
    who: WhoOption = None,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Compare a film's cues with the music editor's list.

    Lists where they differ: other bounds, another name, a clip that is not heard, music that the list has
    not. Exit status 1 where they differ, 0 where they agree.

    Example:  cuespotter compare drive.mkv music.edl --timecode-origin 01:00:00:00 --confirm
    """
    voice, form = Voice(quiet=quiet), form_of(as_json=json, as_csv=csv)
    opened_as = open_library(library, catalogue, who=who) if confirm else open_to_read(library, catalogue)
    with opened_as as opened:
        document = opened.film(film)
        beside = opened.compare(
            document,
            edit,
            picture_rate=picture_rate,
            timecode_origin=timecode_origin,
            tracks=track or (),
            tolerance_s=tolerance_s,
        )
        confirmed = opened.confirm_compared(document.film.id, beside)[0] if confirm else []
    if form != "table":
        print_rows([beside.facts(row) for row in beside.rows], form)
    else:
        _print_differences(beside)
    for line in _told(beside):
        voice.say(line)
    if confirm:
        voice.say(
            f"{len(confirmed)} confirmed" if confirmed else "no cue to confirm that is not reviewed yet"
        )
    raise typer.Exit(1 if beside.differences else 0)


def _told(beside: ListComparison) -> list[str]:
    """Say how the list was read, and how much agrees."""
    from cuespotter.services import VERDICT_WORDS

    count = Counter(row.verdict for row in beside.rows)
    # of all these words one alone is a verb
    several = {"agrees": "agree"}
    counted = ", ".join(
        f"{number} {words if number == 1 else several.get(verdict, words)}"
        for verdict, words in VERDICT_WORDS.items()
        if (number := count[verdict])
    )
    laid = "as the film has it" if beside.is_origin_known else "where most clips lie on their cues"
    return [
        *beside.edit.remarks,
        f"{beside.edit.kind}, first picture at {beside.origin} ({laid}; --timecode-origin names another)",
        counted or "neither has any music",
    ]


def _print_differences(beside: ListComparison) -> None:
    """Print a row for each difference."""
    from cuespotter.cli.tables import Column, print_table
    from cuespotter.services import VERDICT_WORDS, clip_words

    if not beside.differences:
        return
    columns: list[Column] = [
        ("cue", "left", False),
        ("in", "left", False),
        ("out", "left", False),
        ("", "left", False),
        ("what", "left", True),
    ]
    rows = []
    for row in beside.differences:
        facts = beside.facts(row)
        times = [facts[f"heard_{end}"] or facts[f"edit_{end}"] for end in ("in", "out")]
        alone = facts["heard"] if row.stretch is None else clip_words(row.stretch)
        what = row.text or alone
        rows.append(
            [
                str(facts["cue_no"] or ""),
                *(str(time) for time in times),
                VERDICT_WORDS[row.verdict],
                str(what),
            ]
        )
    print_table(columns, rows)
