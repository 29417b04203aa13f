"""``cuespotter works``: which works are known, who wrote and publishes them, with which shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cuespotter.cli.listing import CsvOption, JsonOption, form_of
from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_to_read
from cuespotter.cli.voice import Voice

if TYPE_CHECKING:
    from cuespotter.services import KnownWork


def command(
    *,
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="Only works whose title, code or parties hold this.")
    ] = "",
    film: Annotated[
        str | None, typer.Option("--film", metavar="FILM", help="Works that only its cues name, too.")
    ] = None,
    json: JsonOption = False,
    csv: CsvOption = False,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """List the works that are known, and their parties.

    'cuespotter edit FILM CUE --work TITLE --party ...' says more of them, for every recording and film.

    Example:  cuespotter works "Ann Writer"
    """
    from cuespotter.cli.tables import print_listing

    voice, form = Voice(quiet=quiet), form_of(as_json=json, as_csv=csv)
    with open_to_read(library, catalogue) as opened:
        found = opened.works(text, film=film)
        is_known = bool(found or (text and opened.works(film=film)))
    print_listing(
        found,
        form,
        voice,
        record=_row,
        columns=[
            ("work", "left", True),
            ("ISWC", "left", False),
            ("parties", "left", True),
            ("recordings", "right", False),
        ],
        cells=_cells,
        nothing="no work fits" if is_known else "nothing is known of any work yet",
    )


def _row(known: KnownWork) -> dict[str, object]:
    """Give a work with all that is known of it."""
    row = known.work.model_dump(mode="json")
    return {**row, "recordings": [one.id for one in known.recordings]}


def _cells(known: KnownWork) -> list[str]:
    """Give a work as a row of the table."""
    from cuespotter.services import party_words

    work = known.work
    parties = "; ".join(party_words(party) for party in work.parties)
    return [work.title, work.iswc or "", parties, str(len(known.recordings))]
