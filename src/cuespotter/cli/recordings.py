"""``cuespotter recordings``: what is in the library, and which films use it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cuespotter.cli.listing import CsvOption, Form, JsonOption, form_of
from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_to_read
from cuespotter.cli.voice import Voice

NO_FILM = "no film was identified yet; do so with: cuespotter identify FILM"

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
    from cuespotter.cli.tables import print_listing
    from cuespotter.services import clock_text

    voice, form = Voice(quiet=quiet), form_of(as_json=json, as_csv=csv)
    with open_to_read(library, catalogue) as opened:
        found = opened.recordings(text or "", where=where or "", used_by=used_by)
        is_empty = not found and not opened.count_recordings()[0]
        places = opened.recording_places(found) if form != "table" and not films else {}
        if films:
            print_uses(opened, found, voice, form)
            return
    print_listing(
        found,
        form,
        voice,
        record=lambda one: {**one.model_dump(mode="json"), "location": places.get(one.id)},
        columns=[
            ("id", "left", False),
            ("length", "right", False),
            ("title", "left", True),
            ("artist", "left", True),
            ("path", "left", True),
        ],
        cells=lambda one: [one.id, clock_text(one.duration_s), one.title or "", one.artist or "", one.path],
        nothing="the library is empty: cuespotter add FOLDER_WITH_MUSIC" if is_empty else "no recording fits",
    )


def print_uses(library: Library, recordings: Sequence[Recording], voice: Voice, form: Form) -> None:
    """Print which films use some recordings, and where."""
    from cuespotter.cli.tables import print_listing
    from cuespotter.services import clock_text

    names = {recording.id: recording.label_text for recording in recordings}
    uses = library.uses(recordings)
    films = {film.id: film.locations for film in library.films()} if form != "table" or not uses else {}
    places = library.recording_places(recordings) if form != "table" else {}
    print_listing(
        uses,
        form,
        voice,
        record=lambda use: {
            **asdict(use),
            "recording": names[use.recording_id],
            "film_locations": films[use.film_id],
            "location": places.get(use.recording_id),
        },
        columns=[
            ("film", "left", True),
            ("cue", "left", False),
            ("in", "right", False),
            ("out", "right", False),
            ("recording", "left", True),
        ],
        cells=lambda use: [
            use.film_title,
            use.cue_no,
            clock_text(use.start_s),
            clock_text(use.end_s),
            names[use.recording_id],
        ],
        nothing="no film in the catalogue uses it" if films else NO_FILM,
    )
