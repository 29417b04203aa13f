"""What the commands of the reviewer's word have in common."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cuespotter.cli.options import library_folder
from cuespotter.cli.voice import Voice
from cuespotter.errors import UsageError

if TYPE_CHECKING:
    from cuespotter.catalogue.store import Catalogue
    from cuespotter.model import FilmDocument

CuesArgument = Annotated[
    list[str], typer.Argument(metavar="CUE", help="Cues by their number, '1m03', or their id.")
]
WhoOption = Annotated[
    str | None,
    typer.Option(
        "--who",
        envvar="CUESPOTTER_REVIEWER",
        metavar="NAME",
        help="Who says so, for the history [default: the user].",
        show_default=False,
    ),
]


def open_to_change(folder: Path | None, url: str | None) -> Catalogue:
    """Open the catalogue to change it; raises `LibraryError` if there is none."""
    from cuespotter.catalogue.store import Catalogue

    return Catalogue.open(url or library_folder(folder))


def judge(
    verdict: Callable[[FilmDocument, str], FilmDocument],
    action: str,
    film: str,
    cues: list[str],
    *,
    who: str | None,
    library: Path | None,
    catalogue: str | None,
    quiet: bool,
) -> None:
    """Confirm or reject cues, all or none, as one change."""

    def edit(document: FilmDocument) -> FilmDocument:
        for cue in cues:
            document = verdict(document, cue)
        return document

    with open_to_change(library, catalogue) as opened:
        opened.change(film, edit, action=action, summary=f"{action} {', '.join(cues)}", who=who)
    Voice(quiet=quiet).say(f"{len(cues)} {action}ed")


def read_time(text: str) -> float:
    """Read a film time: seconds, m:ss or h:mm:ss, with a fraction if need be.

    Raises
    ------
    UsageError
        It is none of these.

    Examples
    --------
    >>> read_time("95.5"), read_time("1:35.5"), read_time("1:00:00")
    (95.5, 95.5, 3600.0)
    """
    try:
        parts = [float(part) for part in text.split(":")]
    except ValueError:
        parts = []
    if not 1 <= len(parts) <= 3 or not all(math.isfinite(part) and part >= 0 for part in parts):
        raise UsageError(f"{text!r} is no time; write seconds, m:ss or h:mm:ss")
    seconds = 0.0
    for part in parts:
        seconds = 60.0 * seconds + part
    return seconds


def read_fields(settings: list[str]) -> dict[str, object]:
    """Read ``FIELD=VALUE``; nothing after the sign clears the field, lists are written as JSON.

    Raises
    ------
    UsageError
        There is no sign, or the JSON is none.

    Examples
    --------
    >>> read_fields(["film_part=main_title", "notes=", 'content_notes=["violence"]'])
    {'film_part': 'main_title', 'notes': None, 'content_notes': ['violence']}
    """
    import json

    fields: dict[str, object] = {}
    for setting in settings:
        name, sign, value = setting.partition("=")
        if not sign or not name:
            raise UsageError(f"{setting!r} sets nothing; write FIELD=VALUE")
        fields[name] = value or None
        if value.startswith("["):
            try:
                fields[name] = json.loads(value)
            except ValueError as error:
                raise UsageError(f"{value!r} is no JSON list: {error}") from error
    return fields
