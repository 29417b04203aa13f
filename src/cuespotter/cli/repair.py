"""``cuespotter repair``: undo damage to the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, WaitOption, open_library
from cuespotter.cli.voice import Voice

if TYPE_CHECKING:
    from cuespotter.services import AddStep


def command(
    *,
    wait: WaitOption = False,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Undo damage to the library.

    Damaged index files are made anew: from the fingerprints they hold, else from the music itself, in its
    files or in the film it was remembered from. What cannot be brought back is named; exit status 1 then.

    Example:  cuespotter repair
    """
    voice = Voice(quiet=quiet)
    with open_library(library, catalogue) as opened, voice.bar("looking for damage") as bar:

        def report_add(step: AddStep) -> None:
            bar.show(step.bytes_done, step.bytes_total, "listening again")
            if step.failure is not None:
                voice.complain(step.failure.message)
            if step.remark is not None:
                voice.complain(step.remark)

        done = opened.repair(bar.show, report_add=report_add, wait=wait)
    for problem in done.problems:
        voice.say(f"{problem.path}: {problem.reason}")
    if not (done.problems or done.remembered or done.lost):
        voice.say("nothing is damaged")
    if done.rebuilt:
        voice.say(f"{done.rebuilt} recordings made anew from their fingerprints")
    if done.heard is not None:
        voice.say(f"{done.heard.kept} files listened to again")
    if done.remembered:
        voice.say(f"heard anew in the films they were remembered from: {done.remembered}")
    for recording in done.lost:
        if recording.id in done.reasons:
            reason = done.reasons[recording.id]
            voice.complain(f"{recording.path} is lost until a repair can hear it again: {reason}")
        else:
            voice.complain(f"{recording.path} is lost: its file is not there or cannot be read; add it again")
    if done.heard is not None and done.heard.interrupted:
        raise typer.Exit(130)
    if done.lost:
        raise typer.Exit(1)
