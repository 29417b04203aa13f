"""``cuespotter work``: jobs are taken from the queue and done, on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cuespotter.cli import kernels
from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_library
from cuespotter.cli.voice import Voice
from cuespotter.errors import UsageError

if TYPE_CHECKING:
    from cuespotter.services import Ended


def command(
    *,
    job: Annotated[
        int | None, typer.Argument(metavar="[JOB]", help="With --once: this job, by its number.")
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=1, max=1024, metavar="N", help="So many jobs at a time.")
    ] = 1,
    once: Annotated[
        bool, typer.Option("--once", help="Work on one job, the next or JOB, and leave.")
    ] = False,
    until_done: Annotated[
        bool, typer.Option("--until-done", help="Leave when no job waits or runs any more.")
    ] = False,
    mapped: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="FOLDER=HERE",
            help="Where this machine has a folder of films, or a bucket, that the queue names; may be "
            "given again.",
        ),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            envvar="CUESPOTTER_STORE",
            metavar="PLACE",
            help="Where this machine has the store of the index [default: as it was enqueued].",
            show_default=False,
        ),
    ] = None,
    cache: Annotated[
        Path | None,
        typer.Option(
            "--cache",
            metavar="DIR",
            readable=False,
            help="Where the index is kept that comes from a store [default: in the user's caches].",
            show_default=False,
        ),
    ] = None,
    cache_gb: Annotated[
        float, typer.Option("--cache-gb", min=0.0, metavar="GB", help="How much of it is kept.")
    ] = 20.0,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Take jobs from the queue and do them.

    As many workers as are wanted, on any machines that reach the catalogue's PostgreSQL. A worker may be
    killed at any moment: its job comes back, and no other is touched. Ctrl-C and SIGTERM hand jobs back.

    Example:  cuespotter work --jobs 8 --map /archive=/mnt/archive
    """
    if job is not None and not once:
        raise UsageError("a job is named with --once: cuespotter work --once JOB")
    voice = Voice(quiet=quiet)
    kernels.say_compiling(voice, kernels.OF_IDENTIFY, "the search")
    failed = 0

    def tell(ended: Ended) -> None:
        nonlocal failed
        failed += ended.ending == "failed"
        line = f"{ended.job_id} {ended.name}: {ended.words}"
        if ended.ending == "done":
            voice.say(line)
        else:
            voice.complain(f"{line} ({ended.ending})")

    with open_library(library, catalogue) as opened:
        opened.work(
            processes=jobs,
            once=once,
            job=job,
            until_done=until_done,
            roots=[_pair(one) for one in mapped or ()],
            store=store,
            cache=cache,
            cache_bytes=int(cache_gb * 1e9),
            tell=tell,
        )
    if failed:
        raise typer.Exit(1)


def _pair(text: str) -> tuple[str, str]:
    """Read what --map says."""
    there, sign, here = text.partition("=")
    if not (sign and there.startswith(("/", "s3://")) and here):
        raise UsageError(f"--map cannot be {text!r}; write FOLDER=HERE, as in /archive=/mnt/archive")
    return there, here
