"""``cuespotter identify``: the film trip."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cuespotter.cli import kernels
from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_library
from cuespotter.cli.voice import ProgressBar, Voice
from cuespotter.errors import UsageError

if TYPE_CHECKING:
    from cuespotter.model import Cue
    from cuespotter.services import AccountRow, Failed, Identified, Library, Rerun, Skipped


def command(
    *,
    films: Annotated[
        list[str],
        typer.Argument(
            metavar="FILM",
            help="Audio or video files; several are the reels of one film, in order. Or folders of films. "
            "Also s3://BUCKET/FILM.",
        ),
    ],
    each: Annotated[
        bool,
        typer.Option(
            "--each",
            help="Several files are several films, as those of folders; what is done is skipped.",
        ),
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Identify films of a folder, or with --each, that are done, too.")
    ] = False,
    thorough: Annotated[
        bool,
        typer.Option(
            "--thorough",
            help="Look a second time where nothing was found, with the own files of all recordings that are "
            "at hand: finds more faint music, for several times the time.",
        ),
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="FILE",
            readable=False,
            help="Write what became of the films of a folder, or of --each, as .json or .html.",
        ),
    ] = None,
    json: Annotated[
        Path | None,
        typer.Option(
            "--json",
            metavar="FILE",
            readable=False,
            help="Write the canonical document too; '-' prints only that.",
        ),
    ] = None,
    stream: Annotated[
        int | None,
        typer.Option(
            "--stream",
            min=0,
            metavar="N",
            help="Audio stream to hear, alone, by its number in the file.",
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option("--title", help="The film's title [default: from its file].", show_default=False),
    ] = None,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Listen to a film and print its cue list.

    It says which recording plays from when to when, and which part of it. The result is kept in the
    catalogue: see 'cuespotter show' and 'cuespotter export'. Several files are taken as the reels of one
    film, in the order given; with --each, and in folders, they are films of their own: each is kept as soon
    as it is done, and what is done with this library is skipped the next time.

    Example:  cuespotter identify drive.mkv --json drive.json
    """
    from cuespotter.services import as_path

    is_one = json is not None or title is not None
    many = (
        again or report is not None or any(as_path(film).is_dir() for film in films) or (each and not is_one)
    )
    if is_one and (many or (each and len(films) > 1)):
        raise typer.BadParameter("--json and --title are for one film; leave them out to identify several")
    voice = Voice(quiet=quiet)
    with open_library(library, catalogue, writable=False, thorough=thorough) as opened:
        if many:
            _identify_all(opened, films, voice, again=again, stream=stream, target=report)
            return
        with voice.bar(f"identifying {Path(films[0]).name}") as bar:
            found = opened.identify(films, stream=stream, title=title, report=_watched(voice, bar))
        for remark in found.remarks:
            voice.complain(remark)
        _show(found, voice, is_json=json is not None and str(json) == "-")
        if json is not None and str(json) != "-":
            opened.export(found.document, json, format_name="json")
    if _complain(found, voice):
        raise typer.Exit(1)


def _watched(voice: Voice, bar: ProgressBar) -> Callable[[str, float], None]:
    """Give what shows the progress of one film; first it says if there is compiling to do."""
    said = False

    def report(stage: str, share: float) -> None:
        nonlocal said
        if not said:
            said = True
            kernels.say_compiling(voice, kernels.OF_IDENTIFY, "the search")
        bar.show(share, 1.0, stage)

    return report


def _identify_all(
    library: Library,
    places: Sequence[str],
    voice: Voice,
    *,
    again: bool,
    stream: int | None,
    target: Path | None,
) -> None:
    """Identify many films, and say what became of them; exit status 1 if some failed, 2 if all did."""
    from cuespotter.services import Account, Progress, check_target, find_films

    if target is not None:
        check_target(target)
    search = find_films(places)
    if not (search.films or search.complaints):
        raise UsageError(search.why_none(places, "a film or a folder of films"))
    for error in search.complaints:
        voice.complain(error.message)
    account = Account()
    partly = False
    with voice.bar("identifying") as bar:
        watch = _watched(voice, bar)

        def report(at: Progress) -> None:
            watch(f"{at.number} of {at.count}, {at.film.name}: {at.stage}", at.share)

        try:
            done = library.identify_all(search.films, again=again, stream=stream, report=report)
            for one in done:
                partly |= _say(one, account.take_down(one), voice)
        finally:
            if target is not None:
                account.write(target)
    if search.passed_over:
        voice.say(f"{search.passed_over} trailers, samples and other extras were passed over")
    if account.growth is not None:
        voice.say(account.growth)
    voice.say(account.summary)
    failed = account.count("failed")
    if failed or partly or search.complaints:
        raise typer.Exit(2 if failed == len(account.rows) else 1)


def _say(one: Identified | Skipped | Failed, row: AccountRow, voice: Voice) -> bool:
    """Say what became of one film, with its name in every line; say whether part of it went wrong."""
    from cuespotter.services import Failed, Skipped

    if isinstance(one, Skipped):
        return False
    if isinstance(one, Failed):
        voice.complain(one.error.message)
        return False
    from cuespotter.cli.tables import print_cues

    film = one.document.film
    print(f"{film.title}:")
    print_cues(one.document)
    for line in one.originals:
        voice.say(f"{film.title}: {line}")
    voice.say(f"{film.title}: {one.summary}")
    for cue in row.new_cues:
        voice.say(f"{film.title}: new {cue}")
    for remark in row.remarks:
        voice.complain(remark)
    return _complain(one, voice)


def _show(found: Identified, voice: Voice, *, is_json: bool = False) -> None:
    """Print the cue list; say how much it is, and what differs from the last time."""
    from cuespotter.cli.tables import print_cues

    if is_json:
        sys.stdout.write(found.document.model_dump_json(by_alias=True, indent=2) + "\n")
    else:
        print_cues(found.document)
    for line in found.hearing:
        voice.say(line)
    for line in found.originals:
        voice.say(line)
    voice.say(found.summary)
    if found.rerun is not None:
        _say_difference(found.rerun, voice)


def _complain(found: Identified, voice: Voice) -> bool:
    """Say what could not be heard, and why a result could not be kept; say whether there was anything."""
    for remark in found.unheard:
        voice.complain(remark)
    if found.refusal is not None:
        voice.complain(f"the result was not kept: {found.refusal.message}")
    return bool(found.unheard) or found.refusal is not None


def _say_difference(rerun: Rerun, voice: Voice) -> None:
    """Say what differs from the last time."""
    from cuespotter.services import clock_text, line_of, title_of

    def name(cue: Cue, called: Callable[[Cue], str] = title_of) -> str:
        return f"{cue.cue_no} {clock_text(cue.start_s)}-{clock_text(cue.end_s)} {called(cue)}"

    if rerun.changes_nothing:
        voice.say("nothing has changed since the last time")
    for cue in rerun.new:
        voice.say(f"new    {name(cue)}")
    for cue in rerun.gone:
        voice.say(f"gone   {name(cue)}")
    for before, now in rerun.moved:
        times = f"{clock_text(before.start_s)}-{clock_text(before.end_s)}"
        voice.say(f"moved  {name(now)} (was {times} {before.title_known or ''})".replace(" )", ")"))
    for before, now in rerun.renamed:
        voice.say(f"named  {name(now, line_of)} (was {line_of(before)})")
    for reviewed, heard in rerun.disputed:
        voice.say(f"kept   {name(reviewed)}, though {heard.title_known or 'other music'} is heard there now")
