"""``cuespotter add``: the library trip."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cuespotter.cli import kernels
from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, WaitOption, open_library
from cuespotter.cli.voice import Voice

if TYPE_CHECKING:
    from cuespotter.services import AddStep, AddSummary


def command(
    *,
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", readable=False, help="Files, and folders to look through.")
    ],
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, help="Worker processes [default: one for each processor]."),
    ] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Listen again to what is known already.")
    ] = False,
    tag_encoding: Annotated[
        str | None,
        typer.Option("--tag-encoding", metavar="NAME", help="Of old ID3 tags: cp1251, gbk, ..."),
    ] = None,
    wait: WaitOption = False,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Add recordings to the library.

    Any audio or video file will do. Only what is new or has changed is listened to. Hidden files,
    pictures, texts, playlists and recycle bins in folders are passed over. A file that cannot be
    listened to is named and skipped. Ctrl-C keeps what was finished. With --tag-encoding the tags of
    known files are read again, too, and so is a .cue sheet that changed.

    Example:  cuespotter add ~/Music
    """
    voice = Voice(quiet=quiet)
    with open_library(library, catalogue, create=True) as opened, voice.bar("looking at files") as bar:

        def report(step: AddStep) -> None:
            if step.files_done == 0 < step.files_total and step.failure is None and step.remark is None:
                kernels.say_compiling(voice, kernels.OF_ADD, "the listening")
            title = f"listening, {step.files_done} of {step.files_total} files"
            bar.show(step.bytes_done, step.bytes_total, title)
            if step.failure is not None:
                voice.complain(step.failure.message)
            if step.remark is not None:
                voice.complain(step.remark)

        summary = opened.add(
            paths, jobs=jobs, report=report, rebuild=rebuild, tag_encoding=tag_encoding, wait=wait
        )
    _say_summary(voice, summary)
    if summary.interrupted:
        raise typer.Exit(130)
    if summary.failures:
        raise typer.Exit(1 if summary.kept else 2)
    if not summary.kept:
        voice.complain("no audio or video file was found there; name a folder with music")
        raise typer.Exit(2)


def _say_summary(voice: Voice, summary: AddSummary) -> None:
    """Say what was done, leaving out what did not happen."""
    counts = (
        (summary.added, "added"),
        (summary.changed, "changed"),
        (summary.unchanged, "unchanged"),
        (summary.reread, "of them with new tags"),
        (summary.moved, "moved"),
        (summary.copies, "copies of others"),
        (summary.restored, "brought back"),
        (len(summary.failures), "failed"),
    )
    words = ", ".join(f"{count} {what}" for count, what in counts if count)
    if words:
        voice.say(words)
    if summary.passed_over:
        names = ", ".join(sorted(summary.passed_over))
        voice.say(f"passed over, as systems and network storage keep them for themselves: {names}")
    if summary.interrupted:
        voice.complain(
            f"what was finished is in the library, {summary.not_reached} files are not; "
            "the same command goes on from here"
        )
