"""``cuespotter history``: who changed what of a film, and when."""

from __future__ import annotations

from dataclasses import asdict

from cuespotter.cli.listing import CsvOption, JsonOption, form_of
from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_to_read
from cuespotter.cli.show import FilmArgument
from cuespotter.cli.voice import Voice


def command(
    *,
    film: FilmArgument,
    json: JsonOption = False,
    csv: CsvOption = False,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """List who changed what of a film, and when.

    Example:  cuespotter history drive.mkv
    """
    from cuespotter.cli.tables import print_listing

    voice, form = Voice(quiet=quiet), form_of(as_json=json, as_csv=csv)
    with open_to_read(library, catalogue) as opened:
        changes = opened.history(film)
    print_listing(
        changes,
        form,
        voice,
        record=asdict,
        columns=[
            ("when (UTC)", "left", False),
            ("who", "left", False),
            ("what", "left", True),
            ("", "left", False),
        ],
        cells=lambda one: [
            one.at[:19].replace("T", " "),
            one.who,
            one.summary,
            "undone" if one.undone else "",
        ],
        nothing="nothing was changed since it was identified",
    )
