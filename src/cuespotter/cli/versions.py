"""``cuespotter versions``: which recordings of the library are of one work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cuespotter.cli.listing import CsvOption, JsonOption, form_of, print_rows
from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_to_read
from cuespotter.cli.voice import Voice

if TYPE_CHECKING:
    from cuespotter.services import WorkGroup


def command(
    *,
    json: JsonOption = False,
    csv: CsvOption = False,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """List works of which the library has several recordings.

    They are covers, live versions, arrangements, or other mixes and edits of one recording;
    their sound tells which. What tags, side tables or MusicBrainz say is known; what sounds
    alike is suggested, with a probability. Strike from the CSV what is wrong, and 'cuespotter
    learn' reads it as a side table.

    Example:  cuespotter versions --csv > works.csv
    """
    from cuespotter.cli.tables import Column, print_table
    from cuespotter.services import percent_text

    voice, form = Voice(quiet=quiet), form_of(as_json=json, as_csv=csv)
    with open_to_read(library, catalogue) as opened, voice.bar("comparing recordings") as bar:
        groups = opened.versions(bar.show)
        places = opened.recording_places([one for group in groups for one in group.recordings])
    if form != "table":
        print_rows(_table_rows(groups) if form == "csv" else [_row(one, places) for one in groups], form)
        return
    if not groups:
        voice.say("no two recordings seem to be of one work")
        return
    columns: list[Column] = [
        ("work", "left", True),
        ("recording", "left", True),
        ("artist", "left", True),
        ("year", "right", False),
        ("sure", "right", False),
        ("beside those above", "left", True),
    ]
    cells = []
    for group in groups:
        sure = "known" if group.confidence is None else percent_text(group.confidence)
        for number, (one, relation) in enumerate(zip(group.recordings, group.relations, strict=True)):
            work, said = ("", "") if number else (group.title, sure)
            name, year = one.title or one.path, "" if one.year is None else str(one.year)
            cells.append([work, name, one.performer_known or "", year, said, relation])
    print_table(columns, cells)


def _row(group: WorkGroup, places: Mapping[str, str]) -> dict[str, object]:
    """Give a group with all that is known of it."""
    return {
        "title": group.title,
        "work": None if group.work is None else group.work.model_dump(mode="json"),
        "confidence": group.confidence,
        "recordings": [
            {
                "id": one.id,
                "path": one.path,
                "location": places.get(one.id),
                "title": one.title,
                "artist": one.performer_known,
                "year": one.year,
                "performance": number,
                "relation": relation or None,
            }
            for one, number, relation in zip(
                group.recordings, group.performances, group.relations, strict=True
            )
        ],
    }


def _table_rows(groups: list[WorkGroup]) -> list[dict[str, object]]:
    """Give suggestions as rows of a side table: what is known needs none."""
    rows: list[dict[str, object]] = []
    for group in groups:
        parties = [] if group.work is None else group.work.parties
        title = group.work.title if group.work else group.recordings[0].title or group.recordings[0].path
        for one in group.recordings if group.confidence is not None else ():
            known = {"path": one.path, "work_title": title}
            rows += [{**known, "name": party.name, "role": party.role} for party in parties] or [
                {**known, "name": "", "role": ""}
            ]
    return rows
