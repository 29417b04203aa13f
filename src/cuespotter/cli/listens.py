"""``cuespotter listens``: what was listened to in a film, for ListenBrainz."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cuespotter.cli.listing import CsvOption, Form, JsonOption, form_of
from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_to_read
from cuespotter.cli.show import FilmArgument
from cuespotter.cli.voice import Voice

if TYPE_CHECKING:
    from cuespotter.services import Listens


def command(
    *,
    film: FilmArgument,
    at: Annotated[
        datetime,
        typer.Option(
            "--at",
            formats=["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"],
            help="When the film began, in your time: '2026-11-20 20:15'.",
            show_default=False,
        ),
    ],
    every_cue: Annotated[
        bool, typer.Option("--every-cue", help="Also what was heard for less than half and four minutes.")
    ] = False,
    send: Annotated[bool, typer.Option("--send", help="Send them; without it they are only shown.")] = False,
    json: JsonOption = False,
    csv: CsvOption = False,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Show what was heard with a film, for ListenBrainz.

    With --send it is sent there, and never without; sent twice, it counts once. The token of your account
    stands in LISTENBRAINZ_TOKEN, another server's address in LISTENBRAINZ_URL.

    Example:  cuespotter listens drive.mkv --at "2026-11-20 20:15"
    """
    voice, form = Voice(quiet=quiet), form_of(as_json=json, as_csv=csv)
    with open_to_read(library, catalogue) as opened:
        told = opened.listens(film, at.astimezone(), every_cue=every_cue)
        _print(told, form)
        if told.too_short and not every_cue:
            voice.say(f"{len(told.too_short)} heard too briefly to count; --every-cue takes them too")
        if told.nameless:
            voice.say(f"{len(told.nameless)} without artist or title are left out")
        if not send:
            voice.say(f"{len(told.listens)} listens; nothing was sent: --send sends them")
            return
        count = opened.send_listens(told.listens) if told.listens else 0
        voice.say(f"{count} listens sent")


def _print(told: Listens, form: Form) -> None:
    """Print what would be sent, as a table or, as JSON, in the form of the server."""
    from cuespotter import __version__
    from cuespotter.cli.listing import print_rows
    from cuespotter.cli.tables import print_table

    if form == "json":
        print_rows([one.as_sent(__version__) for one in told.listens], form)
        return
    if form == "csv":
        print_rows([asdict(one) for one in told.listens], form)
        return
    rows = [
        [
            f"{datetime.fromtimestamp(one.at_s).astimezone():%Y-%m-%d %H:%M:%S}",
            one.title,
            one.artist,
            one.musicbrainz_recording_id or "",
        ]
        for one in told.listens
    ]
    if rows:
        heads = [("heard at", False), ("title", True), ("artist", True), ("MusicBrainz", False)]
        print_table([(name, "left", wraps) for name, wraps in heads], rows)
