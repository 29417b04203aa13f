"""What the commands of the reviewer's word have in common."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated, Literal

import typer

from cuespotter.cli.options import open_library
from cuespotter.cli.voice import Voice
from cuespotter.errors import UsageError

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


def judge(
    verdict: Literal["confirm", "reject"],
    film: str,
    cues: list[str],
    *,
    who: str | None,
    library: Path | None,
    catalogue: str | None,
    quiet: bool,
) -> None:
    """Confirm or reject cues, all or none, as one change."""
    with open_library(library, catalogue, who=who) as opened:
        (opened.confirm if verdict == "confirm" else opened.reject)(film, cues)
    Voice(quiet=quiet).say(f"{len(cues)} {verdict}ed")


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
