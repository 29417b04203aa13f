"""``cuespotter jobs``: the queue, looked at and changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cuespotter.cli.listing import CsvOption, JsonOption, form_of, print_rows
from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_library
from cuespotter.cli.voice import Voice
from cuespotter.errors import UsageError

if TYPE_CHECKING:
    from cuespotter.services import Job, Library

ALL_FAILED = "failed"


def command(
    *,
    state: Annotated[
        Literal["waiting", "running", "done", "failed", "cancelled"] | None,
        typer.Option("--state", help="Only jobs in this state."),
    ] = None,
    retry: Annotated[
        list[str] | None,
        typer.Option("--retry", metavar="JOB", help="Try jobs that failed again; 'failed': all of them."),
    ] = None,
    cancel: Annotated[
        list[int] | None,
        typer.Option("--cancel", metavar="JOB", help="Take a job out of the queue, or stop it."),
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Forget jobs that are done or cancelled.")] = False,
    prometheus: Annotated[
        bool, typer.Option("--prometheus", help="Print counts in Prometheus' text format.")
    ] = False,
    json: JsonOption = False,
    csv: CsvOption = False,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """List the queue's jobs, or change them.

    Each is shown with its state, how far it is, and why it failed.

    Example:  cuespotter jobs --state failed
    """
    voice, form = Voice(quiet=quiet), form_of(as_json=json, as_csv=csv)
    with open_library(library, catalogue) as opened:
        if retry or cancel or clear:
            _change(opened, voice, retry or [], cancel or [], clear=clear)
            return
        if prometheus:
            print(opened.job_metrics(), end="")
            return
        jobs = opened.jobs(None if state is None else [state])
        if form == "table":
            _print(jobs)
            counts = opened.job_counts()
            voice.say(_summary(counts))
        else:
            print_rows([asdict(job) for job in jobs], form)


def _change(
    opened: Library, voice: Voice, retry: Sequence[str], cancel: Sequence[int], *, clear: bool
) -> None:
    """Do what was asked of jobs, and say how many it met."""
    if retry:
        again = opened.retry_jobs(None if ALL_FAILED in retry else [_number(one) for one in retry])
        voice.say(f"{again} put back, to be tried again")
    if cancel:
        voice.say(f"{opened.cancel_jobs(cancel)} of {len(cancel)} cancelled; what was over stays")
    if clear:
        voice.say(f"{opened.clear_jobs()} forgotten; what they found stays")


def _number(text: str) -> int:
    """Read a job's number."""
    if not text.isdecimal():
        raise UsageError(f"--retry cannot be {text!r}; write a job's number, or 'failed' for all that failed")
    return int(text)


def _summary(counts: Mapping[tuple[str, str], int]) -> str:
    """Say how many jobs there are in each state."""
    states = ("waiting", "running", "done", "failed", "cancelled")
    sums = {state: sum(n for (_, one), n in counts.items() if one == state) for state in states}
    return ", ".join(f"{count} {state}" for state, count in sums.items())


def _print(jobs: Sequence[Job]) -> None:
    """Print a table."""
    from cuespotter.cli.tables import Column, print_table

    columns: list[Column] = [
        ("job", "right", False),
        ("state", "left", False),
        ("done", "right", False),
        ("tries", "right", False),
        ("host", "left", False),
        ("name", "left", True),
        ("reason", "left", True),
    ]
    rows = [
        [
            str(job.id),
            job.state,
            "" if job.share is None else f"{100.0 * job.share:.0f} %",
            str(job.tries or ""),
            job.host or "",
            job.name,
            job.reason or "",
        ]
        for job in jobs
    ]
    print_table(columns, rows)
