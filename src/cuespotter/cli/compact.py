"""``cuespotter compact``: a smaller, faster index."""

from __future__ import annotations

from typing import Annotated

import typer

from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, WaitOption, open_library
from cuespotter.cli.voice import Voice

MEGABYTE = 1e6
BYTES_OF_GB = 1e9


def command(
    *,
    shard_gb: Annotated[
        float | None,
        typer.Option(
            "--shard-gb",
            min=0.0,
            metavar="GB",
            help="From now on, search the library in parts of up to so much, one at a time; 0: as a whole.",
            show_default=False,
        ),
    ] = None,
    wait: WaitOption = False,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Make the index smaller.

    Merges its files and gives back the space of what was removed. A library whose index is larger than a
    machine's memory is searched in shards, if it is told so once: each fits, and films take longer.

    Example:  cuespotter compact
    """
    voice = Voice(quiet=quiet)
    with open_library(library, catalogue) as opened, voice.bar("merging") as bar:
        most = None if shard_gb is None else int(shard_gb * BYTES_OF_GB)
        before, after = opened.compact(bar.show, wait=wait, shard_bytes=most)
    voice.say(f"index: {before / MEGABYTE:.1f} MB before, {after / MEGABYTE:.1f} MB now")
