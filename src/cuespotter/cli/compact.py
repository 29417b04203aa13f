"""``cuespotter compact``: a smaller, faster index."""

from __future__ import annotations

from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, WaitOption, open_library
from cuespotter.cli.voice import Voice

MEGABYTE = 1e6


def command(
    *,
    wait: WaitOption = False,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Make the index smaller.

    Merges its files and gives back the space of what was removed.

    Example:  cuespotter compact
    """
    voice = Voice(quiet=quiet)
    with open_library(library, catalogue) as opened, voice.bar("merging") as bar:
        before, after = opened.compact(bar.show, wait=wait)
    voice.say(f"index: {before / MEGABYTE:.1f} MB before, {after / MEGABYTE:.1f} MB now")
