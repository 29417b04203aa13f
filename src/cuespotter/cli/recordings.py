"""``cuespotter recordings``: what is in the library, and which films use it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cuespotter.cli.listing import CsvOption, Form, JsonOption, form_of, print_rows
from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_to_read
from cuespotter.cli.voice import Voice

if TYPE_CHECKING:
    from cuespotter.model import Recording
    from cuespotter.services import Library


def command(
    *,
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="Only recordings whose path, tags or id hold this.")
    ] = None,
    films: Annotated[bool, typer.Option("--films", help="List the films that use them, and where.")] = False,
    where: Annotated[
        str | None, typer.Option("--where", metavar="FILTER", help="A filter; see docs/filters.md.")
    ] = None,
    used_by: Annotated[
        str | None, typer.Option("--used-by", metavar="FILM", help="Only recordings that this film uses.")
    ] = None,
    json: JsonOption = False,
    csv: CsvOption = False,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """List the recordings of the library.

    Example:  cuespotter recordings "Lust for Life" --films
    """
    from cuespotter.cli.tables import Column, print_table
    from cuespotter.services import clock_text

    voice, form = Voice(quiet=quiet), form_of(as_json=json, as_csv=csv)
    with open_to_read(library, catalogue) as opened:
        found = opened.recordings(text or "", where=where or "", used_by=used_by)
        if films:
            print_uses(opened, found, voice, form)
            return
    if form != "table":
        print_rows([one.model_dump(mode="json") for one in found], form)
        return
    if not found:
        voice.say(
            "no recording fits"
            if text or used_by or where
            else "the library is empty: cuespotter add FOLDER_WITH_MUSIC"
        )
        return
    columns: list[Column] = [
        ("id", "left", False),
        ("length", "right", False),
        ("title", "left", True),
        ("artist", "left", True),
        ("path", "left", True),
    ]
    rows = [
        [one.id, clock_text(one.duration_s), one.title or "", one.artist or "", one.path] for one in found
    ]
    print_table(columns, rows)


def print_uses(library: Library, recordings: Sequence[Recording], voice: Voice, form: Form) -> None:
    """Print which films use some recordings, and where."""
    from cuespotter.cli.tables import Column, print_table
    from cuespotter.services import clock_text

    names = {recording.id: recording.label_text for recording in recordings}
    uses = library.uses(recordings)
    if form != "table":
        print_rows([{**asdict(use), "recording": names[use.recording_id]} for use in uses], form)
        return
    if not uses:
        voice.say("no film in the catalogue uses it")
        return
    columns: list[Column] = [
        ("film", "left", True),
        ("cue", "left", False),
        ("in", "right", False),
        ("out", "right", False),
        ("recording", "left", True),
    ]
    rows = [
        [use.film_title, use.cue_no, clock_text(use.start_s), clock_text(use.end_s), names[use.recording_id]]
        for use in uses
    ]
    print_table(columns, rows)
