"""``cuespotter series``: the opening and the closing that episodes share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cuespotter.cli.listing import CsvOption, JsonOption, form_of
from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_library
from cuespotter.cli.voice import Voice
from cuespotter.cli.written import tell_written
from cuespotter.errors import UsageError

if TYPE_CHECKING:
    from cuespotter.model.episode import EpisodePart
    from cuespotter.services import Episode, Library


def command(
    *,
    places: Annotated[
        list[Path],
        typer.Argument(metavar="FOLDER", readable=False, help="Folders of episodes, or their files."),
    ],
    edl: Annotated[
        bool,
        typer.Option("--edl", help="Write what Kodi skips beside each episode: Episode.edl."),
    ] = False,
    json: JsonOption = False,
    csv: CsvOption = False,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Find the opening and closing that episodes share.

    They must have been identified before. What is shared counts if it stands in three episodes at least and
    in two of five, is 10 s long or longer and begins near the episode's beginning or end. Of several pieces
    of music it is the one in most episodes that comes first, or last, and no theme that returns. What is in
    doubt is left out; what is found becomes the chapters Intro and Credits of every export with chapters.

    Example:  cuespotter series "Series/Season 1" --edl
    """
    from cuespotter.services import count_text, find_films

    voice, form = Voice(quiet=quiet), form_of(as_json=json, as_csv=csv)
    search = find_films(places)
    for error in search.complaints:
        voice.complain(error.message)
    if not search.films:
        raise UsageError(search.why_none(places, "a folder of episodes"))
    with open_library(library, catalogue, writable=False) as opened:
        found = _find(opened, search.films, voice)
        from cuespotter.cli.tables import print_listing

        print_listing(
            found,
            form,
            voice,
            record=_record,
            columns=[
                ("series", "left", True),
                ("episode", "left", True),
                ("intro", "left", False),
                ("credits", "left", False),
                ("why not", "left", True),
            ],
            cells=_cells,
            nothing="no episodes",
        )
        whole = sum(one.intro is not None for one in found), sum(one.credits is not None for one in found)
        episodes = count_text(len(found), "episode")
        voice.say(f"{episodes}, {whole[0]} with an opening, {whole[1]} with a closing")
        failed = _write(opened, found, voice) if edl else 0
    refused = sum(not one.could_be_heard for one in found)
    if refused or failed or search.complaints:
        raise typer.Exit(2 if refused == len(found) else 1)


def _find(opened: Library, films: Sequence[Sequence[Path]], voice: Voice) -> list[Episode]:
    """Look for openings and closings; who breaks it off is told what is kept."""
    try:
        with voice.bar("listening") as bar:
            return opened.find_series(films, report=lambda stage, share: bar.show(share, 1.0, stage))
    except KeyboardInterrupt:
        voice.complain(
            "what was listened to is kept, openings and closings are as they were; "
            "the same command goes on from here"
        )
        raise


def _write(opened: Library, found: Sequence[Episode], voice: Voice) -> int:
    """Write what Kodi reads beside the episodes that have something to skip; say how many failed."""
    among = {one.film_id for one in found if one.film_id is not None and (one.intro or one.credits)}
    return tell_written(opened.export_all(["kodi-edl"], among=among), voice)["failed"]


def _cells(one: Episode) -> list[str]:
    """Give a row of the table."""
    reasons = [one.why_no_intro] if one.why_no_intro == one.why_no_credits else []
    if not reasons:
        reasons = [
            f"{kind}: {why}"
            for kind, why in (("intro", one.why_no_intro), ("credits", one.why_no_credits))
            if why
        ]
    return [one.series, one.name, _from_to(one.intro), _from_to(one.credits), "; ".join(reasons)]


def _from_to(part: EpisodePart | None) -> str:
    """Say from when to when."""
    from cuespotter.services import clock_text

    return "" if part is None else f"{clock_text(part.start_s)}-{clock_text(part.end_s)}"


def _record(one: Episode) -> dict[str, object]:
    """Give all that is known of one, for programs."""
    record = asdict(one)
    for kind in ("intro", "credits"):
        part = record.pop(kind)
        part = None if part is None else part.model_dump()
        record[f"{kind}_start_s"] = None if part is None else part["start_s"]
        record[f"{kind}_end_s"] = None if part is None else part["end_s"]
    return record
